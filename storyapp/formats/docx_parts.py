"""What Word needs beyond python-docx: styles, fields, bookmarks, borders, the language of the text."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

SANS, SERIF = "Calibri", "Cambria"
INK, MUTED, ACCENT = RGBColor(0x1F, 0x1D, 0x1A), RGBColor(0x5C, 0x57, 0x4F), RGBColor(0x0B, 0x5A, 0x7A)
_LOCALES = {"ru": "ru-RU", "en": "en-GB"}


def set_up(document: Document, language: str) -> None:
    """Set the page, the language and the styles; all else in the document uses them."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.gutter = 0
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    _set_language(document, language)
    _restyle(document, "Normal", font=SERIF, size=11, after=7, spacing=1.15)
    _restyle(document, "Title", font=SANS, size=26, bold=True, after=4, colour=INK)
    _restyle(document, "Subtitle", font=SANS, size=14, after=6, colour=MUTED)
    for level, size in ((1, 18), (2, 14), (3, 12), (4, 11)):
        style = _restyle(
            document, f"Heading {level}", font=SANS, size=size, bold=True, before=size * 1.3, after=6, colour=INK
        )
        style.paragraph_format.keep_with_next = True
    _restyle(
        document, "Caption", font=SANS, size=10, bold=True, before=12, after=4, colour=INK
    ).paragraph_format.keep_with_next = True
    quote = _restyle(document, "Quote", font=SERIF, size=12, italic=True, before=6, after=3, colour=INK)
    quote.paragraph_format.left_indent = Mm(8)
    _line_at_left(quote, "0B5A7A")
    source = _add_style(document, "Quote Source", font=SANS, size=9.5, after=10, colour=MUTED)
    source.paragraph_format.left_indent = Mm(8)
    _line_at_left(source, "0B5A7A")
    for level in (1, 2):
        # Word looks for its own styles of contents, by these names.
        line = _add_style(document, f"toc {level}", is_words_own=True, font=SANS, size=11, after=3)
        line.paragraph_format.left_indent = Mm(6 * (level - 1))
    _add_style(document, "Contents Title", font=SANS, size=14, bold=True, before=14, after=6)
    _add_style(document, "Table Text", font=SANS, size=9.5, before=2, after=2)
    _add_style(document, "Table Note", font=SANS, size=9, before=3, after=10, colour=MUTED)
    _add_style(document, "Reading", font=SANS, size=10.5, before=2, after=8)
    _add_style(document, "Box Title", font=SANS, size=11, bold=True, after=4)
    _add_style(document, "Box Text", font=SANS, size=10.5, after=3)
    _add_style(document, "Box Bullet", font=SANS, size=10.5, after=3).base_style = document.styles["List Bullet"]


def add_field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """Add a field that Word may renew, with the result it shows until then."""
    for kind, text in (("begin", None), (None, instruction), ("separate", None), ("result", result), ("end", None)):
        run = paragraph.add_run(text if kind == "result" else "")
        if kind in {"begin", "separate", "end"}:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)
        elif kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            run._r.append(code)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Open a field whose result spans several paragraphs."""
    add_field(paragraph, instruction, "")
    paragraph._p.remove(paragraph.runs[-1]._r)


def end_field(paragraph: Paragraph) -> None:
    """Close a field that `begin_field` opened."""
    char = OxmlElement("w:fldChar")
    char.set(qn("w:fldCharType"), "end")
    paragraph.add_run("")._r.append(char)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark a paragraph, so that the contents can lead to it."""
    for tag, position in (("w:bookmarkStart", 0), ("w:bookmarkEnd", None)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if position is None:
            paragraph._p.append(mark)
        else:
            mark.set(qn("w:name"), name)
            paragraph._p.insert(1, mark)


def add_link(paragraph: Paragraph, bookmark: str, text: str) -> None:
    """Add words that lead to a bookmark."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def describe_picture(paragraph: Paragraph, *, title: str, description: str) -> None:
    """Give the picture in a paragraph the words that a screen reader says."""
    for inline in paragraph._p.iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # without these LibreOffice moves the picture three millimetres
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("title", title)
        properties.set("descr", description)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell with a colour."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def set_borders(cell: _Cell, **edges: str) -> None:
    """Draw edges of a cell: `bottom="4 CFC8BB"` is half a point of that colour."""
    borders = OxmlElement("w:tcBorders")
    for edge in ("top", "left", "bottom", "right"):
        if edge in edges:
            size, colour = edges[edge].split()
            element = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
                element.set(qn(f"w:{name}"), value)
            borders.append(element)
    cell._tc.get_or_add_tcPr().append(borders)


def pad(cell: _Cell, millimetres: float) -> None:
    """Keep the words in a cell away from its edges."""
    margins = OxmlElement("w:tcMar")
    for edge in ("top", "left", "bottom", "right"):
        side = OxmlElement(f"w:{edge}")
        side.set(qn("w:w"), str(round(millimetres * 56.7)))
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    cell._tc.get_or_add_tcPr().append(margins)


def repeat_as_head(row: _Row) -> None:
    """Tell Word and screen readers that a row is the head of its table."""
    properties = row._tr.get_or_add_trPr()
    for tag in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(tag))


def keep_together(row: _Row) -> None:
    """Do not break a row over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def set_spoken_language(paragraph: Paragraph, language: str) -> None:
    """Mark the words of a paragraph as another language."""
    for run in paragraph.runs:
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), _LOCALES.get(language, language))
        run._r.get_or_add_rPr().append(spoken)


def _set_language(document: Document, language: str) -> None:
    locale = _LOCALES.get(language, language)
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), locale)
    document.core_properties.language = locale


def _restyle(document: Document, name: str, **look: Any) -> ParagraphStyle:
    return _dress(document.styles[name], **look)


def _add_style(document: Document, name: str, *, is_words_own: bool = False, **look: Any) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=is_words_own)
    style.base_style = document.styles["Normal"]
    return _dress(style, **look)


def _dress(
    style: ParagraphStyle,
    *,
    font: str,
    size: float,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    spacing: float | None = None,
    colour: RGBColor | None = None,
) -> ParagraphStyle:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    if colour is not None:
        style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # Theme fonts would win over the named one.
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if spacing:
        shape.line_spacing = spacing
    _remove_all(style.element.get_or_add_pPr(), "w:pBdr")
    _remove_all(style.element.get_or_add_rPr(), "w:spacing", "w:kern")
    return style


def _remove_all(element: Any, *tags: str) -> None:
    for tag in tags:
        for child in element.findall(qn(tag)):
            element.remove(child)


def _line_at_left(style: ParagraphStyle, colour: str) -> None:
    properties = style.element.get_or_add_pPr()
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "10"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    # The schema wants borders before spacing and indents.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
