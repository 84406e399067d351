"""JSON Lines in and out; a bad line is told by its number and never stops the others."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from nlp.errors import NlpError
from nlp.types import LANGUAGES, Evidence


@dataclass(frozen=True, kw_only=True)
class Story:
    """One text of the input."""

    id: Any
    text: str
    language: str | None = None
    teller: str | None = None


@dataclass(kw_only=True)
class Complaints:
    """Where bad lines are told; remembers whether there were any."""

    stream: TextIO
    n_bad: int = field(default=0, init=False)

    def tell(self, number: int, error: NlpError) -> None:
        """Say which line is bad and why; never what stood in it."""
        self.n_bad += 1
        self.stream.write(f"line {number}: {error}\n")

    def note(self, error: NlpError, number: int | None = None) -> None:
        """Say something that stops nothing and spoils no line."""
        self.stream.write(f"{error}\n" if number is None else f"line {number}: {error}\n")


def read_rows(
    lines: Iterable[str | bytes],
    complaints: Complaints,
    *,
    needs: Sequence[str],
    choices: Mapping[str, Collection[str]] | None = None,
) -> Iterator[dict[str, Any]]:
    """Read objects that have all the needed fields, some from a choice of words; empty lines are passed over."""
    return (row for _, row in numbered_rows(lines, complaints, needs=needs, choices=choices))


def numbered_rows(
    lines: Iterable[str | bytes],
    complaints: Complaints,
    *,
    needs: Sequence[str],
    choices: Mapping[str, Collection[str]] | None = None,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read such objects with the numbers of their lines, from 1."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _row(line, needs)
            for name, allowed in (choices or {}).items():
                if row[name] not in allowed:
                    raise NlpError("shape.wrong", place=f"'{name}'", expected=" or ".join(allowed))
        except NlpError as error:
            complaints.tell(number, error)
            continue
        yield number, row


def read_stories(lines: Iterable[str | bytes], complaints: Complaints) -> Iterator[Story]:
    """Read stories: `id`, `text` and, where they are known, `lang` and `teller`."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _row(line, ("id", "text"))
            if not isinstance(row["text"], str):
                raise NlpError("shape.wrong", place="'text'", expected="a string")
        except NlpError as error:
            complaints.tell(number, error)
            continue
        language, teller = row.get("lang"), row.get("teller")
        yield Story(
            id=row["id"], text=row["text"], language=language if language in LANGUAGES else None,
            teller=None if teller is None else str(teller),
        )  # fmt: skip


def _row(line: str | bytes, needs: Sequence[str]) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise NlpError("line.not-json") from error
    if not isinstance(row, dict):
        raise NlpError("line.not-object")
    for name in needs:
        if name not in row:
            raise NlpError("line.no-field", field=name)
    return row


def write_row(row: dict[str, Any], stream: TextIO) -> None:
    """Write one object on a line; half a surrogate, which UTF-8 cannot hold, is escaped."""
    line = json.dumps(row, ensure_ascii=False)
    is_writable = not any("\ud800" <= mark <= "\udfff" for mark in line)
    stream.write((line if is_writable else json.dumps(row)) + "\n")


def evidence_rows(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Turn evidence into plain rows."""
    return [{"start": each.start, "end": each.end, "text": each.text} for each in evidence]
