"""The table that the language module is measured by: one line a figure, with baseline, goal and 95 % interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

SEED = 20_240_101
N_DRAWS = 1000
N_BINS = 10
HEAD = f"    {'job':<44} {'data':<40} {'lang':<5} {'baseline':>8} {'goal':>8} {'measured':>9}  {'95 %':<14}"
# Sums over texts [..., columns] → figure [...].
Statistic = Callable[[np.ndarray], np.ndarray]
Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure. A goal is striven for (`lower_is_better` turns it round); only a promise ends the command with 1."""

    job: str
    data: str
    language: str
    value: float
    interval: Interval | None = None
    baseline: float | None = None
    goal: float | None = None
    lower_is_better: bool = False
    is_promised: bool = False
    digits: int = 3
    unit: str = ""

    @property
    def is_reached(self) -> bool | None:
        """Tell whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        shown, goal = round(self.value, self.digits), round(self.goal, self.digits)
        return shown <= goal if self.lower_is_better else shown >= goal

    @property
    def is_kept(self) -> bool | None:
        """Tell whether a promise holds; None where there is none."""
        return self.is_reached if self.is_promised else None

    def line(self) -> str:
        """Return the row as it is printed."""
        mark = {None: " ", True: "✓", False: "✗" if self.is_promised else "·"}[self.is_reached]
        word = {None: "", True: "kept", False: "broken" if self.is_promised else "missed"}[self.is_reached]
        sign = "≤" if self.lower_is_better else "≥"
        goal = f"{sign} {self._written(self.goal)}" if self.goal is not None else "–"
        baseline = self._written(self.baseline) if self.baseline is not None else "–"
        low_high = "[{}, {}]".format(*map(self._written, self.interval)) if self.interval else ""
        return (
            f"  {mark} {self.job:<44} {self.data:<40} {self.language:<5} {baseline:>8} {goal:>8} "
            f"{self._written(self.value):>9}  {low_high:<14} {self.unit:<9} {word}".rstrip()
        )

    def _written(self, value: float) -> str:
        return f"{value:.{self.digits}f}"


def measured(counts: Sequence[Sequence[float]] | np.ndarray, statistic: Statistic) -> tuple[float, Interval]:
    """Answer a figure and its 95 % interval over texts drawn again; `counts` has a row a text. Always the same draws."""
    rows = np.asarray(counts, dtype=float)
    draws = np.random.default_rng(SEED).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=N_DRAWS)
    low, high = np.quantile(statistic(draws @ rows), (0.025, 0.975))
    return float(statistic(rows.sum(axis=0))), (float(low), float(high))


def share(sums: np.ndarray) -> np.ndarray:
    """Answer hits by all, from the columns (hits, all)."""
    return _divided(sums[..., 0], sums[..., 1])


def macro_f1(sums: np.ndarray) -> np.ndarray:
    """Answer the mean F1, from three columns a label: hits, said, true."""
    hits, said, true = (sums[..., place::3] for place in range(3))
    return _divided(2 * hits, said + true).mean(axis=-1)


def calibration_error(sums: np.ndarray) -> np.ndarray:
    """Answer how far scores are from how often they are right (ECE), from two columns a bin (scores, right), then n."""
    scores, right = sums[..., 0:-1:2], sums[..., 1:-1:2]
    return np.abs(scores - right).sum(axis=-1) / sums[..., -1]


def in_bins(score: float, *, is_right: bool) -> list[float]:
    """Answer the row of a text for `calibration_error`."""
    row = [0.0] * (2 * N_BINS + 1)
    place = min(int(score * N_BINS), N_BINS - 1)
    row[2 * place], row[2 * place + 1], row[-1] = score, float(is_right), 1.0
    return row


def shares(hits: Sequence[bool]) -> tuple[float, Interval]:
    """Answer the share of texts that hit, with its interval."""
    return measured([(float(hit), 1.0) for hit in hits], share)


def _divided(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.zeros_like(above, dtype=float), where=below > 0)
