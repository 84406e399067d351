"""Which help line stands first, and which one nobody has called for too long."""

from datetime import date, timedelta

import pytest

from storyapp.rules.helplines import LineFacts, Spoken, in_order, is_due, is_old

TODAY = date(2026, 5, 20)


def a_line(name, spoken, *, days_ago=10):
    checked_on = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return LineFacts(line=name, spoken=spoken, checked_on=checked_on)


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("ru", ["Russian", "both", "unsaid", "other", "English"]),
        ("en", ["English", "both", "unsaid", "other", "Russian"]),
    ],
)
def test_lines_in_the_readers_own_language_stand_first(language, order):
    lines = [
        a_line("other", Spoken.OTHER), a_line("English", Spoken.ENGLISH), a_line("Russian", Spoken.RUSSIAN),
        a_line("unsaid", Spoken.UNSAID), a_line("both", Spoken.BOTH),
    ]  # fmt: skip

    assert in_order(lines, language=language, today=TODAY) == order


def test_a_line_that_was_called_lately_stands_before_an_old_one_of_the_same_language():
    lines = [
        a_line("never", Spoken.ENGLISH, days_ago=None), a_line("old", Spoken.ENGLISH, days_ago=400),
        a_line("fresh", Spoken.ENGLISH), a_line("fresh, in Russian", Spoken.RUSSIAN),
    ]  # fmt: skip

    assert in_order(lines, language="en", today=TODAY) == ["fresh", "never", "old", "fresh, in Russian"]


def test_else_lines_stand_as_the_organisation_put_them():
    lines = [a_line("b", Spoken.ENGLISH), a_line("a", Spoken.BOTH), a_line("c", Spoken.ENGLISH)]

    assert in_order(lines, language="en", today=TODAY) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("days_ago", "due", "old"),
    [(183, False, False), (184, True, False), (365, True, False), (366, True, True)],
    ids=["half a year", "longer", "a year", "longer than a year"],
)
def test_a_line_is_called_twice_a_year_and_warned_of_after_one(days_ago, due, old):
    checked_on = TODAY - timedelta(days=days_ago)

    assert (is_due(checked_on, today=TODAY), is_old(checked_on, today=TODAY)) == (due, old)


def test_a_line_that_nobody_ever_called_is_both():
    assert is_due(None, today=TODAY) and is_old(None, today=TODAY)
