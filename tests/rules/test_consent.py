"""Consent as a lawyer would want to read it: who must say yes, until when, and what holds after that."""

from datetime import date

import pytest

from storyapp.rules.ages import is_below_the_law, rule_on
from storyapp.rules.consent import (
    ConsentAct,
    ConsentBy,
    ConsentSaid,
    Light,
    Purpose,
    lights,
    needs_guardian,
    next_end,
    of_age_on,
    runs_out_on,
)
from storyapp.rules.people import AgeBand
from storyapp.words.ages import age_rules

TOLD, LATER = date(2026, 5, 20), date(2030, 5, 20)
YES, NO, BACK = ConsentAct.GRANT, ConsentAct.REFUSE, ConsentAct.WITHDRAW
CHILD, GUARDIAN, GROWN, IMPORT = ConsentBy.CHILD, ConsentBy.GUARDIAN, ConsentBy.YOUNG_ADULT, ConsentBy.IMPORT


def said(*events):
    return [
        ConsentSaid(sequence=n, purpose=Purpose.PANEL, act=act, by=by, on=TOLD, expires_on=ends)
        for n, (by, act, ends) in enumerate(events)
    ]


@pytest.mark.parametrize(
    ("events", "guardian_needed", "holds"),
    [
        ([(CHILD, YES, None)], False, Light.YES),
        ([(CHILD, YES, LATER)], False, Light.NO),
        ([(CHILD, YES, date(2030, 5, 21))], False, Light.YES),
        ([(CHILD, YES, None)], True, Light.NO),
        ([(CHILD, YES, None), (GUARDIAN, YES, None)], True, Light.YES),
        ([(CHILD, NO, None), (GUARDIAN, YES, None)], True, Light.NO),
        ([(CHILD, YES, None), (GUARDIAN, YES, None), (GUARDIAN, BACK, None)], True, Light.NO),
        ([(CHILD, YES, None), (GUARDIAN, YES, LATER)], True, Light.NO),
        ([(CHILD, YES, None), (GUARDIAN, YES, LATER), (GROWN, YES, None)], True, Light.YES),
        ([(CHILD, YES, None), (GUARDIAN, NO, None), (GROWN, YES, None)], True, Light.YES),
        ([(CHILD, YES, None), (GUARDIAN, YES, None), (GROWN, NO, None)], True, Light.NO),
        ([(GROWN, YES, LATER)], True, Light.NO),
        ([(IMPORT, YES, None)], False, Light.UNKNOWN),
        ([(IMPORT, YES, None), (GUARDIAN, NO, None)], True, Light.NO),
        ([], False, Light.NO),
    ],
    ids=[
        "nobody else is asked", "the yes has run out today", "it runs out tomorrow", "the guardian has not answered",
        "both said yes", "the child says no", "the guardian took it back", "of age since: the guardian's yes ended",
        "of age since and said so", "of age since, whatever the guardian said", "of age since and says no",
        "what was said of age runs out as well", "imported, nobody knows", "imported, the guardian says no",
        "nobody said anything",
    ],
)  # fmt: skip
def test_what_holds_on_a_day(events, guardian_needed, holds):
    assert lights(said(*events), guardian_needed=guardian_needed, today=LATER)[Purpose.PANEL] is holds


@pytest.mark.parametrize(
    ("band", "age", "needed", "of_age"),
    [
        (AgeBand.FROM_10_TO_13, 14, True, date(2030, 5, 20)),
        (AgeBand.FROM_14_TO_15, 16, True, date(2028, 5, 20)),
        (AgeBand.FROM_14_TO_15, 14, False, None),
        (AgeBand.FROM_16_TO_17, 18, True, date(2028, 5, 20)),
        (AgeBand.FROM_18_TO_23, 18, False, None),
        (AgeBand.FROM_10_TO_13, 0, False, None),
    ],
    ids=["10 to 13, 14", "14 to 15, 16", "14 to 15, 14", "16 to 17, 18", "grown up", "no guardian is asked"],
)
def test_whose_guardian_is_asked_and_until_when(band, age, needed, of_age):
    assert needs_guardian(band, guardian_age=age) is needed
    assert of_age_on(band, told_on=TOLD, age=age) == of_age


def test_a_yes_runs_out_after_the_years_of_the_programme():
    assert runs_out_on(date(2024, 2, 29), years=5) == date(2029, 2, 28)
    assert runs_out_on(TOLD, years=0) is None


def test_the_next_end_is_of_what_was_said_last():
    events = said((CHILD, YES, date(2028, 1, 1)), (CHILD, YES, date(2031, 1, 1)), (GUARDIAN, YES, date(2029, 1, 1)))

    assert next_end(events, today=TOLD) == date(2029, 1, 1)


def test_every_rule_of_a_country_names_age_source_and_note_in_both_languages():
    rules = age_rules()

    assert len({(one.country, one.version) for one in rules}) == len(rules) >= 10
    assert all(13 <= one.age <= 18 and one.source and one.note.ru and one.note.en and one.name.ru for one in rules)


def test_a_rule_that_was_checked_says_when_and_where_it_was_read():
    checked = [one for one in age_rules() if one.checked_on]

    assert len(checked) >= 15
    assert all(one.seen_in and one.checked_on >= one.since for one in checked)


def test_the_version_in_force_on_the_day_counts():
    first = rule_on(age_rules(), "RU", TOLD)
    second = type(first)(**{**vars(first), "version": 2, "since": date(2027, 1, 1), "age": 16})

    assert rule_on([first, second], "RU", TOLD).age == 14
    assert rule_on([first, second], "RU", date(2027, 1, 1)).age == 16
    assert rule_on([first, second], "RU", date(1999, 1, 1)) is None


@pytest.mark.parametrize(("age", "is_below"), [(0, True), (13, True), (14, False), (18, False)])
def test_fewer_guardians_than_the_law_names(age, is_below):
    assert is_below_the_law(age, rule_on(age_rules(), "RU", TOLD)) is is_below
