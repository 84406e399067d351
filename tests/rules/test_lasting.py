"""Who is asked again after months, and what the answers add up to."""

from datetime import date

import pytest

from storyapp.rules.consent import Light
from storyapp.rules.lasting import Lasted, asked_from, count_lasting, is_asked
from storyapp.rules.stories import StoryState

TOLD = date(2026, 8, 31)
DUE = date(2027, 2, 28)


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, True),
        ({"today": date(2027, 2, 27)}, False),
        ({"months": 0}, False),
        ({"state": StoryState.TOLD}, True),
        ({"state": StoryState.WITHDRAWN}, False),
        ({"state": StoryState.WAITING_FOR_GUARDIAN}, False),
        ({"may_count": Light.NO}, False),
        ({"may_count": Light.UNKNOWN}, True),
    ],
    ids=[
        "six months later", "a day too early", "the programme does not ask", "nobody has screened it yet",
        "taken back", "it waits for a guardian", "it may not be counted", "imported",
    ],
)  # fmt: skip
def test_who_is_asked_again(changes, asked):
    facts = {"told_on": TOLD, "months": 6, "state": StoryState.SCREENED, "may_count": Light.YES, "today": DUE}

    assert is_asked(**{**facts, **changes}) is asked


def test_the_last_day_of_a_shorter_month_will_do():
    assert asked_from(TOLD, months=6) == DUE


def test_who_did_not_come_back_is_counted_and_who_is_not_asked_yet_is_not():
    stories = [(1, TOLD), (2, TOLD), (3, TOLD), (4, date(2027, 1, 1))]

    found = count_lasting(stories, {1: Lasted.STILL, 2: Lasted.GONE, 4: Lasted.MORE}, months=6, today=DUE)

    assert found.counts == {"more": 0, "still": 1, "partly": 0, "gone": 1, "unsaid": 1}
    assert (found.n_asked, found.n_said) == (3, 2)
