"""From which score on a theme is suggested: what each choice would have been worth, by what people decided."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_DECIDED = 10
MOST_OFFERED = 9
Scored = tuple[float, bool]  # the score of a suggestion, and whether a person confirmed it


@dataclass(frozen=True, kw_only=True)
class Point:
    """What a threshold keeps of the decided suggestions, and finds of all that people confirmed."""

    threshold: float
    n_suggested: int
    n_right: int
    n_confirmed: int

    @property
    def precision(self) -> float | None:
        """Return the share of the suggestions that is right; None where nothing is suggested."""
        return self.n_right / self.n_suggested if self.n_suggested else None

    @property
    def recall(self) -> float | None:
        """Return the share of the confirmed that is found; None where nothing was confirmed."""
        return self.n_right / self.n_confirmed if self.n_confirmed else None


def point_at(threshold: float, decided: Sequence[Scored], *, n_by_hand: int) -> Point:
    """Return what a threshold is worth; what people added by hand was not found by any."""
    kept = [is_right for score, is_right in decided if score >= threshold]
    return Point(
        threshold=threshold, n_suggested=len(kept), n_right=sum(kept),
        n_confirmed=sum(is_right for _, is_right in decided) + n_by_hand,
    )  # fmt: skip


def curve(decided: Sequence[Scored], *, n_by_hand: int) -> list[Point]:
    """Return a point for each score that was met, the lowest first."""
    return [point_at(score, decided, n_by_hand=n_by_hand) for score in sorted({score for score, _ in decided})]


def offered(decided: Sequence[Scored], *, present: float, n_by_hand: int, most: int = MOST_OFFERED) -> list[Point]:
    """Return the points to choose from: whole per cents at which something changes, spread out, and the present one."""
    met = sorted({math.floor(round(score * 100, 6)) for score, _ in decided})
    if len(met) > most:
        met = [met[round(n * (len(met) - 1) / (most - 1))] for n in range(most)]
    percents = sorted({*met, round(present * 100)})
    return [point_at(percent / 100, decided, n_by_hand=n_by_hand) for percent in percents]
