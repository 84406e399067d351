"""Between which periods a line may be drawn: whatever was changed of the method stops it, and nothing else does."""

from datetime import date

import pytest

from storyapp.rules.comparing_periods import (
    OF_CHOOSING,
    OF_CODES,
    OF_TELLING,
    Dated,
    PeriodFacts,
    breaks_between,
    places_for,
)
from storyapp.rules.method_changes import MethodPart

AUTUMN, SPRING = (date(2025, 9, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 6, 30))


def periods(before=None, after=None):
    return [
        PeriodFacts(period_id=n, starts_on=days[0], ends_on=days[1], **(facts or {}))
        for n, (days, facts) in enumerate(((AUTUMN, before), (SPRING, after)))
    ]


@pytest.mark.parametrize(("before", "after", "changed"), [
    ({}, {}, ()),
    ({"prompts": frozenset("a")}, {"prompts": frozenset("a")}, ()),
    ({"prompts": frozenset("a")}, {"prompts": frozenset("ab")}, (MethodPart.QUESTIONS,)),
    ({"prompts": frozenset("a")}, {}, ()),
    ({"engines": frozenset({"1"})}, {"engines": frozenset({"2"})}, (MethodPart.MODULE,)),
    ({"panels": frozenset({"1/youth"})}, {"panels": frozenset({"1/adult"})}, (MethodPart.PANELS,)),
    ({"modes": {"SELF": 10}}, {"modes": {"SELF": 8, "PEER": 2}}, ()),
    ({"modes": {"SELF": 10}}, {"modes": {"SELF": 7, "PEER": 3}}, (MethodPart.COLLECTING,)),
], ids=[
    "nothing known", "the same words", "some were asked in other words", "of old stories the words are not known",
    "another engine", "others choose", "a fifth came by peers", "three in ten came by peers",
])  # fmt: skip
def test_what_periods_differ_in(before, after, changed):
    found = breaks_between(periods(before, after), [])

    assert [one.parts for one in found] == ([changed] if changed else [])


@pytest.mark.parametrize(("day", "is_broken"), [
    (date(2025, 8, 31), False),
    (date(2025, 9, 1), False),
    (date(2025, 11, 1), True),
    (date(2026, 1, 1), True),
    (date(2026, 6, 30), True),
    (date(2026, 7, 1), False),
], ids=["before both", "on the first day", "inside the first", "between", "on the last day", "after both"])  # fmt: skip
def test_a_change_that_was_written_down_stops_the_line_it_falls_on(day, is_broken):
    found = breaks_between(periods(), [Dated(part=MethodPart.DOMAINS, changed_on=day)])

    assert bool(found) is is_broken


def test_a_version_of_the_form_matters_only_by_its_words():
    published = Dated(part=MethodPart.QUESTIONS, changed_on=date(2026, 1, 1), is_of_form=True)

    assert breaks_between(periods(), [published]) == ()


@pytest.mark.parametrize(("part", "of_telling", "of_codes", "of_choosing"), [
    (MethodPart.DOMAINS, True, True, True),
    (MethodPart.QUESTIONS, True, True, False),
    (MethodPart.COLLECTING, True, True, False),
    (MethodPart.PANELS, False, False, True),
    (MethodPart.MODULE, False, True, False),
])  # fmt: skip
def test_a_line_stops_only_for_what_it_depends_on(part, of_telling, of_codes, of_choosing):
    found = breaks_between(periods(), [Dated(part=part, changed_on=date(2026, 1, 1))])

    stops = [bool(places_for(found, parts)) for parts in (OF_TELLING, OF_CODES, OF_CHOOSING)]
    assert stops == [of_telling, of_codes, of_choosing]
