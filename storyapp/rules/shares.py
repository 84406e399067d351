"""A long list of stories is dealt out: each reader has a share, each story its readers, and pairs meet evenly (C5, C10).

A balanced incomplete block design where one exists, else as near to it as a greedy deal and many small swaps come. What
somebody has read stays with them: a later deal moves only what nobody has opened yet.
"""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Method
from storyapp.rules.selection.outcome import Outcome

FEWEST_READERS = 2
MOST_STORIES_EACH = 10  # a panel reads up to ten with care
MOST_OFFERED = 6
FEW_ENOUGH = 5  # of a long list go on to a vote of everybody, more only where they stand equal
TRIES_A_STORY, MOST_TRIES = 40, 8_000
# A single vote for one story of a share compares nothing between shares; marks and pairs do.
DEALT_METHODS = frozenset(Method) - {Method.MAJORITY, Method.ITERATIVE, Method.CONSENSUS, Method.SECRET}

Hands = dict[int, frozenset[int]]


@dataclass(frozen=True, kw_only=True)
class Hand:
    """What one reader holds: stories that stay, stories not opened yet, stories never to be given to them.

    `is_done`: has voted already, and gets more only where nobody else can read it.
    """

    read: frozenset[int] = frozenset()
    unread: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()
    is_done: bool = False


