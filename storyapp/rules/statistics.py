"""The few statistics that the method uses, each small enough to be read and held against a known answer."""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Label = TypeVar("Label", bound=Hashable)

Z_95 = 1.959963984540054
MOST_EXACT = 60  # of more values the ranks are counted by their bell curve, which then hardly differs


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A share and the range in which it plausibly lies."""

    estimate: float
    low: float
    high: float


def median(values: Iterable[float]) -> float | None:
    """Return the middle value, or None where there is none."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def wilson_interval(part: int, base: int, *, z: float = Z_95) -> Interval | None:
    """Return a share with its 95 % interval after Wilson (1927), fit for small numbers; None without a base."""
    if not 0 <= part <= base:
        raise ValueError("a part lies between nought and its base")
    if not base:
        return None
    share = part / base
    middle = share + z * z / (2 * base)
    spread = z * math.sqrt(share * (1 - share) / base + z * z / (4 * base * base))
    scale = 1 + z * z / base
    low = 0.0 if part == 0 else (middle - spread) / scale
    high = 1.0 if part == base else (middle + spread) / scale
    return Interval(estimate=share, low=low, high=high)


def fisher_exact(a: int, b: int, c: int, d: int) -> float:
    """Return the two-sided p of the table [[a, b], [c, d]]: all tables with these margins that are no more likely."""
    if min(a, b, c, d) < 0:
        raise ValueError("a count is never below zero")
    first_row, first_column, total = a + b, a + c, a + b + c + d
    least, most = max(0, first_row + first_column - total), min(first_row, first_column)
    ways = {
        n: math.comb(first_column, n) * math.comb(total - first_column, first_row - n) for n in range(least, most + 1)
    }
    return sum(way for way in ways.values() if way <= ways[a]) / math.comb(total, first_row)


def rank_sum_p(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the two-sided p of Wilcoxon's rank sums: how often chance alone would part two sides as far as this.

    Up to 60 values every way of dealing them out is counted (Wilcoxon 1945, ties share their ranks); of more the
    bell curve is taken, corrected for ties. Ranks are doubled so that all sums are whole.
    """
    doubled = [round(2 * rank) for rank in mean_ranks([*first, *second])]
    n, n_first = len(doubled), len(first)
    if not first or not second:
        return 1.0
    found, middle = sum(doubled[:n_first]), n_first * (n + 1)
    apart = abs(found - middle)
    if n > MOST_EXACT:
        return _rank_sum_by_curve(doubled, n_first, apart)
    ways: list[Counter[int]] = [Counter({0: 1}), *(Counter() for _ in range(n_first))]
    for rank in doubled:
        for size in range(n_first, 0, -1):
            for total, count in ways[size - 1].items():
                ways[size][total + rank] += count
    as_far = sum(count for total, count in ways[n_first].items() if abs(total - middle) >= apart)
    return as_far / math.comb(n, n_first)


def _rank_sum_by_curve(doubled: Sequence[int], n_first: int, apart: int) -> float:
    n = len(doubled)
    spread = sum((rank - (n + 1)) ** 2 for rank in doubled) * n_first * (n - n_first) / (n * (n - 1))
    return math.erfc(max(0.0, apart - 1) / math.sqrt(2 * spread)) if spread else 1.0


def kendall_w(scores: Sequence[Sequence[float]]) -> float | None:
    """Return Kendall's W of agreement between readers (one row each), corrected for ties; None where it has no meaning.

    1 is full agreement in the order of the stories, 0 is none.
    """
    if len(scores) < 2 or len(scores[0]) < 2:
        return None
    if len({len(row) for row in scores}) > 1:
        raise ValueError("every reader scores every story")
    n_readers, n_stories = len(scores), len(scores[0])
    ranked = [mean_ranks(row) for row in scores]
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    squares = sum((value - sum(sums) / n_stories) ** 2 for value in sums)
    ties = sum(n**3 - n for row in scores for n in Counter(row).values())
    most = n_readers**2 * (n_stories**3 - n_stories) - n_readers * ties
    return 12 * squares / most if most else None


def mean_ranks(values: Sequence[float]) -> tuple[float, ...]:
    """Rank values from 1, lowest first; equal ones share the mean of their places."""
    ordered = sorted(values)
    n_equal = Counter(ordered)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return tuple(first[value] + (n_equal[value] - 1) / 2 for value in values)


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Return how far two coders agree beyond chance; None where chance alone would make them agree always."""
    if len(first) != len(second):
        raise ValueError("both coders code the same units")
    n = len(first)
    if not n:
        return None
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    n_first, n_second = Counter(first), Counter(second)
    by_chance = sum(n_first[label] * n_second[label] for label in n_first) / n**2
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else None


def krippendorff_nominal(codes: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Return Krippendorff's alpha for labels: one row for each coder, None where a unit was not coded."""
    labels = sorted({label for row in codes for label in row if label is not None}, key=repr)
    return _alpha(codes, labels, lambda one, other: 0.0 if one == other else 1.0)


def krippendorff_ordinal(codes: Sequence[Sequence[float | None]]) -> float | None:
    """Return Krippendorff's alpha for ordered values, such as scores; None where a unit was not scored."""
    labels = sorted({value for row in codes for value in row if value is not None})
    n_pairable = Counter(value for unit in _pairable(codes) for value in unit)
    weights = [n_pairable[label] for label in labels]

    def distance(one: int, other: int) -> float:
        low, high = sorted((one, other))
        return float((sum(weights[low : high + 1]) - (weights[low] + weights[high]) / 2) ** 2)

    return _alpha(codes, labels, distance)


def _pairable(codes: Sequence[Sequence[Label | None]]) -> list[list[Label]]:
    units = ([label for label in unit if label is not None] for unit in zip(*codes, strict=True))
    return [unit for unit in units if len(unit) > 1]


def _alpha(
    codes: Sequence[Sequence[Label | None]], labels: Sequence[Label], distance: Callable[[int, int], float]
) -> float | None:
    """One minus observed over expected disagreement (Krippendorff 2011); None where nothing varies."""
    at = {label: n for n, label in enumerate(labels)}
    units = [Counter(at[label] for label in unit) for unit in _pairable(codes)]
    totals = sum(units, Counter[int]())
    n = totals.total()
    expected = _disagreement(totals, distance) / (n - 1) if n > 1 else 0.0
    if not expected:
        return None
    observed = sum(_disagreement(unit, distance) / (unit.total() - 1) for unit in units)
    return 1 - observed / expected


def _disagreement(counted: Counter[int], distance: Callable[[int, int], float]) -> float:
    return sum(
        n_one * n_other * distance(one, other) for one, n_one in counted.items() for other, n_other in counted.items()
    )
