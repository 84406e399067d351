"""Safeguarding cases of one programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, cast, exists, func, or_, select

from storyapp.data.db import db
from storyapp.data.queries.analyses import ORIGINAL
from storyapp.data.tables.coding import Analysis, Case, CaseNote
from storyapp.data.tables.people import Account, Membership, Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story, TellerMessage
from storyapp.rules.people import Role
from storyapp.rules.stories import StoryState

MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case with the little that its list says of the story."""

    case: Case
    story_public_id: str
    language: str
    age_band: object
    wants_help: bool


@dataclass(frozen=True, kw_only=True)
class QuietRow:
    """A story and what was heard in it: kinds and scores."""

    public_id: str
    age_band: object
    told_on: date
    signals: Sequence[Mapping[str, Any]]


def quiet_stories(programme: Programme) -> list[QuietRow]:
    """Return stories with quiet signals about which there was never a case, newest first."""
    has_case = exists().where(Case.story_id == Story.id).correlate(Story)
    query = (
        select(Story.public_id, Story.age_band, Story.told_on, Analysis.quiet)
        .join(Analysis, (Analysis.story_id == Story.id) & (Analysis.stage == ORIGINAL))
        .where(
            Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
            Story.state != StoryState.WITHDRAWN, cast(Analysis.quiet, String) != "[]", ~has_case,
        )
        .order_by(Story.id.desc())
        .limit(MOST_LISTED)
    )  # fmt: skip
    return [
        QuietRow(public_id=public_id, age_band=band, told_on=told_on, signals=signals)
        for public_id, band, told_on, signals in db.session.execute(query)
    ]


def cases_of(programme: Programme, *, closed: bool) -> list[CaseRow]:
    """Return open cases, oldest first, or closed ones, newest first."""
    query = (
        _of(programme)
        .join(Story, Story.id == Case.story_id)
        .with_only_columns(Case, Story.public_id, Story.language, Story.age_band, Story.wants_help)
    )
    if closed:
        query = query.where(Case.closed_at.is_not(None)).order_by(Case.closed_at.desc(), Case.id.desc())
    else:
        query = query.where(Case.closed_at.is_(None)).order_by(Case.opened_at, Case.id)
    return [
        CaseRow(case=case, story_public_id=public_id, language=language, age_band=band, wants_help=wants_help)
        for case, public_id, language, band, wants_help in db.session.execute(query.limit(MOST_LISTED))
    ]


def case_of(programme: Programme, case_id: int) -> Case | None:
    """Return one case of this programme."""
    return db.session.scalar(_of(programme).where(Case.id == case_id))


def open_case_of(story_id: int) -> Case | None:
    """Return the open case about a story."""
    return db.session.scalar(select(Case).where(Case.story_id == story_id, Case.closed_at.is_(None)))


def n_open(programme: Programme) -> int:
    """Count open cases."""
    query = _of(programme).where(Case.closed_at.is_(None)).with_only_columns(func.count(Case.id))
    return db.session.scalar(query) or 0


def has_unseen_since(programme_id: int, opened_by: str, since: datetime) -> bool:
    """Tell whether a case that was opened so, and since then, waits for a lead to take it in hand."""
    query = select(Case.id).where(
        Case.programme_id == programme_id, Case.opened_by == opened_by, Case.opened_at > since,
        Case.acknowledged_at.is_(None), Case.closed_at.is_(None),
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def addresses_of_leads(organisation_id: int, programme_id: int) -> list[tuple[str, str]]:
    """Return e-mail address and language of everyone who sees cases of a programme."""
    query = (
        select(Account.email, func.coalesce(Account.language, Organisation.default_language))
        .join(Membership, Membership.account_id == Account.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.organisation_id == organisation_id, Membership.role == Role.SAFEGUARDING_LEAD,
            or_(Membership.programme_id.is_(None), Membership.programme_id == programme_id),
            Account.is_disabled.is_(False),
        )
        .distinct()
        .order_by(Account.email)
    )  # fmt: skip
    return [(address, language) for address, language in db.session.execute(query)]


def timeline(case_id: int) -> list[tuple[CaseNote, str]]:
    """Return the steps of a case in order, each with the name of who took it."""
    query = (
        select(CaseNote, Account.name)
        .outerjoin(Account, Account.id == CaseNote.account_id)
        .where(CaseNote.case_id == case_id)
        .order_by(CaseNote.id)
    )
    return [(note, name or "") for note, name in db.session.execute(query)]


def calls_for_help(story_id: int) -> list[TellerMessage]:
    """Return what the teller wrote by receipt to ask for help."""
    query = select(TellerMessage).where(
        TellerMessage.story_id == story_id, TellerMessage.kind == "help", TellerMessage.is_from_teller
    )
    return list(db.session.scalars(query.order_by(TellerMessage.id)))


def _of(programme: Programme) -> Select[Case]:
    return select(Case).where(Case.organisation_id == programme.organisation_id, Case.programme_id == programme.id)
