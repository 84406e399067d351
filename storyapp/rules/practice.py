"""The card of a practice: four dimensions of evidence in three levels (method, 4; D5), said by people, held against what is known.

The field's registers know these four dimensions; what is asked for here at each level is our own wording. The house
can see into two of them: whether results are reached, and how well the data on them are founded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import is_sentence

FEWEST_STORIES = 5
HALF = 0.5
SHORTEST_SOURCE = 2


class Dimension(Enum):
    """What is asked of a practice."""

    REGULATED = "regulated"
    JUSTIFIED = "justified"
    RESULTS_REACHED = "results_reached"
    DATA_JUSTIFIED = "data_justified"


class EvidenceLevel(Enum):
    """How far a practice has it."""

    INITIAL = 1
    BASIC = 2
    ADVANCED = 3


class PracticeKind(Enum):
    """What kind of help a programme is, as registers of practices and libraries of instruments sort it."""

    MENTORING = "mentoring"
    FAMILY_SUPPORT = "family_support"
    FOSTER_CARE = "foster_care"
    CARE_LEAVERS = "care_leavers"
    CRISIS_CENTRE = "crisis_centre"
    INCLUSION = "inclusion"
    LEISURE = "leisure"
    COUNSELLING = "counselling"


class Sign(Enum):
    """What can be seen from here."""

    RESULT_SUPPORTED = "result_supported"
    AGAINST_TOLD = "against_told"
    CHECKED_TRUE = "checked_true"
    RESULT_COUNTED = "result_counted"
    OVER_PERIODS = "over_periods"
    STORIES_TOLD = "stories_told"
    CHOSEN_WITH_REASONS = "chosen_with_reasons"
    WORSE_ASKED = "worse_asked"
    TELLERS_ANSWERED = "tellers_answered"
    CHECKED = "checked"
    READ_TWICE = "read_twice"
    OTHERS_COUNTED = "others_counted"
    YOUNG_CHOSE = "young_chose"


ASKED_OF: Mapping[Dimension, Mapping[EvidenceLevel, tuple[Sign, ...]]] = {
    Dimension.RESULTS_REACHED: {
        EvidenceLevel.INITIAL: (Sign.RESULT_SUPPORTED,),
        EvidenceLevel.BASIC: (Sign.AGAINST_TOLD, Sign.CHECKED_TRUE),
        EvidenceLevel.ADVANCED: (Sign.RESULT_COUNTED, Sign.OVER_PERIODS),
    },
    Dimension.DATA_JUSTIFIED: {
        EvidenceLevel.INITIAL: (Sign.STORIES_TOLD, Sign.WORSE_ASKED),
        EvidenceLevel.BASIC: (Sign.CHOSEN_WITH_REASONS, Sign.TELLERS_ANSWERED, Sign.CHECKED),
        EvidenceLevel.ADVANCED: (Sign.READ_TWICE, Sign.OTHERS_COUNTED, Sign.YOUNG_CHOSE),
    },
}


@dataclass(frozen=True, kw_only=True)
class PracticeFacts:
    """What the house knows of a programme."""

    n_stories: int = 0
    n_supporting: int = 0
    n_against: int = 0
    n_periods_supporting: int = 0
    n_checked: int = 0
    n_checked_true: int = 0
    n_others_counted: int = 0
    n_results_counted: int = 0
    n_rounds: int = 0
    n_youth_rounds: int = 0
    n_owed: int = 0  # tellers whose story lay on a table
    n_answered: int = 0
    n_read_twice: int = 0
    asks_for_worse: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One sign, the level that asks for it, and whether it is there."""

    sign: Sign
    level: EvidenceLevel
    is_there: bool


def signs_of(facts: PracticeFacts) -> dict[Sign, bool]:
    """Tell of each sign whether it is there."""
    return {
        Sign.RESULT_SUPPORTED: facts.n_supporting > 0,
        Sign.AGAINST_TOLD: facts.n_against > 0,
        Sign.CHECKED_TRUE: facts.n_checked_true > 0,
        Sign.RESULT_COUNTED: facts.n_results_counted > 0,
        Sign.OVER_PERIODS: facts.n_periods_supporting > 1,
        Sign.STORIES_TOLD: facts.n_stories >= FEWEST_STORIES,
        Sign.WORSE_ASKED: facts.asks_for_worse,
        Sign.CHOSEN_WITH_REASONS: facts.n_rounds > 0,
        Sign.TELLERS_ANSWERED: facts.n_owed > 0 and facts.n_answered >= HALF * facts.n_owed,
        Sign.CHECKED: facts.n_checked > 0,
        Sign.READ_TWICE: facts.n_read_twice > 0,
        Sign.OTHERS_COUNTED: facts.n_others_counted > 0,
        Sign.YOUNG_CHOSE: facts.n_youth_rounds > 0,
    }


def seen_of(dimension: Dimension, facts: PracticeFacts) -> tuple[Seen, ...]:
    """Return the signs of a dimension, level by level; none where nothing can be seen from here."""
    there = signs_of(facts)
    asked = ASKED_OF.get(dimension, {})
    return tuple(Seen(sign=sign, level=level, is_there=there[sign]) for level, signs in asked.items() for sign in signs)


def level_seen(seen: tuple[Seen, ...]) -> EvidenceLevel | None:
    """Return the highest level whose signs, and those of all levels below it, are there."""
    reached = None
    for level in EvidenceLevel:
        signs = [one for one in seen if one.level is level]
        if not signs or not all(one.is_there for one in signs):
            break
        reached = level
    return reached


def check_statement(*, source: str, year: int | None, this_year: int) -> None:
    """Refuse a level that nobody can look up."""
    # Registers of practices: a level stands with who verified it and when.
    if not is_sentence(source, shortest=SHORTEST_SOURCE):
        raise RuleBroken("practice.no-source")
    if year is not None and not 1990 <= year <= this_year:
        raise RuleBroken("practice.year", latest=this_year)
