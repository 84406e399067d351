"""How long a thing is kept, and when it must be erased (design: safety, retention)."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum


class Kept(Enum):
    """What is kept for a time only; each counts from a moment of its own."""

    ORIGINAL = "original"  # since the programme ended
    IDENTITY = "identity"  # since it was needed last
    DRAFT = "draft"  # since it was saved
    WAITING_FOR_GUARDIAN = "waiting_for_guardian"  # since the guardian was asked


class Destroyed(Enum):
    """What an act of destruction counts."""

    STORY = "story"  # its key, its texts and all that was made from them
    ORIGINAL = "original"  # what was typed; the confirmed text stays


class Ground(Enum):
    """Why something was destroyed."""

    TELLER_ASKED = "teller_asked"
    NO_GUARDIAN_IN_TIME = "no_guardian_in_time"
    RETENTION = "retention"
    RESTORED = "restored"  # it had been erased before, and a backup had brought it back
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class RetentionPolicy:
    """How long each thing is kept; a programme may shorten it, a funder cannot lengthen it."""

    original_months: int = 24
    identity_days: int = 90
    draft_hours: int = 24
    guardian_days: int = 30


@dataclass(frozen=True, kw_only=True)
class KeptThing:
    """One thing and since when its time runs; None while it does not run yet."""

    thing_id: int
    kept: Kept
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One thing and when it must be gone."""

    thing_id: int
    kept: Kept
    due_at: datetime


USUAL = RetentionPolicy()


def erase_at(kept: Kept, *, since: datetime | None, policy: RetentionPolicy = USUAL) -> datetime | None:
    """Return when a thing must be erased, or None while its time does not run yet (the programme goes on)."""
    if since is None:
        return None
    if kept is Kept.ORIGINAL:
        return datetime.combine(add_months(since.date(), policy.original_months), since.timetz())
    return (
        since
        + {
            Kept.IDENTITY: timedelta(days=policy.identity_days),
            Kept.DRAFT: timedelta(hours=policy.draft_hours),
            Kept.WAITING_FOR_GUARDIAN: timedelta(days=policy.guardian_days),
        }[kept]
    )


def is_due(kept: Kept, *, since: datetime | None, now: datetime, policy: RetentionPolicy = USUAL) -> bool:
    """Tell whether a thing must be erased now."""
    due_at = erase_at(kept, since=since, policy=policy)
    return due_at is not None and due_at <= now


def erasures(things: Iterable[KeptThing], *, until: datetime, policy: RetentionPolicy = USUAL) -> tuple[Erasure, ...]:
    """List what must be gone by a moment, soonest first: with `until=now` the work, with a later one the preview."""
    found = []
    for thing in things:
        due_at = erase_at(thing.kept, since=thing.since, policy=policy)
        if due_at is not None and due_at <= until:
            found.append(Erasure(thing_id=thing.thing_id, kept=thing.kept, due_at=due_at))
    return tuple(sorted(found, key=lambda erasure: (erasure.due_at, erasure.kept.value, erasure.thing_id)))


def end_of_day(day: date) -> datetime:
    """Return the moment at which a day is over (UTC), for things that are known by the day only."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=UTC)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
