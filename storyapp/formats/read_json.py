"""Answers that KoboToolbox and ODK give out as JSON, laid flat into rows of text.

Read are the `data.json` of KoboToolbox (a page with `results`, or its older bare list), the OData of ODK Central (`value`)
and a list under `submissions` or `data`. Groups become headers with a slash, as both write them into CSV themselves.
"""

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import Any

from storyapp.formats.errors import SheetUnreadable

LISTS = ("results", "value", "submissions", "data")
_KEPT = frozenset({"_id", "_uuid", "_submission_time", "__id", "__system/submissionDate"})
_SHORTEST_TEXT = 40  # letters; an entry with a text so long tells a story of its own
_MOST_COLUMNS = 2_000
_DEEPEST = 12


class Flattened:
    """Rows as a sheet has them, the headers first, and what had to be said about them."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.n_files = 0  # pictures and sounds named in the answers, which stay behind
        self.repeated: list[str] = []  # groups each of whose entries has become a row
        self.has_more = False  # the file says that it is a page of several


def looks_like_json(data: bytes, name: str) -> bool:
    """Tell JSON by its first sign, or by its name where a person gave one."""
    start = data[:512].removeprefix(codecs.BOM_UTF8).lstrip()
    return start.startswith((b"{", b"[{", b"[\n", b"[\r", b"[ ", b"[]")) or name.lower().endswith(".json")


def flatten(data: bytes) -> Flattened:
    """Lay answers flat; raises SheetUnreadable where the file is damaged or holds no list of answers."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SheetUnreadable("sheet.broken") from error
    flat = Flattened()
    answers = _answers_in(found, flat)
    rows = [row for answer in answers for row in _rows_of(answer, flat)]
    headers = list(dict.fromkeys(header for row in rows for header in row))
    if not headers:
        raise SheetUnreadable("sheet.empty")
    if len(headers) > _MOST_COLUMNS:
        raise SheetUnreadable("sheet.not-answers")
    flat.rows = [headers, *([row.get(header, "") for header in headers] for row in rows)]
    return flat


def _answers_in(found: Any, flat: Flattened) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        flat.has_more = bool(found.get("next") or found.get("@odata.nextLink"))
        found = next((found[name] for name in LISTS if isinstance(found.get(name), list)), None)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SheetUnreadable("sheet.not-answers")
    return found


def _rows_of(answer: Mapping[str, Any], flat: Flattened) -> Iterator[dict[str, str]]:
    """Yield one row, or one for each entry of a repeated group in which stories are told."""
    flat.n_files += len(answer.get("_attachments") or ())
    row: dict[str, str] = {}
    repeats: dict[str, list[dict[str, str]]] = {}
    for header, value in _leaves(answer, ""):
        if not _is_kept(header):
            continue
        if isinstance(value, list) and any(isinstance(one, dict) for one in value):
            repeats[header] = [_entry(one, header) for one in value if isinstance(one, dict)]
        else:
            row[header] = _text(value)
    telling = next((group for group, entries in repeats.items() if any(map(_tells, entries))), None)
    for group, entries in repeats.items():
        if group != telling:
            row |= _below_each_other(entries)
    if telling is None:
        yield row
        return
    if telling not in flat.repeated:
        flat.repeated.append(telling)
    yield from (row | entry for entry in repeats[telling])


def _leaves(value: Mapping[str, Any], above: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield what stands in groups, under the whole way to it; KoboToolbox writes the way into the name already."""
    if depth > _DEEPEST:
        raise SheetUnreadable("sheet.not-answers")
    for name, one in value.items():
        header = name if not above or name.startswith(f"{above}/") else f"{above}/{name}"
        if isinstance(one, dict):
            yield from _leaves(one, header, depth + 1)
        else:
            yield header, one


def _entry(value: Mapping[str, Any], above: str) -> dict[str, str]:
    return {header: _text(one) for header, one in _leaves(value, above)}


def _below_each_other(entries: list[dict[str, str]]) -> dict[str, str]:
    headers = dict.fromkeys(header for entry in entries for header in entry)
    return {header: "\n".join(entry[header] for entry in entries if entry.get(header)) for header in headers}


def _tells(entry: Mapping[str, str]) -> bool:
    return any(len(text) >= _SHORTEST_TEXT and " " in text for text in entry.values())


def _is_kept(header: str) -> bool:
    """Pass over what the systems note for themselves: who sent it, from where, from which device."""
    first = header.partition("/")[0]
    return header in _KEPT or not (first.startswith("_") or first in {"formhub", "meta"} or "@odata" in header)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value).replace("\0", "")
