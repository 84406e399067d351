"""Every count is held against published answers, real elections, and a second count that shares no line with it.

A few hundred random profiles run with the suite; `STORYAPP_PROFILES=10000` (make nightly) runs more.
"""

import itertools
import json
import os
import random
from fractions import Fraction
from pathlib import Path

import numpy
import pytest
from scipy import optimize

from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import decide
from storyapp.rules.selection.outcome import Ballot
from storyapp.rules.selection.pairwise import bradley_terry

SHARED = Path(__file__).parents[3] / "shared" / "data"
N_PROFILES = int(os.environ.get("STORYAPP_PROFILES", "300"))
ELECTIONS = (
    "00007-00000025.soi",
    "00007-00000035.soi",
    "00007-00000053.soi",
    "00032-00000001.soi",
    "00032-00000004.toi",
)


def count(method, ballots, ids):
    return decide(method, ballots, n_seats=sum(one.count for one in ballots), story_ids=ids)


def ballots_of(groups_by_count):
    return [
        Ballot(
            seat_id=seat, count=n, is_ranked=True,
            marks={story: place for place, group in enumerate(groups, start=1) for story in group},
        )
        for seat, (n, groups) in enumerate(groups_by_count, start=1)
    ]  # fmt: skip


def read_preflib(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split(":", 1) for line in lines if line.strip() and not line.startswith("#")]
    return [(int(n), parted(order)) for n, order in rows]


def parted(order):
    groups, inside = [], None
    for token in order.replace("{", " { ").replace("}", " } ").replace(",", " ").split():
        if token == "{":
            inside = []
        elif token == "}":
            groups.append(inside)
            inside = None
        elif inside is None:
            groups.append([int(token)])
        else:
            inside.append(int(token))
    return groups


@pytest.fixture(scope="module")
def expected():
    if not (SHARED / "elections" / "expected.json").exists():
        pytest.skip("the elections in ../shared/data are not here")
    return json.loads((SHARED / "elections" / "expected.json").read_text())["elections"]


@pytest.mark.parametrize("name", ELECTIONS)
def test_real_elections_come_out_as_computed_elsewhere(expected, name):
    ballots = ballots_of(read_preflib(SHARED / "elections" / name))
    answer = expected[name]
    ids = sorted(int(one) for one in answer["net_borda"])

    borda, schulze = count(Method.BORDA, ballots, ids), count(Method.SCHULZE, ballots, ids)
    runoff = count(Method.RUNOFF, ballots, ids)

    assert {str(one): n for one, n in borda.tally.items()} == answer["net_borda"]
    assert {str(a): {str(b): n for b, n in row.items()} for a, row in borda.pairwise.items()} == answer["pairwise_wins"]
    assert list(schulze.leaders) == answer["schulze_winners(winning votes)"]
    assert [one for group in schulze.order for one in group] == answer["schulze_order"]
    # The file takes the lowest number off at a tie; we name all, so its winner is one of ours, or the only one.
    irv = answer["irv"] or {"winner": runoff.leaders[0], "tie_for_last_somewhere (lowest number eliminated)": True}
    assert irv["winner"] in runoff.leaders
    assert irv["tie_for_last_somewhere (lowest number eliminated)"] or len(runoff.leaders) == 1
    assert borda.n_votes == answer["voters"]


def test_a_tie_at_the_bottom_is_not_broken_by_number(expected):
    """Where the file takes off the lowest number and so names one, two share the lead: no number decides."""
    name = "00032-00000001.soi"
    ids = sorted(int(one) for one in expected[name]["net_borda"])

    runoff = count(Method.RUNOFF, ballots_of(read_preflib(SHARED / "elections" / name)), ids)

    assert expected[name]["irv"]["winner"] == 4
    assert runoff.is_tied and runoff.leaders == (1, 4)


def tennessee():
    m, n, c, k = 1, 2, 3, 4
    return ballots_of(
        [(42, [[m], [n], [c], [k]]), (26, [[n], [c], [k], [m]]), (15, [[c], [k], [n], [m]]), (17, [[k], [c], [n], [m]])]
    )


