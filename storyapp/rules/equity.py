"""Whose stories were chosen: chosen and not chosen side by side, honest about small numbers (method, 2; C12)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from storyapp.rules.people import AgeBand
from storyapp.rules.statistics import fisher_exact, median, rank_sum_p
from storyapp.rules.stories import Direction, Mode

FEWEST_TO_SAY = 8  # stories in all; of fewer nothing is said
FEWEST_TO_TEST = 3  # on each side, where a measure is compared: one or two stories are no pattern
FEWEST_IN_GROUPS = 8  # on each side, where it is groups: a finding about a few stories would tell of each of them
LIKELY_BY_CHANCE = 0.05
LENGTH_RATIO = 1.5
EASE_APART = 10  # points of reading ease, a third of the way from one school age to the next
SHARE_APART = 0.3
NOBODY = ""  # the group of stories that nobody but the teller wrote down


class Attribute(Enum):
    """What may have mattered beside the story itself."""

    LENGTH = "length"
    EASE = "ease"  # how easily it reads
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
    ease: int | None = None  # None: too short to measure, or no measure for its language
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
    """One attribute compared: medians for measures, counts for the rest, over the stories of which it is known.

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
    is_tested: bool = False

    @property
    def is_measure(self) -> bool:
        """Tell whether middles are compared, not groups."""
        return self.attribute in _MEASURES


@dataclass(frozen=True, kw_only=True)
class EquityCheck:
    """The whole check: how many were compared, and what each attribute says."""

    n_chosen: int
    n_not_chosen: int
    comparisons: tuple[Comparison, ...]

    @property
    def says_nothing(self) -> bool:
        """Tell whether there are too few stories for every comparison."""
        return all(one.verdict is Verdict.TOO_FEW for one in self.comparisons)

    @property
    def n_tested(self) -> int:
        """Return how many comparisons were held against chance."""
        return sum(one.is_tested for one in self.comparisons)


MeasureOf = Callable[[EquityFact], int | None]
_MEASURES: dict[Attribute, MeasureOf] = {
    Attribute.LENGTH: lambda fact: fact.n_words,
    Attribute.EASE: lambda fact: fact.ease,
}
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
            *(_compare_measure(attribute, measure_of, chosen, others) for attribute, measure_of in _MEASURES.items()),
            *(_compare_groups(attribute, groups_of, chosen, others) for attribute, groups_of in _GROUPS_OF.items()),
            *(_compare_answers(question_id, chosen, others) for question_id in questions),
        ),
    )


def _compare_measure(
    attribute: Attribute, measure_of: MeasureOf, chosen: Sequence[EquityFact], others: Sequence[EquityFact]
) -> Comparison:
    sides = [[value for fact in side if (value := measure_of(fact)) is not None] for side in (chosen, others)]
    middles = [median(side) or 0 for side in sides]
    low, high = sorted(middles)
    is_marked = high >= low + EASE_APART if attribute is Attribute.EASE else high >= LENGTH_RATIO * low and high > low
    n_chosen, n_others = map(len, sides)
    is_tested = _is_enough(n_chosen, n_others, fewest=FEWEST_TO_TEST)
    return Comparison(
        attribute=attribute,
        verdict=_verdict(n_chosen, n_others, differs=is_marked, p=rank_sum_p(*sides) if is_tested else None),
        n_chosen=n_chosen,
        n_not_chosen=n_others,
        median_chosen=median(sides[0]),
        median_not_chosen=median(sides[1]),
        n_unknown=len(chosen) + len(others) - n_chosen - n_others,
        is_tested=is_tested,
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
    is_tested = len(groups) > 1 and _is_enough(known_chosen, known_others, fewest=FEWEST_IN_GROUPS)
    p = _groups_p(n_chosen, n_others, known_chosen, known_others) if is_tested else None
    return Comparison(
        attribute=attribute,
        verdict=_verdict(known_chosen, known_others, differs=apart >= SHARE_APART, p=p),
        n_chosen=known_chosen,
        n_not_chosen=known_others,
        groups=tuple(
            GroupCount(group=group, n_chosen=n_chosen[group], n_not_chosen=n_others[group]) for group in groups
        ),
        n_unknown=len(chosen) + len(others) - known_chosen - known_others,
        is_tested=is_tested,
    )


def _groups_p(n_chosen: Counter[str], n_others: Counter[str], known_chosen: int, known_others: int) -> float:
    """Hold each group against all others by Fisher's exact test; the least p counts for as many as were looked at."""
    groups = n_chosen.keys() | n_others.keys()
    least = min(
        fisher_exact(n_chosen[one], known_chosen - n_chosen[one], n_others[one], known_others - n_others[one])
        for one in groups
    )
    is_one_question = len(groups) == 2 and n_chosen.total() == known_chosen and n_others.total() == known_others
    return min(1.0, least * (1 if is_one_question else len(groups)))


def _verdict(n_chosen: int, n_others: int, *, differs: bool, p: float | None) -> Verdict:
    """Say what may be said; `p` is None where no test was made."""
    if not _is_enough(n_chosen, n_others, fewest=1):
        return Verdict.TOO_FEW
    if p is not None and p < LIKELY_BY_CHANCE:
        return Verdict.DIFFERS
    return Verdict.DIFFERS_PERHAPS_BY_CHANCE if differs else Verdict.ALIKE


def _is_enough(n_chosen: int, n_others: int, *, fewest: int) -> bool:
    return n_chosen + n_others >= FEWEST_TO_SAY and min(n_chosen, n_others) >= fewest


def _share(part: int, base: int) -> float:
    return part / base if base else 0.0
