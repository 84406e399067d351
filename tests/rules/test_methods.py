"""Each method as a decision table: what the ballots say, and what a tie is."""

from dataclasses import replace

import pytest

from storyapp.rules.rounds import Method, OutcomeKind
from storyapp.rules.selection.methods import METHODS, BallotKind, decide, other_choices, other_counts
from storyapp.rules.selection.outcome import Ballot, dissenting
from storyapp.rules.selection.pairing import n_advised, next_pair, tournament
from tests.rules.ballot_builders import a_turn, an_order, comparisons, orders, scores

STORIES = (10, 20, 30)
ORDERS = [Method.BORDA, Method.RUNOFF, Method.SCHULZE]


def led(method, ballots, story_ids=STORIES):
    outcome = decide(method, ballots, n_seats=len(ballots), story_ids=story_ids)
    return outcome.chosen, outcome.tied


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((10, 10, 10), ((10,), ())),
        ((10, 10, None), ((10,), ())),
        ((10, 10, 20), ((), ())),
        ((10, 20), ((), ())),
        ((None, None), ((), ())),
        ((), ((), ())),
    ],
    ids=["all agree", "one stands aside", "one stands elsewhere", "two views", "all stand aside", "nobody spoke"],
)
def test_consensus(statements, expected):
    assert led(Method.CONSENSUS, a_turn(*statements)) == expected


@pytest.mark.parametrize(
    ("method", "given", "expected"),
    [
        (Method.SCORING, ({10: 5, 20: 4}, {10: 3, 20: 5}), ((20,), ())),
        (Method.SCORING, ({10: 5, 20: 4}, {10: 3, 20: 4}), ((), (10, 20))),
        (Method.SCORING, ({10: 5}, {10: 5, 20: 5}), ((), (10, 20))),
        (Method.SCORING, ({10: 1, 20: 3}, {10: 1, 20: 3}, {10: 2, 20: 3, 30: 4}), ((30,), ())),
        (Method.SCORING, ({}, {}), ((), ())),
        (Method.SCORING, (), ((), ())),
        (Method.MEDIAN, ({10: 1, 20: 3}, {10: 4, 20: 3}, {10: 4, 20: 5}), ((10,), ())),
        (Method.MEDIAN, ({10: 1, 20: 2}, {10: 4, 20: 3}), ((), (10, 20))),
        (Method.MEDIAN, ({10: 1}, {10: 5}, {10: 5, 20: 5}, {20: 5}), ((), (10, 20))),
    ],
    ids=[
        "the highest mean", "equal means tie", "who did not score a story does not lower it",
        "one score alone is a mean", "all abstain", "nobody scored",
        "one low score does not decide", "half-way medians tie", "medians of different numbers",
    ],
)  # fmt: skip
def test_scoring(method, given, expected):
    assert led(method, scores(*given)) == expected


def test_equal_means_are_equal_though_they_are_endless_decimals():
    given = ({10: 1, 20: 1}, {10: 1, 20: 1}, {10: 2, 20: 2}, {20: 1}, {20: 1}, {20: 2})

    assert led(Method.SCORING, scores(*given)) == ((), (10, 20))


def test_scores_show_how_far_they_lie_apart():
    outcome = decide(Method.SCORING, scores({10: 1}, {10: 5}, {10: 3}), n_seats=3, story_ids=STORIES)

    spread = outcome.spread[10]
    assert (spread.n, spread.mean, spread.median, spread.lowest, spread.highest) == (3, 3, 3, 1, 5)


def test_after_scores_the_vote_decides():
    scored = scores({10: 5, 20: 1}, {10: 5, 20: 1})

    halfway = decide(Method.SCORING_THEN_VOTE, scored, n_seats=2, story_ids=STORIES)
    whole = decide(Method.SCORING_THEN_VOTE, [*scored, *a_turn(20, 20, turn=2)], n_seats=2, story_ids=STORIES)

    assert (halfway.is_halfway, halfway.leaders, halfway.order[0]) == (True, (), (10,))
    assert (whole.is_halfway, whole.chosen, whole.spread[10].mean) == (False, (20,), 5)


@pytest.mark.parametrize(
    ("said", "on_it"),
    [
        (({10: 2, 20: 0}, {10: 0, 20: 0}), (10,)),
        (({10: 1, 20: 1}, {10: 1, 20: 0}), (10,)),
        (({10: 2, 20: 2, 30: 2},), (10, 20, 30)),
        (({10: 0, 20: 0, 30: 0},), ()),
        (({10: 2}, {20: 0}), (10,)),
    ],
    ids=["half say yes", "all say maybe", "all are on it", "nobody is on it", "judged by who judged it"],
)
def test_shortlist(said, on_it):
    outcome = decide(Method.SHORTLIST, scores(*said), n_seats=2, story_ids=STORIES)

    assert outcome.shortlist == on_it


