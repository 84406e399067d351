"""What goes to another program of analysis: the texts that consent lets go, and what people have decided about them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.tables.coding import CodedStory, CodingDecision, JointDecision, ResultLink, Tag
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.outputs import ReportUse
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.coding import CodingStep
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import TagState


@dataclass(frozen=True, kw_only=True)
class Decided:
    """All that stands on the stories of a file."""

    tags: list[Tag]
    links: list[ResultLink]
    seconds: list[CodingDecision]  # second readings that a theme fits
    without_result: list[CodedStory]
    together: list[JointDecision]
    memos: list[Memo]


def stories_to_go(programme: Programme, report_id: int | None = None, *, lock: bool = False) -> list[Story]:
    """Return the stories that may go now, oldest first; of a file that was put together only those that stood in it."""
    query = _may_go(programme, report_id).order_by(Story.id)
    query = query.with_for_update(read=True, of=Story) if lock else query
    return list(db.session.scalars(query))


def n_confirmed(programme: Programme) -> int:
    """Count the stories with a confirmed text, those that may not go as well; no trials."""
    query = select(func.count(Story.id)).where(
        Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
        Story.state == StoryState.SCREENED, Story.is_test.is_(False),
    )  # fmt: skip
    return db.session.scalar(query) or 0


def n_to_go(programme: Programme) -> int:
    """Count the stories that may go now."""
    return db.session.scalar(_may_go(programme, None).with_only_columns(func.count(Story.id))) or 0


def decided_on(programme: Programme, report_id: int) -> Decided:
    """Return what people have decided on the stories of a file: six queries, however many stories."""

    def rows(table: type[Any], *conditions: Any) -> list[Any]:
        inside = _may_go(programme, report_id).with_only_columns(Story.id)
        query = select(table).where(table.story_id.in_(inside), *conditions)
        return list(db.session.scalars(query.order_by(table.story_id if table is CodedStory else table.id)))

    is_theme = CodingDecision.theme_id.is_not(None)
    fits = (
        CodingDecision.is_second,
        CodingDecision.undone_at.is_(None),
        CodingDecision.step == CodingStep.CONFIRMED,
        is_theme,
    )
    return Decided(
        tags=rows(Tag, Tag.state == TagState.CONFIRMED), links=rows(ResultLink, ResultLink.state == TagState.CONFIRMED),
        seconds=rows(CodingDecision, *fits), without_result=rows(CodedStory, CodedStory.is_unplanned.is_(True)),
        together=rows(JointDecision), memos=rows(Memo),
    )  # fmt: skip


def memos_of_codes(programme: Programme) -> list[Memo]:
    """Return the memos about themes as a whole."""
    query = select(Memo).where(
        Memo.organisation_id == programme.organisation_id, Memo.programme_id == programme.id, Memo.story_id.is_(None)
    )
    return list(db.session.scalars(query.order_by(Memo.id)))


def names_of(account_ids: Collection[int]) -> dict[int, str]:
    """Return the names of people who work here."""
    return dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids))).all())


def places_of(programme: Programme) -> tuple[dict[int, Any], dict[int, Any]]:
    """Return the names of periods and of domains, by id."""
    return tuple(
        dict(db.session.execute(select(table.id, table.name).where(table.programme_id == programme.id)).all())
        for table in (Period, Domain)
    )  # type: ignore[return-value]


def _may_go(programme: Programme, report_id: int | None) -> Select[Story]:
    query = select(Story).where(
        Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
        *appears(Where.EXCHANGE),
    )  # fmt: skip
    if report_id is not None:
        query = query.where(Story.id.in_(select(ReportUse.story_id).where(ReportUse.report_id == report_id)))
    return query
