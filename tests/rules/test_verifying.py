"""What is verified, by whom, and what the two halves of an outcome make together."""

from datetime import date

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.evidence import Verification
from storyapp.rules.verifying import (
    CheckFacts,
    DecidedRound,
    WhyChecked,
    check_count,
    check_outcome,
    planned,
    top_rounds,
    whole_outcome,
)

YES, PARTLY, NO, CANNOT, NOT_YET = (
    Verification.CONFIRMED, Verification.PARTLY, Verification.NOT_CONFIRMED, Verification.CANNOT_BE_VERIFIED,
    Verification.NOT_YET,
)  # fmt: skip
VERIFIER, COLLECTOR = 1, 2


@pytest.mark.parametrize(
    ("facts", "significance", "whole"),
    [
        (YES, YES, YES),
        (YES, NO, PARTLY),
        (CANNOT, YES, PARTLY),
        (PARTLY, PARTLY, PARTLY),
        (NO, NO, NO),
        (NO, CANNOT, NO),
        (CANNOT, CANNOT, CANNOT),
        (YES, NOT_YET, NOT_YET),
    ],
)
def test_facts_and_significance_make_one_outcome(facts, significance, whole):
    assert whole_outcome(facts, significance) is whole


def test_only_the_highest_level_of_each_domain_counts_as_last():
    rounds = [
        DecidedRound(round_id=1, domain_id=7, selection_level=1),
        DecidedRound(round_id=2, domain_id=7, selection_level=2),
        DecidedRound(round_id=3, domain_id=8, selection_level=1),
    ]

    assert top_rounds(rounds) == {2, 3}


def test_the_lot_is_the_same_for_everybody_and_leaves_the_chosen_out():
    plan = planned({1, 2}, range(1, 33), percent=10, seed="club/spring")

    assert plan == planned({2, 1}, reversed(range(1, 33)), percent=10, seed="club/spring")
    assert [plan[1], plan[2]] == [WhyChecked.CHOSEN, WhyChecked.CHOSEN]
    assert list(plan.values()).count(WhyChecked.DRAWN) == 3


def test_another_seed_draws_others():
    assert planned((), range(100), percent=10, seed="a") != planned((), range(100), percent=10, seed="b")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"verifier_id": COLLECTOR}, "check.own-collection"),
        ({"asked_on": None}, "check.ask-the-teller-first"),
        ({"significance": NOT_YET}, "check.two-outcomes"),
        ({"note": "ok"}, "check.say-how"),
    ],
    ids=["who collected", "before the teller", "one half only", "without a word"],
)
def test_an_outcome_is_refused(changes, code):
    facts = dict(
        verifier_id=VERIFIER, collector_ids={COLLECTOR}, can_be_asked=True, asked_on=date(2026, 5, 1), facts=YES,
        significance=YES, note="Her teacher says the same.",
    )  # fmt: skip

    with pytest.raises(RuleBroken) as broken:
        check_outcome(CheckFacts(**{**facts, **changes}))

    assert broken.value.code == code


def test_a_teller_without_a_code_cannot_be_asked_first():
    check_outcome(
        CheckFacts(
            verifier_id=VERIFIER, collector_ids=(), can_be_asked=False, asked_on=None, facts=CANNOT,
            significance=CANNOT, note="Nobody who was there could be found.",
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("n_yes", "n_asked", "n_in_group", "code"),
    [
        (0, 0, None, "count.nobody-asked"),
        (9, 8, None, "count.more-than-asked"),
        (3, 8, 7, "count.more-than-there-are"),
    ],
)
def test_numbers_that_cannot_be_are_refused(n_yes, n_asked, n_in_group, code):
    with pytest.raises(RuleBroken) as broken:
        check_count(n_yes=n_yes, n_asked=n_asked, n_in_group=n_in_group)

    assert broken.value.code == code
