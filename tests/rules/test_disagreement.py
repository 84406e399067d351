"""Which stories split whom: from 0, where all agree, to 1, where half stand against half."""

import pytest

from storyapp.rules.selection.disagreement import stands
from storyapp.rules.selection.outcome import Ballot


def votes(*stories):
    return [Ballot(seat_id=n, story_id=story) for n, story in enumerate(stories, 1)]


def scores(*marks, is_ranked=False):
    return [Ballot(seat_id=n, marks=dict(enumerate(row, 1)), is_ranked=is_ranked) for n, row in enumerate(marks, 1)]


def told(ballots, **facts):
    found = stands(ballots, story_ids=(1, 2), highest=5, **facts)
    return {one.story_id: (round(one.liked, 2), round(one.split, 2)) for one in found}


@pytest.mark.parametrize(
    ("ballots", "expected"),
    [
        (votes(1, 1, 1), {1: (1.0, 0.0), 2: (0.0, 0.0)}),
        (votes(1, 1, 2, 2), {1: (0.5, 1.0), 2: (0.5, 1.0)}),
        (votes(1, 1, 1, 2), {1: (0.75, 0.75), 2: (0.25, 0.75)}),
        (votes(1, 2), {}),
        ([*votes(1, 1, 2, 2), Ballot(seat_id=9)], {1: (0.5, 1.0), 2: (0.5, 1.0)}),
        (scores((5, 5), (5, 0), (5, 5), (5, 0)), {1: (1.0, 0.0), 2: (0.5, 1.0)}),
        (scores((1, 2), (2, 1), (1, 2), is_ranked=True), {1: (0.67, 0.89), 2: (0.33, 0.89)}),
        (
            [Ballot(seat_id=n, pairs=(pair,)) for n, pair in enumerate(((1, 2), (1, 2), (2, 1), (2, 1)), 1)],
            {1: (0.5, 1.0), 2: (0.5, 1.0)},
        ),
    ],
    ids=["all for one", "half and half", "three to one", "two are too few", "an abstention says nothing", "scores",
         "orders", "comparisons"],
)  # fmt: skip
def test_how_far_readers_stand_apart(ballots, expected):
    assert told(ballots) == expected


def test_who_does_not_judge_a_story_does_not_split_it():
    ballots = [*votes(1, 1, 1), Ballot(seat_id=4, story_id=2, apart=frozenset({1}))]

    assert told(ballots)[1] == (1.0, 0.0)


def test_young_people_and_adults_stand_side_by_side_where_both_sit():
    mixed = stands(votes(1, 1, 2, 2), story_ids=(1, 2), highest=5, young={1, 2})[0]
    alone = stands(votes(1, 1, 2, 2), story_ids=(1, 2), highest=5, young={1, 2, 3, 4})[0]

    assert (mixed.liked_young, mixed.liked_adult) == (1.0, 0.0)
    assert (alone.liked_young, alone.liked_adult) == (None, None)
