"""Numbers, dates and text as they are printed: by language, and safe for every file format."""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from storyapp.rules.report import Cell, ColumnKind, Number, is_number

NO_BREAK_SPACE = "\u00a0"
# Neither XML nor a spreadsheet can hold these, and no reader misses them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MONTHS = {
    "ru": [
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
}  # fmt: skip


def printable(text: str) -> str:
    """Leave out control characters and halves of characters; make every line end the same."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def printed_cell(cell: Cell, kind: ColumnKind, language: str) -> str:
    """Print a cell of a table; an empty one is a dash, since blank cells make readers wonder."""
    if cell is None or cell == "":
        return "–"
    if not is_number(cell):
        return printable(str(cell))
    if kind is ColumnKind.SHARE:
        return printed_share(cell, language)
    return printed_number(cell, language, places=2 if kind is ColumnKind.MONEY else None)


def printed_number(value: Number, language: str, *, places: int | None = None) -> str:
    """Print a number; without `places`, whole numbers stay whole and others get at most two decimals."""
    exact = Decimal(str(value))
    digits = 2 if places is None else places
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    text = f"{abs(rounded):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "ru":
        text = text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return f"−{text}" if rounded < 0 else text


def printed_share(value: Number, language: str) -> str:
    """Print 0.254 as 25 %, and 0.004 as 0.4 % rather than as nothing."""
    percent = Decimal(str(value)) * 100
    small = percent != 0 and abs(percent) < 1
    text = printed_number(percent, language, places=1 if small else 0)
    return f"{text}{NO_BREAK_SPACE}%" if language == "ru" else f"{text}%"


def printed_date(day: date, language: str) -> str:
    """Print a date with the month as a word."""
    month = _MONTHS.get(language, _MONTHS["en"])[day.month - 1]
    return (
        f"{day.day}{NO_BREAK_SPACE}{month} {day.year}{NO_BREAK_SPACE}г."
        if language == "ru"
        else f"{day.day} {month} {day.year}"
    )
