"""Chosen and not chosen side by side; small numbers are told as small."""

import pytest

from storyapp.rules.equity import Attribute, EquityFact, GroupCount, Verdict, check_equity
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import Direction, Mode

GENDER = 7


def a_story(chosen=False, **values):
    usual = {
        "story_id": 1,
        "is_chosen": chosen,
        "n_words": 100,
        "language": "ru",
        "age_band": AgeBand.FROM_14_TO_15,
        "direction": Direction.BETTER,
        "answers": {GENDER: ("girl",)},
    }
    return EquityFact(**(usual | values))


def compared(attribute, stories):
    return next(each for each in check_equity(stories, questions=[GENDER]).comparisons if each.attribute is attribute)


def some(n_chosen, n_others, *, chosen=None, others=None):
    return [
        *(a_story(chosen=True, **(chosen or {})) for _ in range(n_chosen)),
        *(a_story(**(others or {})) for _ in range(n_others)),
    ]


@pytest.mark.parametrize(
    ("stories", "verdict"),
    [
        (some(2, 5, chosen={"n_words": 400}), Verdict.TOO_FEW),
        (some(0, 9), Verdict.TOO_FEW),
        (some(9, 0), Verdict.TOO_FEW),
        (some(2, 8), Verdict.ALIKE),
        (some(2, 8, chosen={"n_words": 140}), Verdict.ALIKE),
        (some(2, 8, chosen={"n_words": 150}), Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (some(2, 8, chosen={"n_words": 60}), Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (some(8, 8, chosen={"n_words": 150}), Verdict.DIFFERS),
        (some(2, 8, chosen={"n_words": 0}, others={"n_words": 0}), Verdict.ALIKE),
    ],
    ids=[
        "seven stories", "none chosen", "all chosen", "the same length", "a little longer", "half as long again",
        "much shorter", "many on both sides", "no words at all",
    ],
)  # fmt: skip
def test_length(stories, verdict):
    assert compared(Attribute.LENGTH, stories).verdict is verdict


def test_lengths_are_told_as_medians():
    stories = [*some(1, 0, chosen={"n_words": 300}), *some(1, 7, chosen={"n_words": 100}, others={"n_words": 50})]

    length = compared(Attribute.LENGTH, stories)

    assert (length.median_chosen, length.median_not_chosen) == (200, 50)


@pytest.mark.parametrize(
    ("attribute", "chosen", "verdict"),
    [
        (Attribute.LANGUAGE, {"language": "en"}, Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.AGE_BAND, {"age_band": AgeBand.ADULT}, Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.ANSWER, {"answers": {GENDER: ("boy",)}}, Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.DIRECTION, {"direction": Direction.WORSE}, Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.MODE, {"mode": Mode.PEER}, Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.COLLECTOR, {"collector": "4"}, Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.DIRECTION, {}, Verdict.ALIKE),
    ],
    ids=["other language", "other age", "other gender", "other direction", "other mode", "other collector", "the same"],
)
def test_groups(attribute, chosen, verdict):
    assert compared(attribute, some(3, 7, chosen=chosen)).verdict is verdict


def test_groups_are_told_as_counts():
    stories = some(3, 7, chosen={"direction": Direction.WORSE})

    assert compared(Attribute.DIRECTION, stories).groups == (
        GroupCount(group="BETTER", n_chosen=0, n_not_chosen=7),
        GroupCount(group="WORSE", n_chosen=3, n_not_chosen=0),
    )


@pytest.mark.parametrize(
    ("attribute", "stories", "verdict"),
    [
        (Attribute.LENGTH, some(3, 9, chosen={"n_words": 110}), Verdict.DIFFERS),
        (Attribute.LENGTH, some(2, 12, chosen={"n_words": 300}), Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.EASE, some(4, 8, chosen={"ease": 80}, others={"ease": 60}), Verdict.DIFFERS),
        (Attribute.EASE, some(2, 8, chosen={"ease": 70}, others={"ease": 60}), Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.EASE, some(2, 8, chosen={"ease": 65}, others={"ease": 60}), Verdict.ALIKE),
        (Attribute.EASE, some(4, 8), Verdict.TOO_FEW),
        (Attribute.LANGUAGE, some(8, 8, chosen={"language": "en"}), Verdict.DIFFERS),
        (Attribute.LANGUAGE, some(7, 20, chosen={"language": "en"}), Verdict.DIFFERS_PERHAPS_BY_CHANCE),
        (Attribute.LANGUAGE, some(8, 8), Verdict.ALIKE),
    ],
    ids=[
        "three longer than all others", "two are no pattern", "easier to read", "easier, but two", "a little easier",
        "nobody measured", "eight in another language", "seven are never tested in groups", "one group",
    ],
)  # fmt: skip
def test_only_what_beats_chance_is_said_to_differ(attribute, stories, verdict):
    assert compared(attribute, stories).verdict is verdict


def test_of_many_groups_one_that_stands_out_must_stand_out_more():
    def verdict(n_others):
        chosen = [a_story(chosen=True, collector="a" if n < 5 else "b") for n in range(8)]
        others = [a_story(collector="a" if n < 3 else f"b{n % n_others}"[:n_others]) for n in range(24)]
        return compared(Attribute.COLLECTOR, [*chosen, *others]).verdict

    assert verdict(1) is Verdict.DIFFERS
    assert verdict(10) is Verdict.DIFFERS_PERHAPS_BY_CHANCE


def test_what_was_tested_is_counted():
    assert check_equity(some(3, 9)).n_tested == 1
    assert check_equity(some(8, 8, chosen={"language": "en"})).n_tested == 2


def test_an_answer_not_given_is_counted_apart_and_may_leave_too_few():
    gender = compared(Attribute.ANSWER, some(3, 7, chosen={"answers": {}}))

    assert (gender.question_id, gender.n_unknown, gender.verdict) == (GENDER, 3, Verdict.TOO_FEW)


def test_of_several_answers_each_has_its_story_and_a_story_counts_once():
    both = {"answers": {GENDER: ("boy", "girl")}}

    gender = compared(Attribute.ANSWER, some(2, 8, chosen=both))

    assert (gender.n_chosen, gender.n_not_chosen) == (2, 8)
    assert gender.groups == (
        GroupCount(group="boy", n_chosen=2, n_not_chosen=0),
        GroupCount(group="girl", n_chosen=2, n_not_chosen=8),
    )


def test_nobody_read_nothing():
    check = check_equity([])

    assert {each.verdict for each in check.comparisons} == {Verdict.TOO_FEW}
