"""Dates, times and numbers as people of a language write them."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from storyapp.words.speech import language

ZONE = ZoneInfo("Europe/Moscow")


def day(value: date | None, *, style: str = "long") -> str:
    """Say a day: "1 May 2026", «1 мая 2026 г.»."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).date()
    return _day(value, style, _locale())


@lru_cache(maxsize=2048)
def _day(value: date, style: str, locale: str) -> str:
    return format_date(value, format=style, locale=locale)


def moment(value: datetime | None) -> str:
    """Say a day and a time in the organisation's zone."""
    return "" if value is None else format_datetime(value.astimezone(ZONE), "d MMM y, HH:mm", locale=_locale())


def month(year: int, month_number: int) -> str:
    """Say a month and its year: "March 2026", «март 2026»."""
    return format_date(date(year, month_number, 1), "LLLL y", locale=_locale())


def month_names() -> list[str]:
    """Return the names of the twelve months."""
    return [format_date(date(2026, n, 1), "LLLL", locale=_locale()) for n in range(1, 13)]


def number(value: int | float | Decimal | None) -> str:
    """Write a number with the separators of the language."""
    return "" if value is None else format_decimal(value, locale=_locale())


def percent(value: float) -> str:
    """Write a share as whole percent."""
    return format_percent(value, locale=_locale())


def _locale() -> str:
    return {"en": "en_GB"}.get(language(), language())
