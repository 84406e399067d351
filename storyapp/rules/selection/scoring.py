"""Scoring: each scores each story; the mean counts, or the median, and the spread is shown beside it.

A story is judged by those who scored it: who knows the teller, or left a story out, neither lifts nor lowers it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction

from storyapp.rules.selection.outcome import Ballot, Outcome, Spread, ballots_of_turn, last_turn_of, led_by

SCALES = (5, 10)
LOWEST = 1


def decide_by_scoring(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Let the highest mean lead; equal means share the lead."""
    last = ballots_of_turn(ballots, last_turn_of(ballots))
    return mean_scores(last, n_seats=n_seats, story_ids=story_ids)


def decide_by_median(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Let the highest median lead: a single very low or high score moves it little. Equal medians share the lead."""
    last = ballots_of_turn(ballots, last_turn_of(ballots))
    outcome = mean_scores(last, n_seats=n_seats, story_ids=story_ids)
    medians = {story_id: one.median for story_id, one in outcome.spread.items()}
    led = led_by(medians, ballots=last, n_seats=n_seats, story_ids=story_ids)
    return replace(led, spread=outcome.spread)


def mean_scores(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Return the means of one turn, the highest leading."""
    scored = {story_id: _scores(ballots, story_id) for story_id in sorted(story_ids)}
    exact = {
        story_id: Fraction(sum(score * n for score, n in found), sum(n for _, n in found))
        for story_id, found in scored.items()
        if found
    }
    spread = {story_id: _spread(found) for story_id, found in scored.items() if found}
    # Equal means must be equal: they are compared as fractions, and only then written as decimals.
    outcome = led_by(exact, ballots=ballots, n_seats=n_seats, story_ids=story_ids)  # type: ignore[arg-type]
    return replace(outcome, tally={one: float(mean) for one, mean in exact.items()}, spread=spread)


def _scores(ballots: Sequence[Ballot], story_id: int) -> list[tuple[int, int]]:
    return sorted(
        (ballot.marks[story_id], ballot.count)
        for ballot in ballots
        if story_id in ballot.marks and story_id not in ballot.apart
    )


def _spread(found: Sequence[tuple[int, int]]) -> Spread:
    n = sum(count for _, count in found)
    return Spread(
        n=n,
        mean=sum(score * count for score, count in found) / n,
        median=(_nth(found, (n - 1) // 2) + _nth(found, n // 2)) / 2,
        lowest=found[0][0],
        highest=found[-1][0],
    )


def _nth(found: Sequence[tuple[int, int]], nth: int) -> int:
    for score, count in found:
        if nth < count:
            return score
        nth -= count
    raise IndexError(nth)
