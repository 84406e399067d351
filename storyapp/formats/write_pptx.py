"""A report as slides that can be changed: PowerPoint and Impress open them, screen readers find titles and words for pictures."""

import io
from datetime import datetime
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Mm, Pt

from storyapp.formats.labels import label
from storyapp.formats.picture_png import png
from storyapp.formats.pictures import picture
from storyapp.formats.printed import printable, printed_date
from storyapp.formats.slide_lines import Kind, Line, Slide, printed_rows, shares, slides_of
from storyapp.formats.zipped import with_fixed_times
from storyapp.rules.report import ColumnKind, Figure, Report, Table

WIDTH, HEIGHT, EDGE = Mm(338.667), Mm(190.5), Mm(20)
TOP, BOTTOM = Mm(40), Mm(18)
INK, MUTED, ACCENT, PAPER = (RGBColor.from_string(one) for one in ("1F1D1A", "5C574F", "0B5A7A", "F8F5EE"))
COVER, WITH_TEXT, WITH_TITLE = 0, 1, 5  # layouts of the empty presentation that comes with the library
FONT = "Calibri"
LOCALES = {"ru": "ru-RU", "en": "en-GB"}
SIZES = {Kind.TEXT: 20, Kind.BULLET: 20, Kind.HEAD: 20, Kind.QUOTE: 22, Kind.SMALL: 15}
LONGEST_TITLE = 60  # letters at full size
_NUMBERS = {ColumnKind.NUMBER, ColumnKind.SHARE, ColumnKind.MONEY}


