"""What many answers to one question add up to; nothing here knows whose they were."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from storyapp.rules.disclosure import Cell, CountTable, Mark, protect_counts, protect_overlapping
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import moments, raters
from storyapp.rules.questionnaire.asked import Asked

LATER = "later"  # when the same tellers were asked again after months
MOSTLY, TOGETHER = 60, 80  # of 100: one pole leads; two poles leave little to the third
SLIDER_BANDS = ((0, 19), (20, 39), (40, 60), (61, 80), (81, 100))
MOST_BARS = 8


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Counts by code, in order, small numbers hidden; `n` is how many answered."""

    codes: tuple[str, ...]
    cells: tuple[Cell, ...]
    n: Cell
    middle: float | None = None  # the median of numbers, where enough answered


@dataclass(frozen=True, kw_only=True)
class Rated:
    """Means of a wheel by rating and area; None where too few rated."""

    n: Cell
    rings: tuple[tuple[str, str], ...]  # moment, rater
    means: tuple[tuple[float | None, ...], ...]


def region_of(shares: Sequence[int]) -> str:
    """Return in which part of a triangle an answer lies: "0", "01", "012" by the poles that lead."""
    leader = max(range(3), key=lambda n: shares[n])
    if shares[leader] >= MOSTLY:
        return str(leader)
    least = min(range(3), key=lambda n: shares[n])
    if sum(shares) - shares[least] >= TOGETHER:
        return "".join(str(n) for n in range(3) if n != least)
    return "012"


REGIONS = ("0", "1", "2", "01", "02", "12", "012")


def counted(question: Asked, values: Sequence[Any], *, k: int) -> Counted:
    """Count answers of any kind but a wheel's and free text's."""
    if question.kind is QuestionKind.SEVERAL_OF:
        return _overlapping(question.codes, [set(value) for value in values], k=k)
    codes, said = placed(question, values)
    is_number = question.kind is QuestionKind.NUMBER and len(values) >= 2 * k
    counts = Counter(said)
    table = protect_counts(codes, [counts[code] for code in codes], k=k)
    return Counted(
        codes=codes, cells=table.cells[0][:-1], n=table.cells[0][-1],
        middle=float(median(values)) if is_number else None,
    )  # fmt: skip


def counted_once(question: Asked, stories: Sequence[Sequence[Any]], *, k: int) -> Counted:
    """Count stories, each with all its answers: an answer counts once in a story however often it was given there.

    So a small number is always one of people, also where one of them answered ten times.
    """
    if question.kind is QuestionKind.SEVERAL_OF:
        return _overlapping(question.codes, [{code for one in values for code in one} for values in stories], k=k)
    codes, said = placed(question, [value for values in stories for value in values])
    rest = iter(said)
    return _overlapping(codes, [{next(rest) for _ in values} for values in stories], k=k)


def rated_once(question: Asked, stories: Sequence[Sequence[Any]], *, k: int) -> Rated:
    """Return the means of a wheel where each story rated it several times: first within a story, then over all."""
    return rated(question, [_mean_of(values) for values in stories], k=k)


CHANGES = ("lower", "same", "higher")
ORDERED = frozenset({QuestionKind.SCALE, QuestionKind.SLIDER, QuestionKind.NUMBER})


def moved(question: Asked, pairs: Sequence[tuple[Any, Any]], *, k: int) -> Counted:
    """Count how many answered lower, the same or higher about the second moment than about the first."""
    steps = {code: n for n, code in enumerate(question.codes)}

    def place(value: Any) -> float:
        return float(steps.get(str(value), 0) if question.kind is QuestionKind.SCALE else value)

    said = Counter(CHANGES[(place(now) > place(before)) - (place(now) < place(before)) + 1] for before, now in pairs)
    table = protect_counts(CHANGES, [said[code] for code in CHANGES], k=k)
    return Counted(codes=CHANGES, cells=table.cells[0][:-1], n=table.cells[0][-1])


def rated(question: Asked, values: Sequence[Any], *, k: int) -> Rated:
    """Return the mean of each area of a wheel, at each time and from each point of view."""
    sums = _ratings(values)
    rings = tuple(
        (moment, rater)
        for moment in (*moments(question), LATER)
        for rater in raters(question)
        if any(key[:2] == (moment, rater) for key in sums)
    )
    means = tuple(tuple(_mean(sums[moment, rater, area], k=k) for area in question.codes) for moment, rater in rings)
    return Rated(n=how_many(len(values), k=k), rings=rings, means=means)


def how_many(n: int, *, k: int) -> Cell:
    """Return a count as it may be shown."""
    return Cell(mark=Mark.SHOWN, value=n) if n == 0 or n >= k else Cell(mark=Mark.FEWER)


def placed(question: Asked, values: Sequence[Any]) -> tuple[tuple[str, ...], list[str]]:
    """Return what can be counted of a question, in order, and which of it each answer is."""
    if question.kind is QuestionKind.TRIAD:
        return REGIONS, [region_of([value.get(code, 0) for code in question.codes]) for value in values]
    if question.kind is QuestionKind.SLIDER:
        bands = tuple(f"{low}-{high}" for low, high in SLIDER_BANDS)
        return bands, [next(f"{low}-{high}" for low, high in SLIDER_BANDS if value <= high) for value in values]
    if question.kind is QuestionKind.NUMBER:
        return _bins([float(value) for value in values])
    if question.kind is QuestionKind.MONTH:
        years = [str(value)[:4] for value in values]
        return tuple(sorted(set(years))), years
    return question.codes, [str(value) for value in values]


def _overlapping(codes: tuple[str, ...], stories: Sequence[Set[str]], *, k: int) -> Counted:
    counts = Counter(code for said in stories for code in said)
    table = CountTable(rows=codes, columns=("all",), counts=tuple((counts[code],) for code in codes))
    shown = protect_overlapping(table, [len(stories)], k=k)
    return Counted(codes=codes, cells=tuple(row[0] for row in shown.cells[:-1]), n=how_many(len(stories), k=k))


def _ratings(values: Sequence[Any]) -> dict[tuple[str, str, str], list[float]]:
    """Return what was given to each area of a wheel at each time and by each rater."""
    given: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for value in values:
        for moment, by_rater in value.items():
            for rater, areas in by_rater.items():
                for area, n in areas.items():
                    given[moment, rater, area].append(n)
    return given


def _mean_of(values: Sequence[Any]) -> dict[str, dict[str, dict[str, float]]]:
    """Return one rating of a wheel made of several by the same teller."""
    made: dict[str, dict[str, dict[str, float]]] = {}
    for (moment, rater, area), said in _ratings(values).items():
        made.setdefault(moment, {}).setdefault(rater, {})[area] = sum(said) / len(said)
    return made


def _bins(values: Sequence[float]) -> tuple[tuple[str, ...], list[str]]:
    """Return each number by itself where they are few, else five bands of equal width."""
    distinct = sorted(set(values))
    if len(distinct) <= MOST_BARS:
        return tuple(_plain(value) for value in distinct), [_plain(value) for value in values]
    low, high = distinct[0], distinct[-1]
    wide = (high - low) / 5
    edges = [low + wide * n for n in range(6)]
    names = tuple(f"{_plain(round(a, 1))}–{_plain(round(b, 1))}" for a, b in pairwise(edges))
    return names, [names[min(int((value - low) / wide), 4)] for value in values]


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _mean(values: Sequence[float], *, k: int) -> float | None:
    return round(sum(values) / len(values), 1) if len(values) >= k else None
