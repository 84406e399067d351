"""Levels of evidence of a practice: the highest whose signs, and all below, are there."""

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.practice import (
    Dimension,
    EvidenceLevel,
    PracticeFacts,
    Sign,
    check_statement,
    level_seen,
    seen_of,
    signs_of,
)

TOLD = {"n_stories": 5, "asks_for_worse": True}
CHOSEN = {**TOLD, "n_rounds": 1, "n_owed": 4, "n_answered": 2, "n_checked": 1}
WHOLE = {**CHOSEN, "n_read_twice": 3, "n_others_counted": 1, "n_youth_rounds": 1}
REACHED = {"n_supporting": 3}
HELD = {**REACHED, "n_against": 1, "n_checked_true": 1}
OVER_TIME = {**HELD, "n_results_counted": 1, "n_periods_supporting": 2}


@pytest.mark.parametrize(
    ("dimension", "facts", "level"),
    [
        (Dimension.DATA_JUSTIFIED, {}, None),
        (Dimension.DATA_JUSTIFIED, {**TOLD, "n_stories": 4}, None),
        (Dimension.DATA_JUSTIFIED, TOLD, EvidenceLevel.INITIAL),
        (Dimension.DATA_JUSTIFIED, {**CHOSEN, "n_answered": 1}, EvidenceLevel.INITIAL),
        (Dimension.DATA_JUSTIFIED, CHOSEN, EvidenceLevel.BASIC),
        (Dimension.DATA_JUSTIFIED, WHOLE, EvidenceLevel.ADVANCED),
        (Dimension.DATA_JUSTIFIED, {**WHOLE, "asks_for_worse": False}, None),
        (Dimension.RESULTS_REACHED, {}, None),
        (Dimension.RESULTS_REACHED, REACHED, EvidenceLevel.INITIAL),
        (Dimension.RESULTS_REACHED, HELD, EvidenceLevel.BASIC),
        (Dimension.RESULTS_REACHED, {**HELD, "n_against": 0}, EvidenceLevel.INITIAL),
        (Dimension.RESULTS_REACHED, OVER_TIME, EvidenceLevel.ADVANCED),
        (Dimension.REGULATED, {**WHOLE, **OVER_TIME}, None),
        (Dimension.JUSTIFIED, {**WHOLE, **OVER_TIME}, None),
    ],
    ids=[
        "nothing known", "four stories", "stories told", "too few answers", "chosen, answered, checked",
        "read twice, counted, by the young too", "what got worse is never asked", "no result", "a result supported",
        "also what is against it", "only what is for it", "counted, over periods", "rules are not seen from here",
        "reasons are not seen from here",
    ],
)  # fmt: skip
def test_the_level_that_can_be_seen(dimension, facts, level):
    assert level_seen(seen_of(dimension, PracticeFacts(**facts))) is level


def test_every_sign_is_asked_for_once():
    asked = [one.sign for dimension in Dimension for one in seen_of(dimension, PracticeFacts())]

    assert sorted(asked, key=lambda sign: sign.value) == sorted(Sign, key=lambda sign: sign.value)
    assert set(signs_of(PracticeFacts())) == set(Sign)


@pytest.mark.parametrize(
    ("source", "year", "code"),
    [
        ("", None, "practice.no-source"),
        ("…", None, "practice.no-source"),
        ("Register of 2021", 2027, "practice.year"),
        ("Register of 2021", 1200, "practice.year"),
    ],
    ids=["no source", "a sign", "next year", "long ago"],
)
def test_a_level_that_nobody_can_look_up_is_refused(source, year, code):
    with pytest.raises(RuleBroken) as refused:
        check_statement(source=source, year=year, this_year=2026)

    assert refused.value.code == code