def write(report: Report) -> bytes:
    """Write a report as PPTX; the file bears the date of the report, not of the writing."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _set_properties(deck, report)
    writer = _Writer(deck, report.language)
    writer.cover(report)
    for slide in slides_of(report):
        writer.write(slide)
    if report.made_of:
        lines = tuple(Line(text=printable(f"{term}: {value}"), kind=Kind.SMALL) for term, value in report.made_of)
        writer.write(Slide(title=label("made_of", report.language), lines=lines))
    out = io.BytesIO()
    deck.save(out)
    return with_fixed_times(out.getvalue())


def _set_properties(deck: Presentation, report: Report) -> None:
    day = report.dated_on
    about = deck.core_properties
    about.title, about.subject = printable(report.title)[:255], printable(report.subtitle)[:255]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = datetime(day.year, day.month, day.day) if day else datetime(2000, 1, 1)
    about.language, about.revision = LOCALES.get(report.language, report.language), 1


class _Writer:
    """Writes one slide after another."""

    def __init__(self, deck: Presentation, language: str) -> None:
        self.deck, self.language = deck, language

    def cover(self, report: Report) -> None:
        """Write the first slide: what this is, for whom, of when."""
        slide = self._new(COVER, printable(report.title))
        _place(slide.shapes.title, top=Mm(45), height=Mm(50))
        self._title(slide, printable(report.title), size=44)
        dated = printed_date(report.dated_on, report.language) if report.dated_on else ""
        audience = f"{label('made_for', report.language)}: {report.audience}" if report.audience else ""
        body = slide.placeholders[1]
        _place(body, top=Mm(100), height=Mm(60))
        texts = [printable(text) for text in (report.subtitle, audience, dated) if text]
        self._fill(body.text_frame, tuple(Line(text=text) for text in texts) or (Line(text=" "),))

    def write(self, slide: Slide) -> None:
        """Write one slide."""
        if slide.table is not None:
            self._table(self._new(WITH_TITLE, slide.title), slide.table)
        elif slide.figure is not None:
            self._figure(slide, slide.figure)
        else:
            made = self._new(WITH_TEXT, slide.title)
            _place(made.placeholders[1], top=TOP, height=HEIGHT - TOP - BOTTOM)
            self._fill(made.placeholders[1].text_frame, slide.lines)

    def _new(self, layout: int, title: str) -> Any:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        _place(slide.shapes.title, top=Mm(12), height=Mm(24))
        self._title(slide, title, size=30 if len(title) <= LONGEST_TITLE else 22)
        return slide

    def _title(self, slide: Any, title: str, *, size: int) -> None:
        frame = slide.shapes.title.text_frame
        frame.text, frame.word_wrap, frame.vertical_anchor = " ".join(title.split()), True, MSO_ANCHOR.MIDDLE
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            self._dress(paragraph, size=size, bold=True, colour=ACCENT)

    def _fill(self, frame: TextFrame, lines: tuple[Line, ...]) -> None:
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.text = line.text.replace("\n", "\v")
            paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(8)
            _bullet(paragraph, is_shown=line.kind is Kind.BULLET)
            self._dress(
                paragraph, size=SIZES[line.kind], bold=line.kind is Kind.HEAD, italic=line.kind is Kind.QUOTE,
                colour=MUTED if line.kind is Kind.SMALL else INK, language=line.language,
            )  # fmt: skip

    def _table(self, slide: Any, table: Table) -> None:
        rows = printed_rows(table, self.language)
        frame = slide.shapes.add_table(len(rows), len(table.head), EDGE, TOP, WIDTH - 2 * EDGE, Mm(10) * len(rows))
        _describe(frame, title=table.caption, words=table.note or table.caption)
        for column, share in zip(frame.table.columns, shares(rows), strict=True):
            column.width = Emu(int((WIDTH - 2 * EDGE) * share))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                self._cell(frame.table.cell(y, x), text, is_head=y == 0, is_number=table.kind_of(x) in _NUMBERS)
        words = table.note or ("" if table.rows else label("nothing", self.language))
        if words:
            note = slide.shapes.add_textbox(EDGE, HEIGHT - BOTTOM - Mm(4), WIDTH - 2 * EDGE, Mm(10))
            self._fill(note.text_frame, (Line(text=printable(words), kind=Kind.SMALL),))

    def _cell(self, cell: Any, text: str, *, is_head: bool, is_number: bool) -> None:
        cell.text = text.replace("\n", "\v")
        cell.fill.solid()
        cell.fill.fore_color.rgb = ACCENT if is_head else PAPER
        cell.margin_top = cell.margin_bottom = Mm(1)
        for paragraph in cell.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
            white = RGBColor(0xFF, 0xFF, 0xFF)
            self._dress(paragraph, size=16, bold=is_head, colour=white if is_head else INK)

    def _figure(self, slide: Slide, figure: Figure) -> None:
        made = self._new(WITH_TEXT, slide.title)
        _place(made.placeholders[1], top=HEIGHT - Mm(42), height=Mm(30))
        self._fill(made.placeholders[1].text_frame, slide.lines)
        image = io.BytesIO(png(picture(figure, language=self.language, width=680)))
        shown = made.shapes.add_picture(image, EDGE, TOP)
        scale = min((WIDTH - 2 * EDGE) / shown.width, (HEIGHT - TOP - Mm(46)) / shown.height)
        shown.width, shown.height = Emu(int(shown.width * scale)), Emu(int(shown.height * scale))
        _describe(shown, title=figure.caption, words=figure.reading)

    def _dress(
        self, paragraph: _Paragraph, *, size: int, bold: bool = False, italic: bool = False, colour: RGBColor,
        language: str = "",
    ) -> None:  # fmt: skip
        spoken = language or self.language
        for run in paragraph.runs:
            font = run.font
            font.name, font.size, font.bold, font.italic, font.color.rgb = FONT, Pt(size), bold, italic, colour
            run._r.get_or_add_rPr().set("lang", LOCALES.get(spoken, spoken))


def _place(shape: Any, *, top: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = EDGE, top, WIDTH - 2 * EDGE, height


def _bullet(paragraph: _Paragraph, *, is_shown: bool) -> None:
    """Say outright whether a point stands before a line, and hang the line on it: layouts differ."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Mm(8) if is_shown else 0))
    properties.set("indent", str(-Mm(8) if is_shown else 0))
    name = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    mark = (
        properties.makeelement(f"{name}buChar", {"char": "•"}) if is_shown else properties.makeelement(f"{name}buNone")
    )
    properties.append(mark)


def _describe(shape: Any, *, title: str, words: str) -> None:
    """Give a picture or a table the words that a screen reader says."""
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("title", printable(title))
    about.set("descr", printable(words))
