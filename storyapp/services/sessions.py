"""Who is signed in: staff, panellists and tellers, each by a cookie that is kept only as a hash."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import contains_eager

from storyapp.data.db import db, n_touched
from storyapp.data.queries.telling import Place
from storyapp.data.tables.collectors import CircleVisit, CollectorVisit
from storyapp.data.tables.people import Account, Organisation, Visit
from storyapp.data.tables.polls import PollVisit
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.data.tables.rounds import Seat
from storyapp.data.tables.stories import Draft, DraftCode
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.people import Capability, Role
from storyapp.services.transaction import act

LONGEST_VISIT = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
DRAFT_AND_PLACE = (
    select(Draft, StoryInvitation, Programme)
    .join(StoryInvitation, StoryInvitation.id == Draft.invitation_id)
    .join(Programme, Programme.id == StoryInvitation.programme_id)
    .where(Draft.token_hash == bindparam("token"))
)
# Every page of staff begins with this one query: who comes, with which roles, and to which programme.
STAFF_AND_PLACE = (
    select(Visit, Account, Programme)
    .join(Account, Account.id == Visit.account_id)
    .outerjoin(Account.memberships)
    .outerjoin(Programme, Programme.slug == bindparam("programme"))
    .options(contains_eager(Account.memberships))
    .where(Visit.token_hash == bindparam("token"))
)


@dataclass(frozen=True, kw_only=True)
class StaffVisit:
    """A member of staff in a signed-in browser, and the programme of the address where there is one."""

    visit: Visit
    account: Account
    programme: Programme | None


def staff_visit(token: str, *, programme: str = "") -> StaffVisit | None:
    """Return who comes with a staff cookie, or None when it ended, idled out or was revoked.

    `programme` is the slug of the address; whether this person may see it is for the caller to ask.
    """
    idle = timedelta(minutes=kit().settings.idle_minutes)
    now, sought = kit().clock(), {"token": kit().vault.fingerprint(token, "visit"), "programme": programme}
    here = _staff_and_place(sought)
    if here is None or here.visit.ends_at <= now or here.visit.seen_at + idle <= now or here.account.is_disabled:
        return None
    if now - here.visit.seen_at <= SEEN_EVERY:
        return here
    _touch(here.visit.id)
    return _staff_and_place(sought)


def seat_visit(token: str) -> tuple[Visit, Seat] | None:
    """Return the visit and seat of a panellist's cookie, or None when the link ended or was revoked."""
    now = kit().clock()
    visit = _visit(token)
    if visit is None or visit.seat_id is None or visit.ends_at <= now:
        return None
    seat = db.session.get(Seat, visit.seat_id)
    if seat is None or seat.revoked_at is not None or seat.expires_at <= now:
        return None
    return visit, seat


def draft_of(token: str) -> Draft | None:
    """Return the draft (or the returned teller's key) of a cookie, or None when it has run out."""
    draft = db.session.get(Draft, kit().vault.fingerprint(token, "draft"))
    return draft if draft is not None and draft.expires_at > kit().clock() else None


def telling_of(token: str) -> tuple[Draft, Place] | None:
    """Return the draft of somebody telling and by what it is told, in one query; None when it has run out."""
    row = db.session.execute(DRAFT_AND_PLACE, {"token": kit().vault.fingerprint(token, "draft")}).one_or_none()
    if row is None or row.Draft.expires_at <= kit().clock():
        return None
    return row.Draft, Place(invitation=row.StoryInvitation, programme=row.Programme)


def begin_staff_visit(account_id: int, *, has_second_factor: bool) -> str:
    """Start a visit with a fresh id and return its cookie."""
    return _begin(account_id=account_id, seat_id=None, has_second_factor=has_second_factor, lasts=LONGEST_VISIT)


def begin_seat_visit(seat_id: int, *, lasts: timedelta) -> str:
    """Start a panellist's visit and return its cookie."""
    return _begin(account_id=None, seat_id=seat_id, has_second_factor=False, lasts=lasts)


