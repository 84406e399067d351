"""What a social result costs (method, 4): expenses of the year ÷ those who reached it; computed, never typed."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from storyapp.rules.errors import RuleBroken

CENT = Decimal("0.01")
FEW = 5  # below this, people behind a number may be recognised (method, 6)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How many reached the result, and of how many more nobody knows; None where they are not counted."""

    n: int | None = None
    n_unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class CostRange:
    """The cost for one, and between which values it lies if the inputs are not exact."""

    each: Decimal
    least: Decimal
    most: Decimal

    @property
    def is_exact(self) -> bool:
        """Tell whether the inputs leave no room."""
        return self.least == self.most


def cost_of_one(expense: Decimal, reached: Reached, *, most_expense: Decimal | None = None) -> CostRange | None:
    """Return what one costs; None where nobody reached it, since nothing can be divided by nobody.

    It is least if all of whom nobody knows reached it too, and most with all shared expenses.
    """
    if not reached.n:
        return None
    highest = expense if most_expense is None else most_expense
    return CostRange(
        each=_cents(expense, reached.n), least=_cents(expense, reached.n + reached.n_unknown),
        most=_cents(highest, reached.n),
    )  # fmt: skip


def check_cost(
    *, expense: Decimal | None, most_expense: Decimal | None, families: Reached, children: Reached, year: int,
    this_year: int, source: str,
) -> None:  # fmt: skip
    """Refuse a cost that cannot be worked out or looked up."""
    if expense is None or expense <= 0:
        raise RuleBroken("cost.no-expense")
    if most_expense is not None and most_expense < expense:
        raise RuleBroken("cost.most-below")
    if not 1990 <= year <= this_year:
        raise RuleBroken("cost.year", latest=this_year)
    if families.n is None and children.n is None:
        raise RuleBroken("cost.nobody-counted")
    if not source.strip():
        raise RuleBroken("cost.no-source")


def is_few(reached: Reached) -> bool:
    """Tell whether so few reached it that they might be recognised by the number."""
    return reached.n is not None and 0 < reached.n < FEW


def _cents(expense: Decimal, n: int) -> Decimal:
    return (expense / n).quantize(CENT, rounding=ROUND_HALF_UP)
