"""Which stories split whom: for each story how much it was liked, and how far its readers stand apart (C14)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from storyapp.rules.selection.outcome import Ballot

FEWEST_READERS = 3


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where a story stands: 0 is last with everybody, 1 is first; `split` is 0 where all agree and 1 at half and half."""

    story_id: int
    n: int
    liked: float
    split: float
    liked_young: float | None = None
    liked_adult: float | None = None
    n_young: int = 0


def stands(
    ballots: Sequence[Ballot], *, story_ids: Collection[int], highest: int, young: Collection[int] = ()
) -> tuple[Stand, ...]:
    """Return where each story stands, the most divisive first; nothing where fewer than three readers judged.

    `highest`: the best mark where marks are no places. `young`: seats of young people; empty where nobody may tell.
    """
    said = [one for one in ballots if not one.is_abstention]
    found = []
    for story_id in sorted(story_ids):
        values = {
            one.seat_id: value
            for one in said
            if (value := _value(one, story_id, n_stories=len(story_ids), highest=highest)) is not None
        }
        if len(values) >= FEWEST_READERS:
            found.append(_stand(story_id, values, set(young)))
    return tuple(sorted(found, key=lambda one: (-one.split, one.story_id)))


def _stand(story_id: int, values: Mapping[int, float], young: Collection[int]) -> Stand:
    theirs = [value for seat_id, value in values.items() if seat_id in young]
    others = [value for seat_id, value in values.items() if seat_id not in young]
    is_mixed = bool(theirs and others)
    return Stand(
        story_id=story_id, n=len(values), liked=_mean(list(values.values())), split=_split(list(values.values())),
        liked_young=_mean(theirs) if is_mixed else None, liked_adult=_mean(others) if is_mixed else None, n_young=len(theirs),
    )  # fmt: skip


def _value(ballot: Ballot, story_id: int, *, n_stories: int, highest: int) -> float | None:
    """Return what a ballot thinks of a story from 0 to 1, or None where it says nothing of it."""
    if story_id in ballot.apart:
        return None
    if ballot.pairs:
        met = [better == story_id for better, worse in ballot.pairs if story_id in (better, worse)]
        return sum(met) / len(met) if met else None
    if not ballot.marks:
        return float(ballot.story_id == story_id)
    mark = ballot.marks.get(story_id)
    if ballot.is_ranked:  # left out of an order means last
        return 1 - (min(mark or n_stories, n_stories) - 1) / max(1, n_stories - 1)
    return None if mark is None else mark / max(1, highest)


def _split(values: Sequence[float]) -> float:
    """Return the mean distance of two readers, as a part of what it is where half say 0 and half say 1.

    Gini's mean difference over n * n pairs, times two: 4 p (1 - p) for a vote.
    """
    apart = sum(abs(one - other) for one, other in combinations(values, 2)) * 2
    return min(1.0, 2 * apart / len(values) ** 2)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
