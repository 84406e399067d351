"""Who has read which code, for themes and for results; a reader is a person and what they read as."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries.findings import ALONE_AS, ALONE_BY, ALONE_STATE, OF_TAG
from storyapp.data.tables.coding import CodingDecision, JointDecision, ResultLink, Tag
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.coding import CodingStep
from storyapp.rules.tags import TagState
from storyapp.rules.two_readings import Pair, Reading


def of_themes(programme: Programme, period_ids: Collection[int]) -> tuple[list[Reading], frozenset[Pair]]:
    """Return what each reader said alone of themes on stories, and what readers have settled together."""
    first = select(Tag.story_id, Tag.theme_id, ALONE_BY, ALONE_AS, ALONE_STATE).select_from(Tag)
    first = first.outerjoin(JointDecision, OF_TAG).where(Tag.state != TagState.SUGGESTED)
    settled = _inside(select(JointDecision.story_id, JointDecision.theme_id), JointDecision, programme, period_ids)
    pairs = frozenset((story_id, theme_id) for story_id, theme_id in db.session.execute(settled))
    return _readings(first, Tag, CodingDecision.theme_id, programme, period_ids), pairs


def of_results(programme: Programme, period_ids: Collection[int]) -> list[Reading]:
    """Return what each reader said of results on stories."""
    first = select(
        ResultLink.story_id, ResultLink.result_id, ResultLink.decided_by_id, ResultLink.decided_as, ResultLink.state
    ).where(ResultLink.state != TagState.SUGGESTED)
    return _readings(first, ResultLink, CodingDecision.result_id, programme, period_ids)


def _readings(first: Any, table: Any, subject: Any, programme: Programme, period_ids: Collection[int]) -> list[Reading]:
    second = select(
        CodingDecision.story_id, subject, CodingDecision.account_id, CodingDecision.coder, CodingDecision.step
    ).where(CodingDecision.is_second, CodingDecision.undone_at.is_(None), subject.is_not(None))
    rows = [
        *db.session.execute(_inside(first, table, programme, period_ids).order_by(table.id)),
        *db.session.execute(_inside(second, CodingDecision, programme, period_ids).order_by(CodingDecision.id)),
    ]
    return [
        Reading(
            story_id=story_id, subject_id=subject_id, reader=f"{by or 0}/{kind.name}",
            fits=said in (TagState.CONFIRMED, CodingStep.CONFIRMED),
        )
        for story_id, subject_id, by, kind, said in rows
    ]  # fmt: skip


def _inside(query: Any, table: Any, programme: Programme, period_ids: Collection[int]) -> Any:
    return query.join(Story, Story.id == table.story_id).where(
        table.organisation_id == programme.organisation_id, table.programme_id == programme.id,
        Story.period_id.in_(period_ids),
    )  # fmt: skip
