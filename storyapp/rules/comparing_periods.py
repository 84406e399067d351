"""Which neighbouring periods can be compared, and in what not: a line over a change of the method would lie (F12)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from storyapp.rules.method_changes import MethodPart

MODES_APART = 0.3  # so large a share of stories came in another way than before

# What each kind of line depends on; a change of anything else does not break it.
OF_TELLING = frozenset({MethodPart.DOMAINS, MethodPart.QUESTIONS, MethodPart.COLLECTING})
OF_CODES = OF_TELLING | {MethodPart.MODULE}
OF_NUMBERS = frozenset({MethodPart.COLLECTING})
OF_CHOOSING = frozenset({MethodPart.DOMAINS, MethodPart.PANELS})


@dataclass(frozen=True, kw_only=True)
class PeriodFacts:
    """How a period was worked in, as far as its stories and rounds show it."""

    period_id: int
    starts_on: date
    ends_on: date
    prompts: frozenset[str] = frozenset()  # the words in which stories were asked for; empty: not known
    modes: Mapping[str, int] = field(default_factory=dict)  # way of collecting → stories
    engines: frozenset[str] = frozenset()  # versions of the language module that read its stories
    panels: frozenset[str] = frozenset()  # who chose, by what method


@dataclass(frozen=True, kw_only=True)
class Dated:
    """That a part of the method was changed on a day."""

    part: MethodPart
    changed_on: date
    is_of_form: bool = False  # a version of the form: whether it matters, its words show


@dataclass(frozen=True, kw_only=True)
class Break:
    """What lies between a period and the next one."""

    place: int  # 0: between the first and the second
    parts: tuple[MethodPart, ...]


def breaks_between(periods: Sequence[PeriodFacts], changes: Iterable[Dated]) -> tuple[Break, ...]:
    """Return between which neighbours something changed, and what.

    A change inside a period makes a mixture of it: neither neighbour can be compared with it.
    """
    known = tuple(changes)
    found = []
    for place, (before, after) in enumerate(pairwise(periods)):
        parts = _changed(before, after) | {
            one.part for one in known if not one.is_of_form and before.starts_on < one.changed_on <= after.ends_on
        }
        if parts:
            found.append(Break(place=place, parts=tuple(part for part in MethodPart if part in parts)))
    return tuple(found)


def places_for(breaks: Iterable[Break], depends_on: frozenset[MethodPart]) -> tuple[int, ...]:
    """Return where a line that depends on these parts of the method must stop."""
    return tuple(one.place for one in breaks if depends_on & set(one.parts))


def _changed(before: PeriodFacts, after: PeriodFacts) -> set[MethodPart]:
    parts = set()
    for part, then, now in (
        (MethodPart.QUESTIONS, before.prompts, after.prompts), (MethodPart.MODULE, before.engines, after.engines),
        (MethodPart.PANELS, before.panels, after.panels),
    ):  # fmt: skip
        if then and now and then != now:
            parts.add(part)
    if _apart(before.modes, after.modes) >= MODES_APART:
        parts.add(MethodPart.COLLECTING)
    return parts


def _apart(before: Mapping[str, int], after: Mapping[str, int]) -> float:
    """Return which share of stories would have to come in another way to make both periods alike."""
    n_before, n_after = sum(before.values()), sum(after.values())
    if not n_before or not n_after:
        return 0.0
    ways = {*before, *after}
    return sum(abs(before.get(way, 0) / n_before - after.get(way, 0) / n_after) for way in ways) / 2
