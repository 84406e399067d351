"""A long list dealt out: every story has its readers, nobody reads much more than another, and pairs meet evenly."""

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Method, OutcomeKind
from storyapp.rules.selection.outcome import Outcome
from storyapp.rules.shares import Hand, advised, balance_of, check_dealing, deal, going_on, options


def fresh(n_people: int) -> dict[int, Hand]:
    return {reader: Hand() for reader in range(1, n_people + 1)}


def readers_of(dealt, story: int) -> int:
    return sum(story in hand for hand in dealt.values())


@given(n_stories=st.integers(2, 45), n_people=st.integers(2, 20), wanted=st.integers(2, 6), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_every_story_has_its_readers_and_loads_differ_by_one_at_most(n_stories, n_people, wanted, seed):
    readers = min(wanted, n_people)

    dealt = deal(range(n_stories), fresh(n_people), readers=readers, seed=str(seed))

    assert {readers_of(dealt, story) for story in range(n_stories)} == {readers}
    loads = sorted(len(hand) for hand in dealt.values())
    assert loads[-1] - loads[0] <= 1


@pytest.mark.parametrize(("n_stories", "n_people", "readers"), [(7, 7, 3), (9, 12, 4)], ids=["Fano", "affine plane"])
def test_where_a_perfect_design_exists_every_pair_meets_once(n_stories, n_people, readers):
    balance = balance_of(range(n_stories), deal(range(n_stories), fresh(n_people), readers=readers, seed="1"))

    assert balance.n_met == balance.n_pairs == comb(n_stories, 2)


@given(seed=st.integers(0, 999))
@settings(max_examples=15, deadline=None)
def test_pairs_meet_nearly_as_often_as_there_is_room(seed):
    dealt = deal(range(40), fresh(12), readers=3, seed=str(seed))
    room = sum(comb(len(hand), 2) for hand in dealt.values())

    assert balance_of(range(40), dealt).n_met >= 0.85 * room


def test_the_same_facts_give_the_same_deal_and_another_seed_another():
    first = deal(range(12), fresh(5), readers=3, seed="round-7")

    assert deal(range(12), fresh(5), readers=3, seed="round-7") == first
    assert deal(range(12), fresh(5), readers=3, seed="round-8") != first


def test_who_knows_a_teller_is_not_given_the_story():
    hands = fresh(4) | {1: Hand(barred=frozenset(range(6)))}

    dealt = deal(range(12), hands, readers=3, seed="1")

    assert not dealt[1] & set(range(6))
    assert {readers_of(dealt, story) for story in range(12)} == {3}


@given(n_gone=st.integers(1, 3), seed=st.integers(0, 99), n_opened=st.integers(0, 4))
@settings(max_examples=30, deadline=None)
def test_when_people_leave_only_the_unread_moves(n_gone, seed, n_opened):
    before = deal(range(20), fresh(8), readers=3, seed=str(seed))
    opened = {reader: frozenset(sorted(hand)[:n_opened]) for reader, hand in before.items()}
    left = {
        reader: Hand(read=opened[reader], unread=before[reader] - opened[reader])
        for reader in before
        if reader > n_gone
    }

    after = deal(range(20), left, readers=3, seed=str(seed))

    assert all(opened[reader] <= after[reader] for reader in left)
    assert {readers_of(after, story) for story in range(20)} == {3}
    loads = sorted(len(hand) for hand in after.values())
    assert loads[-1] - loads[0] <= 1


def test_who_comes_late_takes_from_those_who_hold_most_and_nobody_reads_twice():
    before = deal(range(20), fresh(5), readers=3, seed="1")
    hands = {reader: Hand(unread=hand) for reader, hand in before.items()} | {6: Hand()}

    after = deal(range(20), hands, readers=3, seed="1")

    assert sorted(len(hand) for hand in after.values()) == [10] * 6
    assert all(after[reader] <= before[reader] for reader in before)


def test_whose_ballot_is_in_gets_more_only_where_nobody_else_can():
    hands = {1: Hand(read=frozenset({0, 1}), is_done=True), 2: Hand(), 3: Hand()}

    assert deal(range(4), hands, readers=2, seed="1")[1] == {0, 1}
    assert deal(range(4), hands, readers=3, seed="1")[1] == {0, 1, 2, 3}


def test_with_fewer_people_than_readers_each_reads_all():
    assert deal(range(3), fresh(2), readers=5, seed="1") == {1: {0, 1, 2}, 2: {0, 1, 2}}


@pytest.mark.parametrize(
    ("minutes", "expected"), [(45, 3), (20, 2), (10, None)], ids=["enough time", "little time", "too little"]
)
def test_what_is_advised_follows_from_stories_people_and_minutes(minutes, expected):
    offered = options(n_stories=40, n_people=12, minutes_in_all=100)

    assert advised(offered, minutes_each=minutes) == expected


def test_more_than_ten_stories_are_never_advised():
    offered = options(n_stories=40, n_people=12, minutes_in_all=10)

    assert advised(offered, minutes_each=600) == 3
    assert [one.stories_each for one in offered] == [7, 10, 14, 17, 20]
    assert [one.is_too_much for one in offered] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"method": Method.MAJORITY}, "shares.whole-list-needed"),
        ({"is_secret": True}, "shares.not-secret"),
        ({"readers": 1}, "shares.readers-out-of-range"),
        ({"readers": 6}, "shares.readers-out-of-range"),
    ],
    ids=["one vote each", "a secret ballot", "one reader", "more readers than people"],
)
def test_what_cannot_be_dealt_out(facts, code):
    values = {"readers": 3, "method": Method.SCORING, "is_secret": False, "n_people": 5} | facts

    with pytest.raises(RuleBroken) as broken:
        check_dealing(values.pop("readers"), **values)

    assert broken.value.code == code


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"shortlist": (4, 2), "order": ((4,), (2,), (1,))}, (4, 2)),
        ({"tied": (1, 2), "order": ((1, 2), (3,))}, (1, 2)),
        ({"order": ((1,), (2, 3, 4), (5, 6), (7,))}, (1, 2, 3, 4, 5, 6)),
        ({}, ()),
    ],
    ids=["a shortlist", "who shares the lead", "the best, and who stands equal", "nobody voted"],
)
def test_what_everybody_reads_before_the_next_vote(said, expected):
    assert going_on(Outcome(kind=OutcomeKind.NONE, **said)) == expected
