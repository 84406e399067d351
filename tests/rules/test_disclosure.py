"""No hidden number follows from what is shown."""

from itertools import product

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from storyapp.rules.consent import Light
from storyapp.rules.disclosure import (
    EXACT,
    K_WITH_CHILDREN,
    TOTAL,
    Cell,
    CountTable,
    K,
    Mark,
    QuoteFacts,
    on_screen,
    protect_counts,
    protect_overlapping,
    protect_table,
    share,
    threshold,
    why_not_quoted,
    youngest_of,
)
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import StoryState

FEWER, HIDDEN = "<", "-"
FAST = settings(max_examples=150, deadline=None, derandomize=True)


def a_table(counts):
    return CountTable(
        rows=tuple(f"r{n}" for n in range(len(counts))),
        columns=tuple(f"c{n}" for n in range(len(counts[0]))),
        counts=tuple(tuple(row) for row in counts),
    )


def printed(protected):
    signs = {Mark.FEWER: FEWER, Mark.HIDDEN: HIDDEN}
    return [[signs.get(cell.mark, cell.value) for cell in row] for row in protected.cells]


def tables(*, largest, most_rows, most_columns):
    shapes = st.tuples(st.integers(1, most_rows), st.integers(1, most_columns))
    return shapes.flatmap(
        lambda shape: st.lists(
            st.lists(st.integers(0, largest), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


def readers_bounds(protected, row, column):
    """What the printed sign says of a number: least and most (None: no end)."""
    cell = protected.cells[row][column]
    if cell.mark is Mark.SHOWN:
        return cell.value, cell.value
    if cell.mark is Mark.FEWER:
        return 1, protected.k - 1
    return (0 if protected.is_withheld else protected.k), None


def every_table_that_agrees(protected, *, most):
    """Try all whole numbers inside the table; return an array (row, column, agreeing table)."""
    n_rows, n_columns = len(protected.rows), len(protected.columns)
    least_most = [[readers_bounds(protected, i, j) for j in range(n_columns + 1)] for i in range(n_rows + 1)]
    axes = [
        numpy.arange(low, (most if high is None else high) + 1) for row in least_most[:-1] for low, high in row[:-1]
    ]
    inside = numpy.array(numpy.meshgrid(*axes)).reshape(n_rows, n_columns, -1)
    full = numpy.concatenate([inside, inside.sum(axis=1, keepdims=True)], axis=1)
    full = numpy.concatenate([full, full.sum(axis=0, keepdims=True)], axis=0)
    low = numpy.array([[low for low, _ in row] for row in least_most])[..., None]
    high = numpy.array([[10**6 if high is None else high for _, high in row] for row in least_most])[..., None]
    return full[:, :, ((full >= low) & (full <= high)).all(axis=(0, 1))]


SMALL_TABLES = st.one_of(
    tables(largest=6, most_rows=2, most_columns=2),
    tables(largest=6, most_rows=1, most_columns=4),
    tables(largest=6, most_rows=4, most_columns=1),
)


@FAST
@given(SMALL_TABLES)
def test_no_hidden_cell_has_only_one_possible_value(counts):
    protected = protect_table(a_table(counts), k=3)

    possible = every_table_that_agrees(protected, most=sum(map(sum, counts)))

    hidden = numpy.array([[cell.mark is not Mark.SHOWN for cell in row] for row in protected.cells])
    varies = possible.min(axis=2) < possible.max(axis=2)
    assert (varies | ~hidden).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tables(largest=9, most_rows=3, most_columns=4), st.sampled_from([3, 5]))
def test_no_small_number_follows_from_the_marks_in_larger_tables(counts, k):
    protected = protect_table(a_table(counts), k=k)

    small = [(i, j) for i, row in enumerate(counts) for j, n in enumerate(row) if 0 < n < k]
    assert [spot for spot in small if len({least_or_most(protected, spot, aim) for aim in (1, -1)}) < 2] == []


def least_or_most(protected, spot, aim):
    """Solve for the least (aim 1) or the most (aim -1) that a reader can hold possible."""
    n_rows, n_columns = len(protected.cells), len(protected.cells[0])
    spots = list(product(range(n_rows), range(n_columns)))
    lines = [[(i, j) for j in range(n_columns)] for i in range(n_rows)]
    lines += [[(i, j) for i in range(n_rows)] for j in range(n_columns)]
    found = linprog(
        [aim if each == spot else 0 for each in spots],
        A_eq=[[sign(each, line) for each in spots] for line in lines],
        b_eq=[0] * len(lines),
        bounds=[readers_bounds(protected, *each) for each in spots],
    )
    return round(found.x[spots.index(spot)]) if found.status == 0 else (aim, "no end")


@FAST
@given(tables(largest=30, most_rows=7, most_columns=6), st.sampled_from([3, 5, 10]))
def test_no_hidden_cell_follows_by_adding_and_subtracting(counts, k):
    protected = protect_table(a_table(counts), k=k)

    assert determined_by_arithmetic(protected) == []


def determined_by_arithmetic(protected):
    """Solve the sums for the hidden cells; return those that have one solution."""
    n_rows, n_columns = len(protected.cells), len(protected.cells[0])
    spots = [(i, j) for i in range(n_rows) for j in range(n_columns) if protected.cells[i][j].mark is not Mark.SHOWN]
    sums = [[(i, j) for j in range(n_columns)] for i in range(n_rows)]
    sums += [[(i, j) for i in range(n_rows)] for j in range(n_columns)]
    matrix = numpy.array([[sign(spot, line) for spot in spots] for line in sums], dtype=float)
    rank = numpy.linalg.matrix_rank(matrix) if spots else 0
    units = numpy.eye(len(spots))
    return [spot for n, spot in enumerate(spots) if numpy.linalg.matrix_rank(numpy.vstack([matrix, units[n]])) == rank]


def sign(spot, line):
    return 0 if spot not in line else (-1 if spot == line[-1] else 1)


@FAST
@given(tables(largest=30, most_rows=6, most_columns=6), st.sampled_from([3, 5, 10]))
def test_no_number_below_k_but_zero_is_ever_shown(counts, k):
    protected = protect_table(a_table(counts), k=k)

    assert not [value for row in printed(protected) for value in row if isinstance(value, int) and 0 < value < k]


@FAST
@given(tables(largest=12, most_rows=4, most_columns=4), st.data())
def test_one_list_is_hidden_alike_in_every_table_that_it_borders(counts, data):
    whole = a_table(counts)
    other = [[n - (moved := data.draw(st.integers(0, n))), moved] for n in (sum(row) for row in counts)]

    first, second = protect_table(whole, k=5), protect_table(a_table(other), k=5)

    neither_withheld = not (first.is_withheld or second.is_withheld)
    assert not neither_withheld or [row[-1] for row in first.cells] == [row[-1] for row in second.cells]


@pytest.mark.parametrize(
    ("counts", "page"),
    [
        ([[8, 9], [7, 6]], [[8, 9, 17], [7, 6, 13], [15, 15, 30]]),
        ([[0, 9], [7, 0]], [[0, 9, 9], [7, 0, 7], [7, 9, 16]]),
        ([[0, 0]], [[0, 0, 0], [0, 0, 0]]),
        ([[3, 9, 20]], [[FEWER, HIDDEN, 20, 32], [FEWER, HIDDEN, 20, 32]]),
        ([[3, 4, 20]], [[FEWER, FEWER, 20, 27], [FEWER, FEWER, 20, 27]]),
        ([[1, 1, 20]], [[FEWER, FEWER, HIDDEN, 22], [FEWER, FEWER, HIDDEN, 22]]),
        ([[3, 20, 8], [9, 7, 30]], [[FEWER, HIDDEN, 8, 31], [HIDDEN, HIDDEN, 30, 46], [12, 27, 38, 77]]),
        ([[2]], [[FEWER, FEWER], [FEWER, FEWER]]),
    ],
    ids=[
        "nothing is small",
        "zero is shown",
        "nobody told",
        "the smallest other goes with the small one",
        "two small ones cover each other",
        "two ones would follow from their sum, so a third goes with them",
        "a ring of four in a table",
        "a total below k",
    ],
)
def test_what_is_printed(counts, page):
    assert printed(protect_table(a_table(counts), k=5)) == page


def test_a_hidden_cell_carries_no_value():
    protected = protect_counts(["better", "worse"], [3, 30], k=5)

    assert protected.cell(column="worse") == Cell(mark=Mark.HIDDEN, value=None)


def test_the_total_is_shown_from_k_on():
    assert protect_counts(["better", "worse"], [3, 30], k=5).cell() == Cell(mark=Mark.SHOWN, value=33)


@pytest.mark.parametrize(
    ("then", "now", "page"),
    [
        ([20, 30], [20, 30], [20, 30, 50]),
        ([20, 30], [26, 30], [26, 30, 56]),
        ([20, 30], [21, 30], [HIDDEN, HIDDEN, 51]),
        ([20, 30], [24, 36], [HIDDEN, HIDDEN, 60]),
        ([3, 30, 9], [6, 30, 9], [HIDDEN, 30, HIDDEN, 45]),
        ([3, 30, 9], [6, 30, 19], [6, 30, 19, 55]),
        ([20, 30], [0, 30], [0, 30, 30]),
    ],
    ids=[
        "nothing changed",
        "six more",
        "one more would be described",
        "four of ten would be described",
        "hidden before, and few came since",
        "hidden before, and ten came since",
        "a group left as a whole",
    ],
)
def test_against_the_previous_report(then, now, page):
    labels = [f"c{n}" for n in range(len(then))]
    previous = protect_counts(labels, then, k=5).published()

    protected = protect_counts(labels, now, k=5, previous=previous)

    assert printed(protected)[0] == page


@FAST
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(-3, 6)), min_size=1, max_size=5))
def test_two_reports_never_show_that_one_to_four_came_or_left(pairs):
    then = [n for n, _ in pairs]
    now = [max(0, n + change) for n, change in pairs]
    labels = [f"c{n}" for n in range(len(pairs))]
    before = protect_counts(labels, then, k=5)

    after = protect_counts(labels, now, k=5, previous=before.published())

    steps = [
        new.value - old.value
        for new, old in zip(after.cells[0][:-1], before.cells[0][:-1], strict=True)
        if len(labels) > 1 and new.value is not None and old.value is not None
    ]
    assert not [step for step in steps if 0 < abs(step) < 5]
    assert determined_by_arithmetic(after) == [] or sum(now) == 0


