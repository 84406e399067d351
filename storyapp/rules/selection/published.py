"""Published ballots, read and counted again by anyone: the same rules that a round uses, on names instead of ids.

    {"options": ["a", "b", "c"], "ballots": [{"count": 2, "ranking": [["a"], ["b", "c"]]}]}

A ballot has `ranking`, `scores`, `choices` or `pairs`, as the method takes them; `abstain`: true; `turn` where there
was more than one; `without`: options that this voter does not judge.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import METHODS, BallotKind, decide
from storyapp.rules.selection.outcome import Ballot, Outcome
from storyapp.rules.selection.shortlist import MAYBE, NO, YES

ALSO_CALLED = {
    "ranking": Method.BORDA,
    "instant-runoff": Method.RUNOFF,
    "runoff": Method.RUNOFF,
    "bradley-terry": Method.PAIRWISE,
    "pairwise-comparison": Method.PAIRWISE,
    "secret-ballot": Method.SECRET,
    "iterative-voting": Method.ITERATIVE,
    "scoring-mean": Method.SCORING,
    "median": Method.MEDIAN,
}
NAMES = tuple(method.value for method in Method)
YES_MAYBE_NO = {"yes": YES, "maybe": MAYBE, "no": NO}
SAID = ("ranking", "scores", "choices", "pairs")
KNOWN = frozenset({*SAID, "count", "turn", "abstain", "without", "reason"})
TAKES: dict[BallotKind, tuple[str, ...]] = {
    BallotKind.CHOICE: ("choices", "ranking"),
    BallotKind.ORDER: ("ranking",),
    BallotKind.SCORES: ("scores",),
    BallotKind.SHORTLIST: ("scores", "choices"),
    BallotKind.PAIRS: ("pairs",),
}
HIGHEST_SCORE = 1000
MOST_OPTIONS, MOST_BALLOTS, MOST_COUNT = 1_000, 100_000, 10**9
DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Counted:
    """An outcome with the names of the options in the order of the file."""

    method: Method
    options: tuple[str, ...]
    outcome: Outcome


def method_named(name: str) -> Method:
    """Return a method by the name that the command takes."""
    known = {method.value: method for method in Method} | ALSO_CALLED
    if name not in known:
        raise RuleBroken("tally.unknown-method", name=name, names=", ".join(NAMES))
    return known[name]


def count_published(method: Method, document: object) -> Counted:
    """Count a file of ballots, or raise RuleBroken that says which ballot is wrong and why."""
    if not isinstance(document, Mapping) or not isinstance(document.get("ballots"), list):
        raise RuleBroken("tally.no-ballots")
    options = _options(document.get("options"))
    if not document["ballots"]:
        raise RuleBroken("tally.no-ballots")
    if len(document["ballots"]) > MOST_BALLOTS:
        raise RuleBroken("tally.too-many", most=MOST_BALLOTS)
    ids = {name: n for n, name in enumerate(options, start=1)}
    read = [_Reader(n, row, ids, method).ballot() for n, row in enumerate(document["ballots"], start=1)]
    n_seats = sum(ballot.count for ballot in read)
    outcome = decide(method, read, n_seats=n_seats, story_ids=tuple(ids.values()))
    return Counted(method=method, options=options, outcome=outcome)


def _options(options: object) -> tuple[str, ...]:
    if not isinstance(options, list) or not options or not all(isinstance(one, str) and one for one in options):
        raise RuleBroken("tally.no-options")
    if len(options) > MOST_OPTIONS:
        raise RuleBroken("tally.too-many", most=MOST_OPTIONS)
    if len(set(options)) < len(options):
        raise RuleBroken("tally.option-twice", option=next(one for one in options if options.count(one) > 1))
    return tuple(options)


class _Reader:
    """Reads one ballot; every complaint names its number in the file."""

    def __init__(self, n: int, row: object, ids: Mapping[str, int], method: Method) -> None:
        if not isinstance(row, Mapping):
            raise RuleBroken("tally.not-a-ballot", n=n)
        self.n, self.row, self.ids = n, row, ids
        self.kind = METHODS[method].asks(self._whole("turn"))
        strange = sorted(str(key) for key in row if key not in KNOWN)
        if strange:
            raise RuleBroken("tally.unknown-field", n=n, field=strange[0])

    def ballot(self) -> Ballot:
        """Return the ballot with numbers for names."""
        count, turn = self._whole("count"), self._whole("turn")
        apart = frozenset(self._id(one) for one in self._list("without", self.row.get("without", [])))
        said = [key for key in SAID if key in self.row]
        if self.row.get("abstain") is True:
            if said:
                raise RuleBroken("tally.abstains-and-chooses", n=self.n)
            return Ballot(seat_id=self.n, turn=turn, count=count)
        if not said or all(not self.row[key] for key in said):
            raise RuleBroken("tally.empty-ballot", n=self.n)
        key = next((key for key in TAKES[self.kind] if key in self.row), "")
        if not key or len(said) > 1:
            raise RuleBroken("tally.wrong-kind", n=self.n, takes=" / ".join(TAKES[self.kind]), found=" / ".join(said))
        read = Ballot(seat_id=self.n, turn=turn, count=count, apart=apart, **getattr(self, f"_{key}")(self.row[key]))
        if read.is_abstention:
            raise RuleBroken("tally.empty-ballot", n=self.n)
        return read

    def _choices(self, value: object) -> dict[str, Any]:
        chosen = self._each_once(self._id(one) for one in self._list("choices", value))
        if self.kind is BallotKind.SHORTLIST:
            return {"marks": {one: YES if one in chosen else NO for one in self.ids.values()}}
        if len(chosen) != 1:
            raise RuleBroken("tally.one-choice", n=self.n)
        return {"story_id": chosen[0]}

    def _ranking(self, value: object) -> dict[str, Any]:
        groups = [
            [self._id(one) for one in (group if isinstance(group, list) else [group])]
            for group in self._list("ranking", value)
        ]
        self._each_once(one for group in groups for one in group)
        groups = [group for group in groups if group]
        if self.kind is BallotKind.CHOICE:
            if not groups or len(groups[0]) != 1:
                raise RuleBroken("tally.one-choice", n=self.n)
            return {"story_id": groups[0][0]}
        return {"marks": {one: place for place, group in enumerate(groups, 1) for one in group}, "is_ranked": True}

    def _scores(self, value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise RuleBroken("tally.wrong-shape", n=self.n, field="scores")
        if self.kind is BallotKind.SHORTLIST:
            value = {
                one: YES_MAYBE_NO.get(mark, mark) if isinstance(mark, str) else mark for one, mark in value.items()
            }
        highest = YES if self.kind is BallotKind.SHORTLIST else HIGHEST_SCORE
        for mark in value.values():
            if isinstance(mark, bool) or not isinstance(mark, int) or not 0 <= mark <= highest:
                raise RuleBroken("tally.bad-score", n=self.n, highest=highest)
        return {"marks": {self._id(one): mark for one, mark in value.items()}}

    def _pairs(self, value: object) -> dict[str, Any]:
        pairs = [tuple(self._id(one) for one in self._list("pairs", pair)) for pair in self._list("pairs", value)]
        if any(len(set(pair)) != 2 or len(pair) != 2 for pair in pairs):
            raise RuleBroken("tally.bad-pair", n=self.n)
        return {"pairs": tuple(pairs)}

    def _list(self, field: str, value: object) -> list[Any]:
        if not isinstance(value, list):
            raise RuleBroken("tally.wrong-shape", n=self.n, field=field)
        return value

    def _id(self, name: object) -> int:
        if not isinstance(name, str) or name not in self.ids:
            raise RuleBroken("tally.unknown-option", n=self.n, option=str(name)[:80])
        return self.ids[name]

    def _each_once(self, found: Iterable[int]) -> Sequence[int]:
        kept = list(found)
        if len(set(kept)) < len(kept):
            twice = next(name for name, number in self.ids.items() if kept.count(number) > 1)
            raise RuleBroken("tally.option-repeated", n=self.n, option=twice)
        return kept

    def _whole(self, field: str) -> int:
        value = self.row.get(field, 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_COUNT:
            raise RuleBroken("tally.bad-count", n=self.n, field=field)
        return value


def as_document(counted: Counted, *, language: str) -> dict[str, Any]:
    """Return an outcome as it is printed: the same ballots always give the same text."""
    outcome, names = counted.outcome, dict(enumerate(counted.options, start=1))
    led = outcome.shortlist if outcome.is_halfway else outcome.leaders
    found: dict[str, Any] = {
        "method": counted.method.value,
        "winners": sorted(names[one] for one in led),
        "tie": outcome.is_tied,
        "scores": {names[one]: _plain(outcome.tally.get(one, 0)) for one in names if one in outcome.tally},
        "order": [sorted(names[one] for one in group) for group in outcome.order],
        "ballots": outcome.n_votes,
        "abstained": outcome.n_abstained,
        "rule": METHODS[counted.method].rule.say(language),
    }
    if outcome.pairwise:
        found["pairwise"] = {
            names[one]: {names[other]: n for other, n in row.items()} for one, row in outcome.pairwise.items()
        }
    if outcome.steps:
        found["counts"] = [
            {
                "votes": {names[one]: _plain(n) for one, n in step.votes.items()},
                "left": sorted(names[one] for one in step.left),
            }
            for step in outcome.steps
        ]
    if outcome.spread:
        found["spread"] = {
            names[one]: {
                "n": row.n, "mean": _plain(row.mean), "median": _plain(row.median),
                "lowest": row.lowest, "highest": row.highest,
            }
            for one, row in outcome.spread.items()
        }  # fmt: skip
    if outcome.shortlist or counted.method is Method.SHORTLIST:
        found["shortlist"] = sorted(names[one] for one in outcome.shortlist)
    if outcome.errors:
        found["errors"] = {names[one]: error for one, error in outcome.errors.items()}
        found["reliability"] = outcome.reliability
        found["prior"] = outcome.has_prior
    return found


def _plain(number: float) -> float:
    return int(number) if number == int(number) else round(float(number), DIGITS)
