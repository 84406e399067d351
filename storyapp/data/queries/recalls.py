"""The recall list: what had used a story, and who has it in hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Recall, Story
from storyapp.rules.rounds import RoundState

DOWNLOADED, MINUTES_TAKEN, CALLED_BACK = "report.downloaded", "round.minutes-downloaded", "recall.handled"


@dataclass(frozen=True, kw_only=True)
class Output:
    """A report or a round as the recall list names it."""

    name: str
    public_id: str
    holder_id: int | None


def recalls_of(programme: Programme) -> Select[Recall]:
    """Return the recall list of a programme, to be narrowed."""
    return select(Recall).where(
        Recall.organisation_id == programme.organisation_id, Recall.programme_id == programme.id
    )


def report_uses(story: Story) -> list[tuple[int, str, str]]:
    """Return which reports carry a story and how: id, public id, use."""
    query = (
        select(ReportUse.report_id, IssuedReport.public_id, ReportUse.use)
        .join(IssuedReport, IssuedReport.id == ReportUse.report_id)
        .where(IssuedReport.organisation_id == story.organisation_id, ReportUse.story_id == story.id)
        .order_by(ReportUse.report_id, ReportUse.use)
    )
    return [(report_id, public_id, use) for report_id, public_id, use in db.session.execute(query)]


def rounds_with(story: Story) -> list[RoundStory]:
    """Return the tables on which a panel has had a story before it."""
    query = select(RoundStory).join(Round, Round.id == RoundStory.round_id)
    query = query.where(Round.organisation_id == story.organisation_id, Round.state != RoundState.DRAFT)
    return list(db.session.scalars(query.where(RoundStory.story_id == story.id).order_by(RoundStory.round_id)))


def reports_named(programme: Programme, ids: Collection[int]) -> dict[int, Output]:
    """Return these reports of a programme: who asked for each holds it."""
    query = select(IssuedReport.id, IssuedReport.public_id, IssuedReport.requested_by_id).where(
        IssuedReport.organisation_id == programme.organisation_id, IssuedReport.programme_id == programme.id,
        IssuedReport.id.in_(ids),
    )  # fmt: skip
    return {n: Output(name="", public_id=public_id, holder_id=who) for n, public_id, who in db.session.execute(query)}


def rounds_named(programme: Programme, ids: Collection[int]) -> dict[int, Output]:
    """Return these rounds of a programme: who runs each holds it."""
    query = select(Round.id, Round.name, Round.facilitator_id).where(
        Round.organisation_id == programme.organisation_id, Round.programme_id == programme.id, Round.id.in_(ids)
    )
    return {n: Output(name=name, public_id="", holder_id=who) for n, name, who in db.session.execute(query)}


def acts_on(organisation_id: int, act: str, subjects: Collection[str]) -> list[Row[tuple[str, str, datetime]]]:
    """Return who did this to which of the subjects, in order: subject, actor, moment."""
    query = select(AuditEvent.subject, AuditEvent.actor, AuditEvent.at).where(
        AuditEvent.organisation_id == organisation_id, AuditEvent.act == act, AuditEvent.subject.in_(subjects)
    )
    return list(db.session.execute(query.order_by(AuditEvent.sequence)))


def account_names(ids: Collection[int]) -> dict[int, str]:
    """Return what these members of staff are called."""
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {row.id: row.name for row in db.session.execute(query)}
