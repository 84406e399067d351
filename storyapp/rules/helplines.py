"""Help lines: which a teller sees first, and when the last call to one is too long ago."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T")
CALLED_WITHIN = timedelta(days=183)  # each is called twice a year
OLD_AFTER = timedelta(days=365)  # then its teller is told so


class Spoken(Enum):
    """Which languages a help line answers in."""

    UNSAID = ""
    RUSSIAN = "ru"
    ENGLISH = "en"
    BOTH = "ru en"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class LineFacts(Generic[T]):
    """What the order of help lines is made of; `line` is the line itself."""

    line: T
    spoken: Spoken
    checked_on: date | None


def is_due(checked_on: date | None, *, today: date) -> bool:
    """Tell whether a line has to be called: nobody has for half a year, or ever."""
    return checked_on is None or today - checked_on > CALLED_WITHIN


def is_old(checked_on: date | None, *, today: date) -> bool:
    """Tell whether whoever reads the number is warned: nobody has called for a year, or ever."""
    return checked_on is None or today - checked_on > OLD_AFTER


def in_order(lines: Iterable[LineFacts[T]], *, language: str, today: date) -> list[T]:
    """Put lines that speak the reader's language first, then those that were called lately; else they stay as they are."""

    def place(one: LineFacts[T]) -> tuple[int, bool]:
        if one.spoken is Spoken.UNSAID:
            understood = 1
        else:
            understood = 0 if language in one.spoken.value.split() else 2
        return understood, is_old(one.checked_on, today=today)

    return [one.line for one in sorted(lines, key=place)]
