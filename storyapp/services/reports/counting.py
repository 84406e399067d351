"""Every number of a report goes through here: protected, and remembered for the report after it."""

from collections.abc import Mapping, Sequence
from typing import Any

from storyapp.rules.disclosure import (
    Cell,
    CountTable,
    Mark,
    ProtectedTable,
    Published,
    protect_counts,
    protect_overlapping,
    protect_table,
    share,
)
from storyapp.words.speech import say

NOTHING = {"nothing": 0}  # where nobody told, there is still a total of nought


class Numbers:
    """Protects tables by their code and keeps what each has shown."""

    def __init__(self, k: int, previous: Mapping[str, Any]) -> None:
        self.k = k
        self.previous = {code: _published(packed) for code, packed in previous.items()}
        self.shown: dict[str, Any] = {}

    def counts(self, code: str, counts: Mapping[str, int]) -> ProtectedTable:
        """Protect counts that add up to their total."""
        counts = counts or NOTHING
        return self._kept(
            code, protect_counts(list(counts), list(counts.values()), k=self.k, previous=self.previous.get(code))
        )

    def table(
        self, code: str, rows: Sequence[str], columns: Sequence[str], at: Mapping[tuple[str, str], int]
    ) -> ProtectedTable:
        """Protect a table in which each story stands once."""
        rows = rows or list(NOTHING)
        return self._kept(code, protect_table(_table(rows, columns, at), k=self.k, previous=self.previous.get(code)))

    def overlapping(
        self,
        code: str,
        rows: Sequence[str],
        columns: Sequence[str],
        at: Mapping[tuple[str, str], int],
        bases: Mapping[str, int],
    ) -> ProtectedTable:
        """Protect rows in which a story may stand more than once; `bases`: stories in each column."""
        protected = protect_overlapping(
            _table(rows, columns, at), [bases[column] for column in columns], k=self.k, previous=self.previous.get(code)
        )
        return self._kept(code, protected)

    def say(self, cell: Cell) -> int | str:
        """Return a cell as it is printed."""
        if cell.mark is Mark.SHOWN:
            return cell.value or 0
        return say("fewer than %(k)s", k=self.k) if cell.mark is Mark.FEWER else say("not shown")

    def one(self, code: str, part: int, whole: int) -> int | str:
        """Return a part of a whole as it is printed: hidden where it or the rest is small."""
        return self.say(self.counts(code, {"part": part, "rest": whole - part}).cell(column="part"))

    def share(self, cell: Cell, base: Cell) -> float | str:
        """Return a share, or a dash where the numbers do not allow one."""
        if cell.value is None or base.value is None:
            return ""
        found = share(cell.value, base.value, k=self.k)
        return "" if found is None else found

    def _kept(self, code: str, protected: ProtectedTable) -> ProtectedTable:
        now = protected.published()
        self.shown[code] = {"k": now.k, "values": [[row, column, n] for (row, column), n in now.values.items()]}
        return protected


def _table(rows: Sequence[str], columns: Sequence[str], at: Mapping[tuple[str, str], int]) -> CountTable:
    return CountTable(
        rows=tuple(rows), columns=tuple(columns),
        counts=tuple(tuple(at.get((row, column), 0) for column in columns) for row in rows),
    )  # fmt: skip


def _published(packed: Mapping[str, Any]) -> Published:
    return Published(k=packed["k"], values={(row, column): n for row, column, n in packed["values"]})
