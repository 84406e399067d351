"""Polls: what an answer may say, when a result is shown, and the loyalty index against worked examples."""

from datetime import UTC, datetime, timedelta

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.polls import PollKind, check_answer, check_plan, is_over, loyalty, tally

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
THREE = [(0, 0), (0, 1), (0, 2)]
PULSE = [(item, answer) for item in range(3) for answer in range(3)]


@pytest.mark.parametrize(
    ("kind", "said", "offered"),
    [
        (PollKind.ONE, {(0, 2): 1}, THREE),
        (PollKind.SEVERAL, {(0, 0): 1, (0, 2): 1}, THREE),
        (PollKind.DOTS, {(0, 0): 2, (0, 1): 1}, THREE),
        (PollKind.DOTS, {(0, 0): 1}, THREE),
        (PollKind.PULSE, {(0, 0): 1, (2, 1): 1}, PULSE),
    ],
    ids=["one", "two of several", "all dots", "a dot kept back", "a question left out"],
)
def test_an_answer_that_fits_is_taken(kind, said, offered):
    assert check_answer(kind, said, offered=offered, n_dots=3) is None


@pytest.mark.parametrize(
    ("kind", "said", "code"),
    [
        (PollKind.ONE, {}, "poll.nothing-said"),
        (PollKind.ONE, {(0, 7): 1}, "poll.not-offered"),
        (PollKind.ONE, {(0, 0): 1, (0, 1): 1}, "poll.not-offered"),
        (PollKind.ONE, {(0, 0): 2}, "poll.not-offered"),
        (PollKind.SEVERAL, {(0, 0): 2}, "poll.not-offered"),
        (PollKind.DOTS, {(0, 0): 2, (0, 1): 2}, "poll.too-many-dots"),
        (PollKind.DOTS, {(0, 0): -1}, "poll.not-offered"),
    ],
    ids=[
        "nothing",
        "a stranger's answer",
        "two of one",
        "one twice",
        "several twice",
        "four of three dots",
        "a dot taken",
    ],
)
def test_an_answer_that_does_not_fit_is_refused(kind, said, code):
    with pytest.raises(RuleBroken) as broken:
        check_answer(kind, said, offered=THREE, n_dots=3)

    assert broken.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"n_options": 1}, "poll.options"),
        ({"n_options": 13}, "poll.options"),
        ({"n_invited": 4}, "poll.too-few-invited"),
        ({"kind": PollKind.DOTS, "n_dots": 1}, "poll.n-dots"),
    ],
    ids=["nothing to choose between", "too many to read", "a result would never be shown", "one dot is no dot vote"],
)
def test_a_poll_that_makes_no_sense_is_not_opened(changes, code):
    plan = {"kind": PollKind.ONE, "n_options": 3, "n_dots": 3, "n_invited": 12, "k": 5, **changes}

    with pytest.raises(RuleBroken) as broken:
        check_plan(plan.pop("kind"), **plan)

    assert broken.value.code == code


def test_nothing_is_shown_below_k():
    counts = {(0, 0): 3, (0, 1): 1, (0, 2): 0}

    assert tally(PollKind.ONE, counts, n_answers=4, k=5)[0].counts is None
    assert tally(PollKind.ONE, counts, n_answers=4, k=4)[0].counts == (3, 1, 0)


def test_a_question_of_the_pulse_that_few_answered_stays_hidden_alone():
    counts = dict.fromkeys(PULSE, 0) | {(0, 0): 3, (1, 0): 2, (2, 2): 4}

    heard, understood, safe = tally(PollKind.PULSE, counts, n_answers=4, k=3)

    assert (heard.counts, understood.counts, safe.counts) == ((3, 0, 0), None, (0, 0, 4))
    assert safe.shares == (0, 0, 1)


def test_dots_are_shares_of_all_dots_and_people_count_for_k():
    shown = tally(PollKind.DOTS, {(0, 0): 9, (0, 1): 3}, n_answers=5, k=5)[0]

    assert shown.shares == (0.75, 0.25)


def test_the_loyalty_index_is_promoters_minus_detractors():
    # 79.9 % of SD19: 260 answers of which 84.6 % are 9 or 10 and 4.6 % are 0 to 6
    counts = [0, 0, 0, 0, 0, 0, 12, 10, 18, 100, 120]

    found = loyalty(counts)

    assert (found.n, found.promoters, found.passives, found.detractors) == (260, 220, 28, 12)
    assert found.index == pytest.approx(80.0)
    assert found.interval.low < 80 < found.interval.high


def test_a_few_equal_answers_do_not_look_certain():
    found = loyalty([0] * 10 + [5])

    # by hand: n + 3 = 8, up 5.75/8, down 0.75/8; middle 0.625; error 1.96 · √((0.8125 - 0.390625)/8) = 0.4501
    assert found.index == 100
    assert found.interval.low == pytest.approx(17.49, abs=0.01)
    assert found.interval.high == 100


def test_without_answers_there_is_no_index():
    assert loyalty([0] * 11) is None


def test_a_poll_is_over_when_it_is_closed_or_its_time_is():
    later = NOW + timedelta(hours=1)

    assert not is_over(closed_at=None, closes_at=later, now=NOW)
    assert is_over(closed_at=NOW, closes_at=later, now=NOW)
    assert is_over(closed_at=None, closes_at=NOW, now=NOW)
