"""The one list of methods: a new one is a file with its rule, a word in `rounds.Method` and a line here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from storyapp.rules.rounds import Method
from storyapp.rules.selection import method_words as words
from storyapp.rules.selection.borda import decide_by_borda
from storyapp.rules.selection.consensus import decide_by_consensus
from storyapp.rules.selection.iterative import TurnOutcome, decide_by_iteration
from storyapp.rules.selection.majority import decide_by_majority
from storyapp.rules.selection.outcome import Ballot, Outcome, favourites
from storyapp.rules.selection.pairwise import decide_by_pairs
from storyapp.rules.selection.runoff import decide_by_runoff
from storyapp.rules.selection.schulze import decide_by_schulze
from storyapp.rules.selection.scoring import decide_by_median, decide_by_scoring
from storyapp.rules.selection.scoring_then_vote import decide_by_scoring_then_vote
from storyapp.rules.selection.secret import decide_by_secret_ballot
from storyapp.rules.selection.shortlist import decide_by_shortlist
from storyapp.rules.wording import Wording


class Decide(Protocol):
    """A method: ballots in, outcome out; no chance, no clock."""

    def __call__(self, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome: ...


class BallotKind(Enum):
    """What a ballot asks: one story, a score for each, an order, yes or no to each, or which of two."""

    CHOICE = "choices"
    SCORES = "scores"
    ORDER = "ranking"
    SHORTLIST = "shortlist"
    PAIRS = "pairs"


@dataclass(frozen=True, kw_only=True)
class MethodSpec:
    """A method, its rule, what it is called, when it serves, how it counts, what it does with ties."""

    method: Method
    decide: Decide
    first: BallotKind = BallotKind.CHOICE
    then: BallotKind | None = None  # what later turns ask, where it is something else
    has_turns: bool = False

    @property
    def name(self) -> Wording:
        """Return what it is called."""
        return words.NAMES[self.method]

    @property
    def when(self) -> Wording:
        """Return when it serves."""
        return words.WHEN[self.method]

    @property
    def description(self) -> Wording:
        """Return how it goes."""
        return words.HOW[self.method]

    @property
    def keeps(self) -> Wording:
        """Return what the minutes keep of it."""
        return words.KEEPS[self.method]

    @property
    def rule(self) -> Wording:
        """Return what happens to ties, and to stories that a ballot does not name."""
        return words.RULES[self.method]

    @property
    def unit(self) -> Wording:
        """Return what its numbers are."""
        return words.UNITS[self.method]

    def asks(self, turn: int) -> BallotKind:
        """Return what the ballot of a turn asks."""
        return self.first if turn <= 1 or self.then is None else self.then


_B, _M = BallotKind, Method
METHODS: dict[Method, MethodSpec] = {
    spec.method: spec
    for spec in (
        MethodSpec(method=_M.MAJORITY, decide=decide_by_majority),
        MethodSpec(method=_M.ITERATIVE, decide=decide_by_iteration, has_turns=True),
        MethodSpec(method=_M.CONSENSUS, decide=decide_by_consensus, has_turns=True),
        MethodSpec(method=_M.SCORING, decide=decide_by_scoring, first=_B.SCORES),
        MethodSpec(method=_M.MEDIAN, decide=decide_by_median, first=_B.SCORES),
        MethodSpec(
            method=_M.SCORING_THEN_VOTE, decide=decide_by_scoring_then_vote, first=_B.SCORES, then=_B.CHOICE,
        ),
        MethodSpec(method=_M.SECRET, decide=decide_by_secret_ballot),
        MethodSpec(method=_M.SHORTLIST, decide=decide_by_shortlist, first=_B.SHORTLIST, then=_B.CHOICE),
        MethodSpec(method=_M.BORDA, decide=decide_by_borda, first=_B.ORDER),
        MethodSpec(method=_M.RUNOFF, decide=decide_by_runoff, first=_B.ORDER),
        MethodSpec(method=_M.SCHULZE, decide=decide_by_schulze, first=_B.ORDER),
        MethodSpec(method=_M.PAIRWISE, decide=decide_by_pairs, first=_B.PAIRS),
    )
}  # fmt: skip

ORDERS = (Method.BORDA, Method.RUNOFF, Method.SCHULZE)
# Which other ways of counting can read the ballots of a kind; talking on or agreeing is no way of counting.
OTHER_WAYS: dict[BallotKind, tuple[Method, ...]] = {
    BallotKind.CHOICE: (),
    BallotKind.SCORES: (Method.SCORING, Method.MEDIAN, *ORDERS, Method.MAJORITY),
    BallotKind.ORDER: (*ORDERS, Method.MAJORITY),
    BallotKind.SHORTLIST: (Method.SCORING, *ORDERS),
    BallotKind.PAIRS: (),
}


def decide(method: Method, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Return what this method makes of the ballots."""
    return METHODS[method].decide(ballots, n_seats=n_seats, story_ids=story_ids)


def other_counts(
    method: Method, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]
) -> dict[Method, Outcome]:
    """Return what each other way of counting makes of the same ballots of the newest turn."""
    turn = max((ballot.turn for ballot in ballots), default=1)
    asked = METHODS[method].asks(turn)
    counted = {}
    for other in OTHER_WAYS[asked]:
        if other is method:
            continue
        read = [_first_places(ballot) for ballot in ballots] if other is Method.MAJORITY else list(ballots)
        counted[other] = decide(other, [one for one in read if one.turn == turn], n_seats=n_seats, story_ids=story_ids)
    return counted


def other_choices(
    method: Method, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]
) -> dict[Method, Outcome]:
    """Return what every other way of counting would have chosen otherwise from the same ballots (robustness)."""
    mine = decide(method, ballots, n_seats=n_seats, story_ids=story_ids)
    others = other_counts(method, ballots, n_seats=n_seats, story_ids=story_ids)
    return {other: outcome for other, outcome in others.items() if outcome.leaders != mine.leaders}


def turn_outcomes(
    method: Method, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]
) -> tuple[TurnOutcome, ...]:
    """Return every turn with what the method made of the ballots when it was over, first turn first."""
    return tuple(
        TurnOutcome(
            turn=turn,
            outcome=decide(method, [b for b in ballots if b.turn <= turn], n_seats=n_seats, story_ids=story_ids),
        )
        for turn in sorted({ballot.turn for ballot in ballots})
    )


def _first_places(ballot: Ballot) -> Ballot:
    """Read a ballot as one vote for what it puts first; several first places are no vote."""
    first = favourites(ballot)
    one = first[0] if len(first) == 1 else None
    return Ballot(seat_id=ballot.seat_id, turn=ballot.turn, story_id=one, reason=ballot.reason, count=ballot.count)
