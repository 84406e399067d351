"""What the house knows of a practice, in one query, and what people have stated of it."""

from typing import Any

from sqlalchemy import Select, distinct, func, select

from storyapp.data.db import db
from storyapp.data.queries.coding import readable
from storyapp.data.tables.coding import CodingDecision, ResultLink
from storyapp.data.tables.evidence import OthersCounted, PracticeStatement, StoryCheck
from storyapp.data.tables.programmes import Domain, Programme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Story
from storyapp.rules.evidence import Verification
from storyapp.rules.practice import Dimension, PracticeFacts
from storyapp.rules.programmes import DomainKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.rounds import RoundState
from storyapp.rules.tags import TagState

DECIDED = (RoundState.DECIDED, RoundState.FINISHED)
AGAINST = (LinkDirection.CONTRADICTS, LinkDirection.MIXED)


def statements_of(programme: Programme) -> list[PracticeStatement]:
    """Return what people have stated, by dimension."""
    return list(db.session.scalars(_statements(programme).order_by(PracticeStatement.id)))


def statement_of(programme: Programme, dimension: Dimension) -> PracticeStatement | None:
    """Return what people have stated of one dimension."""
    return db.session.scalar(_statements(programme).where(PracticeStatement.dimension == dimension))


def facts_of(programme: Programme) -> PracticeFacts:
    """Count what is known; all numbers come in one row."""
    told = readable(programme).with_only_columns(Story.id)
    links = _inside(ResultLink, programme, ResultLink.state == TagState.CONFIRMED, ResultLink.story_id.in_(told))
    supports = links.where(ResultLink.direction == LinkDirection.SUPPORTS)
    checks = _inside(StoryCheck, programme, StoryCheck.checked_on.is_not(None), StoryCheck.story_id.in_(told))
    counts = _inside(OthersCounted, programme)
    decided = _inside(Round, programme, Round.state.in_(DECIDED))
    tables = (
        decided.join(RoundStory, RoundStory.round_id == Round.id)
        .where(RoundStory.is_removed.is_(False), RoundStory.story_id.in_(told))
    )  # fmt: skip
    second = _inside(CodingDecision, programme, CodingDecision.is_second, CodingDecision.undone_at.is_(None))
    worse = _inside(Domain, programme, Domain.kind == DomainKind.LESSONS, Domain.is_active)
    row = db.session.execute(
        select(
            _n(readable(programme), Story.id).label("n_stories"),
            _n(supports, ResultLink.story_id).label("n_supporting"),
            _n(links.where(ResultLink.direction.in_(AGAINST)), ResultLink.story_id).label("n_against"),
            _n(supports.join(Story, Story.id == ResultLink.story_id), Story.period_id).label("n_periods_supporting"),
            _n(checks, StoryCheck.story_id).label("n_checked"),
            _n(checks.where(StoryCheck.facts == Verification.CONFIRMED), StoryCheck.story_id).label("n_checked_true"),
            _n(counts.where(OthersCounted.story_id.in_(told)), OthersCounted.id).label("n_others_counted"),
            _n(counts.where(OthersCounted.result_id.is_not(None)), OthersCounted.id).label("n_results_counted"),
            _n(decided, Round.id).label("n_rounds"),
            _n(decided.where(Round.is_youth), Round.id).label("n_youth_rounds"),
            _n(tables, RoundStory.story_id).label("n_owed"),
            _n(tables.where(RoundStory.valued != ""), RoundStory.story_id).label("n_answered"),
            _n(second, CodingDecision.story_id).label("n_read_twice"),
            _n(worse, Domain.id).label("n_worse"),
        )
    ).one()
    known = dict(row._mapping)
    return PracticeFacts(asks_for_worse=known.pop("n_worse") > 0, **known)


def _statements(programme: Programme) -> Select[PracticeStatement]:
    return _inside(PracticeStatement, programme)


def _inside(table: Any, programme: Programme, *conditions: Any) -> Select[Any]:
    return select(table).where(
        table.organisation_id == programme.organisation_id, table.programme_id == programme.id, *conditions
    )


def _n(query: Select[Any], column: Any) -> Any:
    return query.with_only_columns(func.count(distinct(column))).scalar_subquery()
