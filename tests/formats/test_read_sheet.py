"""Sheets as people have them: odd encodings, torn rows, repeated headers, and files that are no sheets."""

import io
import time
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyapp.formats.errors import SheetUnreadable
from storyapp.formats.read_sheet import LARGEST, read_sheet, unique_headers

SHARED = Path(__file__).parents[3] / "shared" / "data"
RUSSIAN = "Имя;История;Возраст\nКит;Раньше я ждал, пока позовут;15\n"


def warned(sheet):
    return {warning.code: warning.facts for warning in sheet.warnings}


def a_workbook(*rows, extra=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title in extra:
        book.create_sheet(title)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_russian_text_is_read_in_any_encoding(encoding):
    sheet = read_sheet(RUSSIAN.encode(encoding), "stories.csv")

    assert sheet.headers == ("Имя", "История", "Возраст")
    assert sheet.rows == (("Кит", "Раньше я ждал, пока позовут", "15"),)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_beside_quoted_line_ends_and_commas(separator):
    story = '"First, this;\nthen that | and ""more"""'
    text = "\n".join(
        separator.join(row) for row in [("title", "story", "age"), ("One", story, "12"), ("Two", story, "13")]
    )

    sheet = read_sheet(text.encode(), "x.csv")

    assert sheet.separator == separator
    assert sheet.rows[0] == ("One", 'First, this;\nthen that | and "more"', "12")


def test_excel_may_name_the_separator_itself():
    sheet = read_sheet(b"sep=|\na|b, c\n1|2, 3\n", "x.csv")

    assert (sheet.headers, sheet.rows) == (("a", "b, c"), (("1", "2, 3"),))


def test_lines_of_plain_text_stay_whole():
    sheet = read_sheet(b"story\nWe met, talked; and ate.\nAll, of, us.\nIt rained\n", "x.txt")

    assert sheet.rows == (("We met, talked; and ate.",), ("All, of, us.",), ("It rained",))


def test_what_the_person_says_wins_over_the_guess():
    sheet = read_sheet("а,б;в\n1,2;3\n".encode("cp1251"), "x.csv", encoding="windows-1251", separator=",")

    assert sheet.headers == ("а", "б;в")


def test_repeated_and_empty_headers_become_names():
    assert unique_headers(["Age", "Age", "", "Age (2)", " Long \n name "]) == (
        "Age",
        "Age (3)",
        "C",
        "Age (2)",
        "Long name",
    )


def test_a_header_of_seven_hundred_characters_stays_whole():
    sheet = read_sheet(f"{'я' * 700};b;c\n1;2;3\n".encode(), "x.csv")

    assert sheet.headers[0] == "я" * 700


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ("g/name,h/name,name,name", ("g/name", "h/name", "name", "name (2)")),
        ("g/name/name,g/name/name,g/name", ("g/name/name", "g/name/name (2)", "g/name")),
    ],
    ids=["in two groups", "twice in one group"],
)
def test_one_name_in_several_groups_stays_apart(head, headers):
    values = tuple("1234"[: len(headers)])

    sheet = read_sheet(f"{head}\n{','.join(values)}\n".encode(), "kobo.csv")

    assert (sheet.headers, sheet.rows) == (headers, (values,))


def test_a_formula_is_never_read_as_words():
    book = openpyxl.Workbook()
    for row in (["Story", "Age", "Sum"], ["We spoke.", 14, "=B2+1"], ['=HYPERLINK("http://x")', 15, "=1+1"]):
        book.active.append(row)

    sheet = read_sheet(saved(book), "kobo.xlsx")

    assert sheet.rows == (("We spoke.", "14", ""), ("", "15", ""))


def test_remarks_above_and_below_the_head_are_passed_over():
    sheet = read_sheet(b"; a remark,,\n,,\nTitle,Story,Age\n; another,,\nOne,Text,12\n", "x.csv")

    assert sheet.headers == ("Title", "Story", "Age")
    assert sheet.rows == (("One", "Text", "12"),)
    assert warned(sheet)["sheet.lines-above"] == {"count": 1}
    assert warned(sheet)["sheet.comments"] == {"count": 1, "rows": "4"}


def test_a_remark_in_a_sheet_of_semicolons_is_passed_over_too():
    sheet = read_sheet(b"; a remark\nTitle;Story;Age\nOne;Text;12\n", "x.csv")

    assert sheet.headers == ("Title", "Story", "Age")


def test_torn_and_overlong_rows_are_mended_and_named():
    sheet = read_sheet(b"a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n1", "x.csv")

    assert sheet.rows == (("1", "2", "3"), ("1", "2", "3"), ("1", "2", "3"), ("1", "", ""))
    assert warned(sheet)["sheet.long-rows"] == {"count": 1, "rows": "3"}
    assert warned(sheet)["sheet.short-rows"] == {"count": 1, "rows": "5"}