def overlapping(rows, bases, *, k=5):
    return printed(protect_overlapping(a_table(rows), bases, k=k))


@pytest.mark.parametrize(
    ("rows", "bases", "page"),
    [
        ([[10, 10]], [20, 20], [[10, 10, 20], [20, 20, 40]]),
        ([[10, 2]], [20, 20], [[HIDDEN, FEWER, 12], [20, 20, 40]]),
        ([[10, 18]], [20, 20], [[HIDDEN, HIDDEN, 28], [20, 20, 40]]),
        ([[10, 10], [12, 9]], [20, 20], [[10, 10, 20], [12, 9, 21], [20, 20, 40]]),
        ([[0, 0]], [20, 20], [[0, 0, 0], [20, 20, 40]]),
    ],
    ids=["large", "few have the theme", "all but two have it", "themes overlap", "nobody has it"],
)
def test_themes_overlap_and_are_held_against_their_bases(rows, bases, page):
    assert overlapping(rows, bases) == page


def test_a_number_beside_a_hidden_base_does_not_give_the_base_away():
    page = overlapping([[0, 9]], [1, 9])

    assert page == [[HIDDEN, HIDDEN, HIDDEN], [FEWER, HIDDEN, 10]]


@FAST
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=3))
def test_no_hidden_number_of_a_theme_or_base_has_only_one_possible_value(pairs):
    bases = [n + others for n, others in pairs]
    protected = protect_overlapping(a_table([[n for n, _ in pairs]]), bases, k=3)

    line, below = every_line_that_agrees(protected, most=sum(bases) + 2)

    for possible, cells in ((line, protected.cells[0]), (below, protected.cells[1])):
        hidden = numpy.array([cell.mark is not Mark.SHOWN for cell in cells])
        assert ((possible.min(axis=1) < possible.max(axis=1)) | ~hidden).all()


