"""The clocks of a safeguarding case, and who may close it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from storyapp.rules.cases import (
    CaseFacts,
    CaseOutcome,
    CaseStanding,
    CaseStep,
    acknowledge_by,
    check_closing,
    check_step,
    decide_by,
    is_released,
    standing,
)
from storyapp.rules.errors import RuleBroken

ZONE = ZoneInfo("Europe/Moscow")
MONDAY_10 = datetime(2026, 5, 18, 10, tzinfo=ZONE)
NEW = CaseFacts(opened_at=MONDAY_10)
SEEN = replace(NEW, acknowledged_at=MONDAY_10)
PROPOSED = replace(SEEN, outcome=CaseOutcome.NO_RISK, proposed_by=1)
CLOSED = replace(PROPOSED, is_closed=True)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (datetime(2026, 5, 18, 10, tzinfo=ZONE), datetime(2026, 5, 18, 14, tzinfo=ZONE)),
        (datetime(2026, 5, 18, 14, tzinfo=ZONE), datetime(2026, 5, 18, 18, tzinfo=ZONE)),
        (datetime(2026, 5, 18, 16, 30, tzinfo=ZONE), datetime(2026, 5, 19, 11, 30, tzinfo=ZONE)),
        (datetime(2026, 5, 22, 17, tzinfo=ZONE), datetime(2026, 5, 23, 17, tzinfo=ZONE)),
        (datetime(2026, 5, 23, 12, tzinfo=ZONE), datetime(2026, 5, 24, 12, tzinfo=ZONE)),
        (datetime(2026, 5, 24, 20, tzinfo=ZONE), datetime(2026, 5, 25, 13, tzinfo=ZONE)),
        (datetime(2026, 5, 18, 3, tzinfo=ZONE), datetime(2026, 5, 18, 13, tzinfo=ZONE)),
        (datetime(2026, 5, 18, 7, tzinfo=UTC), datetime(2026, 5, 18, 11, tzinfo=UTC)),
    ],
    ids=["in the morning", "ends with the day", "goes on next morning", "a day at most before a weekend", "a day at most on a Saturday", "on a Sunday evening",
         "at night", "told in another zone"],
)  # fmt: skip
def test_a_case_must_be_seen_within_four_working_hours_and_in_a_day_at_most(opened, due):
    assert acknowledge_by(opened, ZONE) == due


def test_a_case_must_be_decided_within_three_days_weekend_or_not():
    assert decide_by(datetime(2026, 5, 22, 17, tzinfo=ZONE)) == datetime(2026, 5, 25, 17, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("case", "now", "expected"),
    [
        (NEW, MONDAY_10.replace(hour=14), CaseStanding.WAITS),
        (NEW, MONDAY_10.replace(hour=15), CaseStanding.LATE_TO_ACKNOWLEDGE),
        (SEEN, MONDAY_10.replace(day=21), CaseStanding.IN_HAND),
        (SEEN, MONDAY_10.replace(day=21, hour=11), CaseStanding.LATE_TO_DECIDE),
        (PROPOSED, MONDAY_10.replace(day=25), CaseStanding.IN_HAND),
        (CLOSED, MONDAY_10.replace(day=25), CaseStanding.CLOSED),
    ],
    ids=["in time", "not seen in time", "just in time", "not decided in time", "an outcome is proposed", "closed"],
)
def test_a_case_stands_against_its_clocks(case, now, expected):
    assert standing(case, now=now, zone=ZONE) is expected


@pytest.mark.parametrize(
    ("case", "step", "code"),
    [
        (SEEN, CaseStep.ACKNOWLEDGED, "case.already-acknowledged"),
        (NEW, CaseStep.PROPOSED, "case.not-acknowledged"),
        (CLOSED, CaseStep.NOTED, "case.closed"),
        (CLOSED, CaseStep.ESCALATED, "case.closed"),
        (SEEN, CaseStep.REOPENED, "case.still-open"),
    ],
)
def test_a_step_out_of_turn_is_refused(case, step, code):
    with pytest.raises(RuleBroken) as broken:
        check_step(case, step)

    assert broken.value.code == code


@pytest.mark.parametrize(
    ("case", "step"),
    [(NEW, CaseStep.ACKNOWLEDGED), (NEW, CaseStep.NOTED), (NEW, CaseStep.ESCALATED), (SEEN, CaseStep.PROPOSED),
     (PROPOSED, CaseStep.PROPOSED), (CLOSED, CaseStep.REOPENED)],
)  # fmt: skip
def test_a_step_in_turn_is_taken(case, step):
    check_step(case, step)


@pytest.mark.parametrize(
    ("case", "closer", "code"),
    [
        (SEEN, 2, "case.no-outcome"),
        (PROPOSED, 1, "case.second-lead-needed"),
        (replace(PROPOSED, proposed_by=None), 2, "case.second-lead-needed"),
        (CLOSED, 2, "case.closed"),
    ],
    ids=["without an outcome", "by the lead who proposed", "when nobody is known to have proposed", "twice"],
)
def test_a_case_is_not_closed(case, closer, code):
    with pytest.raises(RuleBroken) as broken:
        check_closing(case, closer=closer)

    assert broken.value.code == code


def test_a_second_lead_closes_a_case():
    check_closing(PROPOSED, closer=2)


@pytest.mark.parametrize(
    ("outcome", "keep_held", "released"),
    [
        (CaseOutcome.NO_RISK, False, True),
        (CaseOutcome.SUPPORT_GIVEN, False, True),
        (CaseOutcome.NO_RISK, True, False),
        (CaseOutcome.REFERRED, False, False),
        (CaseOutcome.AUTHORITY_TOLD, False, False),
    ],
)
def test_a_story_goes_back_to_panels_only_where_no_danger_is_left(outcome, keep_held, released):
    assert is_released(outcome, keep_held=keep_held) is released
