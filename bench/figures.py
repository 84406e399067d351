"""One figure: what was measured, and what it should be."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """A measured value; `at_most` is the promise, None where the value is only shown.

    `goal` (at least) and `most` (at most) are what is striven for: shown beside the value, and not yet promised.
    """

    name: str
    value: float
    unit: str
    at_most: float | None = None
    statuses: dict[int, int] = field(default_factory=dict)
    goal: float | None = None
    most: float | None = None
    digits: int = 1

    @property
    def is_kept(self) -> bool | None:
        """Tell whether the promise holds; None where there is none."""
        return None if self.at_most is None else self.value <= self.at_most

    @property
    def is_reached(self) -> bool | None:
        """Tell whether the goal is reached; None where there is none."""
        if self.goal is None and self.most is None:
            return None
        return (self.goal is None or self.value >= self.goal) and (self.most is None or self.value <= self.most)

    def line(self) -> str:
        """Return the figure as it is printed."""
        mark = {None: " ", True: "✓", False: "✗"}[self.is_kept]
        promise = f"(promise: ≤ {self.at_most:g})" if self.at_most is not None else ""
        if self.is_reached is not None:
            mark = "✓" if self.is_reached else "·"
            promise = f"(goal: ≥ {self.goal:.3g})" if self.goal is not None else f"(goal: ≤ {self.most:.3g})"
        odd = {s: n for s, n in self.statuses.items() if s not in (200, 303)}
        return (
            f"  {mark} {self.name:<66} {self.value:>10.{self.digits}f} {self.unit:<11} {promise} {odd or ''}".rstrip()
        )