def every_line_that_agrees(protected, *, most):
    """Try all whole numbers for a theme and its bases; return two arrays (column, agreeing line)."""
    ranges = [
        readers_bounds_of_line(protected, row, column) for row in (0, 1) for column in range(len(protected.columns))
    ]
    axes = [numpy.arange(low, min(most, high) + 1) for low, high in ranges]
    values = numpy.array(numpy.meshgrid(*axes)).reshape(2, len(protected.columns), -1)
    full = numpy.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1)
    fits = (full[0] <= full[1]).all(axis=0)
    for row in (0, 1):
        low, high = readers_bounds_of_line(protected, row, len(protected.columns))
        fits &= (full[row, -1] >= low) & (full[row, -1] <= high)
    return full[0][:, fits], full[1][:, fits]


def readers_bounds_of_line(protected, row, column):
    cell = protected.cells[row][column]
    if cell.mark is Mark.SHOWN:
        return cell.value, cell.value
    return (1, protected.k - 1) if cell.mark is Mark.FEWER else (0, 10**6)


@pytest.mark.parametrize(
    ("part", "base", "expected"),
    [(10, 20, 0.5), (0, 20, 0.0), (20, 20, 1.0), (2, 20, None), (18, 20, None), (4, 4, None), (0, 0, None)],
    ids=["half", "none", "all", "few", "all but few", "a small base", "nobody"],
)
def test_no_share_is_told_of_few(part, base, expected):
    assert share(part, base, k=5) == expected


