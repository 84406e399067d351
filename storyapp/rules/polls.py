"""Anonymous polls: what an answer may say, who took part, from how many answers on a result is shown."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from storyapp.rules.disclosure import K_WITH_CHILDREN, K
from storyapp.rules.errors import RuleBroken
from storyapp.rules.statistics import Z_95, Interval

K_OF_A_PULSE = 3
LEAST_SHOWN = (K, K_WITH_CHILDREN)
LEAST_OPTIONS, MOST_OPTIONS = 2, 12
LEAST_DOTS, MOST_DOTS, USUAL_DOTS = 2, 10, 3
MOST_INVITED = 2000
Place = tuple[int, int]  # which item of the poll, and which of its answers


class PollKind(Enum):
    """What a poll asks."""

    ONE = "one"
    SEVERAL = "several"
    DOTS = "dots"
    LOYALTY = "loyalty"
    PULSE = "pulse"
    INVOLVEMENT = "involvement"

    @property
    def has_items(self) -> bool:
        """Tell whether it asks several fixed questions, each of which may be left out."""
        return self in (PollKind.PULSE, PollKind.INVOLVEMENT)

    @property
    def has_own_options(self) -> bool:
        """Tell whether the facilitator writes what can be chosen."""
        return self in (PollKind.ONE, PollKind.SEVERAL, PollKind.DOTS)

    @property
    def is_for_facilitator(self) -> bool:
        """Tell whether only the facilitator sees the result; a pulse speaks about their own session (MF17)."""
        return self is PollKind.PULSE


class PulseItem(Enum):
    """The three questions after a session, in their order (MF17)."""

    HEARD = 0
    UNDERSTOOD = 1
    SAFE = 2


class InvolvementItem(Enum):
    """The five questions that evaluate involvement itself, as the people who took part are asked them (MF02)."""

    EXPECTED = 0
    CHANGED = 1
    FELT = 2
    RESULTS = 3
    UNPLANNED = 4


class PulseAnswer(Enum):
    """How somebody answers one of the fixed questions, in their order."""

    YES = 0
    PARTLY = 1
    NO = 2


FIXED: Mapping[PollKind, tuple[Place, ...]] = {
    PollKind.LOYALTY: tuple((0, n) for n in range(11)),
    PollKind.PULSE: tuple((item.value, answer.value) for item in PulseItem for answer in PulseAnswer),
    PollKind.INVOLVEMENT: tuple((item.value, answer.value) for item in InvolvementItem for answer in PulseAnswer),
}


@dataclass(frozen=True, kw_only=True)
class ItemTally:
    """How often each answer of one item was given; None where too few answered it."""

    counts: tuple[int, ...] | None
    base: int | None  # how many answered, or how many dots were given

    @property
    def shares(self) -> tuple[float, ...] | None:
        """Return the share of each answer."""
        if self.counts is None or not self.base:
            return None
        return tuple(count / self.base for count in self.counts)


@dataclass(frozen=True, kw_only=True)
class Loyalty:
    """The index of loyalty, from -100 to 100, and the range in which it plausibly lies."""

    n: int
    promoters: int
    passives: int
    detractors: int
    index: float
    interval: Interval


def check_plan(kind: PollKind, *, n_options: int, n_dots: int, n_invited: int, k: int) -> None:
    """Refuse a poll that could never show anything, or has nothing to choose between."""
    if kind.has_own_options and not LEAST_OPTIONS <= n_options <= MOST_OPTIONS:
        raise RuleBroken("poll.options", least=LEAST_OPTIONS, most=MOST_OPTIONS)
    if kind is PollKind.DOTS and not LEAST_DOTS <= n_dots <= MOST_DOTS:
        raise RuleBroken("poll.n-dots", least=LEAST_DOTS, most=MOST_DOTS)
    check_invited(n_invited, k=k, n_answers=0)


def check_invited(n_invited: int, *, k: int, n_answers: int) -> None:
    """Refuse a number of people with which nothing would ever be shown, or that fewer than have answered make up."""
    if n_invited < k:
        raise RuleBroken("poll.too-few-invited", k=k)
    if n_invited < n_answers or n_invited > MOST_INVITED:
        raise RuleBroken("poll.invited-out-of-range", least=n_answers, most=MOST_INVITED)


def check_answer(kind: PollKind, said: Mapping[Place, int], *, offered: Sequence[Place], n_dots: int) -> None:
    """Refuse an answer that says nothing, says what was not offered, or gives more dots than there are."""
    if not said:
        raise RuleBroken("poll.nothing-said")
    if not set(said) <= set(offered) or any(n < 1 for n in said.values()):
        raise RuleBroken("poll.not-offered")
    if kind is PollKind.DOTS:
        if sum(said.values()) > n_dots:
            raise RuleBroken("poll.too-many-dots", n_dots=n_dots, n_given=sum(said.values()))
        return
    is_one_each = kind is PollKind.SEVERAL or len({item for item, _ in said}) == len(said)
    if any(n != 1 for n in said.values()) or not is_one_each:
        raise RuleBroken("poll.not-offered")


def is_over(*, closed_at: datetime | None, closes_at: datetime, now: datetime) -> bool:
    """Tell whether a poll takes no more answers. Until then nothing is shown: whoever watched the counts move
    between two answers would know the second one."""
    return closed_at is not None or now >= closes_at


def tally(kind: PollKind, counts: Mapping[Place, int], *, n_answers: int, k: int) -> tuple[ItemTally, ...]:
    """Return what may be shown of each item: nothing at all while fewer than k answered it."""
    items = sorted({item for item, _ in counts})
    return tuple(_item(kind, counts, item, n_answers=n_answers, k=k) for item in items)


def loyalty(counts: Sequence[int]) -> Loyalty | None:
    """Return the net promoter score: percent of 9 and 10 minus percent of 0 to 6 (Reichheld, 2003).

    The interval of 95 % is the adjusted Wald one, which adds three imagined answers, three quarters of one at each
    end (Rocks, The American Statistician 70, 2016): so a few equal answers do not look certain.
    """
    if len(counts) != 11:
        raise ValueError("eleven answers, from nought to ten")
    n, low, high = sum(counts), sum(counts[:7]), sum(counts[9:])
    if not n:
        return None
    wide = n + 3
    up, down = (high + 0.75) / wide, (low + 0.75) / wide
    middle, error = up - down, Z_95 * math.sqrt((up + down - (up - down) ** 2) / wide)
    index = 100 * (high - low) / n
    interval = Interval(
        estimate=index, low=max(-100.0, 100 * (middle - error)), high=min(100.0, 100 * (middle + error))
    )
    return Loyalty(n=n, promoters=high, passives=n - low - high, detractors=low, index=index, interval=interval)


def _item(kind: PollKind, counts: Mapping[Place, int], item: int, *, n_answers: int, k: int) -> ItemTally:
    own = tuple(counts[place] for place in sorted(counts) if place[0] == item)
    n_people = sum(own) if kind.has_items else n_answers
    if n_people < k:
        return ItemTally(counts=None, base=None)
    return ItemTally(counts=own, base=sum(own) if kind is PollKind.DOTS else n_people)
