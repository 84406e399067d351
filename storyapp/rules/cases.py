"""A safeguarding case: what its clocks say and who may close it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import Enum

from storyapp.rules.errors import RuleBroken

ACKNOWLEDGE_WITHIN = timedelta(hours=4)  # of working time
ACKNOWLEDGE_AT_MOST = timedelta(hours=24)
DECIDE_WITHIN = timedelta(hours=72)  # of any time
LEADS_NEEDED = 2  # one proposes how a case ends, another closes it
DAY_BEGINS, DAY_ENDS = time(9), time(18)
SATURDAY = 5


class CaseOutcome(Enum):
    """How a case ended; only people decide it."""

    NO_RISK = "no_risk"
    SUPPORT_GIVEN = "support_given"
    REFERRED = "referred"
    AUTHORITY_TOLD = "authority_told"


class CaseStep(Enum):
    """One step in the life of a case."""

    ACKNOWLEDGED = "acknowledged"
    NOTED = "noted"
    REPLIED = "replied"  # to the teller, without a name
    ESCALATED = "escalated"
    PROPOSED = "proposed"
    CLOSED = "closed"
    REOPENED = "reopened"
    HANDED_OVER = "handed-over"  # its lead has left; it waits for another


class CaseStanding(Enum):
    """How a case stands against its clocks."""

    WAITS = "waits"
    LATE_TO_ACKNOWLEDGE = "late_to_acknowledge"
    IN_HAND = "in_hand"
    LATE_TO_DECIDE = "late_to_decide"
    CLOSED = "closed"

    @property
    def is_late(self) -> bool:
        """Tell whether a clock has run out."""
        return self in {CaseStanding.LATE_TO_ACKNOWLEDGE, CaseStanding.LATE_TO_DECIDE}


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the rules need to know of a case; people are account ids."""

    opened_at: datetime
    acknowledged_at: datetime | None = None
    outcome: CaseOutcome | None = None
    proposed_by: int | None = None
    is_closed: bool = False


def acknowledge_by(opened_at: datetime, zone: tzinfo) -> datetime:
    """Return when a lead must have seen the case: after four hours of working time, and in a day at most."""
    return min(add_working_time(opened_at, ACKNOWLEDGE_WITHIN, zone), opened_at + ACKNOWLEDGE_AT_MOST)


def decide_by(opened_at: datetime) -> datetime:
    """Return when an outcome must have been proposed: after three days, weekends included."""
    return opened_at + DECIDE_WITHIN


def add_working_time(start: datetime, needed: timedelta, zone: tzinfo) -> datetime:
    """Return the moment when so much working time (Monday to Friday, 9 to 18 in the zone) has gone by."""
    now = _next_working_moment(start.astimezone(zone))
    while now + needed > _end_of_day(now):
        needed -= _end_of_day(now) - now
        now = _next_working_moment(datetime.combine(now.date() + timedelta(days=1), DAY_BEGINS, zone))
    return (now + needed).astimezone(start.tzinfo)


def standing(case: CaseFacts, *, now: datetime, zone: tzinfo) -> CaseStanding:
    """Tell how a case stands: first the call to be seen, then the call to be decided."""
    if case.is_closed:
        return CaseStanding.CLOSED
    if case.acknowledged_at is None:
        late = now > acknowledge_by(case.opened_at, zone)
        return CaseStanding.LATE_TO_ACKNOWLEDGE if late else CaseStanding.WAITS
    if case.outcome is None and now > decide_by(case.opened_at):
        return CaseStanding.LATE_TO_DECIDE
    return CaseStanding.IN_HAND


def check_step(case: CaseFacts, step: CaseStep) -> None:
    """Raise RuleBroken where this step may not be taken now."""
    if step is CaseStep.REOPENED:
        if not case.is_closed:
            raise RuleBroken("case.still-open")
        return
    if case.is_closed:
        raise RuleBroken("case.closed")
    if step is CaseStep.ACKNOWLEDGED and case.acknowledged_at is not None:
        raise RuleBroken("case.already-acknowledged")
    if step is CaseStep.PROPOSED and case.acknowledged_at is None:
        raise RuleBroken("case.not-acknowledged")


def check_closing(case: CaseFacts, *, closer: int) -> None:
    """Raise RuleBroken unless another lead than the one who proposed the outcome closes the case."""
    check_step(case, CaseStep.CLOSED)
    if case.outcome is None:
        raise RuleBroken("case.no-outcome")
    if case.proposed_by is None or case.proposed_by == closer:
        raise RuleBroken("case.second-lead-needed")


def is_released(outcome: CaseOutcome, *, keep_held: bool) -> bool:
    """Tell whether panels may have the story again: no risk or support given, and no lead chose to keep it back."""
    return outcome in {CaseOutcome.NO_RISK, CaseOutcome.SUPPORT_GIVEN} and not keep_held


def _next_working_moment(at: datetime) -> datetime:
    if at.weekday() < SATURDAY and at.time() < DAY_ENDS:
        return max(at, datetime.combine(at.date(), DAY_BEGINS, at.tzinfo))
    tomorrow = at.date() + timedelta(days=1)
    while tomorrow.weekday() >= SATURDAY:
        tomorrow += timedelta(days=1)
    return datetime.combine(tomorrow, DAY_BEGINS, at.tzinfo)


def _end_of_day(at: datetime) -> datetime:
    return datetime.combine(at.date(), DAY_ENDS, at.tzinfo)
