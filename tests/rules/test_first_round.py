"""The way to a first round: steps are ticked by facts, one is the next, and the list goes away."""

import pytest

from storyapp.rules.first_round import FirstStep, WayFacts, way_to_first_round


def facts(**known) -> WayFacts:
    nothing = dict(
        has_purpose=False, n_leads=0, leads_needed=2, n_open_periods=0, n_links=0, n_screened=0, n_rounds=0, n_decided=0
    )
    return WayFacts(**{**nothing, **known})


READY = dict(has_purpose=True, n_leads=2, n_open_periods=1, n_links=1)


@pytest.mark.parametrize(
    ("known", "next_step"),
    [
        ({}, FirstStep.PURPOSE),
        ({"has_purpose": True, "n_leads": 1}, FirstStep.LEADS),
        (READY, FirstStep.STORIES),
        ({**READY, "n_screened": 1}, FirstStep.STORIES),
        ({**READY, "n_screened": 2}, FirstStep.ROUND),
        ({**READY, "n_screened": 2, "n_rounds": 1}, FirstStep.DECISION),
        ({**READY, "has_purpose": False, "n_screened": 5}, FirstStep.PURPOSE),
    ],
    ids=["nothing is there", "one lead is too few", "all set up", "one story", "two stories", "voting", "out of order"],
)
def test_the_next_step_is_the_first_that_no_fact_has_ticked(known, next_step):
    assert [one.step for one in way_to_first_round(facts(**known)) if one.is_next] == [next_step]


def test_a_step_that_was_done_early_is_ticked_all_the_same():
    done = [one.step for one in way_to_first_round(facts(n_screened=4)) if one.is_done]

    assert done == [FirstStep.STORIES]


def test_once_a_round_is_decided_the_way_is_known():
    assert way_to_first_round(facts(**READY, n_screened=2, n_rounds=1, n_decided=1)) == ()
