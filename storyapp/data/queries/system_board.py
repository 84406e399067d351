"""What the board of the system is made of, in few queries over a programme: no words, and nobody's ballot by itself."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select, union

from storyapp.data.db import db
from storyapp.data.tables.coding import Analysis
from storyapp.data.tables.evidence import StoryCheck
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import BallotCast, BallotMark, Comparison, Round, RoundStory, Seat
from storyapp.data.tables.stories import Story
from storyapp.rules.rounds import RoundState
from storyapp.rules.system_board import RoundFact

DECIDED = (RoundState.DECIDED, RoundState.FINISHED)


def decided_rounds(programme: Programme, period_ids: Collection[int]) -> list[RoundFact]:
    """Return what panels did, round by round."""
    n_chosen = select(func.count()).where(RoundStory.round_id == Round.id, RoundStory.is_chosen).scalar_subquery()
    n_seats = select(func.count()).where(Seat.round_id == Round.id).scalar_subquery()
    query = _decided(
        select(
            Round.period_id, Round.is_youth, Round.is_outside, Round.selection_level, Round.panel_name, Round.method,
            n_seats.label("n_seats"), n_chosen.label("n_chosen"),
        ),
        programme, period_ids,
    )  # fmt: skip
    return [
        RoundFact(**{**row._mapping, "method": row.method.name}) for row in db.session.execute(query.order_by(Round.id))
    ]


def discussed(programme: Programme, period_ids: Collection[int]) -> frozenset[int]:
    """Return the stories that somebody named, marked or compared on a ballot of a decided round."""
    of_round = BallotCast.round_id == Round.id
    named = _decided(select(BallotCast.story_id).join(Round, of_round), programme, period_ids)
    marked = _decided(
        select(BallotMark.story_id).join(BallotCast, BallotCast.id == BallotMark.ballot_id).join(Round, of_round),
        programme, period_ids,
    )  # fmt: skip
    compared = [
        _decided(
            select(column).join(BallotCast, BallotCast.id == Comparison.ballot_id).join(Round, of_round),
            programme, period_ids,
        )
        for column in (Comparison.low_id, Comparison.high_id)
    ]  # fmt: skip
    found = union(named.where(BallotCast.story_id.is_not(None), ~BallotCast.is_abstention), marked, *compared)
    return frozenset(db.session.scalars(found))


def checked(programme: Programme, period_ids: Collection[int]) -> frozenset[int]:
    """Return the stories that somebody has checked."""
    query = _of_periods(select(StoryCheck.story_id), programme, period_ids, StoryCheck)
    return frozenset(db.session.scalars(query.where(StoryCheck.checked_on.is_not(None))))


def forms_by_period(programme: Programme, period_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return which versions of the form the stories of each period were told by."""
    query = _of_periods(select(Story.period_id, Story.form_version_id).distinct(), programme, period_ids)
    return _sets(query.where(Story.form_version_id.is_not(None), Story.is_test.is_(False)))


def engines_by_period(programme: Programme, period_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return which versions of the language module read the working texts of each period."""
    query = _of_periods(select(Story.period_id, Analysis.engine).distinct(), programme, period_ids, Analysis)
    return _sets(query.where(Analysis.stage == "working", Story.is_test.is_(False)))


def modes_by_period(programme: Programme, period_ids: Collection[int]) -> dict[int, Counter[str]]:
    """Count stories of each period by the way in which they came."""
    query = _of_periods(select(Story.period_id, Story.mode, func.count()), programme, period_ids)
    query = query.where(Story.is_test.is_(False)).group_by(Story.period_id, Story.mode)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for period_id, mode, n in db.session.execute(query):
        found[period_id][mode.name] = n
    return found


def _sets(query: Select[Any]) -> dict[int, frozenset[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    for period_id, value in db.session.execute(query):
        found[period_id].add(value)
    return {period_id: frozenset(values) for period_id, values in found.items()}


def _of_periods(query: Any, programme: Programme, period_ids: Collection[int], table: Any = None) -> Any:
    if table is not None:
        query = query.join(Story, Story.id == table.story_id)
    return query.where(
        Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
        Story.period_id.in_(period_ids),
    )  # fmt: skip


def _decided(query: Any, programme: Programme, period_ids: Collection[int]) -> Any:
    return query.where(
        Round.organisation_id == programme.organisation_id, Round.programme_id == programme.id,
        Round.period_id.in_(period_ids), Round.state.in_(DECIDED),
    )  # fmt: skip