def test_noughts_and_blank_lines_leave_no_trace():
    sheet = read_sheet(b"a,b\n\n1,x\0y\n , \n", "x.csv")

    assert sheet.rows == (("1", "xy"),)


def test_reading_stops_at_the_limit_and_says_so():
    sheet = read_sheet(b"a,b\n" + b"1,2\n" * 50, "x.csv", max_rows=20)

    assert len(sheet.rows) == 20
    assert warned(sheet)["sheet.more-rows"] == {"limit": 20}


def test_a_workbook_gives_what_excel_shows():
    rows = [
        ("Имя", "Когда", "Возраст", None),
        ("=1+1", datetime(2024, 5, 1), 15.0, None),
        (None, datetime(2024, 5, 1, 9, 30), 15.5, None),
    ]

    sheet = read_sheet(a_workbook(*rows, extra=("Ещё",)), "x.xlsx")

    assert sheet.headers == ("Имя", "Когда", "Возраст")
    assert sheet.rows == (("", "2024-05-01", "15"), ("", "2024-05-01 09:30", "15.5"))
    assert warned(sheet)["sheet.other-sheets"] == {"names": "Ещё"}


def test_merged_cells_leave_their_rows_whole():
    book = openpyxl.Workbook()
    for row in (("Story", "Age"), ("We painted the fence.", 14), (None, 15)):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)

    sheet = read_sheet(out.getvalue(), "x.xlsx")

    assert sheet.rows == (("We painted the fence.", "14"), ("", "15"))


def test_an_empty_sheet_before_the_table_is_passed_over():
    book = openpyxl.Workbook()
    told = book.create_sheet("Told")
    told.append(("Story",))
    told.append(("We painted the fence.",))
    out = io.BytesIO()
    book.save(out)

    sheet = read_sheet(out.getvalue(), "x.xlsx")

    assert (sheet.headers, sheet.rows) == (("Story",), (("We painted the fence.",),))


def a_zip(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


BOMB = a_zip(xl__workbook_xml=b"x", **{f"xl__worksheets__{n}_xml": b"0" * (64 * 1024 * 1024) for n in range(5)})
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.csv", "sheet.empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "x.csv", "sheet.empty"),
        (b"\0\0\0", "x.csv", "sheet.empty"),
        (b"a" * (LARGEST + 1), "x.csv", "sheet.too-large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "x.xls", "sheet.old-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", "sheet.encrypted"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "x.xls", "sheet.not-a-sheet"),
        (b"%PDF-1.7", "x.csv", "sheet.not-a-sheet"),
        (b"PK\x03\x04 torn", "x.xlsx", "sheet.broken"),
        (a_zip(word__document_xml=b"x"), "x.docx", "sheet.not-a-sheet"),
        (a_zip(word__document_xml=b"x"), "x.xlsx", "sheet.not-a-sheet"),
        (a_zip(xl__workbook_xml=ENTITY), "x.xlsx", "sheet.broken"),
        (a_workbook(), "x.xlsx", "sheet.empty"),
        (BOMB, "x.xlsx", "sheet.too-large"),
        (b'a,b\n1,"' + b"x" * 1_100_000, "x.csv", "sheet.broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sheet_is_refused_with_a_reason(data, name, code):
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(data, name)

    assert refused.value.code == code


def test_an_encoding_that_nobody_knows_is_refused():
    with pytest.raises(SheetUnreadable, match="unknown-encoding"):
        read_sheet(b"a,b\n", "x.csv", encoding="klingon")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_kindly(data):
    try:
        sheet = read_sheet(data, "x.csv")
    except SheetUnreadable:
        return
    assert all(len(row) == len(sheet.headers) for row in sheet.rows)


@pytest.mark.parametrize(
    ("name", "columns", "rows", "separator"),
    [
        ("stories/happydb_claff_train_labeled_10k.csv", 12, 10_560, ","),
        ("stories/narrafirma_example_stories.csv", 36, 80, ","),
        ("forms/kobo_shape_synthetic_400.csv", 124, 400, ";"),
    ],
)
def test_real_exports_are_read_whole_and_soon(name, columns, rows, separator):
    if not (SHARED / name).exists():
        pytest.skip("the shared data are not here")
    data = (SHARED / name).read_bytes()

    began = time.perf_counter()
    sheet = read_sheet(data, name)

    assert time.perf_counter() - began < 1.5
    assert (len(sheet.headers), len(sheet.rows), sheet.separator) == (columns, rows, separator)
    assert len(set(sheet.headers)) == columns
