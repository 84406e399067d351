"""The days of a programme: periods, rounds that close, values that are due, promises; and as a file for a calendar (I8)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Change, Period, Programme
from storyapp.data.tables.rounds import Round
from storyapp.formats.write_ics import CalendarDay, write_ics
from storyapp.gateways.kit import kit
from storyapp.rules.monitoring import PlanStanding
from storyapp.rules.rounds import UNDER_WAY
from storyapp.services import monitoring
from storyapp.services.transaction import act
from storyapp.words.dates import ZONE
from storyapp.words.speech import language, say

AHEAD = timedelta(days=366)
BACK = timedelta(days=60)
REMIND_DAYS = 7


class DayKind(Enum):
    """What a day is."""

    PERIOD_BEGINS = "period_begins"
    PERIOD_ENDS = "period_ends"
    ROUND_CLOSES = "round_closes"
    VALUE_DUE = "value_due"
    PROMISE_DUE = "promise_due"


@dataclass(frozen=True, kw_only=True)
class ProgrammeDay:
    """One day: what it is, in the words of people, and whether it should have been done by now."""

    kind: DayKind
    id: int
    on: date
    words: str
    is_late: bool = False


def days_of(programme: Programme) -> list[ProgrammeDay]:
    """Return the days from two months ago to a year ahead, and all that is late, soonest first."""
    today = kit().clock().date()
    found = [*_periods(programme), *_rounds(programme), *_values(programme), *_promises(programme, today)]
    within = (one for one in found if one.is_late or today - BACK <= one.on <= today + AHEAD)
    return sorted(within, key=lambda one: (one.on, one.kind.value, one.id))


def hand_out_calendar(programme: Programme, *, actor: str, titles: dict[DayKind, str]) -> bytes:
    """Write the days for a calendar of one's own; `titles` say each kind in the reader's language."""
    days = [
        CalendarDay(
            uid=f"{one.kind.value}-{one.id}@{programme.slug}.storyapp", on=one.on, remind_days=REMIND_DAYS,
            title=say("%(what)s: %(words)s", what=titles[one.kind], words=one.words),
            details=programme.name.say(language()),
        )
        for one in days_of(programme)
    ]  # fmt: skip
    organisation_id, programme_id = programme.organisation_id, programme.id
    data = write_ics(days, name=programme.name.say(language()), now=kit().clock())
    with act(actor) as doing:
        doing.note(organisation_id, "calendar.taken-along", f"programme:{programme_id}")
    return data


def _periods(programme: Programme) -> list[ProgrammeDay]:
    rows = db.session.scalars(select(Period).where(*_in(Period, programme)).order_by(Period.id)).all()
    return [
        ProgrammeDay(kind=kind, id=row.id, on=on, words=row.name.say(language()))
        for row in rows
        for kind, on in ((DayKind.PERIOD_BEGINS, row.starts_on), (DayKind.PERIOD_ENDS, row.ends_on))
    ]


def _rounds(programme: Programme) -> list[ProgrammeDay]:
    query = select(Round).where(*_in(Round, programme), Round.state.in_(UNDER_WAY), Round.closes_at.is_not(None))
    now = kit().clock()
    return [
        ProgrammeDay(
            kind=DayKind.ROUND_CLOSES, id=row.id, on=row.closes_at.astimezone(ZONE).date(), words=row.name,
            is_late=row.closes_at < now,
        )
        for row in db.session.scalars(query.order_by(Round.id))
        if row.closes_at is not None
    ]  # fmt: skip


def _values(programme: Programme) -> list[ProgrammeDay]:
    return [
        ProgrammeDay(
            kind=DayKind.VALUE_DUE, id=one.row.id, on=one.row.next_due_on,
            words=one.indicator.wording.say(language()), is_late=one.standing is PlanStanding.LATE,
        )
        for one in monitoring.plan_of(programme).lines
        if one.row.next_due_on is not None
    ]  # fmt: skip


def _promises(programme: Programme, today: date) -> list[ProgrammeDay]:
    query = select(Change).where(
        *_in(Change, programme), Change.status.in_(("planned", "doing")), Change.due_on.is_not(None)
    )
    return [
        ProgrammeDay(
            kind=DayKind.PROMISE_DUE, id=row.id, on=row.due_on, words=row.decided.say(language()),
            is_late=row.due_on < today,
        )
        for row in db.session.scalars(query.order_by(Change.id))
        if row.due_on is not None
    ]  # fmt: skip


def _in(table: Any, programme: Programme) -> tuple[Any, Any]:
    return table.organisation_id == programme.organisation_id, table.programme_id == programme.id
