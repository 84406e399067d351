"""What a threshold is worth, held against scikit-learn."""

import random

import pytest
from sklearn.metrics import precision_recall_curve

from storyapp.rules.thresholds import curve, offered, point_at

DECIDED = [(0.9, True), (0.8, True), (0.8, False), (0.6, True), (0.5, False)]


@pytest.mark.parametrize(
    ("threshold", "n_by_hand", "suggested", "right", "precision", "recall"),
    [
        (0.0, 0, 5, 3, 0.6, 1.0),
        (0.5, 0, 5, 3, 0.6, 1.0),
        (0.51, 0, 4, 3, 0.75, 1.0),
        (0.8, 0, 3, 2, 2 / 3, 2 / 3),
        (0.9, 0, 1, 1, 1.0, 1 / 3),
        (0.9, 3, 1, 1, 1.0, 1 / 6),
        (0.95, 0, 0, 0, None, 0.0),
    ],
    ids=["all", "lowest score", "a little more", "equal scores", "one", "added by hand", "none"],
)
def test_what_a_threshold_is_worth(threshold, n_by_hand, suggested, right, precision, recall):
    point = point_at(threshold, DECIDED, n_by_hand=n_by_hand)

    assert (point.n_suggested, point.n_right) == (suggested, right)
    assert (point.precision, point.recall) == (precision, recall)


def test_without_anything_confirmed_nothing_can_be_found():
    point = point_at(0.5, [(0.9, False)], n_by_hand=0)

    assert (point.precision, point.recall) == (0.0, None)


@pytest.mark.parametrize("seed", range(20))
def test_the_curve_is_that_of_scikit_learn(seed):
    chance = random.Random(seed)
    decided = [(round(chance.random(), 2), chance.random() < 0.6) for _ in range(chance.randint(10, 60))]
    decided[0] = (decided[0][0], True)
    n_by_hand = chance.randint(0, 5)

    points = curve(decided, n_by_hand=n_by_hand)

    missed = [(-1.0, True)] * n_by_hand  # below every score: in the count of what is to be found, never suggested
    scores, truth = zip(*decided, *missed, strict=True)
    precision, recall, thresholds = precision_recall_curve(truth, scores)
    expected = [
        (pytest.approx(t), pytest.approx(p), pytest.approx(r))
        for p, r, t in zip(precision, recall, thresholds, strict=False)
        if t >= 0
    ]
    assert [(point.threshold, point.precision, point.recall) for point in points] == expected


@pytest.mark.parametrize(
    ("scores", "present", "percents"),
    [
        ([0.5, 0.7], 0.5, [50, 70]),
        ([0.5, 0.7], 0.6, [50, 60, 70]),
        ([0.501, 0.509, 0.29], 0.5, [29, 50]),
        ([n / 100 for n in range(40, 81)], 0.43, [40, 43, 45, 50, 55, 60, 65, 70, 75, 80]),
    ],
    ids=["each score", "and the present one", "whole per cents that keep the score", "spread out"],
)
def test_few_points_are_offered(scores, present, percents):
    points = offered([(score, True) for score in scores], present=present, n_by_hand=0)

    assert [round(point.threshold * 100) for point in points] == percents
    assert points[0].n_suggested == len(scores)
