"""Files made to harm whoever opens them: refused soon, in little memory, and never believed."""

import io
import struct
import time
import zipfile

import openpyxl
import pytest

from storyapp.formats.errors import SheetUnreadable
from storyapp.formats.read_qdc import read_codebook
from storyapp.formats.read_sheet import read_sheet
from storyapp.formats.read_xlsx import MOST_MEMBERS, MOST_OF_A_PART, MOST_UNPACKED
from storyapp.formats.write_xlsform import write as write_xlsform
from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.xlsform import Sheets

LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
BILLION = LAUGHS + b"]>"
STEAL = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = b"xl/worksheets/sheet1.xml"
SOON = 5  # seconds


def a_workbook(*, without: tuple[str, ...] = (), **parts: bytes) -> bytes:
    """Return a workbook of two cells in which some parts are others: `sheet`, `styles`, `workbook`, `theme`."""
    places = {
        "sheet": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml", "workbook": "xl/workbook.xml", "theme": "xl/theme/theme1.xml",
    }  # fmt: skip
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Story", "Age"])
    book.active.append(["I spoke in class.", 14])
    book.save(plain)
    out = io.BytesIO()
    others = {places[name]: content for name, content in parts.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, others.get(name, old.read(name)))
    return out.getvalue()


def refused(data: bytes) -> str:
    begun = time.perf_counter()
    with pytest.raises(SheetUnreadable) as why:
        read_sheet(data, "table.xlsx")
    assert time.perf_counter() - begun < SOON
    return why.value.code


def test_the_workbook_of_these_tests_is_read():
    assert read_sheet(a_workbook(), "table.xlsx").rows == (("I spoke in class.", "14"),)


@pytest.mark.parametrize("part", ["styles", "workbook", "theme"])
def test_a_part_that_says_little_and_is_huge_is_not_unpacked(part):
    assert refused(a_workbook(**{part: b" " * (MOST_OF_A_PART + 1)})) == "sheet.too-large"


def test_more_than_fits_is_not_unpacked():
    assert refused(a_workbook(sheet=b" " * (MOST_UNPACKED + 1))) == "sheet.too-large"


def test_more_members_than_any_workbook_has_are_not_opened():
    data = io.BytesIO(a_workbook())
    with zipfile.ZipFile(data, "a") as packed:
        for n in range(MOST_MEMBERS):
            packed.writestr(f"xl/media/{n}", b"")

    assert refused(data.getvalue()) == "sheet.too-large"


def test_a_size_that_lies_is_not_believed():
    rows = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (MAIN, b"<row><c><v>1</v></c></row>" * 2_000_000)
    data = bytearray(a_workbook(sheet=rows))
    lies = struct.pack("<L", 100)
    for head, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = data.index(SHEET, data.index(head)) - name_at
        while data[at : at + 4] != head:
            at = data.index(SHEET, at + name_at + 1) - name_at
        data[at + size_at : at + size_at + 4] = lies

    assert refused(bytes(data)) == "sheet.broken"


@pytest.mark.parametrize("entities", [BILLION, STEAL], ids=["a billion laughs", "a file of the machine"])
@pytest.mark.parametrize("part", ["sheet", "workbook", "styles"])
def test_no_entity_of_a_workbook_is_resolved(part, entities):
    words = b"<row><c t='inlineStr'><is><t>&j;</t></is></c><c t='inlineStr'><is><t>x</t></is></c></row>"
    bodies = {
        "sheet": b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (MAIN, words * 3),
        "workbook": b"<workbook %s>&j;</workbook>" % MAIN, "styles": b"<styleSheet %s>&j;</styleSheet>" % MAIN,
    }  # fmt: skip
    begun = time.perf_counter()

    try:
        said = str(read_sheet(a_workbook(**{part: entities + bodies[part]}), "table.xlsx"))
    except SheetUnreadable as why:
        said = why.code

    assert time.perf_counter() - begun < SOON
    assert "root:" not in said and "haha" not in said and len(said) < 10_000


@pytest.mark.parametrize("entities", [BILLION, STEAL], ids=["a billion laughs", "a file of the machine"])
def test_no_entity_of_a_codebook_is_resolved(entities):
    book = entities + b'<CodeBook><Codes><Code name="&j;"/></Codes></CodeBook>'

    with pytest.raises(RuleBroken, match=r"codebook\.unreadable"):
        read_codebook(book)


def test_a_codebook_nested_without_end_is_refused():
    book = b"<CodeBook><Codes>" + b'<Code name="a">' * 50_000 + b"</Code>" * 50_000 + b"</Codes></CodeBook>"

    with pytest.raises(RuleBroken, match="codebook"):
        read_codebook(book)


def test_no_cell_of_a_written_form_is_a_formula():
    row = {"type": "text", "name": "q1", "label": "=1+1", "label::English (en)": "@SUM(A1)"}

    data = write_xlsform(Sheets(survey=[row], choices=[], settings=[{"form_title": '=HYPERLINK("http://x")'}]))

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = b"".join(packed.read(name) for name in packed.namelist() if "worksheets" in name)
    assert b"<f>" not in sheets and b"<hyperlink" not in sheets
