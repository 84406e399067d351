"""How a round was counted, as pictures and tables: the same numbers on the page, in the minutes and on the projector."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.outcome import Outcome, ballots_of_turn
from storyapp.rules.selection.shortlist import MAYBE, NO, YES
from storyapp.services.minutes import Counted, Minutes
from storyapp.words.dates import number
from storyapp.words.speech import language, say

WIDE = 100.0
DIGITS = 2
MOST_IN_MATRIX = 12


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One story in the picture; `low` and `high` show the spread or the error, all as parts of 100."""

    row: Counted
    letter: str
    shown: str
    start: float
    width: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """A table of the count: stories in rows, the number in words of the language."""

    code: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def unit_of(told: Minutes) -> str:
    """Return what the numbers of the count are: votes, points, a mean score; of a first stage, what it counts."""
    method = told.method.method
    if told.outcome.is_halfway and method is Method.SCORING_THEN_VOTE:
        return say("Mean score")
    if told.outcome.is_halfway or (method is Method.SHORTLIST and told.sitting.one.turn == 1):
        return say("Share of voices")
    words = told.method.unit.say(language())
    return words[:1].upper() + words[1:]


def bars(told: Minutes) -> tuple[Bar, ...]:
    """Return the picture of the count, the best first."""
    outcome = told.outcome
    spans = {row.read.row.story_id: _span(outcome, row.read.row.story_id, row.n_votes) for row in told.counted}
    least = min((0.0, *(low for low, _ in spans.values())))
    most = max((*(high for _, high in spans.values()), float(outcome.n_votes if outcome.margin else 0), least + 1e-9))
    scale = WIDE / (most - least)

    def at(value: float) -> float:
        return round((value - least) * scale, DIGITS)

    made = []
    for place, row in enumerate(told.counted):
        low, high = spans[row.read.row.story_id]
        start, end = sorted((at(0.0), at(row.n_votes)))
        has_spread = high > low
        made.append(
            Bar(
                row=row, letter=letter(place), shown=_signed(row.n_votes), start=start,
                width=round(end - start, DIGITS), low=at(low) if has_spread else None,
                high=at(high) if has_spread else None,
            )
        )  # fmt: skip
    return tuple(made)


def count_tables(told: Minutes) -> tuple[CountTable, ...]:
    """Return the tables that belong to the method; none where votes say it all."""
    return tuple(_tables(told))


def letter(place: int) -> str:
    """Return the letter by which tables call a story: A to Z, then A2 …"""
    return chr(ord("A") + place % 26) + (str(place // 26 + 1) if place >= 26 else "")


def _signed(value: float) -> str:
    return number(round(value, DIGITS)).replace("-", "\N{MINUS SIGN}")


def _span(outcome: Outcome, story_id: int, value: float) -> tuple[float, float]:
    if story_id in outcome.errors:
        return value - 2 * outcome.errors[story_id], value + 2 * outcome.errors[story_id]
    if story_id in outcome.spread and not outcome.margin:
        return outcome.spread[story_id].lowest, outcome.spread[story_id].highest
    return value, value


def _tables(told: Minutes) -> Iterator[CountTable]:
    outcome, kind = told.outcome, told.method.first
    if outcome.spread:
        yield _spread(told)
    if kind is BallotKind.SHORTLIST:
        yield _shortlist(told)
    if outcome.steps:
        yield _steps(told)
    if outcome.errors:
        yield _strengths(told)
    elif outcome.pairwise and len(told.counted) <= MOST_IN_MATRIX:
        yield _matrix(told)


def _name(told: Minutes, place: int) -> str:
    row = told.counted[place]
    name = row.name if row.name and told.sitting.may_read(row.read) else say("A story that may no longer be read")
    return f"{letter(place)}. {name}"


def _each(told: Minutes) -> Iterator[tuple[int, str]]:
    for place, row in enumerate(told.counted):
        yield row.read.row.story_id, _name(told, place)


def _spread(told: Minutes) -> CountTable:
    rows = [
        (
            name,
            number(one.n),
            number(round(one.mean, DIGITS)),
            number(one.median),
            number(one.lowest),
            number(one.highest),
        )
        for story_id, name in _each(told)
        if (one := told.outcome.spread.get(story_id)) is not None
    ]
    head = (say("Story"), say("Scores"), say("Mean"), say("Median"), say("Lowest"), say("Highest"))
    return CountTable(code="scores", caption=say("How the scores came out"), head=head, rows=tuple(rows))


def _shortlist(told: Minutes) -> CountTable:
    marks = [one.marks for one in ballots_of_turn(told.sitting.ballots, 1)]

    def n(story_id: int, mark: int) -> str:
        return number(sum(each.get(story_id) == mark for each in marks))

    rows = [
        (
            name, n(story_id, YES), n(story_id, MAYBE), n(story_id, NO),
            say("Yes") if story_id in told.outcome.shortlist else say("No"),
        )
        for story_id, name in _each(told)
    ]  # fmt: skip
    head = (say("Story"), say("Yes"), say("Maybe"), say("No"), say("On the shortlist"))
    return CountTable(code="shortlist", caption=say("What was said of each story"), head=head, rows=tuple(rows))


def _steps(told: Minutes) -> CountTable:
    steps = told.outcome.steps
    rows = [
        (name, *(_at_step(step.votes.get(story_id), story_id in step.left) for step in steps))
        for story_id, name in _each(told)
    ]
    head = (say("Story"), *(say("Count %(n)s", n=n) for n in range(1, len(steps) + 1)))
    caption = say("Count by count; whoever has the fewest leaves, marked with ×")
    return CountTable(code="counts", caption=caption, head=head, rows=tuple(rows))


def _at_step(votes: float | None, has_left: bool) -> str:
    if votes is None:
        return "–"
    return f"{number(round(votes, DIGITS))}{' ×' if has_left else ''}"


def _strengths(told: Minutes) -> CountTable:
    outcome = told.outcome
    rows = [
        (
            name, _signed(outcome.tally[story_id]), f"± {number(round(outcome.errors[story_id], DIGITS))}",
            number(_won(outcome, story_id)), number(_won(outcome, story_id) + _lost(outcome, story_id)),
        )
        for story_id, name in _each(told)
        if story_id in outcome.errors
    ]  # fmt: skip
    head = (say("Story"), say("Strength"), say("Error"), say("Preferred"), say("Compared"))
    return CountTable(code="strengths", caption=say("How strong each story came out"), head=head, rows=tuple(rows))


def _won(outcome: Outcome, story_id: int) -> int:
    return sum(outcome.pairwise[story_id].values())


def _lost(outcome: Outcome, story_id: int) -> int:
    return sum(row.get(story_id, 0) for row in outcome.pairwise.values())


def _matrix(told: Minutes) -> CountTable:
    ids: Sequence[int] = [row.read.row.story_id for row in told.counted]
    rows = [
        (name, *("–" if one == other else number(told.outcome.pairwise[one][other]) for other in ids))
        for one, name in _each(told)
    ]
    head = (say("Preferred to"), *(letter(place) for place in range(len(ids))))
    caption = say("How many put the story of the row above the story of the column")
    return CountTable(code="pairs", caption=caption, head=head, rows=tuple(rows))
