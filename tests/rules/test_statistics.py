"""Every statistic is held against a published answer or an independent implementation."""

import math
import random
from itertools import combinations

import krippendorff
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from storyapp.rules.statistics import (
    cohen_kappa,
    fisher_exact,
    kendall_w,
    krippendorff_nominal,
    krippendorff_ordinal,
    mean_ranks,
    median,
    rank_sum_p,
    wilson_interval,
)

FAST = settings(max_examples=100, deadline=None, derandomize=True)
_ = None
# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section A.
TWO_OBSERVERS = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
# The example of the Wikipedia article, with missing codes.
THREE_CODERS = [
    [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
    [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
    [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
]
# Lengths of wing, tail and bill of twelve birds, after Zar; with ties.
BIRDS = [
    [10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4],
    [7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3],
    [17, 17, 20, 14.5, 15.5, 13, 19.5, 16, 21, 20, 18, 22],
]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], None), ([3], 3), ([3, 1], 2), ([5, 1, 3], 3), ([4, 1, 3, 2], 2.5)],
    ids=["nothing", "one", "two", "odd", "even"],
)
def test_median(values, expected):
    assert median(values) == expected


@pytest.mark.parametrize(
    ("part", "base", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 29, 0.0061, 0.1718)],
    ids=["none of ten", "ten of ten", "half", "one of 29"],
)
def test_wilson_interval(part, base, low, high):
    interval = wilson_interval(part, base)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@FAST
@given(st.integers(1, 60).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_wilson_agrees_with_scipy(case):
    mine, theirs = wilson_interval(*case), stats.binomtest(*case).proportion_ci(method="wilson")

    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_nobody_has_no_interval():
    assert wilson_interval(0, 0) is None


def test_a_part_larger_than_its_base_is_refused():
    with pytest.raises(ValueError, match="its base"):
        wilson_interval(3, 2)


def test_fisher_on_the_lady_tasting_tea():
    assert round(fisher_exact(3, 1, 1, 3), 4) == 0.4857


@FAST
@given(st.tuples(*[st.integers(0, 15)] * 4))
def test_fisher_agrees_with_scipy(cells):
    a, b, c, d = cells

    assert fisher_exact(a, b, c, d) == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)


@FAST
@given(*[st.lists(st.integers(0, 6), min_size=1, max_size=7)] * 2)
def test_rank_sums_are_counted_over_every_way_of_dealing_out(first, second):
    both, n = [*first, *second], len(first)
    ranks = mean_ranks(both)
    middle = n * (len(both) + 1) / 2
    sums = [sum(dealt) for dealt in combinations(ranks, n)]
    as_far = [one for one in sums if abs(one - middle) >= abs(sum(ranks[:n]) - middle)]

    assert rank_sum_p(first, second) == pytest.approx(len(as_far) / len(sums))


def test_rank_sums_without_ties_agree_with_scipy():
    first, second = [310, 295, 402, 288, 351], [120, 298, 90, 201, 188, 155, 240]

    expected = stats.mannwhitneyu(first, second, method="exact").pvalue

    assert rank_sum_p(first, second) == pytest.approx(expected)


def test_rank_sums_of_many_agree_with_scipy():
    first, second = [n * 7 % 41 for n in range(40)], [n * 11 % 53 for n in range(80)]

    expected = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=True).pvalue

    assert rank_sum_p(first, second) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("first", "second"), [([], [1]), ([1], []), ([3] * 40, [3] * 40)])
def test_rank_sums_of_nothing_say_nothing(first, second):
    assert rank_sum_p(first, second) == 1


@pytest.mark.parametrize(
    ("values", "ranks"),
    [((10, 30, 20), (1, 3, 2)), ((5, 5), (1.5, 1.5)), ((2, 1, 2, 2), (3, 1, 3, 3))],
    ids=["apart", "two equal", "three equal"],
)
def test_equal_values_share_their_rank(values, ranks):
    assert mean_ranks(values) == ranks


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (BIRDS, 0.924135),
        ([[1, 2, 3], [1, 2, 3]], 1.0),
        ([[1, 2, 3], [3, 2, 1]], 0.0),
        ([[4, 4, 4], [4, 4, 4]], None),
        ([[1, 2, 3]], None),
        ([[1], [2]], None),
        ([], None),
    ],
    ids=["birds, with ties", "same order", "opposite order", "all the same", "one reader", "one story", "nobody"],
)
def test_kendall_w(scores, expected):
    assert kendall_w(scores) == (expected if expected is None else pytest.approx(expected, abs=1e-6))


@FAST
@given(st.integers(2, 5), st.integers(2, 7), st.integers())
def test_kendall_w_agrees_with_friedman(n_readers, n_stories, seed):
    chance = random.Random(seed)
    scores = [[chance.randint(1, 5) for _ in range(max(3, n_stories))] for _ in range(max(3, n_readers))]
    w = kendall_w(scores)

    with numpy.errstate(invalid="ignore", divide="ignore"):
        chi = stats.friedmanchisquare(*zip(*scores, strict=True)).statistic

    # Friedman's chi square is readers × (stories - 1) × W.
    assert (w is None and math.isnan(chi)) or w * len(scores) * (len(scores[0]) - 1) == pytest.approx(chi, abs=1e-9)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(TWO_OBSERVERS, 0.0952), (THREE_CODERS, 0.6914)],
    ids=["Krippendorff 2011", "three coders, some silent"],
)
def test_krippendorff_nominal(codes, expected):
    assert round(krippendorff_nominal(codes), 4) == expected


def test_krippendorff_ordinal():
    assert round(krippendorff_ordinal(THREE_CODERS), 4) == 0.8067


def test_krippendorff_takes_words_for_labels():
    assert krippendorff_nominal([["hope", "fear"], ["hope", "fear"]]) == 1.0


@pytest.mark.parametrize(
    "codes",
    [[], [[]], [[1, 1], [1, 1]], [[1, _], [_, 2]]],
    ids=["no coders", "no units", "nothing varies", "no unit was coded twice"],
)
def test_alpha_without_meaning(codes):
    assert krippendorff_nominal(codes) is None


@pytest.mark.parametrize(
    ("mine", "level"), [(krippendorff_nominal, "nominal"), (krippendorff_ordinal, "ordinal")], ids=["labels", "order"]
)
@pytest.mark.parametrize("seed", range(25))
def test_krippendorff_agrees_with_the_package(mine, level, seed):
    chance = random.Random(seed)
    codes = [[chance.choice([1, 2, 3, 5, None]) for _ in range(12)] for _ in range(chance.randint(2, 4))]
    data = [[numpy.nan if code is None else code for code in row] for row in codes]

    assert mine(codes) == pytest.approx(krippendorff.alpha(data, level_of_measurement=level), abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (["yes"] * 25 + ["no"] * 25, ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15, 0.4),
        (["a", "b"], ["a", "b"], 1.0),
        (["a", "b"], ["b", "a"], -1.0),
        (["a", "a"], ["a", "a"], None),
        ([], [], None),
    ],
    ids=["the usual example", "always", "never", "only one label", "nothing"],
)
def test_cohen_kappa(first, second, expected):
    assert cohen_kappa(first, second) == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    "wrong",
    [lambda: cohen_kappa(["a"], []), lambda: kendall_w([[1, 2], [1]]), lambda: fisher_exact(-1, 0, 0, 0)],
    ids=["kappa", "W", "Fisher"],
)
def test_facts_that_do_not_fit_are_refused(wrong):
    with pytest.raises(ValueError):
        wrong()
