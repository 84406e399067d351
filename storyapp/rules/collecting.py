"""People who ask others for their stories and write them down: what they log, and what they read first."""

from datetime import date, timedelta
from enum import Enum

from storyapp.rules.errors import RuleBroken

SHORTEST_TIME, LONGEST_TIME = 5, 12 * 60  # minutes in one line of the log
OLDEST_INTERVAL = timedelta(days=60)  # an interview that waits longer on a phone bears the day on which it arrives
OLDEST_TIME = timedelta(days=92)


class WorkKind(Enum):
    """For what a collector writes down time."""

    INTERVIEW = "interview"
    PREPARING = "preparing"
    TRAVEL = "travel"
    MEETING = "meeting"
    OTHER = "other"


def day_told(said: date | None, *, today: date) -> date:
    """Return on which day an interview was, as a phone without a network says it; its clock may be wrong."""
    return said if said is not None and today - OLDEST_INTERVAL <= said <= today else today


def check_time(*, minutes: int, worked_on: date, today: date) -> None:
    """Raise RuleBroken where a line of the log cannot be true: in the future, long ago, or longer than a day's work."""
    if worked_on < today - OLDEST_TIME:
        raise RuleBroken("time.too-old", days=OLDEST_TIME.days)
    check_line(minutes=minutes, worked_on=worked_on, today=today)


def check_line(*, minutes: int, worked_on: date, today: date) -> None:
    """Raise RuleBroken where a line that a facilitator writes for somebody cannot be true, however long ago it was."""
    if worked_on > today:
        raise RuleBroken("time.in-the-future")
    if not SHORTEST_TIME <= minutes <= LONGEST_TIME:
        raise RuleBroken("time.odd-length", shortest=SHORTEST_TIME, longest=LONGEST_TIME // 60)
