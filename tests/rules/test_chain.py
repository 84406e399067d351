"""Where a chain of results breaks."""

from storyapp.rules.chain import Aim, Break, ChainKind, Item, breaks

CLUB = Item(id=1, kind=ChainKind.ACTIVITY)
MEETINGS = Item(id=2, kind=ChainKind.OUTPUT, comes_from=1, result=10)
TRUST = Aim(id=10, leads_to=11, n_indicators=1)
BELONGS = Aim(id=11, n_indicators=2)


def test_a_whole_chain_breaks_nowhere():
    assert breaks([CLUB, MEETINGS], [TRUST, BELONGS]) == {}


def test_an_activity_that_leads_to_no_result_is_named():
    loose = Item(id=2, kind=ChainKind.OUTPUT, comes_from=1)

    assert breaks([CLUB, loose], []) == {Break.ACTIVITY_WITHOUT_RESULT: {1}, Break.OUTPUT_WITHOUT_RESULT: {2}}


def test_a_result_that_nothing_leads_to_and_one_without_a_sign_are_named():
    found = breaks([CLUB, MEETINGS], [Aim(id=10, n_indicators=1), Aim(id=12)])

    assert found == {Break.RESULT_FROM_NOTHING: {12}, Break.RESULT_WITHOUT_INDICATOR: {12}}


def test_before_anything_is_written_no_result_is_blamed_for_coming_from_nothing():
    assert breaks([], [Aim(id=12, n_indicators=1)]) == {}