def test_a_story_alone_on_the_shortlist_needs_no_vote():
    outcome = decide(Method.SHORTLIST, scores({10: 2, 20: 0}), n_seats=1, story_ids=STORIES)

    assert (outcome.kind, outcome.chosen, outcome.is_halfway) == (OutcomeKind.ONE, (10,), False)


def test_after_a_shortlist_only_its_stories_can_win():
    ballots = [*scores({10: 2, 20: 2, 30: 0}), *a_turn(30, 20, 30, turn=2)]

    outcome = decide(Method.SHORTLIST, ballots, n_seats=3, story_ids=STORIES)

    assert (outcome.chosen, outcome.n_void) == ((20,), 2)


@pytest.mark.parametrize("method", ORDERS)
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([(10, 20, 30), (10, 30, 20)], ((10,), ())),
        ([(10, 20, 30), (20, 10, 30)], ((), (10, 20))),
        ([(10, 20, 30), (20, 30, 10), (30, 10, 20)], ((), (10, 20, 30))),
        ([((10, 20, 30),)], ((), (10, 20, 30))),
        ([(10,)], ((10,), ())),
        ([], ((), ())),
    ],
    ids=[
        "first for all", "two mirror each other", "a circle", "all side by side", "one name alone", "nobody",
    ],
)  # fmt: skip
def test_orders_that_all_ways_of_counting_agree_on(method, given, expected):
    assert led(method, orders(*given)) == expected


def test_points_count_every_comparison_and_truncation_is_even():
    ballots = [an_order(10, seat_id=1), an_order(20, (10, 30), seat_id=2)]

    outcome = decide(Method.BORDA, ballots, n_seats=2, story_ids=STORIES)

    assert (dict(outcome.tally), outcome.pairwise[10][20]) == ({10: 1, 20: 1, 30: -2}, 1)


@pytest.mark.parametrize(
    ("given", "left", "expected"),
    [
        ([(10,)] * 4 + [(20, 30)] * 3 + [(30, 20)] * 2, [(30,), ()], ((20,), ())),
        ([(10, 20)] * 2 + [(20, 10), (30, 10)], [(20, 30), ()], ((10,), ())),
        ([((10, 20), 30), (30, 10)], [(10, 20), ()], ((30,), ())),
        ([(10,), (20,)], [(30,), ()], ((), (10, 20))),
    ],
    ids=[
        "votes go on", "equally last leave together", "a shared first place is parted", "the last two tie",
    ],
)  # fmt: skip
def test_instant_runoff(given, left, expected):
    outcome = decide(Method.RUNOFF, orders(*given), n_seats=len(given), story_ids=STORIES)

    assert ([step.left for step in outcome.steps], (outcome.chosen, outcome.tied)) == (left, expected)


def test_the_strongest_chain_wins_where_majorities_go_in_a_circle():
    given = [(10, 20, 30)] * 4 + [(20, 30, 10)] * 3 + [(30, 10, 20)] * 2

    assert led(Method.SCHULZE, orders(*given)) == ((10,), ())


@pytest.mark.parametrize("method", [Method.BORDA, Method.SCHULZE])
def test_a_story_that_somebody_does_not_judge_neither_wins_nor_loses_there(method):
    ballots = [an_order(10, 20, seat_id=1, apart=frozenset({30})), an_order(30, 20, 10, seat_id=2)]

    assert led(method, ballots)[0] == (30,)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([[(10, 20), (10, 30), (20, 30)]], ((10,), ())),
        ([[(10, 20), (20, 10)]], ((), (10, 20))),
        ([[(10, 20), (20, 30), (30, 10)]], ((), (10, 20, 30))),
        ([[(10, 20)], [(10, 20)], [(20, 30)]], ((10,), ())),
        ([[]], ((), ())),
    ],
    ids=["first in all", "once each", "a circle", "those who never lost", "nobody compared"],
)
def test_pairwise_comparison(given, expected):
    assert led(Method.PAIRWISE, comparisons(*given)) == expected


