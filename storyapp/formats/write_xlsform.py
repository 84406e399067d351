"""An XLSForm as a workbook that KoboToolbox and ODK take."""

import io

import xlsxwriter

from storyapp.rules.questionnaire.xlsform import CHOICES, SURVEY, Row, Sheets

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write(sheets: Sheets) -> bytes:
    """Write the three sheets; text is never a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    head = book.add_format({"bold": True})
    settings = tuple(sheets.settings[0]) if sheets.settings else ()
    for name, columns, rows in (
        ("survey", SURVEY, sheets.survey), ("choices", CHOICES, sheets.choices), ("settings", settings, sheets.settings),
    ):  # fmt: skip
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(columns) - 1, 0), 24)
        _write_rows(sheet, columns, rows, head)
    book.close()
    return out.getvalue()


def _write_rows(sheet: xlsxwriter.worksheet.Worksheet, columns: tuple[str, ...], rows: list[Row], head: object) -> None:
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, head)
    for n, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            if row.get(column):
                sheet.write_string(n, at, row[column])
