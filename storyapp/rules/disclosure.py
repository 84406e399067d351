"""What may be shown: small cells are hidden so that no hidden one follows, and quotes need a yes (design: safety).

Zero is shown: nobody is there to be recognised. One to k-1 is "fewer than k". Where a hidden cell would follow from
what is shown, others are hidden with it. The total of a table is always shown from k on: it stands on many pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from storyapp.rules.consent import Light
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import StoryState
from storyapp.rules.suppression import Grid, Spot, Suppression, suppress

K = 5
EXACT = 1  # a k with which nothing is hidden: for whoever reads the stories and asked for exact numbers on a page
K_WITH_CHILDREN = 10
TOTAL = ""  # the label of a total, in a row or a column


class Mark(Enum):
    """How a cell is printed: its number, "fewer than k", "so many or more", or a dash."""

    SHOWN = "shown"
    FEWER = "fewer"
    FROM = "from"  # its value, or some more: on screens, which people look at again and again
    HIDDEN = "hidden"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One count as it may be printed; a hidden one has no value at all."""

    mark: Mark
    value: int | None = None


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """Counts of stories by two groupings in which each story stands once; labels are codes, each used once."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if len(self.counts) != len(self.rows) or any(len(row) != len(self.columns) for row in self.counts):
            raise ValueError("a table of counts needs a number for each row and column")


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a report showed: (row, column) → value, None where it was hidden; TOTAL labels the margins."""

    k: int
    values: dict[tuple[str, str], int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ProtectedTable:
    """A table that may be published, totals in its last row and column; withheld: nothing inside it is shown."""

    k: int
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    is_withheld: bool = False

    def cell(self, row: str = TOTAL, column: str = TOTAL) -> Cell:
        """Return the cell of a row and a column; without one of them, its total."""
        at_row = self.rows.index(row) if row != TOTAL else len(self.rows)
        at_column = self.columns.index(column) if column != TOTAL else len(self.columns)
        return self.cells[at_row][at_column]

    @property
    def n_hidden(self) -> int:
        """Return how many cells are hidden, totals among them."""
        return sum(cell.mark is not Mark.SHOWN for row in self.cells for cell in row)

    def published(self) -> Published:
        """Return what to keep, so that the next report can be held against this one."""
        labels = [(row, column) for row in (*self.rows, TOTAL) for column in (*self.columns, TOTAL)]
        cells = [cell for row in self.cells for cell in row]
        return Published(k=self.k, values={label: cell.value for label, cell in zip(labels, cells, strict=True)})


def threshold(youngest: AgeBand | None) -> int:
    """Return k: ten where any teller is under fourteen or of unknown age, otherwise five."""
    return K_WITH_CHILDREN if youngest in (None, AgeBand.FROM_10_TO_13) else K


def youngest_of(bands: Iterable[AgeBand]) -> AgeBand | None:
    """Return the youngest band among tellers, or None where there is none."""
    return min(bands, key=lambda band: band.youngest, default=None)


def protect_table(table: CountTable, *, k: int, previous: Published | None = None) -> ProtectedTable:
    """Return a table in which no hidden cell follows from what is shown, now or in the previous report.

    Against the previous report: a number that changed by one to k-1 is hidden, so that the few who joined or left
    are not described; a cell hidden then stays hidden until the total has changed by k.
    """
    grid = Grid.of(table.counts)
    hidden = _hide(grid, k=k, sensitive=_told_by_change(table, grid, k=k, previous=previous))
    cells = tuple(
        tuple(_cell(grid, (row, column), hidden, k=k) for column in range(grid.n_columns + 1))
        for row in range(grid.n_rows + 1)
    )
    return ProtectedTable(k=k, rows=table.rows, columns=table.columns, cells=cells, is_withheld=bool(hidden.unmarked))


def protect_counts(
    labels: Sequence[str], counts: Sequence[int], *, k: int, previous: Published | None = None
) -> ProtectedTable:
    """Protect one row of counts that add up to its total; `cell(column=label)` has each."""
    table = CountTable(rows=("all",), columns=tuple(labels), counts=(tuple(counts),))
    return protect_table(table, k=k, previous=previous)


def protect_overlapping(
    table: CountTable, bases: Sequence[int], *, k: int, previous: Published | None = None
) -> ProtectedTable:
    """Protect rows that overlap, as themes do: a story may stand in several, so each row is held against its base.

    `bases`: stories in each column. Each row is protected together with the stories that are not in it, so that
    "all but two" is hidden like "two". The last row of the answer has the bases.
    """
    below = protect_counts(table.columns, bases, k=k).cells[0]
    lines = [
        _protect_line(label, counts, bases, table=table, below=below, k=k, previous=previous)
        for label, counts in zip(table.rows, table.counts, strict=True)
    ]
    return ProtectedTable(k=k, rows=table.rows, columns=table.columns, cells=(*lines, below))


def _protect_line(
    label: str,
    counts: Sequence[int],
    bases: Sequence[int],
    *,
    table: CountTable,
    below: Sequence[Cell],
    k: int,
    previous: Published | None,
) -> tuple[Cell, ...]:
    others = tuple(base - n for base, n in zip(bases, counts, strict=True))
    pair = CountTable(rows=(label, "without"), columns=table.columns, counts=(tuple(counts), others))
    grid = Grid.of(pair.counts)
    then = previous and replace(previous, values=_only_row(previous, label))
    sensitive = _told_by_change(pair, grid, k=k, previous=then)
    for column, base in enumerate(below[:-1]):
        if base.mark is not Mark.SHOWN:  # a number beside a hidden base would say how large the base is at least
            sensitive.setdefault((0, column), None)
    known = [(2, column) for column, base in enumerate(bases) if base >= k]
    hidden = _hide(grid, k=k, sensitive=sensitive, known=known)
    nobody = Cell(mark=Mark.SHOWN, value=0)
    return tuple(
        _cell(grid, (0, column), hidden, k=k) if grid.at(2, column) else nobody for column in range(grid.n_columns + 1)
    )


def in_steps(cell: Cell, *, k: int) -> Cell:
    """Return a protected cell as a screen shows it: rounded down to a multiple of k.

    So two looks in a row, or with two filters, never differ by one to k-1: they are alike, or apart by a whole step
    in which anything from one to 2k-1 may have come. What was told safely is told more coarsely, and nothing else.
    """
    if cell.mark is not Mark.SHOWN or not cell.value:
        return cell
    return Cell(mark=Mark.FROM, value=cell.value - cell.value % k) if k > 1 else cell


def on_screen(n: int, *, k: int) -> Cell:
    """Return a count that stands alone as a screen shows it; k is 1 for whoever asked for exact numbers."""
    if 0 < n < k:
        return Cell(mark=Mark.FEWER)
    return in_steps(Cell(mark=Mark.SHOWN, value=n), k=k)


def share(part: int, base: int, *, k: int) -> float | None:
    """Return a share between 0 and 1, or None where the base, the part or the rest is too small to be told."""
    if base < k or 0 < part < k or 0 < base - part < k:
        return None
    return part / base


@dataclass(frozen=True, kw_only=True)
class QuoteFacts:
    """What decides about quoting; `consent` is the light of the purpose that the output needs."""

    consent: Light
    state: StoryState
    is_held: bool = False
    is_test: bool = False


def why_not_quoted(facts: QuoteFacts) -> str | None:
    """Return the code of the first reason against quoting, or None where the words may be quoted (B4)."""
    if facts.state is StoryState.WITHDRAWN:
        return "quote.withdrawn"
    if facts.is_test:
        return "quote.test-story"
    if facts.consent is not Light.YES:
        return "quote.no-consent"
    if facts.is_held:
        return "quote.held"
    if facts.state is not StoryState.SCREENED:
        return "quote.text-not-confirmed"
    return None


def _hide(grid: Grid, *, k: int, sensitive: Mapping[Spot, int | None], known: Sequence[Spot] = ()) -> Suppression:
    """Return what is hidden; nothing where exact numbers were asked for."""
    if k == EXACT:
        return Suppression(spots=frozenset(), unmarked=frozenset())
    return suppress(grid, k=k, sensitive=sensitive, known=known)


def _cell(grid: Grid, spot: Spot, hidden: Suppression, *, k: int) -> Cell:
    value = grid.at(*spot)
    if spot not in hidden.spots:
        return Cell(mark=Mark.SHOWN, value=value)
    if 0 < value < k and spot not in hidden.unmarked:
        return Cell(mark=Mark.FEWER)
    return Cell(mark=Mark.HIDDEN)


def _told_by_change(table: CountTable, grid: Grid, *, k: int, previous: Published | None) -> dict[Spot, int | None]:
    """Return cells whose number, beside the previous one, would tell of a few: spot → what was shown then."""
    if previous is None:
        return {}
    total_then = previous.values.get((TOTAL, TOTAL))
    few_came = total_then is None or abs(grid.at(*grid.total) - total_then) < k
    told: dict[Spot, int | None] = {}
    for spot in grid.spots:
        if spot == grid.total:
            continue
        label = (_label(table.rows, spot[0]), _label(table.columns, spot[1]))
        then = previous.values.get(label)
        was_hidden = label in previous.values and then is None
        if (was_hidden and few_came) or (then is not None and 0 < abs(grid.at(*spot) - then) < k):
            told[spot] = then
    return told


def _label(labels: tuple[str, ...], at: int) -> str:
    return labels[at] if at < len(labels) else TOTAL


def _only_row(previous: Published, row: str) -> dict[tuple[str, str], int | None]:
    kept = {label: value for label, value in previous.values.items() if label[0] == row}
    return kept | {(TOTAL, TOTAL): previous.values.get((TOTAL, TOTAL))}
