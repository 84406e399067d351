"""One figure: what was measured, and what it should be."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """A measured value; `at_most` is the promise, None where the value is only shown."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool | None:
        """Tell whether the promise holds; None where there is none."""
        return None if self.at_most is None else self.value <= self.at_most

    def line(self) -> str:
        """Return the figure as it is printed."""
        mark = {None: " ", True: "✓", False: "✗"}[self.is_kept]
        promise = f"(promise: ≤ {self.at_most:g})" if self.at_most is not None else ""
        odd = {s: n for s, n in self.statuses.items() if s not in (200, 303)}
        return f"  {mark} {self.name:<66} {self.value:>10.1f} {self.unit:<11} {promise} {odd or ''}".rstrip()
