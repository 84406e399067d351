"""What stands on slides: a report cut into slides that are read from the back of a room. No word is left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import ceil

from storyapp.formats.labels import label
from storyapp.formats.printed import printable, printed_cell
from storyapp.rules.report import Block, BulletList, Decision, Figure, Note, Paragraph, Quote, Report, Table, walk

LETTERS = 88  # on a line of a slide
MOST_LINES = 13
TABLE_LETTERS = 90  # on a line that goes over the whole width of a table
TABLE_HEIGHT, TABLE_LINE, TABLE_EDGE = 118.0, 6.8, 3.2  # millimetres: of a table, a line in it, the edges of a row
WIDEST = 60  # letters that a column may ask for
BOLD, IN_CELL = 1.25, 3  # how much wider bold letters are; letters that the edges of a cell take
BETWEEN = 0.4  # of a line, after each paragraph
_SENTENCE = re.compile(r"(?<=[.!?…»”])\s+")


class Kind(Enum):
    """How a line of a slide looks."""

    TEXT = "text"
    BULLET = "bullet"
    HEAD = "head"
    QUOTE = "quote"
    SMALL = "small"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One paragraph of a slide; in the language of its words."""

    text: str
    kind: Kind = Kind.TEXT
    language: str = ""
    under: tuple["Line", ...] = ()  # said again where a slide begins with this line
    begins: bool = False  # a slide of its own

    @property
    def height(self) -> float:
        """Return how many lines it takes."""
        letters = LETTERS * 1.3 if self.kind is Kind.SMALL else LETTERS
        return sum(max(1, ceil(len(part) / letters)) for part in self.text.split("\n")) + BETWEEN


@dataclass(frozen=True, kw_only=True)
class Slide:
    """A slide: lines, or a table, or a picture under its title."""

    title: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    figure: Figure | None = None


def slides_of(report: Report) -> Iterator[Slide]:
    """Yield every slide after the first, in reading order."""
    for place in walk(report):
        title = printable(place.section.title)
        waiting: list[Line] = []
        for block in place.section.blocks:
            if isinstance(block, Table | Figure):
                yield from _filled(title, waiting)
                waiting = []
                yield from (
                    _tables(block, report.language) if isinstance(block, Table) else _figure(block, report.language)
                )
            else:
                waiting += _lines(block, report.language)
        yield from _filled(title, waiting)


def _lines(block: Block, language: str) -> list[Line]:
    match block:
        case Paragraph():
            return [Line(text=part) for part in _parts(block.text)]
        case BulletList():
            items = enumerate(map(printable, block.items), start=1)
            return [Line(text=f"{n}. {item}" if block.numbered else item, kind=Kind.BULLET) for n, item in items]
        case Note():
            name = block.title or label("warning" if block.is_warning else "note", language)
            return [Line(text=printable(name), kind=Kind.HEAD), *(Line(text=part) for part in _parts(block.text))]
        case Quote():
            said = [Line(text=part, kind=Kind.QUOTE, language=block.language) for part in _parts(block.text)]
            source = " · ".join(filter(None, (printable(block.source), printable(block.mark))))
            return [*said, *([Line(text=source, kind=Kind.SMALL)] if source else [])]
        case Decision():
            return _decision(block, language)
    return []


def _decision(block: Decision, language: str) -> list[Line]:
    chosen = f"{label('chosen', language)}: {block.chosen}" if block.chosen else label("none_chosen", language)
    # Dissent stands beside the choice wherever the choice stands: what goes over to the next slide names it again.
    again = (Line(text=printable(block.title), kind=Kind.HEAD), Line(text=printable(chosen)))
    lines: list[Line] = []
    for name, texts in (("reasons", block.reasons), ("dissent", block.dissent)):
        if texts:
            lines.append(Line(text=label(name, language), kind=Kind.HEAD))
        lines += [Line(text=printable(text), kind=Kind.BULLET) for text in texts]
    lines += [Line(text=printable(f"{term}: {value}"), kind=Kind.SMALL) for term, value in block.facts]
    return [replace(again[0], begins=True), again[1], *(replace(line, under=again) for line in lines)]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in printable(text).split("\n\n") if part.strip()]


def _filled(title: str, lines: Iterable[Line]) -> Iterator[Slide]:
    """Fill slides one after another; a heading never stands last."""
    page: list[Line] = []
    for line in (piece for one in lines for piece in _pieces(one)):
        if page and (line.begins or sum(one.height for one in page) + line.height > MOST_LINES):
            last = [page.pop()] if page[-1].kind is Kind.HEAD and len(page) > 1 and not line.begins else []
            yield Slide(title=title, lines=tuple(page))
            page = [*line.under, *last]
        page.append(line)
    if page:
        yield Slide(title=title, lines=tuple(page))


def _pieces(line: Line) -> Iterator[Line]:
    """Part what is longer than a slide, between sentences where there are any."""
    most = LETTERS * (MOST_LINES - 1)
    if line.height <= MOST_LINES:
        yield line
        return
    piece = ""
    for sentence in _SENTENCE.split(" ".join(line.text.split())):
        for part in (sentence[n : n + most] for n in range(0, len(sentence), most)):
            if piece and len(piece) + 1 + len(part) > most:
                yield replace(line, text=piece)
                piece = ""
            piece = f"{piece} {part}".strip()
    yield replace(line, text=piece)


def _tables(table: Table, language: str) -> Iterator[Slide]:
    """Part a table where its rows no longer fit; every part has the head."""
    printed = printed_rows(table, language)
    parts = shares(printed)
    height, start, filled = _height(printed[0], parts), 0, _height(printed[0], parts)
    for n, row in enumerate(printed[1:]):
        more = _height(row, parts)
        if filled + more > TABLE_HEIGHT and n > start:
            yield _part(table, start, n)
            start, filled = n, height
        filled += more
    yield _part(table, start, len(table.rows))


def _part(table: Table, start: int, end: int) -> Slide:
    return Slide(title=printable(table.caption), table=replace(table, rows=table.rows[start:end], row_links=()))


def printed_rows(table: Table, language: str) -> list[list[str]]:
    """Return the head and the rows of a table as they are printed."""
    rows = [[printed_cell(one, table.kind_of(n), language) for n, one in enumerate(row)] for row in table.rows]
    return [[printable(one) for one in table.head], *rows]


def shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """Share the width so that no word is broken where there is room; what is left goes to longer texts."""
    words, wishes = [], []
    for head, *cells in zip(*rows, strict=True):
        word = max(BOLD * _longest_word([head]), _longest_word(cells)) + IN_CELL
        words.append(word)
        wishes.append(max(0.0, min(max(map(len, [head, *cells])), WIDEST) - word))
    spare = max(0.0, TABLE_LETTERS - sum(words))
    parts = [
        word + (spare * wish / sum(wishes) if sum(wishes) else 0) for word, wish in zip(words, wishes, strict=True)
    ]
    return [part / sum(parts) for part in parts]


def _longest_word(texts: Sequence[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def _height(row: Sequence[str], parts: Sequence[float]) -> float:
    lines = (ceil(len(text) / max(1.0, part * TABLE_LETTERS - IN_CELL)) for text, part in zip(row, parts, strict=True))
    return max(1, *lines) * TABLE_LINE + TABLE_EDGE


def _figure(figure: Figure, language: str) -> Iterator[Slide]:
    yield Slide(title=printable(figure.caption), figure=figure, lines=(Line(text=printable(figure.reading)),))
    yield from _tables(figure.twin, language)
