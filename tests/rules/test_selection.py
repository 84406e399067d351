"""The same ballots always give the same outcome."""

import random

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Method, OutcomeKind
from storyapp.rules.selection.iterative import Move, moves, steps_to_agreement
from storyapp.rules.selection.methods import METHODS, BallotKind, decide, other_choices, turn_outcomes
from storyapp.rules.selection.outcome import Outcome, choose_two, dissenting
from tests.rules.ballot_builders import a_ballot, a_turn

STORIES = (10, 20, 30)
MOST_VOTES = (Method.MAJORITY, Method.ITERATIVE, Method.SECRET)
CHOICE = [method for method, spec in METHODS.items() if spec.first is BallotKind.CHOICE]


@pytest.mark.parametrize("method", MOST_VOTES)
@pytest.mark.parametrize(
    ("ballots", "kind", "chosen", "tied", "margin"),
    [
        ([], OutcomeKind.NONE, (), (), 0),
        (a_turn(None, None), OutcomeKind.NONE, (), (), 0),
        (a_turn(10), OutcomeKind.ONE, (10,), (), 1),
        (a_turn(10, 10, 20), OutcomeKind.ONE, (10,), (), 1),
        (a_turn(30, 30, 30, None), OutcomeKind.ONE, (30,), (), 3),
        (a_turn(20, 10), OutcomeKind.NONE, (), (10, 20), 0),
        (a_turn(30, 20, 10), OutcomeKind.NONE, (), (10, 20, 30), 0),
        (a_turn(10, 10, 20, 20, 30), OutcomeKind.NONE, (), (10, 20), 0),
    ],
    ids=[
        "nobody voted",
        "all abstained",
        "one voice is enough to lead",
        "most votes win",
        "an abstention does not count against the leader",
        "a tie of two chooses none",
        "a tie of three chooses none",
        "a tie at the top, one behind",
    ],
)
def test_what_the_votes_say(method, ballots, kind, chosen, tied, margin):
    outcome = decide(method, ballots, n_seats=5, story_ids=STORIES)

    assert (outcome.kind, outcome.chosen, outcome.tied, outcome.margin) == (kind, chosen, tied, margin)


def test_votes_abstentions_and_absentees_add_up_to_the_seats():
    outcome = decide(Method.MAJORITY, a_turn(10, 10, None), n_seats=7, story_ids=STORIES)

    assert (outcome.n_votes, outcome.n_abstained, outcome.n_absent, outcome.n_cast) == (2, 1, 4, 3)


def test_a_story_without_votes_stands_in_the_tally():
    outcome = decide(Method.MAJORITY, a_turn(20), n_seats=1, story_ids=STORIES)

    assert dict(outcome.tally) == {10: 0, 20: 1, 30: 0}


def test_a_vote_for_a_story_that_was_withdrawn_is_void_and_its_seat_absent():
    outcome = decide(Method.MAJORITY, a_turn(10, 20, 20), n_seats=3, story_ids=(10, 30))

    assert (outcome.chosen, outcome.n_void, outcome.n_absent) == ((10,), 2, 2)


def test_two_ballots_of_one_seat_in_one_turn_are_refused():
    with pytest.raises(RuleBroken, match=r"ballot\.repeated"):
        decide(Method.MAJORITY, [a_ballot(), a_ballot(story_id=20)], n_seats=3, story_ids=STORIES)


@pytest.mark.parametrize("method", list(Method))
def test_the_order_in_which_ballots_arrive_changes_nothing(method):
    ballots = [*a_turn(10, 20, 30, None), *a_turn(10, 20, 20, 10, turn=2)]
    shuffled = random.Random(7).sample(ballots, k=len(ballots))

    first = decide(method, ballots, n_seats=4, story_ids=STORIES)
    second = decide(method, shuffled, n_seats=4, story_ids=reversed_stories())

    assert first == second


def reversed_stories():
    return tuple(reversed(STORIES))


@pytest.mark.parametrize("method", CHOICE)
def test_only_the_last_turn_counts(method):
    ballots = [*a_turn(10, 10, 20), *a_turn(20, 20, 20, turn=2)]

    assert decide(method, ballots, n_seats=3, story_ids=STORIES).chosen == (20,)


