"""What is written opens in the programs it was written for, and is the same whenever the values are."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdf
import pytest
from bs4 import BeautifulSoup
from docx.shared import Mm
from pptx.enum.shapes import MSO_SHAPE_TYPE

from storyapp.formats.errors import FormatUnavailable
from storyapp.formats.registry import FORMATS, available, write
from storyapp.formats.slide_lines import MOST_LINES, TABLE_LETTERS, shares, slides_of
from storyapp.formats.write_csv import safe_cell, tables_as_csv
from storyapp.formats.write_html import body_html
from storyapp.rules.report import BulletList, Decision, Note, Paragraph, Quote
from tests.formats.samples import a_report, a_report_of, a_table

ROOT = Path(__file__).parents[2]
HAS_PDF = any(one.name == "pdf" for one in available())
PAINFUL = "=1+1\x00\x0b <b>&amp;</b> \ud800 «ё» 🙂\r\nend"
BOLD_LETTER, EDGES = 2.4, 4  # millimetres, in the widest font that may stand in
needs_pdf = pytest.mark.skipif(not HAS_PDF, reason="WeasyPrint or Pango is not installed")


def has_impress():
    office = shutil.which("soffice")
    return office is not None and (Path(office).resolve().parent / "libsdlo.so").exists()


def convert_to_pdf(folder, name):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=90)


def sums_in_a_process_of_its_own(seed):
    script = (
        "import hashlib\n"
        "from storyapp.formats.registry import available, write\n"
        "from tests.formats.samples import a_report\n"
        "for one in available():\n"
        "    print(one.name, hashlib.sha256(write(a_report('ru'), one.name)).hexdigest())\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout


def test_the_same_values_give_the_same_bytes_in_every_format():
    assert sums_in_a_process_of_its_own("1") == sums_in_a_process_of_its_own("2")


def test_the_list_of_formats_loads_none_of_the_heavy_libraries():
    script = (
        "import sys, storyapp.formats.registry as r; r.available(); "
        "print([m for m in ('docx', 'pptx', 'weasyprint', 'xlsxwriter', 'openpyxl', 'lxml') if m in sys.modules])"
    )

    process = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert process.stdout.strip() == "[]"


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(FormatUnavailable) as refused:
        write(a_report(), "odt")

    assert (refused.value.code, refused.value.facts) == ("format.unknown", {"name": "odt"})


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_painful_text_breaks_no_format(name):
    if name == "pdf" and not HAS_PDF:
        pytest.skip("WeasyPrint or Pango is not installed")
    blocks = (
        Paragraph(text=PAINFUL),
        BulletList(items=(PAINFUL,), numbered=True),
        Note(text=PAINFUL),
        Quote(text=PAINFUL, source=PAINFUL, mark=PAINFUL, language="en"),
        Decision(
            title=PAINFUL, chosen=PAINFUL, reasons=(PAINFUL,), facts=((PAINFUL, PAINFUL),), link="javascript:alert(1)"
        ),
        a_table((PAINFUL, 1), caption=PAINFUL, head=(PAINFUL, PAINFUL), note=PAINFUL),
        a_table(code="empty"),
    )

    assert write(a_report_of(*blocks, title=PAINFUL, audience=PAINFUL, made_of=((PAINFUL, PAINFUL),)), name)


def test_word_finds_headings_tables_and_the_language():
    document = docx.Document(io.BytesIO(write(a_report("ru"), "docx")))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    heads = [table for table in document.tables if "w:tblHeader" in table._tbl.xml]

    assert {"Title", "Heading 1", "Heading 2", "Quote", "Caption", "toc 1"} <= styles
    assert [cell.text for cell in heads[0].rows[0].cells] == ["Возраст", "Рассказали", "Ждали", "Доля"]
    assert [cell.text for cell in heads[0].rows[4].cells] == ["18–23", "меньше 5", "15", "–"]
    assert document.core_properties.language == "ru-RU"
    assert document.core_properties.created.isoformat().startswith("2026-06-12")
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


def test_word_names_tables_and_figures_with_their_numbers():
    document = docx.Document(io.BytesIO(write(a_report("en"), "docx")))
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]

    assert captions[:3] == [
        "Table 1. Who told and who is missing",
        "Figure 1. What the stories are about",
        "Figure 2. Three themes over the periods",
    ]


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(write(a_report("en"), "xlsx")))
    left_out = book["Table 3 What was left out and w"]

    assert book.sheetnames[0] == "Overview"
    assert len(book.sheetnames) == 8
    assert (left_out["A4"].value, left_out["A4"].data_type) == ("=1+1", "s")
    assert left_out.freeze_panes == "A3"
    assert book["Table 2 Cost of a social result"]["B3"].value == 1284500


def test_a_row_of_a_workbook_is_as_high_as_its_wrapped_words():
    table = a_table(("A long sentence. " * 12, 1), ("Short", 2), head=("What", "Both better and worse"))

    sheet = openpyxl.load_workbook(io.BytesIO(write(a_report_of(table), "xlsx"))).worksheets[1]

    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights == [45, 60, None]


def test_no_word_of_a_head_is_broken_in_word():
    table = a_table(("Из них сначала подсказал языковой модуль", 75), head=("Кто решил", "Подтверждено"))

    grid = docx.Document(io.BytesIO(write(a_report_of(table, language="ru"), "docx"))).tables[-1]

    assert grid.columns[1].width > Mm(len("Подтверждено") * BOLD_LETTER + EDGES)


def test_tables_whose_names_begin_alike_get_sheets_of_their_own():
    tables = [a_table((n, n), code=f"t{n}", caption="[A very long] caption: which begins alike") for n in range(3)]

    book = openpyxl.load_workbook(io.BytesIO(write(a_report_of(*tables), "xlsx")))

    assert len({name.casefold() for name in book.sheetnames}) == 4


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+7 900 000-00-00", "'+7 900 000-00-00"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\nx"),
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("x;=1+1;y", "x;'=1+1;y"),
        ("x; +cmd|1", "x; '+cmd|1"),
        ("x,@SUM(A1)", "x,'@SUM(A1)"),
        ("well ;-) fine", "well ;-) fine"),
        ("да, - сказал он", "да, - сказал он"),
        ("-5", "-5"),
        ("-5,5", "-5,5"),
        ("plain", "plain"),
        (-5, "-5"),
        (0.1, "0.1"),
        (Decimal("12.50"), "12.50"),
        (None, ""),
    ],
)
def test_no_cell_of_a_csv_is_a_formula(cell, written):
    assert safe_cell(cell) == written


def test_csv_is_one_long_sheet_that_russian_excel_opens():
    data = write(a_report("ru"), "csv")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))

    assert data.startswith("\ufeff".encode())
    assert rows[0] == ["Раздел", "Таблица", "Строка", "Начало строки", "Столбец", "Значение"]
    assert rows[4][3:] == ["10–13", "Доля", "0,7"]
    assert "'=1+1" in {row[5] for row in rows}


def test_each_table_can_be_had_as_its_own_csv():
    files = tables_as_csv(a_report("en"))

    assert list(files)[:2] == ["01-tellers.csv", "02-themes-t.csv"]
    assert files["01-tellers.csv"].decode("utf-8-sig").splitlines()[4] == "18–23,fewer than 5,15,"


def test_json_says_what_everything_is():
    held = json.loads(write(a_report("ru"), "json"))

    assert (held["type"], held["dated_on"], held["sections"][0]["blocks"][0]["type"]) == (
        "Report",
        "2026-06-12",
        "Paragraph",
    )


@needs_pdf
def test_pdf_is_tagged_and_speaks_its_language():
    reader = pypdf.PdfReader(io.BytesIO(write(a_report("ru"), "pdf")))
    root = reader.trailer["/Root"]
    text = "".join(page.extract_text() for page in reader.pages)

    assert root["/Lang"] == "ru"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Что изменилось за весну"
    assert "Особое мнение" in text
    assert "Для кого: донор и попечительский совет" in text


@needs_pdf
def test_pdf_brings_its_own_fonts_only():
    reader = pypdf.PdfReader(io.BytesIO(write(a_report("en"), "pdf")))
    fonts = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}

    assert {font.partition("+")[2].split("-")[0] for font in fonts} <= {"story", "DejaVu"}


def a_page(language="en"):
    return BeautifulSoup(write(a_report(language), "html"), "html.parser")


def test_a_page_has_one_heading_its_language_and_unique_ids():
    page = a_page("ru")
    ids = [element["id"] for element in page.find_all(id=True)]

    assert page.html["lang"] == "ru"
    assert [h1.text for h1 in page.find_all("h1")] == ["Что изменилось за весну"]
    assert len(ids) == len(set(ids))
    assert {link["href"].removeprefix("#") for link in page.select("nav a")} <= set(ids)


def test_every_figure_of_a_page_has_words_and_a_twin():
    figures = a_page().select("figure.picture")

    assert len(figures) == 4
    assert all(
        figure.svg.title.text and figure.svg.desc.text and figure.select_one("details table") for figure in figures
    )


def test_a_page_asks_for_nothing_from_elsewhere():
    text = write(a_report(), "html").decode().replace("http://www.w3.org/2000/svg", "")

    assert "http" not in text.replace("http-equiv", "")
    assert "<script" not in text


def test_the_body_for_the_app_has_no_styles_and_leads_to_what_was_counted():
    body = body_html(a_report())

    assert " style=" not in body
    assert "<style" not in body
    assert "<h1" not in body
    assert 'href="/stories?age=10-13"' in body
    assert 'href="/rounds/3/levels/2"' in body


def test_links_that_leave_the_app_are_not_made():
    body = body_html(
        a_report_of(a_table(("x", 1), row_links=("//evil.example",)), Decision(title="t", link="javascript:x"))
    )

    assert "evil" not in body
    assert "javascript" not in body


def test_words_of_people_are_not_translated_by_browsers():
    page = BeautifulSoup(body_html(a_report("ru")), "html.parser")

    assert page.blockquote["translate"] == "no"
    assert page.select_one(".decision cite")["translate"] == "no"
    assert page.find("th", string="Новый класс")["translate"] == "no"


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_archives_bear_one_time(name):
    members = zipfile.ZipFile(io.BytesIO(write(a_report(), name))).infolist()

    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def shapes_of(deck):
    return [shape for slide in deck.slides for shape in slide.shapes]


def test_every_slide_has_a_title_and_its_language():
    deck = pptx.Presentation(io.BytesIO(write(a_report("ru"), "pptx")))
    spoken = {
        run._r.rPr.get("lang")
        for one in shapes_of(deck)
        if one.has_text_frame
        for p in one.text_frame.paragraphs
        for run in p.runs
    }

    assert all(slide.shapes.title.text for slide in deck.slides)
    assert deck.slides[0].shapes.title.text == "Что изменилось за весну"
    assert spoken == {"ru-RU"}
    assert deck.core_properties.language == "ru-RU"


def test_pictures_and_tables_on_slides_have_words_for_those_who_do_not_see_them():
    deck = pptx.Presentation(io.BytesIO(write(a_report("en"), "pptx")))
    drawn = [one for one in shapes_of(deck) if one.shape_type in (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.TABLE)]

    assert len(drawn) == 11
    assert all(one._element.xpath(".//p:cNvPr/@descr") for one in drawn)


def test_dissent_stands_on_the_slide_of_the_choice():
    deck = pptx.Presentation(io.BytesIO(write(a_report("en"), "pptx")))
    texts = ["\n".join(one.text_frame.text for one in slide.shapes if one.has_text_frame) for slide in deck.slides]
    chosen = next(text for text in texts if "Chosen: Now I call first" in text)

    assert "Dissent" in chosen
    assert "that change is harder" in chosen


def test_a_dissent_that_goes_over_to_the_next_slide_names_the_choice_again():
    long = "Every reason is told in whole sentences and takes its place on the slide. " * 9
    choice = Decision(title="Round", chosen="Now I call first", reasons=(long,), dissent=(long,))

    slides = list(slides_of(a_report_of(Paragraph(text="Before."), choice)))

    assert [one.lines[0].text for one in slides] == ["Before.", "Round", "Round"]
    assert all("Now I call first" in one.lines[1].text for one in slides[1:])
    assert [line.text for line in slides[2].lines][2] == "Dissent"


def test_no_word_of_a_table_is_broken_where_there_is_room():
    head = ("Intended result", "Supporting", "Mixed", "Contradicting", "Silent")
    rows = [head, ("A young person has an adult whom they trust at any hour", "10", "0", "fewer than 10", "not shown")]

    parts = shares(rows)

    assert (
        min(part * TABLE_LETTERS - len(max(title.split(), key=len)) for part, title in zip(parts, head, strict=True))
        > 3
    )


def test_nothing_is_left_out_of_slides_and_no_slide_is_too_full():
    sentence = "Every word of this sentence has to stand somewhere on one of the slides. "
    blocks = (Paragraph(text=sentence * 60), BulletList(items=tuple(f"{n} {sentence}" for n in range(30))))

    slides = list(slides_of(a_report_of(*blocks, a_table(*((f"{n} {sentence * 4}", n) for n in range(20))))))

    said = " ".join(line.text for one in slides for line in one.lines)
    assert said.count("Every word of this sentence") == 90
    assert max(sum(line.height for line in one.lines) for one in slides) <= MOST_LINES
    assert [len(one.table.rows) for one in slides if one.table] == [3] * 6 + [2]


@pytest.mark.office
@pytest.mark.skipif(not has_impress(), reason="needs LibreOffice Impress")
def test_impress_opens_the_slides(tmp_path):
    (tmp_path / "report.pptx").write_bytes(write(a_report("ru"), "pptx"))

    convert_to_pdf(tmp_path, "report.pptx")

    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "report.pdf").pages)
    assert "Что изменилось за весну" in text
    assert "Особое мнение" in text


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_libreoffice_opens_what_was_written(name, tmp_path):
    (tmp_path / f"report.{name}").write_bytes(write(a_report("ru"), name))

    convert_to_pdf(tmp_path, f"report.{name}")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "report.pdf").pages)

    assert "Что изменилось за весну" in text
    assert "=1+1" in text
