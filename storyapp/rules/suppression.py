"""Which cells of a table of counts must be hidden so that no hidden one can be worked out.

The totals are cells like the others. What a reader can work out is decided exactly, not by rule of thumb: with the
shown cells fixed, a hidden cell may have another value just when whole persons can be moved around a ring of hidden
cells without leaving what the marks allow ("fewer than k", or at least k). Such a ring is a path in a small network.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

Spot = tuple[int, int]
Node = tuple[str, int]

SMALLEST_K = 3


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Counts with their totals in the last row and the last column."""

    values: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, counts: Sequence[Sequence[int]]) -> "Grid":
        """Add the totals to a table of counts."""
        if any(n < 0 for row in counts for n in row):
            raise ValueError("a count is never below zero")
        rows = [(*row, sum(row)) for row in counts]
        return cls(values=(*rows, tuple(sum(column) for column in zip(*rows, strict=True))))

    @property
    def n_rows(self) -> int:
        """Return the number of rows without the total."""
        return len(self.values) - 1

    @property
    def n_columns(self) -> int:
        """Return the number of columns without the total."""
        return len(self.values[0]) - 1

    @property
    def total(self) -> Spot:
        """Return where the grand total stands."""
        return (self.n_rows, self.n_columns)

    @property
    def spots(self) -> Iterator[Spot]:
        """Yield every place, totals among them, row by row."""
        return ((row, column) for row in range(self.n_rows + 1) for column in range(self.n_columns + 1))

    @property
    def inside(self) -> Iterator[Spot]:
        """Yield every place that is no total."""
        return (spot for spot in self.spots if not self.is_total(spot))

    def at(self, row: int, column: int) -> int:
        """Return the count at a place."""
        return self.values[row][column]

    def is_total(self, spot: Spot) -> bool:
        """Tell whether a place holds a total of any kind."""
        return spot[0] == self.n_rows or spot[1] == self.n_columns

    def is_margin(self, spot: Spot) -> bool:
        """Tell whether a place holds the total of one row or of one column."""
        return self.is_total(spot) and spot != self.total

    def totals_of(self, spot: Spot) -> tuple[Spot, Spot]:
        """Return where the totals of a place's row and column stand."""
        return (spot[0], self.n_columns), (self.n_rows, spot[1])

    def repeats_total(self, spot: Spot) -> bool:
        """Tell whether a place repeats the grand total in every table of this shape."""
        row, column = spot
        return (row == self.n_rows or self.n_rows == 1) and (column == self.n_columns or self.n_columns == 1)


@dataclass(frozen=True, kw_only=True)
class Suppression:
    """The places to hide; at `unmarked` ones not even "fewer than k" may be said."""

    spots: frozenset[Spot] = frozenset()
    unmarked: frozenset[Spot] = frozenset()


def suppress(
    grid: Grid, *, k: int, sensitive: Mapping[Spot, int | None] | None = None, known: Collection[Spot] = ()
) -> Suppression:
    """Hide all counts from 1 to k-1 and the `sensitive` places, and as few others as are needed to cover them.

    `sensitive`: place → the number that readers have seen there before, or None where they have not.
    `known`: totals that stand elsewhere, so that hiding them would hide nothing.
    The totals are decided first, each list by itself: so one list is hidden alike in every table that it borders.
    """
    if k < SMALLEST_K:
        raise ValueError("below three, a hidden number is no secret")
    if not grid.at(*grid.total):
        return Suppression()
    seen = {spot: then for spot, then in (sensitive or {}).items() if grid.at(*spot)}
    in_lists = _hidden_totals(grid, k=k, seen=seen)
    if in_lists is None:
        return _withhold_all(grid, k=k)
    totals = in_lists - set(known)
    shown_totals = frozenset(spot for spot in grid.spots if grid.is_total(spot)) - totals
    small = {spot for spot in grid.inside if 0 < grid.at(*spot) < k or _repeats_one_of(totals, spot, grid)}
    primary = totals | ((small | seen.keys()) - shown_totals)
    cover = _Cover(grid=grid, k=k, seen=seen, fixed=shown_totals)
    hidden = cover.hide_more(primary)
    if hidden is None:
        return _withhold(cover, totals=totals, primary=primary)
    return Suppression(spots=frozenset(hidden))


def _hidden_totals(grid: Grid, *, k: int, seen: Mapping[Spot, int | None]) -> set[Spot] | None:
    """Return the totals to hide, looking at the list of row totals and at that of column totals, each alone."""
    rows = _hidden_in_list(grid, [(row, grid.n_columns) for row in range(grid.n_rows)], k=k, seen=seen)
    columns = _hidden_in_list(grid, [(grid.n_rows, column) for column in range(grid.n_columns)], k=k, seen=seen)
    if rows is None or columns is None:
        return None
    return rows | columns | ({grid.total} if grid.at(*grid.total) < k else set())


def _hidden_in_list(grid: Grid, spots: list[Spot], *, k: int, seen: Mapping[Spot, int | None]) -> set[Spot] | None:
    total = grid.at(*grid.total)
    if len(spots) == 1:
        return set(spots) if total < k else set()
    line = Grid.of([[grid.at(*spot) for spot in spots]])
    places = {(0, n): spot for n, spot in enumerate(spots)}
    cover = _Cover(
        grid=line,
        k=k,
        seen={place: seen[spot] for place, spot in places.items() if spot in seen},
        fixed=frozenset({(0, len(spots)), line.total} if total >= k else ()),
        loose=frozenset((1, n) for n in range(len(spots))),
    )
    few = {place for place in line.spots if 0 < line.at(*place) < k} - cover.loose
    hidden = cover.hide_more(few | cover.seen.keys())
    return None if hidden is None else {spot for place, spot in places.items() if place in hidden}


