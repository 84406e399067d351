"""How long a count takes the processor, for each method, on ballots of chance with ties and truncation."""

import random
import time
from collections.abc import Iterator
from typing import Any

from bench.figures import Figure
from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import METHODS, BallotKind
from storyapp.rules.selection.published import count_published

SMALL, LARGE = (60, 20), (1_000, 100)
N_COMPARISONS = 2_000
TIMES = 5


def run() -> Iterator[Figure]:
    """Count a panel's ballots and a large election with every method."""
    for method in Method:
        is_pairs = METHODS[method].first is BallotKind.PAIRS
        what = f"{N_COMPARISONS:,} comparisons" if is_pairs else f"{SMALL[0]} ballots"
        took = _took(method, *SMALL) * 1000
        yield Figure(f"{method.value}: {what} × {SMALL[1]} options", took, "ms", at_most=200 if is_pairs else 10)
        yield Figure(f"{method.value}: {LARGE[0]:,} × {LARGE[1]}", _took(method, *LARGE), "s", at_most=2, digits=2)


def _took(method: Method, n_ballots: int, n_options: int) -> float:
    lot = random.Random(n_ballots)
    options = [f"story {n}" for n in range(n_options)]
    ballots = [_ballot(METHODS[method].first, options, n_ballots, lot) for _ in range(n_ballots)]
    times = []
    for _ in range(TIMES if n_ballots < LARGE[0] else 1):
        began = time.process_time()
        count_published(method, {"options": options, "ballots": ballots})
        times.append(time.process_time() - began)
    return sorted(times)[len(times) // 2]


def _ballot(kind: BallotKind, options: list[str], n_ballots: int, lot: random.Random) -> dict[str, Any]:
    if kind is BallotKind.CHOICE:
        return {"choices": [lot.choice(options)]}
    if kind is BallotKind.SCORES:
        return {"scores": {one: lot.randint(1, 10) for one in options}}
    if kind is BallotKind.SHORTLIST:
        return {"scores": {one: lot.randint(0, 2) for one in options}}
    if kind is BallotKind.PAIRS:
        return {"pairs": [lot.sample(options, 2) for _ in range(-(-N_COMPARISONS // n_ballots))]}
    groups: list[list[str]] = []
    for one in lot.sample(options, lot.randint(1, len(options))):
        if groups and lot.random() < 0.2:
            groups[-1].append(one)
        else:
            groups.append([one])
    return {"ranking": groups}
