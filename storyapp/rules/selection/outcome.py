"""What ballots say: tally, leaders, tie, margin, dissent; the same ballots always give the same outcome."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import OutcomeKind, kind_of


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One seat's choice in one turn, with its reason; without a story it is an abstention."""

    seat_id: int
    turn: int = 1
    story_id: int | None
    reason: str = ""

    @property
    def is_abstention(self) -> bool:
        """Tell whether the seat chose to choose nothing."""
        return self.story_id is None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a method makes of the ballots.

    n_votes + n_abstained + n_absent is the number of seats. `n_void` of the absent did vote, for a story that has
    left the round since. `margin`: votes of the leader above the next.
    """

    kind: OutcomeKind
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    tally: Mapping[int, int] = field(default_factory=dict)
    n_votes: int = 0
    n_abstained: int = 0
    n_absent: int = 0
    n_void: int = 0
    margin: int = 0

    @property
    def n_cast(self) -> int:
        """Return how many valid ballots were cast, abstentions among them; the quorum counts these."""
        return self.n_votes + self.n_abstained

    @property
    def is_tied(self) -> bool:
        """Tell whether two or more stories share the lead."""
        return bool(self.tied)

    @property
    def is_unanimous(self) -> bool:
        """Tell whether every vote is for one story; abstentions do not count against it."""
        return self.n_votes > 0 and self.margin == self.n_votes


def last_turn_of(ballots: Iterable[Ballot]) -> int:
    """Return the number of the latest turn that has a ballot, or 0."""
    return max((ballot.turn for ballot in ballots), default=0)


def ballots_of_turn(ballots: Iterable[Ballot], turn: int) -> tuple[Ballot, ...]:
    """Return the ballots of one turn by seat; two from one seat are refused."""
    mine = sorted((ballot for ballot in ballots if ballot.turn == turn), key=lambda ballot: ballot.seat_id)
    if len({ballot.seat_id for ballot in mine}) < len(mine):
        raise RuleBroken("ballot.repeated")
    return tuple(mine)


def most_votes(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Choose the story with most votes among the ballots of one turn. A tie chooses none."""
    valid = [ballot for ballot in ballots if ballot.is_abstention or ballot.story_id in story_ids]
    votes = Counter(ballot.story_id for ballot in valid if ballot.story_id is not None)
    tally = {story_id: votes[story_id] for story_id in sorted(story_ids)}
    best, second = [*sorted(tally.values(), reverse=True), 0, 0][:2]
    leaders = tuple(story_id for story_id, n in tally.items() if n == best) if best else ()
    chosen = leaders if len(leaders) == 1 else ()
    return Outcome(
        kind=kind_of(chosen),
        chosen=chosen,
        tied=() if chosen else leaders,
        tally=MappingProxyType(tally),
        n_votes=votes.total(),
        n_abstained=len(valid) - votes.total(),
        n_absent=max(0, n_seats - len(valid)),
        n_void=len(ballots) - len(valid),
        margin=best - second,
    )


def choose_two(outcome: Outcome, story_ids: Collection[int]) -> Outcome:
    """Let a panel name two of the stories that share the lead (MSC guide, step 5)."""
    two = tuple(sorted(set(story_ids)))
    if len(two) != 2 or not set(two) <= set(outcome.tied):
        raise RuleBroken("round.choice-not-from-ballots")
    return replace(outcome, kind=OutcomeKind.TWO, chosen=two)


def dissenting(ballots: Iterable[Ballot], *, chosen: Collection[int]) -> tuple[Ballot, ...]:
    """Return the last-turn ballots for other stories than the chosen; their reasons stay with the choice."""
    kept = tuple(ballots)
    last = ballots_of_turn(kept, last_turn_of(kept))
    return tuple(ballot for ballot in last if not ballot.is_abstention and ballot.story_id not in chosen)
