"""The rows of an Excel workbook, read without trust: no formulas, no entities, no bombs."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from storyapp.formats.errors import SheetUnreadable

MOST_UNPACKED = 150 * 1024 * 1024
MOST_OF_A_PART = 4 * 1024 * 1024  # of styles and the like, which are read whole; 40 MB of them took a gigabyte
MOST_MEMBERS = 5_000
MOST_ROWS, MOST_COLUMNS = 5_000, 200  # of a sheet that describes a form


def rows_of(data: bytes) -> tuple[Iterator[list[str]], tuple[str, ...]]:
    """Return the rows of the first sheet that holds something, and the names of the sheets left aside."""
    _check_archive(data)
    try:
        # Formulas are read as the values that Excel last saw; openpyxl parses through defusedxml.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl answers a damaged file with whatever it stumbles over
        raise SheetUnreadable("sheet.broken") from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    for sheet in sheets:
        rows = _rows(sheet)
        first = next(rows, None)
        if first is not None:
            others = tuple(other.title for other in book.worksheets if other is not sheet)
            return _with_first(first, rows), others
    return iter(()), ()


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    try:
        for row in sheet.iter_rows(values_only=True):
            cells = [_text(value) for value in row]
            if any(cells):
                yield cells
    except Exception as error:  # as above
        raise SheetUnreadable("sheet.broken") from error


def _with_first(first: list[str], rest: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rest


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\0", "")


def _check_archive(data: bytes) -> None:
    try:
        members = ZipFile(io.BytesIO(data)).infolist()
    except (BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError) as error:
        raise SheetUnreadable("sheet.broken") from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise SheetUnreadable("sheet.not-a-sheet")
    largest_part = max((member.file_size for member in members if _is_read_whole(member.filename)), default=0)
    is_too_much = sum(member.file_size for member in members) > MOST_UNPACKED or largest_part > MOST_OF_A_PART
    if len(members) > MOST_MEMBERS or is_too_much:
        raise SheetUnreadable("sheet.too-large", limit_mb=MOST_UNPACKED // 1024 // 1024)


def _is_read_whole(name: str) -> bool:
    is_table = name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml"
    return name.endswith((".xml", ".rels")) and not is_table


def named_sheets(data: bytes, names: frozenset[str]) -> dict[str, list[list[str]]]:
    """Return the rows of some sheets by their names in small letters, empty rows too, so that rows can be counted."""
    _check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        found: dict[str, list[list[str]]] = {}
        for sheet in book.worksheets:
            name = sheet.title.strip().lower()
            if name in names:
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS, max_col=MOST_COLUMNS)
                found.setdefault(name, [[_text(value) for value in row] for row in rows])
        return found
    except Exception as error:  # as above
        raise SheetUnreadable("sheet.broken") from error
