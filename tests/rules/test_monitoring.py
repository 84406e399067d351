"""When a value is due next, and when it is late."""

from datetime import date
from decimal import Decimal

import pytest

from storyapp.rules.amounts import read_amount
from storyapp.rules.errors import RuleBroken
from storyapp.rules.monitoring import Frequency, PlanStanding, next_due, standing


@pytest.mark.parametrize(
    ("first", "frequency", "due", "collected", "expected"),
    [
        (date(2026, 1, 31), Frequency.MONTHLY, date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 31), Frequency.MONTHLY, date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 1, 15), Frequency.QUARTERLY, date(2026, 4, 15), date(2026, 4, 10), date(2026, 7, 15)),
        (date(2026, 1, 15), Frequency.QUARTERLY, date(2026, 1, 15), date(2026, 8, 1), date(2026, 10, 15)),
        (date(2024, 2, 29), Frequency.YEARLY, date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28)),
        (date(2026, 1, 15), Frequency.ONCE, date(2026, 1, 15), date(2026, 1, 15), None),
    ],
    ids=["a shorter month", "the day of the month comes back", "collected early", "missed days are not made up for", "a leap day", "once"],
)  # fmt: skip
def test_next_due(first, frequency, due, collected, expected):
    assert next_due(first, frequency, due_on=due, collected_on=collected) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 5, 19), PlanStanding.LATE),
        (date(2026, 5, 20), PlanStanding.SOON),
        (date(2026, 6, 3), PlanStanding.SOON),
        (date(2026, 6, 4), PlanStanding.LATER),
        (None, PlanStanding.OVER),
    ],
    ids=["yesterday", "today", "in two weeks", "after that", "nothing is due any more"],
)
def test_standing(due, expected):
    assert standing(due, today=date(2026, 5, 20)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("5 271 224,09", Decimal("5271224.09")),
        ("5271224.09", Decimal("5271224.09")),
        ("12", Decimal("12.00")),
        ("-3,5", Decimal("-3.50")),
    ],
)
def test_amounts_as_people_write_them(text, expected):
    assert read_amount(text) == expected


@pytest.mark.parametrize("text", ["about ten", "1,000.50", "NaN", "Infinity", "9" * 30])
def test_an_amount_that_is_not_clear_is_asked_again(text):
    with pytest.raises(RuleBroken, match=r"amount\.unclear"):
        read_amount(text)
