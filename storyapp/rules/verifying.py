"""Verification: what is checked, by whom, and what its two halves make together (MSC guide, step 7; D1)."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from storyapp.rules.errors import RuleBroken
from storyapp.rules.evidence import Verification
from storyapp.rules.sampling import random_sample
from storyapp.rules.sentences import is_sentence

SHORTEST_NOTE = 3
OUTCOMES = (
    Verification.CONFIRMED, Verification.PARTLY, Verification.NOT_CONFIRMED, Verification.CANNOT_BE_VERIFIED,
)  # fmt: skip


class WhyChecked(Enum):
    """Why a story stands in the plan."""

    CHOSEN = "chosen"
    DRAWN = "drawn"
    BY_HAND = "by_hand"


class CheckedHow(Enum):
    """By what means somebody looked."""

    TELLER = "teller"
    PEOPLE = "people"
    PAPERS = "papers"
    SEEN = "seen"


class CountMethod(Enum):
    """How it was found out how many others had the same change."""

    POLL = "poll"
    REGISTRY = "registry"
    HANDS = "hands"
    INTERVIEWS = "interviews"


class OtherKind(Enum):
    """What stands beside a story as other evidence."""

    INDICATOR = "indicator"
    OBSERVATION = "observation"
    SECOND_STORY = "second_story"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True)
class DecidedRound:
    """A decided round as the plan of verification sees it."""

    round_id: int
    domain_id: int | None
    selection_level: int


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """What is known before the outcome of a check is written down."""

    verifier_id: int
    collector_ids: Collection[int]
    can_be_asked: bool
    asked_on: date | None
    facts: Verification
    significance: Verification
    note: str


def top_rounds(rounds: Iterable[DecidedRound]) -> frozenset[int]:
    """Return the rounds of the highest level of each domain: what they chose went furthest."""
    found = list(rounds)
    highest: dict[int | None, int] = {}
    for one in found:
        highest[one.domain_id] = max(one.selection_level, highest.get(one.domain_id, 0))
    return frozenset(one.round_id for one in found if one.selection_level == highest[one.domain_id])


def planned(chosen: Collection[int], others: Iterable[int], *, percent: int, seed: str) -> Mapping[int, WhyChecked]:
    """Return what is to be checked: all that was chosen last, and a share of the rest drawn by a stated seed."""
    if not 0 <= percent <= 100:
        raise RuleBroken("check.share-out-of-range")
    rest = sorted(set(others) - set(chosen))
    drawn = random_sample(rest, math.ceil(len(rest) * percent / 100), seed)
    return dict.fromkeys(sorted(set(chosen)), WhyChecked.CHOSEN) | dict.fromkeys(drawn, WhyChecked.DRAWN)


def check_outcome(facts: CheckFacts) -> None:
    """Refuse an outcome by who collected the story, before the teller was asked, or without a word how it was found."""
    if facts.verifier_id in facts.collector_ids:
        raise RuleBroken("check.own-collection")
    if facts.can_be_asked and facts.asked_on is None:
        raise RuleBroken("check.ask-the-teller-first")
    if facts.facts not in OUTCOMES or facts.significance not in OUTCOMES:
        raise RuleBroken("check.two-outcomes")
    if not is_sentence(facts.note, shortest=SHORTEST_NOTE):
        raise RuleBroken("check.say-how", shortest=SHORTEST_NOTE)


def whole_outcome(facts: Verification, significance: Verification) -> Verification:
    """Return what facts and significance make together; one half confirmed and the other not is "partly"."""
    both = {facts, significance}
    if Verification.NOT_YET in both:
        return Verification.NOT_YET
    if len(both) == 1:
        return facts
    if both & {Verification.CONFIRMED, Verification.PARTLY}:
        return Verification.PARTLY
    return Verification.NOT_CONFIRMED


def check_count(*, n_yes: int, n_asked: int, n_in_group: int | None) -> None:
    """Refuse numbers that cannot be: more yes than asked, more asked than there are, nobody asked."""
    if n_asked < 1:
        raise RuleBroken("count.nobody-asked")
    if not 0 <= n_yes <= n_asked:
        raise RuleBroken("count.more-than-asked")
    if n_in_group is not None and n_in_group < n_asked:
        raise RuleBroken("count.more-than-there-are")
