"""You said, we did: a log of what was heard, decided and done, a page for everybody, and young people's own mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Change, Programme
from storyapp.data.tables.rounds import Round, Seat
from storyapp.gateways.kit import kit
from storyapp.rules.changes import ORDER, YouthMark
from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import Wording
from storyapp.services.transaction import account_actor, act, seat_actor

MOST_CHANGES = 200
NOTHING = Wording()


@dataclass(frozen=True, kw_only=True)
class ChangeMade:
    """One line of "you said, we did"."""

    heard: Wording
    decided: Wording
    status: str
    due_on: date | None
    round_id: int | None
    did: Wording = NOTHING
    owner: Wording = NOTHING
    is_public: bool = False
    youth_mark: YouthMark | None = None
    youth_note: Wording = NOTHING


def changes_of(programme: Programme) -> Sequence[Change]:
    """Return what the programme did because of stories, what is still to be done first."""
    query = select(Change).where(*_in(programme))
    return db.session.scalars(query.order_by(Change.done_on.is_not(None), Change.id.desc()).limit(MOST_CHANGES)).all()


def for_everybody(programme: Programme) -> list[Change]:
    """Return what stands on the public page: what is done first, then by how far it is."""
    query = select(Change).where(*_in(programme), Change.is_public.is_(True)).order_by(Change.id.desc())
    return sorted(db.session.scalars(query.limit(MOST_CHANGES)), key=lambda row: ORDER[row.status])


def has_page(programme: Programme) -> bool:
    """Tell whether anything stands on the public page."""
    query = select(Change.id).where(*_in(programme), Change.is_public.is_(True)).limit(1)
    return db.session.scalar(query) is not None


def change_of(programme: Programme, change_id: int) -> Change | None:
    """Return one change of this programme, or None."""
    return db.session.scalar(select(Change).where(*_in(programme), Change.id == change_id))


def keep_change(programme: Programme, made: ChangeMade, *, account_id: int, change_id: int | None = None) -> None:
    """Write down a change, or write it anew."""
    today = kit().clock().date()
    with act(account_actor(account_id)) as doing:
        row = None if change_id is None else change_of(programme, change_id)
        if row is None:
            row = Change(organisation_id=programme.organisation_id, programme_id=programme.id)
            db.session.add(row)
        row.heard, row.decided, row.did, row.owner = made.heard, made.decided, made.did, made.owner
        row.status, row.due_on, row.round_id, row.is_public = made.status, made.due_on, made.round_id, made.is_public
        row.done_on = (row.done_on or today) if made.status == "done" else None
        _mark(row, made.youth_mark, made.youth_note, today=today)
        db.session.flush()
        doing.note(row.organisation_id, "change.written", f"change:{row.id}", reason=made.status)


def mark_by_youth(seat_id: int, change_id: int, mark: YouthMark, note: str, *, language: str) -> None:
    """Keep what a youth panel says of a change: a young panellist speaks for the group, and the last word stands."""
    with act(seat_actor(seat_id)) as doing:
        seat = db.session.get(Seat, seat_id)
        programme = None if seat is None else programme_of(seat)
        row = None if programme is None else change_of(programme, change_id)
        if seat is None or row is None or not seat.is_young or not row.is_public:
            raise RuleBroken("change.not-yours")
        _mark(row, mark, Wording(**{language: note}), today=kit().clock().date())
        doing.note(row.organisation_id, "change.marked-by-youth", f"change:{row.id}", reason=mark.name)


def programme_of(seat: Seat) -> Programme:
    """Return the programme whose panel somebody sits on."""
    query = select(Programme).join(Round, Round.programme_id == Programme.id).where(Round.id == seat.round_id)
    return db.session.scalars(query).one()


def _mark(row: Change, mark: YouthMark | None, note: Wording, *, today: date) -> None:
    if (mark, note) == (row.youth_mark, row.youth_note or NOTHING):
        return
    row.youth_mark, row.youth_note = mark, note if mark is not None else NOTHING
    row.youth_marked_on = None if mark is None else today


def _in(programme: Programme) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Change.organisation_id == programme.organisation_id, Change.programme_id == programme.id
