"""A receipt is read as people type it, and guessing does not pay."""

from datetime import UTC, datetime, timedelta

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.receipts import Receipt, check_pace, new_receipt, parse_receipt, wait_after

DIGITS = "10345678901234567890"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "10345678901234567890",
        "1034 5678 9012 3456 7890",
        " 10345-67890-12345-67890\n",
        "1034–5678—9012−3456.7890",
        "1034\u00a05678\u200b9012 3456 7890",
        "1O34 5678 9o12 3456 789O",
        "1О34 5678 9о12 3456 789О",
        "lO34 5678 9012 З456 7890",
        "１０３４ ５６７８ ９０１２ ３４５６ ７８９０",
    ],
    ids=[
        "plain", "in groups", "with dashes", "with long dashes, minus, dots", "hard and zero-width spaces",
        "Latin O for nought", "Cyrillic О for nought", "l for one, З for three", "wide digits",
    ],
)  # fmt: skip
def test_a_receipt_as_people_type_it(typed):
    assert parse_receipt(typed).digits == DIGITS


@pytest.mark.parametrize(
    ("typed", "n_digits"),
    [("", 0), ("1234", 4), (DIGITS + "1", 21), ("1034 5678 9012 3456 78x0", 19)],
    ids=["nothing", "too few", "too many", "a letter that looks like no digit"],
)
def test_what_is_no_receipt_is_told_by_its_length_alone(typed, n_digits):
    with pytest.raises(RuleBroken) as broken:
        parse_receipt(typed)

    assert (broken.value.code, broken.value.facts) == ("receipt.not-twenty-digits", {"n_digits": n_digits})


def test_six_digits_select_and_fourteen_verify():
    receipt = parse_receipt(DIGITS)

    assert (receipt.selector, receipt.verifier) == ("103456", "78901234567890")


def test_a_receipt_is_shown_in_groups_of_four():
    assert parse_receipt(DIGITS).grouped == "1034 5678 9012 3456 7890"


def test_a_receipt_never_prints_itself_by_accident():
    assert repr(parse_receipt(DIGITS)) == "Receipt()"


def test_a_new_receipt_is_made_of_the_chance_it_is_given():
    assert new_receipt(lambda n: "7" * n) == Receipt(selector="7" * 6, verifier="7" * 14)


@pytest.mark.parametrize("answer", ["123", "x" * 20, "٣" * 20], ids=["short", "letters", "digits of another script"])
def test_a_source_of_chance_that_gives_no_digits_is_refused(answer):
    with pytest.raises(ValueError, match="twenty digits"):
        new_receipt(lambda n: answer)


@pytest.mark.parametrize(
    ("n_failures", "minutes"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (10, 32), (11, 60), (12, 60), (10_000, 60)],
    ids=lambda value: str(value),
)
def test_wrong_tries_slow_down(n_failures, minutes):
    assert wait_after(n_failures) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("n_failures", "seconds_ago", "minutes_left"),
    [(5, 0, 1), (5, 59, 1), (7, 61, 3)],
    ids=["at once", "a second early", "most of four minutes"],
)
def test_a_try_that_comes_too_soon_is_told_how_long_to_wait(n_failures, seconds_ago, minutes_left):
    with pytest.raises(RuleBroken) as broken:
        check_pace(n_failures=n_failures, last_failed_at=NOW - timedelta(seconds=seconds_ago), now=NOW)

    assert (broken.value.code, broken.value.facts) == ("receipt.wait", {"minutes": minutes_left})


@pytest.mark.parametrize(
    ("n_failures", "last_failed_at"),
    [(0, None), (4, NOW), (5, NOW - timedelta(minutes=1)), (9, NOW + timedelta(days=1))],
    ids=["never wrong", "four wrong tries", "waited long enough", "the clock was set back since"],
)
def test_a_try_that_may_be_made(n_failures, last_failed_at):
    assert check_pace(n_failures=n_failures, last_failed_at=last_failed_at, now=NOW) is None
