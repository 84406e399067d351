"""What may be added to the signals or put aside, and when the lists are looked over."""

from datetime import date

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.signals import check_aside, check_new_phrase, opens_a_case, review_due

SHIPPED = date(2026, 11, 28)


@pytest.mark.parametrize(("score", "opens"), [(0.0, False), (0.499, False), (0.5, True), (1.0, True)])
def test_what_is_loud_enough_opens_a_case(score, opens):
    assert opens_a_case(score) is opens


@pytest.mark.parametrize(
    ("pattern", "known", "code"),
    [
        ("snow", {"ice"}, None),
        ("", {"ice"}, "signals.phrase-unclear"),
        ("ice", {"ice"}, "signals.phrase-known"),
    ],
)
def test_a_phrase_of_ones_own(pattern, known, code):
    assert broken_by(lambda: check_new_phrase(pattern, known)) == code


@pytest.mark.parametrize(
    ("pattern", "strong", "reason", "code"),
    [
        ("cry", {"help", "save"}, "Babies cry here", None),
        ("help", {"help", "save"}, "Heard too often", None),
        ("help", {"help"}, "Heard too often", "signals.kind-silent"),
        ("cry", {"help"}, "Babies cry here", None),
        ("cry", {"help"}, "no", "signals.reason-missing"),
        ("cry", {"help"}, "…", "signals.reason-missing"),
    ],
)
def test_a_shipped_phrase_is_put_aside_with_a_reason_and_never_the_last(pattern, strong, reason, code):
    assert broken_by(lambda: check_aside(pattern, strong, reason)) == code


@pytest.mark.parametrize(
    ("reviewed_on", "shipped_on", "due"),
    [
        (None, SHIPPED, date(2027, 11, 28)),
        (date(2027, 3, 1), SHIPPED, date(2028, 3, 1)),
        (SHIPPED, SHIPPED, date(2027, 11, 28)),
        (date(2026, 11, 27), SHIPPED, SHIPPED),
        (date(2028, 2, 29), SHIPPED, date(2029, 2, 28)),
    ],
    ids=["never", "later than the lists", "the same day", "the lists have changed", "a leap day"],
)
def test_lists_are_looked_over_once_a_year_and_when_they_change(reviewed_on, shipped_on, due):
    assert review_due(reviewed_on, shipped_on) == due


def broken_by(check):
    try:
        check()
    except RuleBroken as broken:
        return broken.code
    return None
