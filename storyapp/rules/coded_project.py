"""A coded project as plain values, for other programs of qualitative analysis: codes, texts, who coded what, notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class CodedBy:
    """Whoever coded or wrote; `key` names them within the project, as keys do everything here."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CodeEntry:
    """A code of the codebook with those under it."""

    key: str
    name: str
    description: str = ""
    colour: str = ""  # "#rrggbb"
    is_codable: bool = True
    under: tuple["CodeEntry", ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coding:
    """A code on a place of a text (code points from 0, `end` behind the last), by somebody."""

    key: str
    code: str
    by: str
    at: datetime | None
    start: int
    end: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CodedText:
    """One text with what was coded in it and what is known of it: (variable, value)."""

    key: str
    name: str
    text: str
    codings: tuple[Coding, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProjectNote:
    """What somebody wrote while they thought."""

    key: str
    name: str
    text: str
    by: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CodedProject:
    """All of it; `key` makes the names of its parts differ from those of other projects."""

    key: str
    name: str
    origin: str
    made_at: datetime
    people: Sequence[CodedBy] = ()
    codes: Sequence[CodeEntry] = ()
    variables: Sequence[tuple[str, str]] = ()  # key, name
    texts: Sequence[CodedText] = ()
    notes: Sequence[ProjectNote] = field(default=())


def lined_up(text: str) -> str:
    """Return a text whose lines end as every program reads them, each sign where it was."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def own_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name that no other code has, whatever case it is written in: other programs refuse doubles."""
    known = {one.casefold() for one in taken}
    if wanted.casefold() not in known:
        return wanted
    return next(name for n in range(2, len(known) + 3) if (name := f"{wanted} ({n})").casefold() not in known)
