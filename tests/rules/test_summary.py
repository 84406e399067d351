"""The summary draws quotes, always in the same order, and counts closed loops."""

import random
from datetime import date

import pytest

from storyapp.rules.stories import Direction
from storyapp.rules.summary import (
    LoopFact,
    QuoteCandidate,
    loop,
    select_quotes,
)

BETTER, WORSE, MIXED, NO_CHANGE = Direction


def a_quote(story_id, text="I began to trust people again", **values):
    usual = {"story_id": story_id, "theme": "trust", "text": text, "is_confirmed": True, "may_quote": True}
    return QuoteCandidate(**(usual | values))


@pytest.mark.parametrize(
    ("answered_on", "n_closed", "share", "days"),
    [
        ([], 0, None, None),
        ([None], 0, 0.0, None),
        ([date(2026, 3, 11), None], 1, 0.5, 10),
        ([date(2026, 3, 2), date(2026, 3, 11), date(2026, 3, 31)], 3, 1.0, 10),
    ],
    ids=["nobody told", "nobody answered", "half", "all, the median of one, ten and thirty days"],
)
def test_loops_closed(answered_on, n_closed, share, days):
    facts = [LoopFact(story_id=n, told_on=date(2026, 3, 1), answered_on=day) for n, day in enumerate(answered_on)]

    kept = loop(facts)

    assert (kept.n_closed, kept.share_closed, kept.median_days) == (n_closed, share, days)


@pytest.mark.parametrize(
    "quote",
    [
        a_quote(1, may_quote=False),
        a_quote(1, is_confirmed=False),
        a_quote(1, text="So good"),
        a_quote(1, text="word " * 46),
    ],
    ids=["not agreed", "not confirmed", "too short", "too long"],
)
def test_what_is_never_quoted(quote):
    assert select_quotes([quote], n=5, seed="spring") == ()


def test_every_teller_speaks_once_before_any_speaks_twice():
    quotes = [a_quote(1, text=f"I said a great deal number {'x' * n}") for n in range(1, 9)]

    drawn = select_quotes([*quotes, a_quote(2), a_quote(3)], n=4, seed="spring")

    assert sorted(quote.story_id for quote in drawn) == [1, 1, 2, 3]
    assert {quote.story_id for quote in drawn[:3]} == {1, 2, 3}


def test_two_stories_of_one_teller_are_one_voice():
    quotes = [a_quote(1, teller="Sasha"), a_quote(2, teller="Sasha"), a_quote(3)]

    assert {quote.teller for quote in select_quotes(quotes, n=2, seed="spring")} == {"Sasha", ""}


def test_the_same_seed_draws_the_same_quotes_in_any_order():
    quotes = [a_quote(n) for n in range(20)]
    shuffled = random.Random(3).sample(quotes, k=20)

    assert select_quotes(quotes, n=5, seed="spring") == select_quotes(shuffled, n=5, seed="spring")


def test_another_seed_draws_others():
    quotes = [a_quote(n) for n in range(20)]

    assert select_quotes(quotes, n=5, seed="spring") != select_quotes(quotes, n=5, seed="autumn")