def test_what_only_won_needs_the_prior_and_says_so():
    clear = decide(Method.PAIRWISE, comparisons([(10, 20)] * 9), n_seats=1, story_ids=STORIES)
    circle = decide(Method.PAIRWISE, comparisons([(10, 20), (20, 10)]), n_seats=1, story_ids=STORIES)

    assert (clear.has_prior, circle.has_prior) == (True, False)
    assert (clear.chosen, 30 in clear.tally) == ((10,), False)


def test_more_comparisons_make_the_error_smaller_and_the_order_more_reliable():
    one = [(10, 20), (10, 20), (10, 20), (20, 10), (20, 30), (20, 30), (30, 20), (10, 30), (10, 30), (30, 10)]
    few = decide(Method.PAIRWISE, comparisons(one), n_seats=1, story_ids=STORIES)
    many = decide(Method.PAIRWISE, comparisons(one * 10), n_seats=1, story_ids=STORIES)

    assert many.errors[10] < few.errors[10] / 3
    assert many.reliability > few.reliability
    assert many.tally == pytest.approx(few.tally, abs=1e-5)


@pytest.mark.parametrize("n", [2, 3, 4, 7, 10, 13])
def test_every_story_is_seen_equally_often_wherever_somebody_stops(n):
    plan = tournament(range(n), seat_id=4, seed="9")
    seen = [sum(story in pair for pair in plan[:stop]) for stop in range(len(plan) + 1) for story in range(n)]
    after = [seen[i : i + n] for i in range(0, len(seen), n)]

    assert len({frozenset(pair) for pair in plan}) == len(plan) == n * (n - 1) // 2
    assert max(max(each) - min(each) for each in after) <= 1 + n % 2
    assert len(set(after[-1])) == 1


def test_each_seat_has_pairs_of_its_own_and_no_story_always_stands_first():
    plans = [tournament(range(8), seat_id=seat, seed="1") for seat in range(40)]
    first = sum(pair[0] == 3 for plan in plans for pair in plan)

    assert plans[0] != plans[1]
    assert first == pytest.approx(40 * 7 / 2, rel=0.25)


def test_the_next_pair_is_new_and_may_be_judged():
    plan = tournament((10, 20, 30), seat_id=1, seed="1")

    assert set(next_pair(plan, judged=[], allowed=(10, 30))) == {10, 30}
    assert next_pair(plan, judged=[(30, 10)], allowed=(10, 30)) is None


@pytest.mark.parametrize(("n", "advised"), [(2, 1), (3, 3), (8, 12), (40, 60)])
def test_how_many_comparisons_are_advised(n, advised):
    assert n_advised(n) == advised


@pytest.mark.parametrize("method", list(Method))
def test_a_ballot_about_stories_that_left_is_void(method):
    kinds = {
        BallotKind.CHOICE: a_turn(10, 40),
        BallotKind.SCORES: scores({10: 5}, {40: 5}),
        BallotKind.SHORTLIST: scores({10: 2}, {40: 2}),
        BallotKind.ORDER: orders((10, 20), (40,)),
        BallotKind.PAIRS: comparisons([(10, 20)], [(40, 20)]),
    }

    outcome = decide(method, kinds[METHODS[method].first], n_seats=3, story_ids=STORIES)

    assert (outcome.n_votes, outcome.n_void, outcome.n_absent) == (1, 1, 2)


def test_other_ways_of_counting_the_same_orders():
    given = [(10,)] * 4 + [(20, 30, 10)] * 3 + [(30, 20, 10)] * 2

    other = other_choices(Method.RUNOFF, orders(*given), n_seats=9, story_ids=STORIES)

    assert {method: outcome.leaders for method, outcome in other.items()} == {Method.MAJORITY: (10,)}


def test_comparisons_can_be_counted_in_no_other_way():
    assert other_counts(Method.PAIRWISE, comparisons([(10, 20)]), n_seats=1, story_ids=STORIES) == {}


@pytest.mark.parametrize(
    ("ballot", "is_dissent"),
    [
        (an_order(20, 10, 30), True),
        (an_order((10, 20), 30), False),
        (Ballot(seat_id=1, marks={10: 2, 20: 5}), True),
        (Ballot(seat_id=1, marks={10: 5, 20: 5}), False),
        (Ballot(seat_id=1, pairs=((20, 10),)), False),
    ],
    ids=["another first", "first beside another", "another scored higher", "scored as high", "a single comparison"],
)
def test_whose_reason_is_dissent(ballot, is_dissent):
    assert bool(dissenting([replace(ballot, reason="So it is.")], chosen=(10,))) is is_dissent
