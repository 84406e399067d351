"""Numbers and dates as readers of each language expect them."""

from datetime import date
from decimal import Decimal

import pytest

from storyapp.formats.printed import printed_cell, printed_date
from storyapp.rules.report import ColumnKind


@pytest.mark.parametrize(
    ("value", "kind", "ru", "en"),
    [
        (1234567, ColumnKind.NUMBER, "1\u00a0234\u00a0567", "1,234,567"),
        (2.5, ColumnKind.NUMBER, "2,5", "2.5"),
        (-3, ColumnKind.NUMBER, "−3", "−3"),
        (Decimal("479202.19"), ColumnKind.MONEY, "479\u00a0202,19", "479,202.19"),
        (0.25, ColumnKind.SHARE, "25\u00a0%", "25%"),
        (0.004, ColumnKind.SHARE, "0,4\u00a0%", "0.4%"),
        (0, ColumnKind.SHARE, "0\u00a0%", "0%"),
        ("fewer than 5", ColumnKind.NUMBER, "fewer than 5", "fewer than 5"),
        (None, ColumnKind.NUMBER, "–", "–"),
    ],
)
def test_cells_are_printed_by_language(value, kind, ru, en):
    assert printed_cell(value, kind, "ru") == ru
    assert printed_cell(value, kind, "en") == en


def test_dates_have_their_month_in_words():
    assert printed_date(date(2026, 6, 12), "ru") == "12\u00a0июня 2026\u00a0г."
    assert printed_date(date(2026, 6, 12), "en") == "12 June 2026"
