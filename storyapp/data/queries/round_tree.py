"""The rounds of a period with what they read and chose, and the log of stories that changed their domain."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from storyapp.data.db import db
from storyapp.data.tables.programmes import Domain, Programme
from storyapp.data.tables.rounds import DomainMove, Round, RoundStory
from storyapp.data.tables.stories import Story
from storyapp.rules.rounds import DECIDED, UNDECIDED
from storyapp.rules.stories import StoryState

MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A story in a round."""

    story: Story
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A line of the log of moved domains."""

    move: DomainMove
    story: Story
    start: Domain | None
    end: Domain


def rounds_of(programme: Programme, period_id: int) -> list[Round]:
    """Return the rounds of a period by level and age."""
    query = select(Round).where(
        Round.organisation_id == programme.organisation_id, Round.programme_id == programme.id,
        Round.period_id == period_id,
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Round.selection_level, Round.id)))


def stories_of(round_ids: Collection[int]) -> dict[int, dict[int, Chosen]]:
    """Return what lies in these rounds, by round and story; without what has left the table."""
    query = (
        select(RoundStory.round_id, RoundStory.is_chosen, Story)
        .join(Story, Story.id == RoundStory.story_id)
        .where(RoundStory.round_id.in_(round_ids), RoundStory.is_removed.is_(False))
        .order_by(RoundStory.round_id, Story.id)
    )
    found: dict[int, dict[int, Chosen]] = {}
    for round_id, is_chosen, story in db.session.execute(query):
        found.setdefault(round_id, {})[story.id] = Chosen(story=story, is_chosen=is_chosen)
    return found


def chosen_of(laid: dict[int, dict[int, Chosen]], round_id: int) -> list[Chosen]:
    """Return what a round chose."""
    return [one for one in laid.get(round_id, {}).values() if one.is_chosen]


def reasons_below(one: Round) -> list[Round]:
    """Return the decided rounds below that chose something which this round reads, the earlier ones first."""
    here = select(RoundStory.story_id).where(RoundStory.round_id == one.id, RoundStory.is_removed.is_(False))
    query = (
        select(Round)
        .join(RoundStory, RoundStory.round_id == Round.id)
        .where(
            Round.organisation_id == one.organisation_id, Round.programme_id == one.programme_id,
            Round.period_id == one.period_id, Round.selection_level < one.selection_level,
            Round.state.in_(DECIDED), RoundStory.is_chosen, RoundStory.is_removed.is_(False),
            RoundStory.story_id.in_(here),
        )
        .distinct()
        .order_by(Round.id)
    )  # fmt: skip
    return list(db.session.scalars(query))


def chosen_stories(round_ids: Collection[int]) -> dict[int, list[Story]]:
    """Return the stories that these rounds chose, by round."""
    query = (
        select(RoundStory.round_id, Story)
        .join(RoundStory, RoundStory.story_id == Story.id)
        .where(RoundStory.round_id.in_(round_ids), RoundStory.is_chosen)
        .order_by(RoundStory.round_id, Story.id)
    )
    found: dict[int, list[Story]] = {}
    for round_id, story in db.session.execute(query):
        found.setdefault(round_id, []).append(story)
    return found


def moves_of(programme: Programme, period_id: int) -> list[Moved]:
    """Return the log of moves among the stories of a period, the newest first."""
    start, end = aliased(Domain), aliased(Domain)
    query = (
        select(DomainMove, Story, start, end)
        .join(Story, Story.id == DomainMove.story_id)
        .outerjoin(start, start.id == DomainMove.from_domain_id)
        .join(end, end.id == DomainMove.to_domain_id)
        .where(
            DomainMove.organisation_id == programme.organisation_id, DomainMove.programme_id == programme.id,
            Story.period_id == period_id,
        )
        .order_by(DomainMove.id.desc())
        .limit(MOST_LISTED)
    )  # fmt: skip
    return [Moved(move=row[0], story=row[1], start=row[2], end=row[3]) for row in db.session.execute(query)]


def story_of(programme: Programme, public_id: str) -> Story | None:
    """Return a screened story of this programme, locked."""
    query = _screened(programme).where(Story.public_id == public_id).with_for_update()
    return db.session.scalar(query)


def movable(programme: Programme, period_id: int) -> list[Story]:
    """Return the screened stories of a period."""
    query = _screened(programme).where(Story.period_id == period_id, Story.is_held.is_(False))
    return list(db.session.scalars(query.order_by(Story.id).limit(MOST_LISTED)))


def undecided_with(story_id: int) -> list[tuple[RoundStory, Round]]:
    """Return the rounds that have not decided and hold a story."""
    query = (
        select(RoundStory, Round)
        .join(Round, Round.id == RoundStory.round_id)
        .where(RoundStory.story_id == story_id, Round.state.in_(UNDECIDED))
    )
    return [(row, its_round) for row, its_round in db.session.execute(query)]


def _screened(programme: Programme):  # type: ignore[no-untyped-def]
    return select(Story).where(
        Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
        Story.state == StoryState.SCREENED, Story.is_test.is_(False),
    )  # fmt: skip
