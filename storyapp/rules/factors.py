"""What goes with a result: of each kind of client, how many stories speak for it (F7); never what caused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from storyapp.rules.statistics import Interval, fisher_exact, wilson_interval

FEWEST_ON_A_SIDE = 8  # stories in a group, and outside it: a finding about fewer would tell of each of them
LIKELY_BY_CHANCE = 0.05


class Verdict(Enum):
    """What a comparison lets us say."""

    TOO_FEW = "too_few"
    NO_SIGN = "no_sign"
    MORE_OFTEN = "more_often"
    LESS_OFTEN = "less_often"


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One group beside all others: how many of its stories speak for the result, and how sure that is."""

    group: str
    n: int
    n_for: int
    interval: Interval | None
    verdict: Verdict


def factors_of(groups: Mapping[str, tuple[int, int]], *, n: int, n_for: int) -> tuple[Factor, ...]:
    """Hold each group (stories, of these for the result) against all other stories; p counts for as many as are tried."""
    tried = [code for code, (size, _) in groups.items() if min(size, n - size) >= FEWEST_ON_A_SIDE]
    is_one_question = len(tried) == 2 and sum(groups[code][0] for code in tried) == n
    n_tests = 1 if is_one_question else max(len(tried), 1)
    return tuple(
        Factor(
            group=code, n=size, n_for=part, interval=wilson_interval(part, size),
            verdict=_verdict(part, size, n_for - part, n - size, n_tests=n_tests) if code in tried else Verdict.TOO_FEW,
        )
        for code, (size, part) in groups.items()
    )  # fmt: skip


def _verdict(part: int, size: int, other_part: int, others: int, *, n_tests: int) -> Verdict:
    p = min(1.0, n_tests * fisher_exact(part, size - part, other_part, others - other_part))
    if p >= LIKELY_BY_CHANCE:
        return Verdict.NO_SIGN
    return Verdict.MORE_OFTEN if part / size > other_part / others else Verdict.LESS_OFTEN
