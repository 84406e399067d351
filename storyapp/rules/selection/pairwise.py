"""Pairwise comparison: "which of these two?", scaled by Bradley and Terry to one order, with its error.

The strength of a story is a logarithm of odds: of two stories that lie 1 apart, the stronger is preferred in about 73
of 100 comparisons. Where some stories only won or only lost against the others, the likeliest strengths are without
end; then every story is given half a win and half a loss against an average one, and `has_prior` says so.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, led_by

MOST_STEPS = 60
PRECISE = 1e-10
DIGITS = 6  # strengths that agree so far are equal
PRIOR = 0.5

Matrix = list[list[float]]


@dataclass(frozen=True, kw_only=True)
class Scaled:
    """Strengths with a middle of nought, their standard errors, and how much of their spread is more than error."""

    strengths: Mapping[int, float]
    errors: Mapping[int, float]
    reliability: float | None
    has_prior: bool


def decide_by_pairs(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Let the greatest strength lead; equal strengths share the lead."""
    last = ballots_of_turn(ballots, last_turn_of(ballots))
    wins = won_pairs(last, story_ids)
    scaled = bradley_terry(wins, sorted(story_ids))
    outcome = led_by(scaled.strengths, ballots=last, n_seats=n_seats, story_ids=story_ids)
    matrix = {one: {other: wins[one, other] for other in sorted(story_ids) if other != one} for one in outcome.tally}
    return replace(
        outcome, pairwise=matrix, errors=scaled.errors, reliability=scaled.reliability, has_prior=scaled.has_prior
    )


def won_pairs(ballots: Iterable[Ballot], story_ids: Collection[int]) -> Counter[tuple[int, int]]:
    """Count how often the first was preferred to the second."""
    wins: Counter[tuple[int, int]] = Counter()
    known = frozenset(story_ids)
    for ballot in ballots:
        mine = known - ballot.apart
        for better, worse in ballot.pairs:
            if better in mine and worse in mine:
                wins[better, worse] += ballot.count
    return wins


def bradley_terry(wins: Mapping[tuple[int, int], int], ids: Sequence[int]) -> Scaled:
    """Find the strengths that make these comparisons likeliest; stories that nobody compared are left out."""
    known = [one for one in ids if any(one in pair for pair, n in wins.items() if n)]
    if not known:
        return Scaled(strengths={}, errors={}, reliability=None, has_prior=False)
    place = {one: n for n, one in enumerate(known)}
    table = [[0.0] * len(known) for _ in known]
    for (better, worse), n in wins.items():
        if n:
            table[place[better]][place[worse]] += n
    prior = 0.0 if _is_bound_together(table) else PRIOR
    values, errors = _fit(table, prior)
    middle = math.fsum(values) / len(values)
    strengths = {one: round(values[n] - middle, DIGITS) + 0.0 for one, n in place.items()}
    return Scaled(
        strengths=strengths,
        errors={one: round(errors[n], DIGITS) for one, n in place.items()},
        reliability=_reliability(list(strengths.values()), errors),
        has_prior=bool(prior),
    )


def _is_bound_together(table: Matrix) -> bool:
    """Tell whether a way of wins leads from every story to every other: then likeliest strengths exist."""
    size = range(len(table))
    forth = [[other for other in size if table[one][other]] for one in size]
    back = [[other for other in size if table[other][one]] for one in size]
    return all(_n_reached(ways) == len(table) for ways in (forth, back))


def _n_reached(ways: Sequence[Sequence[int]]) -> int:
    seen, waiting = {0}, [0]
    while waiting:
        for other in ways[waiting.pop()]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return len(seen)


def _fit(table: Matrix, prior: float) -> tuple[list[float], list[float]]:
    """Climb by Newton's steps, halved where one would go too far; the last curvature gives the errors."""
    size = len(table)
    values = [0.0] * size
    likelihood = _likelihood(table, values, prior)
    for _ in range(MOST_STEPS):
        slope, curve = _slope(table, values, prior)
        step = [row[0] for row in _solved(curve, [[value] for value in slope])]
        scale = 1.0
        while scale > PRECISE:
            tried = [value + scale * way for value, way in zip(values, step, strict=True)]
            if (found := _likelihood(table, tried, prior)) >= likelihood - PRECISE:
                break
            scale /= 2
        values, likelihood = tried, found
        if max(abs(way) for way in step) < PRECISE:
            break
    unit = [[1.0 if n == place else 0.0 for n in range(size)] for place in range(size)]
    spread = _solved(_slope(table, values, prior)[1], unit)
    bent = 0.0 if prior else 1.0 / size  # what _slope put on top so that the curve can be turned over
    return values, [math.sqrt(max(0.0, spread[n][n] - bent)) for n in range(size)]


def _likelihood(table: Matrix, values: Sequence[float], prior: float) -> float:
    found = 0.0
    for one, row in enumerate(table):
        for other, n in enumerate(row):
            if n:
                found -= n * _log_of_one_and(values[other] - values[one])
        if prior:
            found -= prior * (_log_of_one_and(values[one]) + _log_of_one_and(-values[one]))
    return found


def _log_of_one_and(power: float) -> float:
    return max(power, 0.0) + math.log1p(math.exp(-abs(power)))


def _chance(power: float) -> float:
    return 1 / (1 + math.exp(-power)) if power >= 0 else math.exp(power) / (1 + math.exp(power))


def _slope(table: Matrix, values: Sequence[float], prior: float) -> tuple[list[float], Matrix]:
    size = len(table)
    bent = 0.0 if prior else 1.0 / size  # only differences are known: this holds the middle at nought
    slope, curve = [0.0] * size, [[bent] * size for _ in range(size)]
    for one in range(size):
        for other in range(one + 1, size):
            n = table[one][other] + table[other][one]
            if not n:
                continue
            chance = _chance(values[one] - values[other])
            slope[one] += (push := table[one][other] - n * chance)
            slope[other] -= push
            weight = n * chance * (1 - chance)
            curve[one][one] += weight
            curve[other][other] += weight
            curve[one][other] -= weight
            curve[other][one] -= weight
        if prior:
            chance = _chance(values[one])
            slope[one] += prior - 2 * prior * chance
            curve[one][one] += 2 * prior * chance * (1 - chance)
    return slope, curve


def _solved(matrix: Matrix, wanted: Matrix) -> Matrix:
    """Return what, taken this positive symmetric matrix times, gives what is wanted; by elimination."""
    size = len(matrix)
    left = [[*row, *more] for row, more in zip(matrix, wanted, strict=True)]
    for place in range(size):
        row = left[place]
        head = row[place]
        for below in range(place + 1, size):
            if part := left[below][place] / head:
                old = left[below]
                left[below] = [*old[:place], *(a - part * b for a, b in zip(old[place:], row[place:], strict=True))]
    found: Matrix = [[] for _ in range(size)]
    for place in reversed(range(size)):
        row, known = left[place], left[place][size:]
        for above in range(place + 1, size):
            if part := row[above]:
                known = [a - part * b for a, b in zip(known, found[above], strict=True)]
        found[place] = [value / row[place] for value in known]
    return found


def _reliability(strengths: Sequence[float], errors: Sequence[float]) -> float | None:
    """Return which part of the spread of strengths is not error (scale separation reliability), or None."""
    if len(strengths) < 2:
        return None
    middle = math.fsum(strengths) / len(strengths)
    spread = math.fsum((one - middle) ** 2 for one in strengths) / (len(strengths) - 1)
    if not spread:
        return 0.0
    error = math.fsum(one * one for one in errors) / len(errors)
    return round(max(0.0, (spread - error) / spread), DIGITS)
