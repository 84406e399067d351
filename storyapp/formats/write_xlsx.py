"""The tables of a report as a workbook: an overview, then a sheet for each table."""

import io
import re
import textwrap
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from storyapp.formats.labels import label
from storyapp.formats.printed import printable, printed_date
from storyapp.formats.write_csv import name_of
from storyapp.rules.report import Cell, ColumnKind, PlacedTable, Report, Table, is_number, tables_of

LONGEST_CELL = 32_767
LINE_HEIGHT, HIGHEST_ROW = 15, 405  # points; a workbook knows no higher row than 409
_EARLIEST = datetime(2000, 1, 1)
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_PRINTED_AS = {ColumnKind.SHARE: "0%", ColumnKind.MONEY: "#,##0.00", ColumnKind.NUMBER: "General"}


def write(report: Report) -> bytes:
    """Write a report's tables; text is never a formula, and the workbook bears the date of the report."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _SAFE)
    day = report.dated_on
    created = datetime(day.year, day.month, day.day) if day else _EARLIEST
    book.set_properties(
        {"title": printable(report.title), "subject": printable(report.subtitle), "author": "", "created": created}
    )
    placed = list(tables_of(report))
    names = _sheet_names(placed, report.language)
    _write_overview(book, report, placed, names)
    for one, name in zip(placed, names, strict=True):
        _write_table(book, book.add_worksheet(name), one, report.language)
    book.close()
    return out.getvalue()


def _write_overview(book: Workbook, report: Report, placed: list[PlacedTable], names: list[str]) -> None:
    said = report.language
    sheet = book.add_worksheet(label("overview", said))
    strong, wrap = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    muted = book.add_format({"font_color": "#5c574f", "valign": "top", "text_wrap": True})
    link = book.add_format({"font_color": "#0b5a7a", "underline": 1, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    sheet.write_string(0, 0, _short(report.title), strong)
    dated = printed_date(report.dated_on, said) if report.dated_on else ""
    pairs = [
        ("", report.subtitle),
        (label("dated", said), dated),
        (label("made_for", said), report.audience),
        *report.facts,
    ]
    row = 1
    for term, value in [*(pair for pair in pairs if pair[1]), *report.made_of]:
        sheet.write_string(row, 0, _short(term), muted)
        sheet.write_string(row, 1, _short(value), wrap)
        row += 1
    sheet.write_string(row + 1, 0, label("tables", said), book.add_format({"bold": True}))
    for n, (one, name) in enumerate(zip(placed, names, strict=True), start=row + 2):
        sheet.write_url(n, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", link, string=name)
        sheet.write_string(n, 1, _short(one.table.caption), wrap)
    _set_paper(sheet, report)


def _write_table(book: Workbook, sheet: Worksheet, placed: PlacedTable, language: str) -> None:
    table = placed.table
    sheet.write_string(0, 0, _short(name_of(placed, language)), book.add_format({"bold": True}))
    for column, title in enumerate(table.head):
        kind = table.kind_of(column)
        cell_looks = {"text_wrap": True, "valign": "top", "align": "right" if kind in _PRINTED_AS else "left"}
        head = book.add_format({**cell_looks, "bold": True, "bottom": 1, "bg_color": "#f5f1e7"})
        sheet.write_string(1, column, _short(title), head)
        form = book.add_format({**cell_looks, "num_format": _PRINTED_AS.get(kind, "General")})
        sheet.set_column(column, column, _width(table, column))
        for row, cells in enumerate(table.rows, start=2):
            _write_cell(sheet, row, column, cells[column], form)
    for row, cells in enumerate((table.head, *table.rows), start=1):
        n_lines = max((_n_lines(cell, _width(table, column)) for column, cell in enumerate(cells)), default=1)
        if n_lines > 1:  # LibreOffice leaves a row one line high where nobody says more
            sheet.set_row(row, min(n_lines * LINE_HEIGHT, HIGHEST_ROW))
    if table.note:
        sheet.write_string(len(table.rows) + 3, 0, _short(table.note))
    sheet.freeze_panes(2, 0)
    if table.rows:
        sheet.autofilter(1, 0, len(table.rows) + 1, len(table.head) - 1)
    sheet.repeat_rows(1)
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, form)
    elif is_number(cell):
        sheet.write_number(row, column, float(cell) if isinstance(cell, Decimal) else cell, form)
    else:
        sheet.write_string(row, column, _short(str(cell)), form)


def _width(table: Table, column: int) -> float:
    texts: Iterable[str] = (str(row[column]) for row in table.rows[:200] if row[column] is not None)
    longest = max((max(map(len, text.split("\n"))) for text in texts), default=0)
    words = max((len(word) for word in table.head[column].split()), default=0)
    return min(max(longest + 2, words + 3, 9), 60)


def _n_lines(cell: Cell, width: float) -> int:
    if not isinstance(cell, str):
        return 1
    return sum(len(textwrap.wrap(line, int(width))) or 1 for line in _short(cell).split("\n"))


def _short(text: str) -> str:
    """Cut text to what a cell can hold; the library would drop a longer one without a word."""
    text = printable(text)
    # Excel counts in halves of UTF-16: an emoji is two.
    halves = text.encode("utf-16-le")
    if len(halves) <= 2 * LONGEST_CELL:
        return text
    return halves[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _sheet_names(placed: list[PlacedTable], language: str) -> list[str]:
    taken = {label("overview", language).casefold()}
    names = []
    for one in placed:
        word = label("figure" if one.is_twin else "table", language)
        wish = f"{word} {one.number} {one.table.caption}"
        clean = re.sub(r"[\[\]:*?/\\\s\U00010000-\U0010ffff]+", " ", printable(wish))[:31].strip(" '")
        name, n = clean, 2
        while name.casefold() in taken:
            name, n = f"{clean[:27]} ({n})", n + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _set_paper(sheet: Worksheet, report: Report) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    # In a footer "&" begins a command; doubled it is a letter. Excel refuses more than 255 characters.
    sheet.set_footer(f"&L{printable(report.audience)[:100].replace('&', '&&')}&R&P")
