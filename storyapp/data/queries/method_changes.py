"""The log of changes of the method of one programme."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, select

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.method_changes import MethodChange
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.data.tables.rounds import Round
from storyapp.data.tables.stories import Story
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.rounds import RoundState

DECIDED = (RoundState.DECIDED, RoundState.FINISHED)
THRESHOLDS = ("theme.threshold-set", "result.threshold-set")


def changes_of(programme: Programme) -> list[tuple[MethodChange, str]]:
    """Return all changes with the name of who made them, the newest first."""
    query = _of(programme).outerjoin(Account, Account.id == MethodChange.changed_by_id).add_columns(Account.name)
    rows = db.session.execute(query.order_by(MethodChange.changed_on.desc(), MethodChange.id.desc()))
    return [(change, name or "") for change, name in rows]


def change_of(programme: Programme, change_id: int) -> MethodChange | None:
    """Return one change of this programme."""
    return db.session.scalar(_of(programme).where(MethodChange.id == change_id))


def waiting(programme: Programme, part: MethodPart, day: date) -> MethodChange | None:
    """Return what was changed of a part on this day, if it has no reason yet."""
    query = _of(programme).where(MethodChange.part == part, MethodChange.reason == "", MethodChange.changed_on == day)
    return db.session.scalar(query.order_by(MethodChange.id.desc()).limit(1))


def n_waiting(programme: Programme) -> int:
    """Count the changes without a reason."""
    query = _of(programme).where(MethodChange.reason == "").with_only_columns(func.count(MethodChange.id))
    return db.session.scalar(query) or 0


def of_day(organisation_id: int, programme_id: int, part: MethodPart, day: date) -> MethodChange | None:
    """Return the change of this part that was begun on this day and has no words of its own."""
    query = select(MethodChange).where(
        MethodChange.organisation_id == organisation_id, MethodChange.programme_id == programme_id,
        MethodChange.part == part, MethodChange.changed_on == day,
    )  # fmt: skip
    return db.session.scalar(query.order_by(MethodChange.id.desc()).limit(1))


def has_stories(organisation_id: int, programme_id: int) -> bool:
    """Tell whether anybody has told yet: before that, a change breaks nothing."""
    told = exists().where(
        Story.organisation_id == organisation_id, Story.programme_id == programme_id, Story.is_test.is_(False)
    )
    return bool(db.session.scalar(select(told)))


def has_decided(organisation_id: int, programme_id: int) -> bool:
    """Tell whether a panel has chosen yet."""
    decided = exists().where(
        Round.organisation_id == organisation_id, Round.programme_id == programme_id, Round.state.in_(DECIDED)
    )
    return bool(db.session.scalar(select(decided)))


def thresholds_set(programme: Programme) -> list[tuple[datetime, str, Any]]:
    """Return when a threshold of this programme was set, of what kind, and of which theme or result; oldest first."""
    query = select(AuditEvent.at, AuditEvent.act, AuditEvent.subject).where(
        AuditEvent.organisation_id == programme.organisation_id, AuditEvent.act.in_(THRESHOLDS)
    )
    named = {f"theme:{id_}": name for id_, name in db.session.execute(_names(programme, Theme, Theme.name))}
    named |= {
        f"result:{id_}": w for id_, w in db.session.execute(_names(programme, SocialResult, SocialResult.general))
    }
    rows: Sequence[Any] = db.session.execute(query.order_by(AuditEvent.sequence)).all()
    return [(at, act, named[subject]) for at, act, subject in rows if subject in named]


def _names(programme: Programme, table: Any, words: Any) -> Select[Any]:
    return select(table.id, words).where(
        table.organisation_id == programme.organisation_id, table.programme_id == programme.id
    )


def _of(programme: Programme) -> Select[Any]:
    return select(MethodChange).where(
        MethodChange.organisation_id == programme.organisation_id, MethodChange.programme_id == programme.id
    )
