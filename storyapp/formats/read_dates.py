"""Dates and ages as people type them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

OLDEST = 120
_MONTHS = {
    name: n
    for names in (
        "янв фев мар апр май июн июл авг сен окт ноя дек",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for n, name in enumerate(names.split(), start=1)
} | {"мая": 5}
_ONES = {
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty",
}
_AGE_WORDS = {word: n for words in _ONES.values() for n, word in enumerate(words.split())}
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([^\W\d_]{3,})\.?,?[\s-]+(\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_RANGE = re.compile(r"\s*(?:-|–|—|\.\.+|to|до|or|или)\s*")
_AGE_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def read_date(text: str, *, day_first: bool = True) -> date | None:
    """Read a date in words, in figures or as Excel's count of days; `day_first` settles what 5/1/2024 means."""
    text = text.strip().lower()
    if match := _YEAR_FIRST.match(text):
        return _date(*map(int, match.groups()))
    if match := _YEAR_LAST.match(text):
        return _year_last(match, day_first=day_first)
    if match := _DAY_MONTH.match(text):
        day, month, year = match.groups()
        return _date(int(year), _MONTHS.get(month[:3], 0), int(day))
    if match := _MONTH_DAY.match(text):
        month, day, year = match.groups()
        return _date(int(year), _MONTHS.get(month[:3], 0), int(day))
    if match := _SERIAL.fullmatch(text):
        # Excel counts from the last day but one of 1899; anything else of five digits is no date of a story.
        days = int(match[1])
        return date(1899, 12, 30) + timedelta(days=days) if 20_000 <= days <= 80_000 else None
    return None


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Tell from a column whether its dates begin with the day; None when every one can be read both ways."""
    for text in texts:
        match = _YEAR_LAST.match(text.strip())
        if match and max(int(match[1]), int(match[3])) > 12:
            return int(match[1]) > 12
    return None


def read_age(text: str) -> int | None:
    """Read an age in years; of a range the younger one, since a younger teller is protected more."""
    text = text.strip().lower()
    if text in _AGE_WORDS:
        return _AGE_WORDS[text]
    if text.startswith(("-", "−")) or re.search(r"мес|month", text):
        return None
    found = _AGE_NUMBER.findall(text)
    ages = [int(re.split("[.,]", number)[0]) for number in found]
    if not ages or max(ages) > OLDEST or len(ages) > 2:
        return None
    between = text.split(found[0], 1)[1].rpartition(found[-1])[0]
    if len(ages) == 2 and not _RANGE.fullmatch(between):
        return None
    return min(ages)


def _year_last(match: re.Match[str], *, day_first: bool) -> date | None:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if year < 100:
        year += 2000 if year < 70 else 1900
    # Dots are written with the day in front everywhere; slashes are not.
    is_day_first = mark == "." or first > 12 or (day_first and second <= 12)
    day, month = (first, second) if is_day_first else (second, first)
    return _date(year, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
