"""What is measured by what: kinds of instruments, and how one finds the right one (SD02, SD03)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class InstrumentMethod(Enum):
    """In which way an instrument asks or looks."""

    STORIES = "stories"
    SURVEY = "survey"
    SCALE = "scale"
    INTERVIEW = "interview"
    GROUP_TALK = "group talk"
    OBSERVATION = "observation"
    RECORDS = "records"
    CREATIVE = "creative"


class InstrumentPurpose(Enum):
    """What one wants to know by it."""

    NEEDS = "needs"
    FEEDBACK = "feedback"
    PROCESS = "process"
    CHANGE = "change"
    LASTING = "lasting"


class Facet(Enum):
    """By what an instrument is looked for."""

    GROUP = "group"
    PRACTICE = "practice"
    PURPOSE = "purpose"
    METHOD = "method"
    RESULT = "result"


@dataclass(frozen=True, kw_only=True)
class Marks:
    """By which values of each facet one instrument is found."""

    id: int
    values: Mapping[Facet, frozenset[str]]

    def fits(self, chosen: Mapping[Facet, str]) -> bool:
        """Tell whether it has every value that was chosen."""
        return all(value in self.values.get(facet, frozenset()) for facet, value in chosen.items())


def fitting(marks: Iterable[Marks], chosen: Mapping[Facet, str]) -> set[int]:
    """Return the instruments that have every value that was chosen."""
    return {one.id for one in marks if one.fits(chosen)}


def counted(marks: Iterable[Marks], chosen: Mapping[Facet, str]) -> dict[Facet, Counter[str]]:
    """Count for each value of each facet how many one would see who chose it; a facet lets go of its own choice."""
    every = list(marks)
    counts: dict[Facet, Counter[str]] = {}
    for facet in Facet:
        others = {other: value for other, value in chosen.items() if other is not facet}
        counts[facet] = Counter(value for one in every if one.fits(others) for value in one.values.get(facet, ()))
    return counts


def gaps(indicators: Iterable[int], measured: Iterable[int]) -> set[int]:
    """Return the indicators that no instrument measures (G5)."""
    return set(indicators) - set(measured)
