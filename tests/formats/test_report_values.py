"""A report as plain values: numbers of sections, tables and figures, and what it refuses to hold."""

import pytest

from storyapp.rules.report import (
    ColumnKind,
    Figure,
    FigureKind,
    Report,
    Section,
    Series,
    Table,
    numbering,
    tables_of,
    walk,
)


def a_table(code, *rows):
    return Table(code=code, caption=code, head=("What", "How many"), rows=rows)


def a_figure(code, *values):
    series = Series(name="All", values=values)
    return Figure(
        code=code,
        caption=code,
        kind=FigureKind.BARS,
        labels=tuple("abc"[: len(values)]),
        series=(series,),
        twin=a_table(f"{code}-twin"),
        reading="Words.",
    )


def a_report(*sections):
    return Report(title="A report", language="en", sections=sections)


def test_sections_are_numbered_as_people_read():
    inner = Section(code="b", title="B", sections=(Section(code="c", title="C"),))
    report = a_report(Section(code="a", title="A"), Section(code="x", title="X", sections=(inner,)))

    assert [(place.number, place.level, place.section.code) for place in walk(report)] == [
        ("1", 1, "a"),
        ("2", 1, "x"),
        ("2.1", 2, "b"),
        ("2.1.1", 3, "c"),
    ]


def test_tables_and_figures_count_apart_and_twins_follow_their_figure():
    blocks = (a_table("t1"), a_figure("f1", 1), a_table("t2"), a_figure("f2", 2))
    report = a_report(Section(code="a", title="A", blocks=blocks))

    assert numbering(report) == {"t1": 1, "t2": 2, "f1": 1, "f2": 2}
    assert [(one.table.code, one.number, one.is_twin) for one in tables_of(report)] == [
        ("t1", 1, False),
        ("f1-twin", 1, True),
        ("t2", 2, False),
        ("f2-twin", 2, True),
    ]


@pytest.mark.parametrize(
    "build",
    [
        lambda: a_table("t", ("one cell",)),
        lambda: a_table("t", ("x", float("nan"))),
        lambda: Table(code="t", caption="t", head=()),
        lambda: Table(code="t", caption="t", head=("a", "b"), kinds=(ColumnKind.TEXT,)),
        lambda: Table(code="t", caption="t", head=("a",), rows=(("x",),), row_links=("/a", "/b")),
        lambda: a_figure("f"),
        lambda: a_figure("f", -1),
        lambda: a_figure("f", float("inf")),
        lambda: a_report(Section(code="a", title="A"), Section(code="a", title="B")),
        lambda: a_report(Section(code="a", title="A", blocks=(a_figure("f", 1), a_table("f-twin")))),
    ],
    ids=[
        "short row",
        "no number",
        "no head",
        "missing kind",
        "odd links",
        "empty",
        "below nought",
        "endless",
        "twice",
        "twin twice",
    ],
)
def test_values_that_no_file_can_hold_are_refused(build):
    with pytest.raises(ValueError, match=r".+"):
        build()


def test_a_column_with_a_number_in_it_is_a_column_of_numbers():
    table = a_table("t", ("a", "fewer than 5"), ("b", 7))

    assert [table.kind_of(column) for column in (0, 1)] == [ColumnKind.TEXT, ColumnKind.NUMBER]