@dataclass(frozen=True, kw_only=True)
class Option:
    """What it means for each person that every story has so many readers."""

    readers: int
    stories_each: int
    minutes_each: int

    @property
    def is_too_much(self) -> bool:
        """Tell whether these are more stories than anybody reads with care."""
        return self.stories_each > MOST_STORIES_EACH


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How even a deal came out; pairs are those of two stories, `n_met` those that somebody reads together."""

    least_each: int
    most_each: int
    fewest_readers: int
    n_met: int
    n_pairs: int


def options(*, n_stories: int, n_people: int, minutes_in_all: int) -> tuple[Option, ...]:
    """Return what may be chosen: from two readers a story up to six, never as many as there are people."""
    most = min(n_people - 1, MOST_OFFERED)
    return tuple(
        Option(
            readers=readers,
            stories_each=-(-n_stories * readers // n_people),
            minutes_each=-(-minutes_in_all * readers // n_people),
        )
        for readers in range(FEWEST_READERS, most + 1)
    )


def can_all_read_all(*, n_stories: int, minutes_in_all: int, minutes_each: int) -> bool:
    """Tell whether everybody can read every story with care in so many minutes, so that nothing need be dealt out."""
    return n_stories <= MOST_STORIES_EACH and minutes_in_all <= minutes_each


def advised(offered: Collection[Option], *, minutes_each: int) -> int | None:
    """Return how many readers a story can have when people have so many minutes; None where even two are too many."""
    fits = [one.readers for one in offered if not one.is_too_much and one.minutes_each <= minutes_each]
    return max(fits, default=None)


def check_dealing(readers: int, *, method: Method, is_secret: bool, n_people: int) -> None:
    """Raise RuleBroken where stories cannot be dealt out so."""
    if method not in DEALT_METHODS:
        raise RuleBroken("shares.whole-list-needed")
    if is_secret:  # what somebody has read would tell whose ballot it is
        raise RuleBroken("shares.not-secret")
    if not FEWEST_READERS <= readers <= n_people:
        raise RuleBroken("shares.readers-out-of-range", fewest=FEWEST_READERS, n_people=n_people)


def going_on(outcome: Outcome) -> tuple[int, ...]:
    """Return what everybody reads before the next vote: the shortlist, those that share the lead, or the best."""
    if outcome.shortlist or outcome.tied:
        return outcome.shortlist or outcome.tied
    best: list[int] = []
    for group in outcome.order:
        if len(best) >= FEW_ENOUGH:
            break
        best += group
    return tuple(best)


def deal(story_ids: Collection[int], hands: Mapping[int, Hand], *, readers: int, seed: str) -> Hands:
    """Return what each reader holds from now on: every story at `readers` people, loads that differ by one at most.

    Both hold as far as what was read, and whom people know, leaves room. The same facts give the same deal.
    """
    table = _Table(story_ids, hands, seed)
    table.give_missing(readers)
    table.take_surplus(readers)
    table.level()
    table.mix()
    return {reader: frozenset(held) for reader, held in table.held.items()}


def balance_of(story_ids: Collection[int], hands: Mapping[int, Collection[int]]) -> Balance:
    """Return how even these hands are."""
    here = sorted(set(story_ids))
    held = [set(hand) & set(here) for hand in hands.values()]
    met = {pair for hand in held for pair in combinations(sorted(hand), 2)}
    return Balance(
        least_each=min(map(len, held), default=0), most_each=max(map(len, held), default=0),
        fewest_readers=min((sum(one in hand for hand in held) for one in here), default=0),
        n_met=len(met), n_pairs=len(here) * (len(here) - 1) // 2,
    )  # fmt: skip


class _Table:
    """Hands on the table while they are dealt."""

    def __init__(self, story_ids: Collection[int], hands: Mapping[int, Hand], seed: str) -> None:
        self.lots = random.Random(seed)  # noqa: S311 - a lot that anybody can draw again, no secret
        self.stories = sorted(set(story_ids))
        self.lots.shuffle(self.stories)
        self.hands = {reader: hands[reader] for reader in sorted(hands)}
        here = set(self.stories)
        self.fixed = {reader: set(hand.read & here) for reader, hand in self.hands.items()}
        self.held = {
            reader: self.fixed[reader] | ((hand.unread - hand.barred) & here) for reader, hand in self.hands.items()
        }
        self.fresh: dict[int, set[int]] = {reader: set() for reader in self.hands}
        self.met = {one: dict.fromkeys(self.stories, 0) for one in self.stories}
        for held in self.held.values():
            for one, other in combinations(held, 2):
                self._meet(one, other, 1)

    def give_missing(self, readers: int) -> None:
        """Give each story to whoever holds least, and of those to whom it brings most new pairs."""
        for nth in range(readers):
            for story in self.stories:
                if self._n_readers(story) <= nth:
                    able = [reader for reader in self.hands if self._may_get(reader, story)]
                    if able:
                        self._give(min(able, key=lambda reader: self._price(reader, story)), story)

    def take_surplus(self, readers: int) -> None:
        """Take stories that have more readers than needed from whoever holds most and has not opened them."""
        for story in self.stories:
            while self._n_readers(story) > readers:
                spare = [reader for reader in self.hands if story in self.held[reader] - self.fixed[reader]]
                if not spare:
                    break
                self._take(max(spare, key=lambda reader: (len(self.held[reader]), reader)), story)

    def level(self) -> None:
        """Move stories from who holds most to who holds least, until nobody holds two more than another."""
        while move := self._levelling_move():
            giver, taker, story = move
            self._take(giver, story)
            self._give(taker, story)

    def mix(self) -> None:
        """Swap what was just given between two readers where pairs of stories meet more evenly then."""
        readers = [reader for reader, fresh in self.fresh.items() if fresh]
        n_tries = min(MOST_TRIES, TRIES_A_STORY * sum(len(self.fresh[reader]) for reader in readers))
        for _ in range(n_tries if len(readers) > 1 else 0):
            one, other = self.lots.sample(readers, 2)
            a, b = self.lots.choice(sorted(self.fresh[one])), self.lots.choice(sorted(self.fresh[other]))
            if self._may_get(other, a) and self._may_get(one, b) and self._swap_price(one, other, a, b) <= 0:
                self._take(one, a)
                self._take(other, b)
                self._give(one, b)
                self._give(other, a)

    def _levelling_move(self) -> tuple[int, int, int] | None:
        moving = [reader for reader, hand in self.hands.items() if not hand.is_done]
        by_load = sorted(moving, key=lambda reader: (len(self.held[reader]), reader))
        for giver in reversed(by_load):
            for taker in by_load:
                if len(self.held[giver]) - len(self.held[taker]) < 2:
                    break
                free = [one for one in self.held[giver] - self.fixed[giver] if self._may_get(taker, one)]
                if free:
                    return giver, taker, min(free, key=lambda story: (self._price(taker, story), story))
        return None

    def _n_readers(self, story: int) -> int:
        return sum(story in held for held in self.held.values())

    def _may_get(self, reader: int, story: int) -> bool:
        return story not in self.held[reader] and story not in self.hands[reader].barred

    def _price(self, reader: int, story: int) -> tuple[bool, int, int, float]:
        held = self.held[reader]
        return self.hands[reader].is_done, len(held), sum(self.met[story][one] for one in held), self.lots.random()

    def _swap_price(self, one: int, other: int, a: int, b: int) -> int:
        """Return by how much the squares of the meetings grow when one gives a for the other's b."""
        mine, theirs = self.held[one] - {a}, self.held[other] - {b}
        of_a, of_b = self.met[a], self.met[b]
        grows = sum(2 * (of_b[story] - of_a[story]) + 2 for story in mine - theirs)
        return grows + sum(2 * (of_a[story] - of_b[story]) + 2 for story in theirs - mine)

    def _give(self, reader: int, story: int) -> None:
        for one in self.held[reader]:
            self._meet(one, story, 1)
        self.held[reader].add(story)
        self.fresh[reader].add(story)

    def _take(self, reader: int, story: int) -> None:
        self.held[reader].discard(story)
        self.fresh[reader].discard(story)
        for one in self.held[reader]:
            self._meet(one, story, -1)

    def _meet(self, one: int, other: int, n: int) -> None:
        self.met[one][other] += n
        self.met[other][one] += n
