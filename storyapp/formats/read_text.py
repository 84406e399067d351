"""Text that people call CSV: which encoding, which separator, and the rows themselves."""

import codecs
import csv
import io
import math
from collections import Counter
from collections.abc import Iterator

from charset_normalizer import from_bytes

from storyapp.formats.errors import SheetUnreadable

SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024
LONGEST_CELL = 1_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Russian and western spreadsheets have written in the last thirty years.
_OLD_ENCODINGS = ["cp1251", "koi8_r", "cp866", "mac_cyrillic", "cp1252"]

_NEVER_TYPED = "\x1f"  # separates nothing: a line stays whole

csv.field_size_limit(LONGEST_CELL)


def guess_encoding(data: bytes) -> str:
    """Guess the encoding: the mark at the start, then UTF-8, then UTF-16 without a mark, then older ones."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    halves = _guess_utf16(data[:SAMPLE])
    if halves or _is_utf8(data):
        return halves or "utf-8"
    best = from_bytes(data[:SAMPLE], cp_isolation=_OLD_ENCODINGS).best()
    return best.encoding if best else "cp1251"


def check_encoding(name: str) -> str:
    """Return the name of an encoding that Python knows, or say that there is none."""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise SheetUnreadable("sheet.unknown-encoding", encoding=name) from error


def guess_separator(data: bytes, encoding: str) -> str:
    """Guess the separator: the one that cuts lines evenly and into many; nothing for lines that are one piece."""
    text = _start_of(data, encoding)
    first = text.partition("\n")[0].strip().strip('"').lower()
    if first.startswith("sep=") and len(first) == 5:  # how Excel itself writes it down
        return first[4]
    best = max(SEPARATORS, key=lambda separator: _evenness(text, separator))
    return best if _evenness(text, best) else ""


def rows_of(data: bytes, *, encoding: str, separator: str) -> Iterator[list[str]]:
    """Yield the rows one by one; the text is never held as a whole."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")
    reader = csv.reader((line.replace("\0", "") for line in text), delimiter=separator or _NEVER_TYPED)
    try:
        yield from reader
    except csv.Error as error:
        raise SheetUnreadable("sheet.broken", line=reader.line_num) from error


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
    except UnicodeDecodeError:
        return False
    return True


def _guess_utf16(sample: bytes) -> str | None:
    """See Latin letters, digits and separators in UTF-16: every second byte of them is nought."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few = max(len(sample) / 20, 2)
    if odd > few and odd > 5 * even:
        return "utf-16-le"
    return "utf-16-be" if even > few and even > 5 * odd else None


def _start_of(data: bytes, encoding: str) -> str:
    text = data[:SAMPLE].decode(encoding, "ignore").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    # The last line of a sample is cut somewhere; it would count as uneven.
    return text if len(data) <= SAMPLE else text.rpartition("\n")[0]


def _evenness(text: str, separator: str) -> float:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: Counter[int] = Counter()
    try:
        widths.update(len(row) for row, _ in zip(lines, range(200), strict=False) if any(map(str.strip, row)))
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return math.log(width) * count / widths.total()