@pytest.mark.parametrize(
    ("bands", "k"),
    [
        ([AgeBand.ADULT, AgeBand.FROM_10_TO_13], 10),
        ([AgeBand.ADULT, AgeBand.FROM_14_TO_15], 5),
        ([AgeBand.ADULT], 5),
        ([], 10),
    ],
    ids=["a child under fourteen", "fourteen", "adults", "ages unknown"],
)
def test_the_threshold_is_higher_where_children_tell(bands, k):
    assert threshold(youngest_of(bands)) == k


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"consent": Light.NO}, "quote.no-consent"),
        ({"consent": Light.UNKNOWN}, "quote.no-consent"),
        ({"state": StoryState.WITHDRAWN}, "quote.withdrawn"),
        ({"state": StoryState.TOLD}, "quote.text-not-confirmed"),
        ({"state": StoryState.WAITING_FOR_GUARDIAN}, "quote.text-not-confirmed"),
        ({"is_held": True}, "quote.held"),
        ({"is_test": True}, "quote.test-story"),
    ],
    ids=["agreed and read", "no", "nobody asked", "withdrawn", "not read yet", "guardian", "held", "a test story"],
)
def test_what_stands_against_quoting(facts, reason):
    quote = QuoteFacts(**({"consent": Light.YES, "state": StoryState.SCREENED} | facts))

    assert why_not_quoted(quote) == reason


def test_labels_must_fit_the_counts():
    with pytest.raises(ValueError, match="each row and column"):
        CountTable(rows=("a",), columns=("b", TOTAL), counts=((1,),))


def test_a_k_that_hides_nothing_is_refused():
    with pytest.raises(ValueError, match="below three"):
        protect_counts(["a"], [1], k=2)


@pytest.mark.parametrize("k", [K, K_WITH_CHILDREN])
def test_two_looks_at_a_screen_never_differ_by_one_to_four(k):
    looks = [on_screen(n, k=k) for n in range(4 * k)]
    told = [cell.value for cell in looks if cell.mark is not Mark.FEWER]

    assert {b - a for a in told for b in told if b >= a} & set(range(1, k)) == set()
    assert [cell.mark for cell in looks[1:k]] == [Mark.FEWER] * (k - 1)
    assert all(cell.value is None or cell.value <= n for n, cell in enumerate(looks))


def test_whoever_asked_for_exact_numbers_sees_them():
    assert [on_screen(n, k=EXACT).value for n in range(12)] == list(range(12))
