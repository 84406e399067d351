"""Whose stories were chosen: chosen and not chosen side by side, honest about small numbers (method, 2; C12)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from storyapp.rules.people import AgeBand
from storyapp.rules.statistics import median
from storyapp.rules.stories import Direction, Mode

FEWEST_TO_SAY = 8
LENGTH_RATIO = 1.5
SHARE_APART = 0.3
NOBODY = ""  # the group of stories that nobody but the teller wrote down


class Attribute(Enum):
    """What may have mattered beside the story itself."""

    LENGTH = "length"
    LANGUAGE = "language"
    AGE_BAND = "age_band"
    DIRECTION = "direction"
    MODE = "mode"
    COLLECTOR = "collector"
    ANSWER = "answer"  # to a question about the teller, as of gender


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
    mode: Mode = Mode.SELF
    collector: str | None = None  # who wrote it down; None: the teller alone
    answers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # question → options that were chosen


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """How many of one group were chosen and were not."""

    group: str
    n_chosen: int
    n_not_chosen: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One attribute compared: medians for length, counts for the rest, over the stories of which it is known.

    Of a question that takes several answers a story stands in several groups.
    """

    attribute: Attribute
    verdict: Verdict
    n_chosen: int = 0
    n_not_chosen: int = 0
    question_id: int | None = None
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


GroupsOf = Callable[[EquityFact], tuple[str, ...]]
_GROUPS_OF: dict[Attribute, GroupsOf] = {
    Attribute.LANGUAGE: lambda fact: (fact.language,),
    Attribute.AGE_BAND: lambda fact: (fact.age_band.name,),
    Attribute.DIRECTION: lambda fact: (fact.direction.name,),
    Attribute.MODE: lambda fact: (fact.mode.name,),
    Attribute.COLLECTOR: lambda fact: (fact.collector or NOBODY,),
}


def check_equity(facts: Iterable[EquityFact], *, questions: Iterable[int] = ()) -> EquityCheck:
    """Compare chosen and not chosen stories by each attribute, then by the answers to each of the questions."""
    read = tuple(facts)
    chosen = [fact for fact in read if fact.is_chosen]
    others = [fact for fact in read if not fact.is_chosen]
    return EquityCheck(
        n_chosen=len(chosen),
        n_not_chosen=len(others),
        comparisons=(
            _compare_length(chosen, others),
            *(_compare_groups(attribute, groups_of, chosen, others) for attribute, groups_of in _GROUPS_OF.items()),
            *(_compare_answers(question_id, chosen, others) for question_id in questions),
        ),
    )


def _compare_length(chosen: Sequence[EquityFact], others: Sequence[EquityFact]) -> Comparison:
    middle_chosen, middle_others = (median(fact.n_words for fact in side) for side in (chosen, others))
    longer, shorter = max(middle_chosen or 0, middle_others or 0), min(middle_chosen or 0, middle_others or 0)
    return Comparison(
        attribute=Attribute.LENGTH,
        verdict=_verdict(len(chosen), len(others), differs=longer >= LENGTH_RATIO * shorter and longer > shorter),
        n_chosen=len(chosen),
        n_not_chosen=len(others),
        median_chosen=middle_chosen,
        median_not_chosen=middle_others,
    )


def _compare_answers(question_id: int, chosen: Sequence[EquityFact], others: Sequence[EquityFact]) -> Comparison:
    compared = _compare_groups(Attribute.ANSWER, lambda fact: fact.answers.get(question_id, ()), chosen, others)
    return replace(compared, question_id=question_id)


def _compare_groups(
    attribute: Attribute, groups_of: GroupsOf, chosen: Sequence[EquityFact], others: Sequence[EquityFact]
) -> Comparison:
    known_chosen, known_others = (sum(bool(groups_of(fact)) for fact in side) for side in (chosen, others))
    n_chosen, n_others = (Counter(group for fact in side for group in groups_of(fact)) for side in (chosen, others))
    groups = sorted(n_chosen.keys() | n_others.keys())
    apart = max(
        (abs(_share(n_chosen[group], known_chosen) - _share(n_others[group], known_others)) for group in groups),
        default=0.0,
    )
    return Comparison(
        attribute=attribute,
        verdict=_verdict(known_chosen, known_others, differs=apart >= SHARE_APART),
        n_chosen=known_chosen,
        n_not_chosen=known_others,
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
