"""A ballot is taken or refused for one plain reason."""

import pytest

from storyapp.rules.ballots import check_ballot, may_vote
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from tests.rules.ballot_builders import EARLIER, LATER, NOW, a_ballot, voting


@pytest.mark.parametrize(
    ("facts", "ballot"),
    [
        ({}, {}),
        ({}, {"story_id": None}),
        ({"turn": 3}, {"turn": 3}),
        ({"recused_story_ids": frozenset({20})}, {"story_id": 10}),
        ({"expires_at": LATER}, {}),
        ({}, {"reason": "Он снова учится"}),
        ({}, {"reason": "Well-being matters most"}),
    ],
    ids=[
        "a whole ballot in time",
        "an abstention with its reason",
        "the current turn",
        "recused from another story",
        "a seat that lasts",
        "three words in Russian",
        "three words with a hyphen",
    ],
)
def test_a_ballot_that_is_taken(facts, ballot):
    assert check_ballot(voting(**facts), a_ballot(**ballot), now=NOW) is None


@pytest.mark.parametrize(
    ("facts", "ballot", "code"),
    [
        ({"is_revoked": True}, {}, "ballot.seat-revoked"),
        ({"expires_at": NOW}, {}, "ballot.seat-expired"),
        ({"state": RoundState.DRAFT}, {}, "ballot.round-not-open"),
        ({"state": RoundState.DECIDED}, {}, "ballot.round-closed"),
        ({"state": RoundState.FINISHED}, {}, "ballot.round-closed"),
        ({"closes_at": NOW}, {}, "ballot.too-late"),
        ({"closes_at": EARLIER}, {}, "ballot.too-late"),
        ({"turn": 2}, {"turn": 1}, "ballot.turn-over"),
        ({"turn": 1}, {"turn": 2}, "ballot.turn-over"),
        ({}, {"story_id": 99}, "ballot.story-not-here"),
        ({"recused_story_ids": frozenset({10})}, {}, "ballot.recused"),
        ({}, {"reason": ""}, "ballot.reason-too-short"),
        ({}, {"reason": "1 2 3 … !!!"}, "ballot.reason-too-short"),
        ({}, {"story_id": None, "reason": "?"}, "ballot.reason-too-short"),
        ({"is_revoked": True}, {"reason": ""}, "ballot.seat-revoked"),
    ],
    ids=[
        "revoked seat",
        "seat expires at this moment",
        "round is a draft",
        "round is decided",
        "round is finished",
        "closes at this moment",
        "closed a second ago",
        "an old turn",
        "a turn to come",
        "a story of another round",
        "recused from this story",
        "no reason",
        "signs are no words",
        "an abstention without reason",
        "the seat is asked first",
    ],
)
def test_a_ballot_that_is_refused(facts, ballot, code):
    with pytest.raises(RuleBroken) as broken:
        check_ballot(voting(**facts), a_ballot(**ballot), now=NOW)

    assert broken.value.code == code


@pytest.mark.parametrize("reason", ["x", "So brave", "trust, courage"])
def test_a_short_reason_never_keeps_a_ballot_out(reason):
    assert check_ballot(voting(), a_ballot(reason=reason), now=NOW) is None


@pytest.mark.parametrize(
    ("facts", "offered"),
    [({}, True), ({"is_revoked": True}, False), ({"closes_at": NOW}, False), ({"state": RoundState.DECIDED}, False)],
    ids=["open", "revoked", "late", "decided"],
)
def test_the_ballot_is_offered_only_while_it_would_be_taken(facts, offered):
    assert may_vote(voting(**facts), now=NOW) is offered