def test_who_misses_the_last_turn_is_absent():
    ballots = [*a_turn(10, 10, 20), a_ballot(seat_id=3, story_id=20, turn=2)]

    outcome = decide(Method.ITERATIVE, ballots, n_seats=3, story_ids=STORIES)

    assert (outcome.chosen, outcome.n_absent) == ((20,), 2)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([a_turn(10, 20)], ()),
        ([a_turn(10, 20), a_turn(10, 20, turn=2)], ()),
        ([a_turn(10, 20), a_turn(10, 10, turn=2)], (Move(seat_id=2, turn=2, from_story_id=20, to_story_id=10),)),
        ([a_turn(10, None), a_turn(10, 10, turn=2)], (Move(seat_id=2, turn=2, from_story_id=None, to_story_id=10),)),
        ([a_turn(10), a_turn(10, 20, turn=2)], ()),
        ([a_turn(10), [], a_turn(20, turn=3)], (Move(seat_id=1, turn=3, from_story_id=10, to_story_id=20),)),
    ],
    ids=["one turn", "nobody moved", "one moved", "from abstaining", "a late joiner is no move", "over a missed turn"],
)
def test_who_changed_their_mind(turns, expected):
    assert moves([ballot for turn in turns for ballot in turn]) == expected


@pytest.mark.parametrize(
    ("turns", "steps"),
    [
        ([], None),
        ([a_turn(10, 20)], None),
        ([a_turn(10, 10)], 1),
        ([a_turn(10, 20), a_turn(10, 10, turn=2)], 2),
        ([a_turn(10, 20), a_turn(10, 10, turn=2), a_turn(10, 10, turn=3)], 2),
        ([a_turn(10, 10), a_turn(20, 20, turn=2)], 2),
        ([a_turn(10, 10), a_turn(10, 20, turn=2)], None),
        ([a_turn(10, None)], 1),
        ([a_turn(None, None)], None),
    ],
    ids=[
        "no ballots", "never", "at once", "at the second turn", "and stayed so", "together to another story",
        "fell apart again", "an abstention does not hinder", "abstentions alone are no agreement",
    ],
)  # fmt: skip
def test_how_many_turns_agreement_took(turns, steps):
    assert steps_to_agreement([ballot for turn in turns for ballot in turn]) == steps


def test_every_turn_is_kept_with_what_it_would_have_decided():
    ballots = [*a_turn(10, 10, 20), *a_turn(20, 20, 20, turn=2)]

    kept = turn_outcomes(Method.ITERATIVE, ballots, n_seats=3, story_ids=STORIES)

    assert [(each.turn, each.outcome.chosen) for each in kept] == [(1, (10,)), (2, (20,))]


def test_a_panel_may_name_two_of_the_stories_that_share_the_lead():
    tie = decide(Method.MAJORITY, a_turn(10, 20, 30), n_seats=3, story_ids=STORIES)

    two = choose_two(tie, [30, 10])

    assert (two.kind, two.chosen, two.tied) == (OutcomeKind.TWO, (10, 30), (10, 20, 30))


@pytest.mark.parametrize("named", [(10,), (10, 10), (10, 40), (10, 20, 30)], ids=["one", "twice", "foreign", "three"])
def test_two_must_be_two_of_the_tied(named):
    tie = Outcome(kind=OutcomeKind.NONE, tied=(10, 20, 30))

    with pytest.raises(RuleBroken, match=r"round\.choice-not-from-ballots"):
        choose_two(tie, named)


def test_dissent_is_every_last_vote_for_another_story_with_its_reason():
    against = a_ballot(seat_id=3, story_id=20, reason="He tells it without hope")

    assert dissenting([*a_turn(10, 10), against, a_ballot(seat_id=4, story_id=None)], chosen=(10,)) == (against,)


def test_when_none_is_chosen_every_vote_is_kept_as_dissent():
    assert len(dissenting(a_turn(10, 20, None), chosen=())) == 2


@pytest.mark.parametrize(
    ("story_ids", "unanimous"),
    [((10, 10), True), ((10, 10, None), True), ((10, 20), False), ((None,), False), ((), False)],
    ids=["all for one", "one abstained", "split", "abstained only", "nobody"],
)
def test_unanimous(story_ids, unanimous):
    assert decide(Method.MAJORITY, a_turn(*story_ids), n_seats=4, story_ids=STORIES).is_unanimous is unanimous


def test_every_method_has_its_line_and_its_words():
    assert set(METHODS) == set(Method)
    said = [(s.name, s.when, s.description, s.keeps, s.rule, s.unit) for s in METHODS.values()]
    assert all(words.ru and words.en for each in said for words in each)


def test_methods_that_agree_leave_no_other_choice():
    assert other_choices(Method.ITERATIVE, a_turn(10, 10, 20), n_seats=3, story_ids=STORIES) == {}
