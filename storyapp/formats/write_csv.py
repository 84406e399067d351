"""The tables of a report as CSV that spreadsheets open well and never run."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from storyapp.formats.labels import label
from storyapp.formats.printed import printable
from storyapp.rules.report import Cell, PlacedTable, Report, Table, is_number, tables_of

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# A spreadsheet of another country takes another sign for the end of a cell, and what follows it for the next one.
_INSIDE = re.compile(r"(?:;\s*)(?=[=@＝＠]|[+\-＋－]\w)|(?:,\s*)(?=[=@＝＠])")


def write(report: Report) -> bytes:
    """Write all tables as one long sheet: a line for every cell, with the table, row and column it stands in."""
    words = ("section", "table", "row", "begins", "column", "value")
    head = [label(word, report.language) for word in words]
    return _sheet([head, *_cells(report)], language=report.language)


def tables_as_csv(report: Report) -> Mapping[str, bytes]:
    """Write each table as its own sheet; the names of the files are made of the codes of the tables."""
    placed = (one.table for one in tables_of(report))
    return {
        f"{n:02d}-{_file_name(table.code)}.csv": table_as_csv(table, report.language)
        for n, table in enumerate(placed, 1)
    }


def table_as_csv(table: Table, language: str) -> bytes:
    """Write one table with its head."""
    return _sheet([table.head, *table.rows], language=language)


def name_of(placed: PlacedTable, language: str) -> str:
    """Name a table as the document does: "Table 2. Who told"."""
    word = label("figure" if placed.is_twin else "table", language)
    return f"{word} {placed.number}. {placed.table.caption}"


def safe_cell(cell: Cell, language: str = "en") -> str:
    """Print a cell so that no spreadsheet takes it for a formula; numbers stay numbers."""
    if cell is None:
        return ""
    if is_number(cell):
        number = format(Decimal(str(cell)), "f")
        return number.replace(".", ",") if language == "ru" else number
    # A tab or a line's end in front is dangerous too, so it is looked for before the text is cleaned.
    text = printable(str(cell))
    risky = _FORMULA.match(str(cell)) and not _NUMBER.fullmatch(text)
    text = _INSIDE.sub(lambda found: f"{found.group()}'", text)
    return f"'{text}" if risky else text


def _cells(report: Report) -> Iterable[list[Cell]]:
    for placed in tables_of(report):
        name = name_of(placed, report.language)
        section = f"{placed.place.number} {placed.place.section.title}"
        for n, row in enumerate(placed.table.rows, start=1):
            for title, cell in zip(placed.table.head, row, strict=True):
                yield [section, name, n, row[0], title, cell]


def _sheet(rows: Iterable[Iterable[Cell]], *, language: str) -> bytes:
    out = io.StringIO(newline="")
    # A Russian spreadsheet expects semicolons and decimal commas; the mark at the start tells it UTF-8.
    sheet = csv.writer(out, delimiter=";" if language == "ru" else ",", lineterminator="\r\n")
    sheet.writerows([safe_cell(cell, language) for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}".encode()


def _file_name(code: str) -> str:
    return re.sub(r"[^\w-]+", "-", code) or "table"
