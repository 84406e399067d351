"""Whose stories were chosen: chosen and not chosen side by side, honest about small numbers (method, 2; C12)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from storyapp.rules.people import AgeBand
from storyapp.rules.statistics import median
from storyapp.rules.stories import Direction

FEWEST_TO_SAY = 8
LENGTH_RATIO = 1.5
SHARE_APART = 0.3


class Attribute(Enum):
    """What may have mattered beside the story itself."""

    LENGTH = "length"
    LANGUAGE = "language"
    AGE_BAND = "age_band"
    GENDER = "gender"
    DIRECTION = "direction"


class Verdict(Enum):
    """What the comparison lets us say; with few stories a difference may be chance, and is told as such."""

    TOO_FEW = "too_few"
    ALIKE = "alike"
    DIFFERS_PERHAPS_BY_CHANCE = "differs_perhaps_by_chance"
    DIFFERS = "differs"


@dataclass(frozen=True, kw_only=True)
class EquityFact:
    """One story that a panel read, and whether it was chosen."""

    story_id: int
    is_chosen: bool
    n_words: int
    language: str
    age_band: AgeBand
    direction: Direction
    gender: str | None = None


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """How many of one group were chosen and were not."""

    group: str
    n_chosen: int
    n_not_chosen: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One attribute compared: medians for length, counts for the rest."""

    attribute: Attribute
    verdict: Verdict
    groups: tuple[GroupCount, ...] = ()
    median_chosen: float | None = None
    median_not_chosen: float | None = None
    n_unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class EquityCheck:
    """The whole check: how many were compared, and what each attribute says."""

    n_chosen: int
    n_not_chosen: int
    comparisons: tuple[Comparison, ...]


_GROUP_OF: dict[Attribute, Callable[[EquityFact], str | None]] = {
    Attribute.LANGUAGE: lambda fact: fact.language,
    Attribute.AGE_BAND: lambda fact: fact.age_band.name,
    Attribute.GENDER: lambda fact: fact.gender or None,
    Attribute.DIRECTION: lambda fact: fact.direction.name,
}


def check_equity(facts: Iterable[EquityFact]) -> EquityCheck:
    """Compare chosen and not chosen stories by each attribute, in the order of `Attribute`."""
    read = tuple(facts)
    chosen = [fact for fact in read if fact.is_chosen]
    others = [fact for fact in read if not fact.is_chosen]
    return EquityCheck(
        n_chosen=len(chosen),
        n_not_chosen=len(others),
        comparisons=(
            _compare_length(chosen, others),
            *(_compare_groups(attribute, chosen, others) for attribute in _GROUP_OF),
        ),
    )


def _compare_length(chosen: Sequence[EquityFact], others: Sequence[EquityFact]) -> Comparison:
    middle_chosen, middle_others = (median(fact.n_words for fact in side) for side in (chosen, others))
    longer, shorter = max(middle_chosen or 0, middle_others or 0), min(middle_chosen or 0, middle_others or 0)
    return Comparison(
        attribute=Attribute.LENGTH,
        verdict=_verdict(len(chosen), len(others), differs=longer >= LENGTH_RATIO * shorter and longer > shorter),
        median_chosen=middle_chosen,
        median_not_chosen=middle_others,
    )


def _compare_groups(attribute: Attribute, chosen: Sequence[EquityFact], others: Sequence[EquityFact]) -> Comparison:
    group_of = _GROUP_OF[attribute]
    n_chosen, n_others = (
        Counter(group for fact in side if (group := group_of(fact)) is not None) for side in (chosen, others)
    )
    known_chosen, known_others = n_chosen.total(), n_others.total()
    groups = sorted(n_chosen.keys() | n_others.keys())
    apart = max(
        (abs(_share(n_chosen[group], known_chosen) - _share(n_others[group], known_others)) for group in groups),
        default=0.0,
    )
    return Comparison(
        attribute=attribute,
        verdict=_verdict(known_chosen, known_others, differs=apart >= SHARE_APART),
        groups=tuple(
            GroupCount(group=group, n_chosen=n_chosen[group], n_not_chosen=n_others[group]) for group in groups
        ),
        n_unknown=len(chosen) + len(others) - known_chosen - known_others,
    )


def _verdict(n_chosen: int, n_others: int, *, differs: bool) -> Verdict:
    if n_chosen + n_others < FEWEST_TO_SAY or not n_chosen or not n_others:
        return Verdict.TOO_FEW
    if not differs:
        return Verdict.ALIKE
    return Verdict.DIFFERS if min(n_chosen, n_others) >= FEWEST_TO_SAY else Verdict.DIFFERS_PERHAPS_BY_CHANCE


def _share(part: int, base: int) -> float:
    return part / base if base else 0.0