def end_visit(token: str) -> None:
    """End one visit: sign out."""
    with act("visit"):
        db.session.execute(delete(Visit).where(Visit.token_hash == kit().vault.fingerprint(token, "visit")))


def end_all_visits(account_id: int) -> None:
    """Sign an account out everywhere; call inside an act."""
    db.session.execute(delete(Visit).where(Visit.account_id == account_id))


def sweep_visits() -> int:
    """Remove visits that have ended; return how many."""
    now = kit().clock()
    with act("worker"):
        others = (CollectorVisit, CircleVisit, PollVisit)
        n_others = sum(n_touched(delete(kind).where(kind.ends_at <= now)) for kind in others)
        return n_others + n_touched(delete(Visit).where(Visit.ends_at <= now))


def sweep_drafts() -> int:
    """Remove drafts that ran out (24 hours), and codes that open none any more; return how many drafts."""
    with act("worker"):
        db.session.execute(delete(DraftCode).where(DraftCode.expires_at <= kit().clock()))
        return n_touched(delete(Draft).where(Draft.expires_at <= kit().clock()))


def needs_second_factor(account: Account) -> bool:
    """Tell whether a password alone opens nothing: for who reads stories, gives such roles, or chose it."""
    opens_stories = any(m.role.reads_stories or m.role.may(Capability.MANAGE_PEOPLE) for m in account.memberships)
    return opens_stories or account.totp_confirmed_at is not None


def roles_in(account: Account, organisation_id: int, programme_id: int | None) -> frozenset[Role]:
    """Return the roles an account has in a programme (those of the whole organisation included)."""
    return frozenset(
        m.role
        for m in account.memberships
        if m.organisation_id == organisation_id and m.programme_id in (None, programme_id)
    )


def programme_by_slug(slug: str) -> Programme | None:
    """Return the programme of an address."""
    return db.session.scalar(select(Programme).where(Programme.slug == slug))


def organisation_by_slug(slug: str) -> Organisation | None:
    """Return the organisation of an address."""
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def programmes_of(account: Account) -> list[Programme]:
    """Return the programmes an account takes part in, by slug."""
    everywhere = [m.organisation_id for m in account.memberships if m.programme_id is None]
    some = [m.programme_id for m in account.memberships if m.programme_id is not None]
    mine = Programme.organisation_id.in_(everywhere) | Programme.id.in_(some)
    return list(db.session.scalars(select(Programme).where(mine).order_by(Programme.slug)))


def organisations_of(account: Account) -> list[Organisation]:
    """Return the organisations in which an account has a role for the whole."""
    ids = [m.organisation_id for m in account.memberships if m.programme_id is None]
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.slug)))


def _staff_and_place(sought: dict[str, Any]) -> StaffVisit | None:
    row = db.session.execute(STAFF_AND_PLACE, sought).unique().one_or_none()
    return None if row is None else StaffVisit(visit=row.Visit, account=row.Account, programme=row.Programme)


def _visit(token: str) -> Visit | None:
    return db.session.scalar(select(Visit).where(Visit.token_hash == kit().vault.fingerprint(token, "visit")))


def _begin(*, account_id: int | None, seat_id: int | None, has_second_factor: bool, lasts: timedelta) -> str:
    token, now = new_token(), kit().clock()
    with act("visit"):
        db.session.add(
            Visit(
                token_hash=kit().vault.fingerprint(token, "visit"), account_id=account_id, seat_id=seat_id,
                has_second_factor=has_second_factor, started_at=now, seen_at=now, ends_at=now + lasts,
            )
        )  # fmt: skip
    return token


def _touch(visit_id: int) -> None:
    with act("visit"):
        visit = db.session.get(Visit, visit_id)
        if visit is not None:
            visit.seen_at = kit().clock()