def _repeats_one_of(totals: set[Spot], spot: Spot, grid: Grid) -> bool:
    """Tell whether a place is the only one in its row or column and so repeats a hidden total."""
    row, column = spot
    return (grid.n_rows == 1 and (1, column) in totals) or (grid.n_columns == 1 and (row, 1) in totals)


def _withhold(cover: "_Cover", *, totals: set[Spot], primary: set[Spot]) -> Suppression:
    """Hide the inside without marks; where even then a small number follows, all but the grand total."""
    grid = cover.grid
    inside = frozenset(spot for spot in grid.inside if all(grid.at(*total) for total in grid.totals_of(spot)))
    bare = replace(cover, loose=inside)
    if all(bare.ring_through(spot, inside | totals) == frozenset() for spot in primary):
        return Suppression(spots=inside | totals, unmarked=inside)
    return _withhold_all(grid, k=cover.k)


def _withhold_all(grid: Grid, *, k: int) -> Suppression:
    kept = {spot for spot in grid.spots if grid.repeats_total(spot)} if grid.at(*grid.total) >= k else set()
    spots = frozenset(grid.spots) - kept
    return Suppression(spots=spots, unmarked=spots - {grid.total})


@dataclass(frozen=True, kw_only=True)
class _Cover:
    """Looks for places to hide along with the small ones; `fixed` ones stay shown, `loose` ones nobody prints."""

    grid: Grid
    k: int
    seen: Mapping[Spot, int | None]
    fixed: frozenset[Spot]
    loose: frozenset[Spot] = frozenset()

    def hide_more(self, primary: set[Spot]) -> set[Spot] | None:
        """Hide places until no hidden one follows from the shown; None where that cannot be reached."""
        hidden = set(primary)
        waiting = deque(sorted(hidden))
        while waiting:
            ring = self.ring_through(waiting[0], hidden)
            if ring is None:
                return None
            hidden |= ring
            waiting.extend(sorted(ring))
            waiting.popleft()
        return self.show_again(hidden, keep=primary)

    def show_again(self, hidden: set[Spot], *, keep: set[Spot]) -> set[Spot]:
        """Show again what later rings have made needless, largest first."""
        for spot in sorted(hidden - keep, key=lambda spot: (-self.grid.at(*spot), spot)):
            fewer = hidden - {spot}
            if all(self.ring_through(each, fewer) == frozenset() for each in fewer):
                hidden = fewer
        return hidden

    def ring_through(self, spot: Spot, hidden: Collection[Spot]) -> frozenset[Spot] | None:
        """Return the cheapest places to hide so that a hidden number may vary; cheap is what hides few people.

        Empty where it varies already, None where nothing helps.
        """
        arcs = self.arcs(hidden)
        ends: tuple[Node, Node] = (("row", spot[0]), ("column", spot[1]))
        found = []
        for start, goal in (ends, ends[::-1]):
            if any(arc.to == goal and arc.spot == spot for arc in arcs[start]):
                path = _cheapest_path(arcs, goal, start, without=spot)
                if path is not None:
                    found.append(path)
        return min(found)[1] if found else None

    def arcs(self, hidden: Collection[Spot]) -> dict[Node, list["_Arc"]]:
        """Draw the network: row → column where one person more fits the marks, column → row where one fewer does."""
        arcs: dict[Node, list[_Arc]] = defaultdict(list)
        for spot in self.grid.spots:
            is_free = spot in hidden or spot in self.loose
            if spot in self.fixed or not (is_free or self.grid.at(*spot)):
                continue
            row, column = ("row", spot[0]), ("column", spot[1])
            more, fewer = self.may_rise_and_fall(spot)
            if self.grid.is_margin(spot):  # a total falls where its cells rise
                more, fewer = fewer, more
            cost = 0 if is_free else self.grid.at(*spot)
            if more:
                arcs[row].append(_Arc(to=column, spot=spot, cost=cost))
            if fewer:
                arcs[column].append(_Arc(to=row, spot=spot, cost=cost))
        return arcs

    def may_rise_and_fall(self, spot: Spot) -> tuple[bool, bool]:
        """Tell whether one more, and one fewer, fits what a reader who knows these rules knows of a hidden number."""
        value, seen = self.grid.at(*spot), self.seen.get(spot)
        if spot in self.loose:
            return True, value > 0
        if 0 < value < self.k:
            return value < self.k - 1, value > 1
        least = min(self.k, value)
        if seen is None:
            return True, value > least
        return value < seen + self.k - 1, value > max(least, seen - self.k + 1)


@dataclass(frozen=True, kw_only=True)
class _Arc:
    to: Node
    spot: Spot
    cost: int


def _cheapest_path(
    arcs: Mapping[Node, list[_Arc]], start: Node, goal: Node, *, without: Spot
) -> tuple[int, frozenset[Spot]] | None:
    """Return the cost and the places of the cheapest way through the network that does not turn back on `without`."""
    waiting: list[tuple[int, int, Node, frozenset[Spot]]] = [(0, 0, start, frozenset())]
    done: set[Node] = set()
    n_pushed = 0
    while waiting:
        cost, _, node, spots = heappop(waiting)
        if node == goal:
            return cost, spots
        if node in done:
            continue
        done.add(node)
        for arc in arcs.get(node, ()):
            if arc.to not in done and arc.spot != without:
                n_pushed += 1  # among equals the first found wins, so the choice is always the same
                added = spots | {arc.spot} if arc.cost else spots
                heappush(waiting, (cost + arc.cost, n_pushed, arc.to, added))
    return None
