"""A report as plain values: sections, tables, figures, quotes, decisions, in the reader's language."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeGuard

Cell = str | int | float | Decimal | None
Number = int | float | Decimal
Pairs = tuple[tuple[str, str], ...]  # label, value


class ColumnKind(Enum):
    """What a column holds; it decides how its cells are printed."""

    TEXT = "text"
    OWN_WORDS = "own words"  # written by people: never translated by a browser
    NUMBER = "number"
    SHARE = "share"  # 0.25 is printed as 25 %
    MONEY = "money"  # two decimals


class FigureKind(Enum):
    """How a figure is drawn."""

    BARS = "bars"
    STACKED = "stacked"
    TIMELINE = "timeline"
    HEAT = "heat"
    MAP = "map"  # short labels as dots: the first series across, the second upwards, each from 0 to 1


class Tone(Enum):
    """What a series means; a meaning keeps its colour and its shape in every figure."""

    PLAIN = "plain"
    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    NO_CHANGE = "no change"


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of running text."""

    text: str
    own_words: bool = False


@dataclass(frozen=True, kw_only=True)
class BulletList:
    """A list whose order carries no meaning, or a numbered one."""

    items: tuple[str, ...]
    numbered: bool = False
    own_words: bool = False


@dataclass(frozen=True, kw_only=True)
class Note:
    """A remark set apart; a warning is a remark that must not be missed."""

    text: str
    title: str = ""
    is_warning: bool = False


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words of a storyteller, who they are from, and the consent that lets them stand here."""

    text: str
    source: str = ""
    mark: str = ""
    language: str = ""  # of the words, when it is not the language of the report


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a panel chose: the story or `none`, every reason, every dissent, the numbers."""

    # MSC guide, step 5: reasons are kept with the choice.
    title: str
    chosen: str = ""
    reasons: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    facts: Pairs = ()
    link: str = ""  # where the ballots stand, for readers inside the app


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a head; `row_links` lead readers inside the app to what a row was counted from."""

    code: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    kinds: tuple[ColumnKind, ...] = ()
    note: str = ""
    row_links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.head:
            raise ValueError(f"table {self.code}: a table needs columns")
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"table {self.code}: a row is not as long as the head")
        if self.kinds and len(self.kinds) != len(self.head):
            raise ValueError(f"table {self.code}: every column needs its kind")
        if self.row_links and len(self.row_links) != len(self.rows):
            raise ValueError(f"table {self.code}: every row needs its link, empty or not")
        _refuse_endless(self.code, (cell for row in self.rows for cell in row))

    def kind_of(self, column: int) -> ColumnKind:
        """Tell what a column holds; without `kinds`, a column with numbers is one of numbers."""
        if self.kinds:
            return self.kinds[column]
        cells = [row[column] for row in self.rows]
        return ColumnKind.NUMBER if any(is_number(cell) for cell in cells) else ColumnKind.TEXT


@dataclass(frozen=True, kw_only=True)
class Series:
    """Values under the labels of a figure; None is a value that may not be shown."""

    name: str
    values: tuple[Number | None, ...]
    shown: tuple[str, ...] = ()  # printed instead of the values, for example "fewer than 5"
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture of numbers, its twin as a table, and one sentence that says the same in plain words."""

    code: str
    caption: str
    kind: FigureKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    twin: Table
    reading: str
    own_words: bool = False  # labels were written by people
    breaks: tuple[int, ...] = ()  # places after which a line stops: what follows cannot be compared with what was

    def __post_init__(self) -> None:
        if not self.labels or not self.series:
            raise ValueError(f"figure {self.code}: nothing to draw")
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"figure {self.code}: {series.name} needs a value for each label")
            if series.shown and len(series.shown) != len(self.labels):
                raise ValueError(f"figure {self.code}: {series.name} needs words for each label or for none")
            _refuse_endless(self.code, series.values)
        if any(not 0 <= place < len(self.labels) - 1 for place in self.breaks):
            raise ValueError(f"figure {self.code}: a line can only stop between two labels")
        if self.kind is not FigureKind.TIMELINE and any(v < 0 for s in self.series for v in s.values if v is not None):
            raise ValueError(f"figure {self.code}: a bar cannot be shorter than nothing")


Block = Paragraph | BulletList | Note | Quote | Decision | Table | Figure


@dataclass(frozen=True, kw_only=True)
class Section:
    """A chapter or a part of it."""

    code: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    own_words: bool = False  # the title was written by people


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole report; the same values give the same file, byte for byte."""

    title: str
    language: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    audience: str = ""  # whom it was made for, printed on every page
    facts: Pairs = ()
    made_of: Pairs = ()  # versions, seeds, the fingerprint of the data
    dated_on: date | None = None
    layout: str = ""  # "leaflet" or "newsletter": a page or two to hand out, without contents and numbers

    def __post_init__(self) -> None:
        codes = [place.section.code for place in walk(self)]
        codes += [block.code for block in blocks_of(self) if isinstance(block, Table | Figure)]
        codes += [block.twin.code for block in blocks_of(self) if isinstance(block, Figure)]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"codes used twice: {', '.join(repeated)}")

    @property
    def is_handout(self) -> bool:
        """Tell whether this is a page or two to hand out."""
        return bool(self.layout)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A section where it stands: number "2.1", level 2."""

    section: Section
    number: str
    level: int


@dataclass(frozen=True, kw_only=True)
class PlacedTable:
    """A table where it stands; the twin of a figure carries the figure's number."""

    table: Table
    number: int
    is_twin: bool
    place: Place


def walk(report: Report) -> Iterator[Place]:
    """Yield every section in reading order with its number."""
    yield from _walk(report.sections, prefix="", level=1)


def blocks_of(report: Report) -> Iterator[Block]:
    """Yield every block in reading order."""
    for place in walk(report):
        yield from place.section.blocks


def numbering(report: Report) -> Mapping[str, int]:
    """Give each table and each figure its number by code; tables and figures count apart."""
    numbers: dict[str, int] = {}
    for kind in (Table, Figure):
        codes = (block.code for block in blocks_of(report) if isinstance(block, kind))
        numbers.update({code: n for n, code in enumerate(codes, start=1)})
    return numbers


def tables_of(report: Report) -> Iterator[PlacedTable]:
    """Yield every table, the twins of figures among them, in reading order."""
    numbers = numbering(report)
    for place in walk(report):
        for block in place.section.blocks:
            if isinstance(block, Table):
                yield PlacedTable(table=block, number=numbers[block.code], is_twin=False, place=place)
            elif isinstance(block, Figure):
                yield PlacedTable(table=block.twin, number=numbers[block.code], is_twin=True, place=place)


def is_number(cell: object) -> TypeGuard[Number]:
    """Tell a number from words; True and False are no numbers."""
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def _walk(sections: tuple[Section, ...], *, prefix: str, level: int) -> Iterator[Place]:
    for n, section in enumerate(sections, start=1):
        number = f"{prefix}{n}"
        yield Place(section=section, number=number, level=level)
        yield from _walk(section.sections, prefix=f"{number}.", level=level + 1)


def _refuse_endless(code: str, cells: Iterable[Cell]) -> None:
    if any(is_number(cell) and not math.isfinite(cell) for cell in cells):
        raise ValueError(f"{code}: a number must be finite")
