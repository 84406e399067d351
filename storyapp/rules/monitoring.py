"""When something is collected, and when it is late (SD10)."""

from calendar import monthrange
from datetime import date, timedelta
from enum import Enum

SOON = timedelta(days=14)


class Frequency(Enum):
    """How often a value is collected."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """Return how many months lie between two days; 0: there is one day only."""
        return {"once": 0, "monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}[self.value]


class PlanStanding(Enum):
    """How a line of the plan stands today."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    OVER = "over"


def months_after(first: date, n: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def next_due(first: date, frequency: Frequency, *, due_on: date, collected_on: date) -> date | None:
    """Return the day on which a value is due next; days that passed meanwhile are not made up for."""
    if not frequency.months:
        return None
    after = max(due_on, collected_on)
    n = max((after.year - first.year) * 12 + after.month - first.month, 0) // frequency.months * frequency.months
    while months_after(first, n) <= after:
        n += frequency.months
    return months_after(first, n)


def standing(due_on: date | None, *, today: date) -> PlanStanding:
    """Tell how a line stands: late from the day after it was due."""
    if due_on is None:
        return PlanStanding.OVER
    if due_on < today:
        return PlanStanding.LATE
    return PlanStanding.SOON if due_on <= today + SOON else PlanStanding.LATER
