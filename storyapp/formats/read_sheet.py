"""Any sheet that people have, CSV, TSV, XLSX or the JSON of KoboToolbox and ODK, as headers and rows of text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, islice

from storyapp.formats.errors import SheetUnreadable
from storyapp.formats.printed import printable
from storyapp.formats.read_json import flatten, looks_like_json
from storyapp.formats.read_text import check_encoding, guess_encoding, guess_separator, rows_of
from storyapp.formats.shapes import join_choices, merge_highlights

LARGEST = 50 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (b"%pdf", b"<!doctype", b"<html", b"<?xml", b"<table", b"{\\rtf", b"\x89png", b"\xff\xd8\xff")
_NAMED = 20  # numbers of rows that a warning names


@dataclass(frozen=True, kw_only=True)
class SheetWarning:
    """Something that the person who brought the sheet should know."""

    code: str
    facts: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as text; every row is as long as the headers, every header is there once."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()  # of each row, as a spreadsheet counts them
    encoding: str = ""  # empty for a workbook
    separator: str = ""
    warnings: tuple[SheetWarning, ...] = ()


def read_sheet(
    data: bytes, name: str, *, encoding: str | None = None, separator: str | None = None, max_rows: int = 100_000
) -> Sheet:
    """Read a sheet; what is not said is guessed, and what had to be mended comes back as warnings."""
    _refuse_what_is_no_sheet(data, name)
    if data.startswith(b"PK\x03\x04"):
        # Loaded when a workbook comes: openpyxl and lxml take twenty megabytes that a sheet of text does not need.
        rows, others = import_module("storyapp.formats.read_xlsx").rows_of(data)
        left = (SheetWarning(code="sheet.other-sheets", facts={"names": ", ".join(others)}),) if others else ()
        return _sheet(rows, max_rows=max_rows, warnings=left)
    if looks_like_json(data, name):
        return _sheet_of_json(data, max_rows=max_rows)
    encoding = check_encoding(encoding) if encoding else guess_encoding(data)
    guessed = "\t" if name.lower().endswith((".tsv", ".tab")) else guess_separator(data, encoding)
    separator = guessed if separator is None else separator
    rows = rows_of(data, encoding=encoding, separator=separator)
    return _sheet(rows, max_rows=max_rows, encoding=encoding, separator=separator)


def _sheet_of_json(data: bytes, *, max_rows: int) -> Sheet:
    flat = flatten(data)
    said: dict[str, dict[str, object] | None] = {
        "sheet.files-left": {"count": flat.n_files} if flat.n_files else None,
        "sheet.repeats-as-rows": {"names": ", ".join(flat.repeated)} if flat.repeated else None,
        "sheet.more-pages": {} if flat.has_more else None,
    }
    warnings = tuple(SheetWarning(code=code, facts=facts) for code, facts in said.items() if facts is not None)
    return _sheet(iter(flat.rows), max_rows=max_rows, warnings=warnings)


def _refuse_what_is_no_sheet(data: bytes, name: str) -> None:
    if len(data) > LARGEST:
        raise SheetUnreadable("sheet.too-large", limit_mb=LARGEST // 1024 // 1024)
    if data.startswith(_OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise SheetUnreadable("sheet.encrypted" if locked else "sheet.old-excel")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if name.lower().endswith((".ods", ".docx", ".pdf")) or start.startswith(_OTHER_FILES):
        raise SheetUnreadable("sheet.not-a-sheet")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SheetUnreadable("sheet.empty")


def _sheet(
    rows: Iterator[list[str]],
    *,
    max_rows: int,
    encoding: str = "",
    separator: str = "",
    warnings: tuple[SheetWarning, ...] = (),
) -> Sheet:
    numbered = _numbered(rows)
    head, above, numbered = _find_head(numbered, separator)
    keeper = _Keeper(width=len(head), separator=separator)
    kept = tuple(islice(keeper.keep(numbered), max_rows))
    if next(keeper.keep(numbered), None) is not None:
        keeper.note("sheet.more-rows", limit=max_rows)
    width = _last_used(head, kept)
    if above:
        keeper.note("sheet.lines-above", count=above)
    if any("\ufffd" in cell for row in kept for cell in row):
        keeper.note("sheet.characters-lost")
    rows_kept = tuple(row[:width] for row in kept) if width < len(head) else kept
    headers, rows_kept, joined = join_choices(unique_headers(head[:width]), rows_kept)
    rows_kept, lines = merge_highlights(headers, rows_kept, keeper.numbers[: len(kept)])
    if joined:
        keeper.note("sheet.choices-joined", names=", ".join(joined[:_NAMED]))
    if len(rows_kept) < len(kept):
        keeper.note("sheet.highlights-merged", count=len(kept), rows=len(rows_kept))
    return Sheet(
        headers=headers,
        rows=rows_kept,
        numbers=lines,
        encoding=encoding,
        separator=separator,
        warnings=(*warnings, *keeper.warnings()),
    )


def unique_headers(titles: Iterable[str]) -> tuple[str, ...]:
    """Make headers that are there once: "Age", "Age (2)"; one without a name gets its column's letter."""
    plain = [" ".join(printable(title).split()) or _letter(n) for n, title in enumerate(titles)]
    taken = set(plain)
    seen: set[str] = set()
    headers = []
    for title in plain:
        name, n = title, 2
        while name in seen or (name != title and name in taken):
            name, n = f"{title} ({n})", n + 1
        seen.add(name)
        headers.append(name)
    return tuple(headers)


