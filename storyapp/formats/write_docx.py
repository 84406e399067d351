"""A report as a Word document: real headings, contents, numbered tables, quotes and decisions set apart."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from storyapp.formats.docx_parts import (
    add_bookmark,
    add_field,
    add_link,
    begin_field,
    describe_picture,
    end_field,
    keep_together,
    pad,
    repeat_as_head,
    set_borders,
    set_spoken_language,
    set_up,
    shade,
)
from storyapp.formats.labels import label
from storyapp.formats.picture_png import png
from storyapp.formats.pictures import picture
from storyapp.formats.printed import printable, printed_cell, printed_date
from storyapp.formats.zipped import with_fixed_times
from storyapp.rules.report import (
    Block,
    BulletList,
    ColumnKind,
    Decision,
    Figure,
    Note,
    Paragraph,
    Place,
    Quote,
    Report,
    Table,
    numbering,
    walk,
)

TEXT_WIDTH = Mm(165)
LINE = 84  # characters of a table's text on one line of the page
BOLD = 1.25  # how much wider bold letters are
BETWEEN = 3  # characters that the edges of a cell take
LONGEST_BOX = 900  # characters of a decision that stays on one page
_NUMBERS = {ColumnKind.NUMBER, ColumnKind.SHARE, ColumnKind.MONEY}
_EARLIEST = datetime(2000, 1, 1)


def write(report: Report) -> bytes:
    """Write a report as DOCX; the file bears the date of the report, not of the writing."""
    document = docx.Document()
    set_up(document, report.language)
    _set_properties(document, report)
    _write_front(document, report)
    if not report.is_handout:
        _write_contents(document, report)
    writer = _Writer(document, report.language, numbering(report))
    for n, place in enumerate(walk(report), start=1):
        _write_heading(document, place, n, is_numbered=not report.is_handout)
        for block in place.section.blocks:
            writer.write(block)
    if report.made_of:
        document.add_heading(label("made_of", report.language), level=1)
        for term, value in report.made_of:
            document.add_paragraph(printable(f"{term}: {value}"), style="Table Text")
    out = io.BytesIO()
    document.save(out)
    return with_fixed_times(out.getvalue())


def _set_properties(document: Document, report: Report) -> None:
    day = report.dated_on
    created = datetime(day.year, day.month, day.day) if day else _EARLIEST
    about = document.core_properties
    # Word keeps at most 255 characters of each.
    about.title, about.subject = printable(report.title)[:255], printable(report.subtitle)[:255]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = created
    about.revision = 1


def _write_front(document: Document, report: Report) -> None:
    document.add_paragraph(printable(report.title), style="Title")
    if report.subtitle:
        document.add_paragraph(printable(report.subtitle), style="Subtitle")
    dated = (
        [(label("dated", report.language), printed_date(report.dated_on, report.language))] if report.dated_on else []
    )
    audience = [(label("made_for", report.language), report.audience)] if report.audience else []
    _write_pairs(document, [*dated, *audience, *report.facts])
    foot = document.sections[0].footer.paragraphs[0]
    foot.style = document.styles["Table Note"]
    if report.audience:
        foot.add_run(f"{label('made_for', report.language)}: {printable(report.audience)} · ")
    foot.add_run(f"{label('page', report.language)} ")
    add_field(foot, "PAGE", "1")


def _write_pairs(document: Document, pairs: list[tuple[str, str]]) -> None:
    if not pairs:
        return
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (Mm(45), TEXT_WIDTH - Mm(45)), strict=True):
        column.width = width
    for term, value in pairs:
        cells = table.add_row().cells
        for cell, text in zip(cells, (term, value), strict=True):
            cell.paragraphs[0].style = document.styles["Table Text"]
            cell.paragraphs[0].add_run(printable(text))
            set_borders(cell, bottom="4 CFC8BB")


def _write_contents(document: Document, report: Report) -> None:
    document.add_paragraph(label("contents", report.language), style="Contents Title")
    lines = [(n, place) for n, place in enumerate(walk(report), start=1) if place.level <= 2]
    for n, place in lines:
        line = document.add_paragraph(style=f"toc {place.level}")
        if (n, place) == lines[0]:
            # \n leaves page numbers out: nobody knows them before Word has set the pages.
            begin_field(line, r'TOC \o "1-2" \h \n \z \u')
        add_link(line, f"section_{n}", printable(f"{place.number} {place.section.title}"))
        if (n, place) == lines[-1]:
            end_field(line)


def _widths(table: Table, language: str) -> list[int]:
    """Share the width of the page so that no word is broken; what is left goes to columns with longer texts."""
    columns = range(len(table.head))
    cells = [[printed_cell(row[n], table.kind_of(n), language) for row in table.rows] for n in columns]
    wishes = [min(max((len(cell) for cell in cells[n]), default=0) + BETWEEN, 40) for n in columns]
    words = [max(ceil(_longest_word([table.head[n]]) * BOLD), _longest_word(cells[n])) + BETWEEN for n in columns]
    whole = [max(words[n], wishes[n]) if table.kind_of(n) in _NUMBERS else words[n] for n in columns]
    needs = whole if sum(whole) <= LINE else words
    spare = max(0, LINE - sum(needs))
    more = [max(wish - need, 0) for wish, need in zip(wishes, needs, strict=True)]
    parts = [need + spare * extra / (sum(more) or 1) for need, extra in zip(needs, more, strict=True)]
    return [int(TEXT_WIDTH * part / sum(parts)) for part in parts]


def _longest_word(texts: Sequence[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def _write_heading(document: Document, place: Place, n: int, *, is_numbered: bool) -> None:
    title = f"{place.number} {place.section.title}" if is_numbered else place.section.title
    heading = document.add_heading(printable(title), level=min(place.level, 4))
    heading.paragraph_format.page_break_before = is_numbered and n == 1
    add_bookmark(heading, f"section_{n}", n)


class _Writer:
    """Writes blocks one after another; it knows the document, the language and the numbers."""

    def __init__(self, document: Document, language: str, numbers: Mapping[str, int]) -> None:
        self.document, self.language, self.numbers = document, language, numbers

    def write(self, block: Block) -> None:
        """Write one block."""
        kinds: Mapping[type, Callable[[Any], None]] = {
            Paragraph: self._paragraph,
            BulletList: self._list,
            Note: self._note,
            Quote: self._quote,
            Decision: self._decision,
            Table: self._table,
            Figure: self._figure,
        }
        kinds[type(block)](block)

    def _paragraph(self, block: Paragraph) -> None:
        for part in filter(str.strip, printable(block.text).split("\n\n")):
            self.document.add_paragraph(part.strip())

    def _list(self, block: BulletList) -> None:
        for n, item in enumerate(block.items, start=1):
            # Word goes on counting from one numbered list to the next, so numbers are written out.
            text = f"{n}. {printable(item)}" if block.numbered else printable(item)
            self.document.add_paragraph(text, style=None if block.numbered else "List Bullet")

    def _note(self, block: Note) -> None:
        cell = self._box("8A3B00" if block.is_warning else "CFC8BB")
        self._say(cell, block.title or label("warning" if block.is_warning else "note", self.language), "Box Title")
        self._say(cell, block.text)
        self._end_box(cell)

    def _quote(self, block: Quote) -> None:
        parts = [part for part in printable(block.text).split("\n\n") if part.strip()]
        for part in parts:
            words = self.document.add_paragraph(part.strip(), style="Quote")
            words.paragraph_format.keep_with_next = bool(block.source or block.mark)
            if block.language:
                set_spoken_language(words, block.language)
        source = " · ".join(filter(None, (printable(block.source), printable(block.mark))))
        if source:
            self.document.add_paragraph(source, style="Quote Source")

    def _decision(self, block: Decision) -> None:
        length = sum(len(text) for text in (*block.reasons, *block.dissent, *(f"{a}{b}" for a, b in block.facts)))
        cell = self._box("0B5A7A", is_short=length <= LONGEST_BOX)
        self._say(cell, block.title, "Box Title")
        chosen = (
            f"{label('chosen', self.language)}: {block.chosen}" if block.chosen else label("none_chosen", self.language)
        )
        self._say(cell, chosen).runs[0].bold = True
        for name, texts in (("reasons", block.reasons), ("dissent", block.dissent)):
            if texts:
                self._say(cell, label(name, self.language), "Box Title")
            for text in texts:
                self._say(cell, text, "Box Bullet")
        for term, value in block.facts:
            self._say(cell, f"{term}: {value}")
        self._end_box(cell)

    def _table(self, block: Table) -> None:
        self._caption("table", block.code, block.caption)
        self._rows(block)

    def _figure(self, block: Figure) -> None:
        self._caption("figure", block.code, block.caption)
        image = png(picture(block, language=self.language, width=680))
        holder = self.document.add_paragraph()
        holder.paragraph_format.keep_with_next = True
        holder.add_run().add_picture(io.BytesIO(image), width=TEXT_WIDTH)
        describe_picture(holder, title=printable(block.caption), description=printable(block.reading))
        self.document.add_paragraph(printable(block.reading), style="Reading")
        self._rows(block.twin)

    def _caption(self, word: str, code: str, text: str) -> None:
        name = label(word, self.language)
        caption = self.document.add_paragraph(f"{name} ", style="Caption")
        add_field(caption, rf"SEQ {name} \* ARABIC", str(self.numbers[code]))
        caption.add_run(f". {printable(text)}")

    def _rows(self, block: Table) -> None:
        table = self.document.add_table(rows=1, cols=len(block.head))
        for column, width in enumerate(_widths(block, self.language)):
            table.columns[column].width = width
        for column, title in enumerate(block.head):
            self._cell(table.rows[0].cells[column], title, block.kind_of(column), is_head=True)
        repeat_as_head(table.rows[0])
        for row in block.rows:
            added = table.add_row()
            keep_together(added)
            cells = added.cells
            for column, value in enumerate(row):
                kind = block.kind_of(column)
                self._cell(cells[column], printed_cell(value, kind, self.language), kind, is_head=False)
        note = block.note or ("" if block.rows else label("nothing", self.language))
        self.document.add_paragraph(printable(note), style="Table Note")

    def _cell(self, cell: _Cell, text: str, kind: ColumnKind, *, is_head: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self.document.styles["Table Text"]
        paragraph.add_run(printable(text)).bold = is_head
        if kind in _NUMBERS:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = is_head
        set_borders(cell, bottom="12 1F1D1A" if is_head else "4 CFC8BB")

    def _box(self, colour: str, *, is_short: bool = True) -> _Cell:
        row = self.document.add_table(rows=1, cols=1).rows[0]
        if is_short:
            keep_together(row)
        cell = row.cells[0]
        edge = "4 CFC8BB"
        set_borders(cell, top=edge, left=f"24 {colour}", bottom=edge, right=edge)
        shade(cell, "F8F5EE")
        pad(cell, 3)
        return cell

    def _say(self, cell: _Cell, text: str, style: str = "Box Text") -> WordParagraph:
        return cell.add_paragraph(printable(text), style=style)

    def _end_box(self, cell: _Cell) -> None:
        # A cell is born with an empty paragraph; two boxes without a line between them would grow together.
        cell._tc.remove(cell.paragraphs[0]._p)
        self.document.add_paragraph("", style="Table Note")