@pytest.mark.parametrize(
    ("method", "winner"),
    [(Method.BORDA, 2), (Method.SCHULZE, 2), (Method.RUNOFF, 4)],
    ids=["points", "pairs", "run-off"],
)
def test_the_capital_of_tennessee(method, winner):
    assert count(method, tennessee(), (1, 2, 3, 4)).chosen == (winner,)


def test_points_are_the_textbook_points_doubled_around_nought():
    points = {1: 126, 2: 194, 3: 173, 4: 107}

    assert count(Method.BORDA, tennessee(), (1, 2, 3, 4)).tally == {one: 2 * n - 300 for one, n in points.items()}


# Schulze (2011), example 1: 45 voters, five candidates; E wins.
SCHULZE_1 = [
    (5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC"),
]  # fmt: skip


def test_the_example_of_schulzes_paper():
    ballots = ballots_of([(n, [["ABCDE".index(letter)] for letter in order]) for n, order in SCHULZE_1])

    outcome = count(Method.SCHULZE, ballots, range(5))

    assert ["ABCDE"[group[0]] for group in outcome.order] == list("EACBD")
    assert (outcome.pairwise[0][1], outcome.pairwise[1][0]) == (20, 25)


def random_profile(seed):
    lot = random.Random(seed)
    ids = list(range(1, lot.randint(1, 6) + 1))
    profile = []
    for _ in range(lot.randint(1, 9)):
        order = lot.sample(ids, lot.randint(1, len(ids)))
        groups = [[order[0]]]
        for one in order[1:]:
            if lot.random() < 0.3:
                groups[-1].append(one)
            else:
                groups.append([one])
        profile.append((lot.randint(1, 3), groups))
    return ids, profile


def preferring(profile, ids, one, other):
    """How many put one above the other, looked up voter by voter."""

    def place(groups, story):
        return next((n for n, group in enumerate(groups) if story in group), len(ids) + 1)

    return sum(n for n, groups in profile if place(groups, one) < place(groups, other))


def schulze_by_all_paths(ids, wins):
    """The weakest link of every path without a circle: slow, and plainly the definition."""
    strength = dict.fromkeys(itertools.permutations(ids, 2), 0)
    for length in range(2, len(ids) + 1):
        for path in itertools.permutations(ids, length):
            links = list(itertools.pairwise(path))
            if all(wins[link] > wins[link[::-1]] for link in links):
                ends = (path[0], path[-1])
                strength[ends] = max(strength[ends], min(wins[link] for link in links))
    return tuple(a for a in ids if all(strength[a, b] >= strength[b, a] for b in ids if a != b))


def runoff_by_hand(ids, profile):
    standing = set(ids)
    while True:
        votes = dict.fromkeys(standing, Fraction(0))
        for n, groups in profile:
            tops = [[one for one in group if one in standing] for group in groups]
            first = next((group for group in tops if group), [])
            for one in first:
                votes[one] += Fraction(n, len(first))
        most, least = max(votes.values()), min(votes.values())
        if most == least:
            return tuple(sorted(standing))
        standing -= {one for one, n in votes.items() if n == least}


@pytest.mark.parametrize("start", range(0, N_PROFILES, 100))
def test_random_orders_with_ties_and_truncation(start):
    for seed in range(start, min(start + 100, N_PROFILES)):
        ids, profile = random_profile(seed)
        ballots = ballots_of(profile)
        wins = {(a, b): preferring(profile, ids, a, b) for a, b in itertools.permutations(ids, 2)}
        net = {a: sum(wins[a, b] - wins[b, a] for b in ids if a != b) for a in ids}

        assert count(Method.BORDA, ballots, ids).tally == net, seed
        assert count(Method.BORDA, ballots, ids).leaders == tuple(a for a in ids if net[a] == max(net.values())), seed
        assert count(Method.SCHULZE, ballots, ids).leaders == schulze_by_all_paths(ids, wins), seed
        assert count(Method.RUNOFF, ballots, ids).leaders == runoff_by_hand(ids, profile), seed


@pytest.mark.parametrize("start", range(0, N_PROFILES, 100))
def test_random_scores(start):
    for seed in range(start, min(start + 100, N_PROFILES)):
        lot = random.Random(seed)
        ids = list(range(1, lot.randint(2, 6)))
        marks = [{one: lot.randint(1, 5) for one in ids if lot.random() < 0.8} for _ in range(lot.randint(1, 8))]
        ballots = [Ballot(seat_id=seat, marks=each) for seat, each in enumerate(marks, start=1)]
        given = {one: [each[one] for each in marks if one in each] for one in ids}
        means = {one: Fraction(sum(each), len(each)) for one, each in given.items() if each}
        medians = {one: float(numpy.median(each)) for one, each in given.items() if each}

        assert count(Method.SCORING, ballots, ids).leaders == at_the_top(means), seed
        assert count(Method.MEDIAN, ballots, ids).leaders == at_the_top(medians), seed


def at_the_top(values):
    return tuple(sorted(one for one, n in values.items() if n == max(values.values())))


@pytest.fixture(scope="module")
def published():
    path = SHARED / "stats" / "agreement_examples.json"
    if not path.exists():
        pytest.skip("the published examples in ../shared/data are not here")
    return json.loads(path.read_text())["bradley_terry"]


def test_baseball_comes_out_as_published(published):
    teams, table = published[0]["teams"], published[0]["wins_row_over_column"]
    wins = {(a, b): table[a][b] for a, b in itertools.permutations(range(len(teams)), 2)}

    scaled = bradley_terry(wins, range(len(teams)))

    above_last = {team: scaled.strengths[n] - scaled.strengths[len(teams) - 1] for n, team in enumerate(teams)}
    assert above_last == pytest.approx(published[0]["published_BradleyTerry2_baseball1"], abs=1e-4)


def test_a_known_case_of_the_likeliest_strengths(published):
    wins = {}
    for better, worse in published[1]["pairs_winner_loser"]:
        wins[better, worse] = wins.get((better, worse), 0) + 1

    scaled = bradley_terry(wins, range(published[1]["n_items"]))

    assert list(scaled.strengths.values()) == pytest.approx(published[1]["ml_est"], abs=1e-6)


@pytest.mark.parametrize("seed", range(max(12, N_PROFILES // 50)))
def test_strengths_and_errors_against_a_general_optimiser(seed):
    lot = random.Random(seed)
    size = lot.randint(2, 7)
    pairs = [lot.sample(range(size), 2) for _ in range(lot.randint(1, 60))]
    wins = {}
    for better, worse in pairs:
        wins[better, worse] = wins.get((better, worse), 0) + 1
    scaled = bradley_terry(wins, range(size))
    known = list(scaled.strengths)
    prior = 0.5 if scaled.has_prior else 0.0

    def unlikeliness(values):
        at = dict(zip(known, values, strict=True))
        told = sum(n * numpy.logaddexp(0, at[worse] - at[better]) for (better, worse), n in wins.items())
        return told + prior * sum(numpy.logaddexp(0, v) + numpy.logaddexp(0, -v) for v in values)

    found = optimize.minimize(unlikeliness, numpy.zeros(len(known)), method="BFGS", options={"gtol": 1e-9}).x

    assert list(scaled.strengths.values()) == pytest.approx(list(found - found.mean()), abs=1e-4)


def test_errors_are_the_inverse_of_the_information():
    wins = {(0, 1): 6, (1, 0): 4, (1, 2): 7, (2, 1): 3, (0, 2): 8, (2, 0): 2}
    scaled = bradley_terry(wins, range(3))
    chance = {
        (a, b): 1 / (1 + numpy.exp(scaled.strengths[b] - scaled.strengths[a])) for a, b in ((0, 1), (1, 2), (0, 2))
    }
    information = numpy.zeros((3, 3))
    for (a, b), p in chance.items():
        information[numpy.ix_([a, b], [a, b])] += 10 * p * (1 - p) * numpy.array([[1, -1], [-1, 1]])

    assert list(scaled.errors.values()) == pytest.approx(
        list(numpy.sqrt(numpy.diag(numpy.linalg.pinv(information)))), abs=1e-5
    )