class _Keeper:
    """Makes rows as long as the head, and remembers which of them were not."""

    def __init__(self, *, width: int, separator: str) -> None:
        self.width, self.separator = width, separator
        self.odd: dict[str, list[int]] = {"sheet.short-rows": [], "sheet.long-rows": [], "sheet.comments": []}
        self.noted: list[SheetWarning] = []
        self.numbers: list[int] = []

    def keep(self, numbered: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[str, ...]]:
        for n, row in numbered:
            # NarraFirma writes remarks as lines that begin with a semicolon, below the head too.
            if self.separator not in {"", ";"} and row[0].lstrip().startswith(";"):
                self.odd["sheet.comments"].append(n)
                continue
            cells = [printable(cell).strip() for cell in row]
            if len(cells) < self.width and self.separator:
                self.odd["sheet.short-rows"].append(n)
            if any(cells[self.width :]):
                self.odd["sheet.long-rows"].append(n)
            self.numbers.append(n)
            yield tuple(cells[: self.width] + [""] * (self.width - len(cells)))

    def note(self, code: str, **facts: object) -> None:
        self.noted.append(SheetWarning(code=code, facts=facts))

    def warnings(self) -> Iterator[SheetWarning]:
        yield from self.noted
        for code, lines in self.odd.items():
            if lines:
                named = ", ".join(map(str, lines[:_NAMED])) + (", …" if len(lines) > _NAMED else "")
                yield SheetWarning(code=code, facts={"count": len(lines), "rows": named})


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Number the rows as a spreadsheet would, and pass over blank ones."""
    return ((n, row) for n, row in enumerate(rows, start=1) if any(map(str.strip, row)))


def _find_head(
    numbered: Iterator[tuple[int, list[str]]], separator: str
) -> tuple[list[str], int, Iterator[tuple[int, list[str]]]]:
    """Find the row of headers below remarks and titles; return it, how much stood above, and the rest."""
    first = list(islice(numbered, 30))
    if not first:
        raise SheetUnreadable("sheet.empty")
    widest = max(sum(map(bool, row)) for _, row in first)
    for position, (_, row) in enumerate(first):
        if not _stands_above(row, separator, widest):
            return row, position, chain(first[position + 1 :], numbered)
    raise SheetUnreadable("sheet.no-header")


def _stands_above(row: list[str], separator: str, widest: int) -> bool:
    if row[0].lower().startswith("sep=") and len(row) <= 2:
        return True
    if row[0].lstrip().startswith(";"):
        return True
    return widest >= 3 and sum(bool(cell.strip()) for cell in row) < 2


def _last_used(head: list[str], rows: tuple[tuple[str, ...], ...]) -> int:
    """Count the columns up to the last that has a header or anything in it."""
    width = len(head)
    while width > 1 and not head[width - 1].strip() and not any(row[width - 1] for row in rows):
        width -= 1
    return width


def _letter(column: int) -> str:
    """Name a column as a spreadsheet does: A, B, … Z, AA."""
    letters, n = "", column + 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
