"""Shapes in which some programs write a table, brought into the one that everybody else writes."""

from collections.abc import Sequence
from itertools import groupby

_CHOSEN, _NOT = frozenset({"1", "1.0", "true"}), frozenset({"", "0", "0.0", "false"})
_HIGHLIGHTS = frozenset({"id", "document", "tag", "content"})
Row = tuple[str, ...]


def join_choices(headers: Sequence[str], rows: Sequence[Row]) -> tuple[Row, tuple[Row, ...], tuple[str, ...]]:
    """Make one column of the many into which KoboToolbox and ODK split a question with several answers.

    They write `question/option` over a 1 or a 0. Where the question also stands in a column of its own, nothing is
    changed. Returns headers, rows and the names of the questions; the options stand below each other in their cell.
    """
    splits = _splits(headers, rows)
    if not splits:
        return tuple(headers), tuple(rows), ()
    first = {columns[0]: question for question, columns in splits.items()}
    gone = {n for columns in splits.values() for n in columns[1:]}
    kept = [n for n in range(len(headers)) if n not in gone]

    def cell(row: Row, n: int) -> str:
        if n not in first:
            return row[n]
        chosen = (m for m in splits[first[n]] if row[m].strip().lower() in _CHOSEN)
        return "\n".join(headers[m].rpartition("/")[2].strip() for m in chosen)

    named = tuple(first.get(n, headers[n]) for n in kept)
    return named, tuple(tuple(cell(row, n) for n in kept) for row in rows), tuple(splits)


def _splits(headers: Sequence[str], rows: Sequence[Row]) -> dict[str, list[int]]:
    """Find columns next to each other under one question, in which nothing but noughts and ones stands."""
    found: dict[str, list[int]] = {}
    for question, group in groupby(range(len(headers)), key=lambda n: headers[n].rpartition("/")[0].strip()):
        columns = list(group)
        if not question or len(columns) < 2 or question in headers or question in found:
            continue
        cells = {row[n].strip().lower() for row in rows for n in columns}
        if cells <= _CHOSEN | _NOT and cells & _CHOSEN:
            found[question] = columns
    return found


def merge_highlights(
    headers: Sequence[str], rows: Sequence[Row], numbers: Sequence[int]
) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Make one row of each passage that Taguette wrote once for every tag; other tables stay as they are."""
    names = [header.strip().lower() for header in headers]
    if set(names) != _HIGHLIGHTS or len(names) != len(_HIGHLIGHTS):
        return tuple(rows), tuple(numbers)
    key, tag = names.index("id"), names.index("tag")
    merged: dict[str, tuple[int, Row]] = {}
    for number, row in zip(numbers, rows, strict=True):
        before = merged.get(row[key])
        if before is None:
            merged[row[key]] = number, row
        else:
            both = f"{before[1][tag]}\n{row[tag]}".strip()
            merged[row[key]] = before[0], (*row[:tag], both, *row[tag + 1 :])
    return tuple(row for _, row in merged.values()), tuple(number for number, _ in merged.values())
