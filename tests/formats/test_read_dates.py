"""Dates and ages as people type them."""

from datetime import date

import pytest

from storyapp.formats.read_dates import day_comes_first, read_age, read_date

MAY_DAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01",
        "2024-05-01T10:00:00.000+03:00",
        "2024/5/1",
        "01.05.2024",
        "1.5.24",
        "1 мая 2024",
        "1 Мая 2024 г.",
        "May 1, 2024",
        "1 May 2024",
        "May 1st 2024",
        "45413",
        "45413.75",
        " 01.05.2024 12:30 ",
    ],
)
def test_one_day_in_many_spellings(text):
    assert read_date(text) == MAY_DAY


@pytest.mark.parametrize(
    "text", ["", "вчера", "32.01.2024", "2024-13-01", "12345", "15", "весной 2024", "1 маября 20245"]
)
def test_what_is_no_date_is_none(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "day_first", "read"),
    [
        ("5/1/2024", True, date(2024, 1, 5)),
        ("5/1/2024", False, date(2024, 5, 1)),
        ("31/1/2024", False, date(2024, 1, 31)),
        ("1/31/2024", True, date(2024, 1, 31)),
        ("05.01.2024", False, date(2024, 1, 5)),
    ],
)
def test_slashes_are_read_by_the_hint_only_when_both_ways_are_possible(text, day_first, read):
    assert read_date(text, day_first=day_first) == read


@pytest.mark.parametrize(
    ("texts", "first"), [(["1/2/2024", "1/31/2024"], False), (["31/1/2024"], True), (["1/2/2024", "x"], None)]
)
def test_a_column_tells_whether_the_day_comes_first(texts, first):
    assert day_comes_first(texts) is first


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("15", 15),
        ("15.0", 15),
        ("15,5", 15),
        ("15 лет", 15),
        ("age: 15", 15),
        ("fifteen", 15),
        ("Пятнадцать", 15),
        ("12-13", 12),
        ("от 12 до 13", 12),
        ("14 or 15", 14),
        ("prefer not", None),
        ("", None),
        ("233", None),
        ("2009", None),
        ("-5", None),
        ("12.05.2010", None),
        ("18 мес.", None),
        ("1, 2 и 3", None),
    ],
)
def test_an_age_is_read_or_left_open(text, age):
    assert read_age(text) == age
