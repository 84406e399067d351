"""What ballots say: tally, leaders, tie, margin, dissent; the same ballots always give the same outcome."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import OutcomeKind, kind_of

NOTHING: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One seat's choice in one turn, with its reason; one that says nothing of any story is an abstention.

    `marks` are places in a ranking (1 is the first, equal places stand side by side), scores, or yes, maybe and no;
    `pairs` hold the better story first. `apart`: stories that this seat does not judge. `count`: how many such
    ballots lie there.
    """

    seat_id: int
    turn: int = 1
    story_id: int | None = None
    reason: str = ""
    marks: Mapping[int, int] = field(default_factory=lambda: NOTHING)
    pairs: tuple[tuple[int, int], ...] = ()
    apart: frozenset[int] = frozenset()
    count: int = 1
    is_ranked: bool = False  # marks are places, and the lowest number is the best

    @property
    def is_abstention(self) -> bool:
        """Tell whether the seat chose to choose nothing."""
        return self.story_id is None and not self.marks and not self.pairs

    def speaks_of(self, story_ids: Collection[int]) -> bool:
        """Tell whether anything on this ballot is about a story that is still here."""
        return (
            self.story_id in story_ids
            or any(story_id in story_ids for story_id in self.marks)
            or any(better in story_ids and worse in story_ids for better, worse in self.pairs)
        )


@dataclass(frozen=True, kw_only=True)
class Step:
    """One count of an instant run-off: the votes (shared ones in parts), and who left after it."""

    votes: Mapping[int, float]
    left: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far the scores of one story lie apart."""

    n: int
    mean: float
    median: float
    lowest: int
    highest: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a method makes of the ballots.

    n_votes + n_abstained + n_absent is the number of seats. `n_void` of the absent did vote, for a story that has
    left the round since. `tally` is what the method counts by: votes, points, mean scores. `margin`: votes of the
    leader above the next, where votes are counted. `is_halfway`: a first stage is over, and the vote is still to come.
    """

    kind: OutcomeKind
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    tally: Mapping[int, float] = field(default_factory=dict)
    n_votes: int = 0
    n_abstained: int = 0
    n_absent: int = 0
    n_void: int = 0
    margin: int = 0
    order: tuple[tuple[int, ...], ...] = ()  # groups that stand equal, the best first
    pairwise: Mapping[int, Mapping[int, int]] = field(default_factory=dict)  # how many prefer the first to the second
    steps: tuple[Step, ...] = ()
    spread: Mapping[int, Spread] = field(default_factory=dict)
    errors: Mapping[int, float] = field(default_factory=dict)
    reliability: float | None = None
    has_prior: bool = False
    shortlist: tuple[int, ...] = ()
    is_halfway: bool = False

    @property
    def leaders(self) -> tuple[int, ...]:
        """Return who is first, alone or together."""
        return self.chosen or self.tied

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
    votes: Counter[int] = Counter()
    for ballot in ballots:
        if ballot.story_id is not None and ballot.story_id in story_ids:
            votes[ballot.story_id] += ballot.count
    tally = {story_id: votes[story_id] for story_id in sorted(story_ids)}
    best, second = [*sorted(tally.values(), reverse=True), 0, 0][:2]
    choices = [ballot for ballot in ballots if ballot.is_abstention or ballot.story_id is not None]
    outcome = led_by(tally if best else {}, ballots=choices, n_seats=n_seats, story_ids=story_ids)
    return replace(outcome, tally=MappingProxyType(tally), margin=best - second, order=in_order(tally))


def led_by(
    scores: Mapping[int, float], *, ballots: Sequence[Ballot], n_seats: int, story_ids: Collection[int]
) -> Outcome:
    """Let the highest score lead; equal ones share the lead, and then none is chosen. Count the ballots as well."""
    valid = [ballot for ballot in ballots if ballot.is_abstention or ballot.speaks_of(story_ids)]
    n_votes = sum(ballot.count for ballot in valid if not ballot.is_abstention)
    n_valid, n_all = sum(ballot.count for ballot in valid), sum(ballot.count for ballot in ballots)
    order = in_order(scores) if n_votes else ()
    leaders = tuple(sorted(order[0])) if order else ()
    chosen = leaders if len(leaders) == 1 else ()
    return Outcome(
        kind=kind_of(chosen),
        chosen=chosen,
        tied=() if chosen else leaders,
        tally=MappingProxyType(dict(sorted(scores.items()))),
        order=order,
        n_votes=n_votes,
        n_abstained=n_valid - n_votes,
        n_absent=max(0, n_seats - n_valid),
        n_void=n_all - n_valid,
    )


def in_order(scores: Mapping[int, float]) -> tuple[tuple[int, ...], ...]:
    """Return the stories by score, the highest first; equal ones stand in one group, by number."""
    groups: dict[float, list[int]] = {}
    for story_id, score in sorted(scores.items()):
        groups.setdefault(score, []).append(story_id)
    return tuple(tuple(groups[score]) for score in sorted(groups, reverse=True))


def choose_two(outcome: Outcome, story_ids: Collection[int]) -> Outcome:
    """Let a panel name two of the stories that share the lead (MSC guide, step 5)."""
    two = tuple(sorted(set(story_ids)))
    if len(two) != 2 or not set(two) <= set(outcome.tied):
        raise RuleBroken("round.choice-not-from-ballots")
    return replace(outcome, kind=OutcomeKind.TWO, chosen=two)


def dissenting(ballots: Iterable[Ballot], *, chosen: Collection[int]) -> tuple[Ballot, ...]:
    """Return the last-turn ballots for other stories than the chosen; their reasons stay with the choice.

    In a ranking or with scores: those that put another story above each of the chosen.
    """
    kept = tuple(ballots)
    last = ballots_of_turn(kept, last_turn_of(kept))
    return tuple(ballot for ballot in last if _wants_another(ballot, chosen))


def favourites(ballot: Ballot) -> tuple[int, ...]:
    """Return what a ballot puts first: its choice, its first places, or its highest scores."""
    if ballot.story_id is not None:
        return (ballot.story_id,)
    if not ballot.marks:
        return ()
    best = (min if ballot.is_ranked else max)(ballot.marks.values())
    return tuple(sorted(story_id for story_id, mark in ballot.marks.items() if mark == best))


def _wants_another(ballot: Ballot, chosen: Collection[int]) -> bool:
    first = favourites(ballot)
    return bool(first) and not set(first) & set(chosen)
