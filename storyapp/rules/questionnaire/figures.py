"""What many answers to one question add up to; nothing here knows whose they were."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from storyapp.rules.disclosure import Cell, CountTable, Mark, protect_counts, protect_overlapping
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import moments, raters
from storyapp.rules.questionnaire.asked import Asked

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
        return _overlapping(question, values, k=k)
    middle = None
    if question.kind is QuestionKind.TRIAD:
        codes: tuple[str, ...] = REGIONS
        said = [region_of([value.get(code, 0) for code in question.codes]) for value in values]
    elif question.kind is QuestionKind.SLIDER:
        codes = tuple(f"{low}-{high}" for low, high in SLIDER_BANDS)
        said = [next(f"{low}-{high}" for low, high in SLIDER_BANDS if value <= high) for value in values]
    elif question.kind is QuestionKind.NUMBER:
        codes, said = _bins([float(value) for value in values])
        middle = float(median(values)) if len(values) >= 2 * k else None
    elif question.kind is QuestionKind.MONTH:
        said = [str(value)[:4] for value in values]
        codes = tuple(sorted(set(said)))
    else:
        codes, said = question.codes, [str(value) for value in values]
    counts = Counter(said)
    table = protect_counts(codes, [counts[code] for code in codes], k=k)
    return Counted(codes=codes, cells=table.cells[0][:-1], n=table.cells[0][-1], middle=middle)


def rated(question: Asked, values: Sequence[Any], *, k: int) -> Rated:
    """Return the mean of each area of a wheel, at each time and from each point of view."""
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for value in values:
        for moment, by_rater in value.items():
            for rater, areas in by_rater.items():
                for area, n in areas.items():
                    sums[moment, rater, area].append(n)
    rings = tuple(
        (moment, rater)
        for moment in moments(question)
        for rater in raters(question)
        if any(key[:2] == (moment, rater) for key in sums)
    )
    means = tuple(tuple(_mean(sums[moment, rater, area], k=k) for area in question.codes) for moment, rater in rings)
    return Rated(n=how_many(len(values), k=k), rings=rings, means=means)


def how_many(n: int, *, k: int) -> Cell:
    """Return a count as it may be shown."""
    return Cell(mark=Mark.SHOWN, value=n) if n == 0 or n >= k else Cell(mark=Mark.FEWER)


def _overlapping(question: Asked, values: Sequence[Any], *, k: int) -> Counted:
    counts = Counter(code for value in values for code in value)
    table = CountTable(rows=question.codes, columns=("all",), counts=tuple((counts[code],) for code in question.codes))
    shown = protect_overlapping(table, [len(values)], k=k)
    return Counted(codes=question.codes, cells=tuple(row[0] for row in shown.cells[:-1]), n=how_many(len(values), k=k))


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


def _mean(values: Sequence[int], *, k: int) -> float | None:
    return round(sum(values) / len(values), 1) if len(values) >= k else None
