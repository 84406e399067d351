"""Collectors without an account: a link of their own, their stories in numbers, their hours."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select, update

from storyapp.data.db import db, n_touched
from storyapp.data.queries import collectors as queries
from storyapp.data.queries.collectors import Collected, Numbers
from storyapp.data.tables.collectors import Collector, CollectorVisit, WorkedTime
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.collecting import WorkKind, check_time
from storyapp.rules.errors import RuleBroken
from storyapp.services import invitations
from storyapp.services.invitations import NewInvitation
from storyapp.services.transaction import account_actor, act

VISIT_LASTS = timedelta(hours=12)
MOST_LINES = 400


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """A collector in a browser, by which invitation and for which programme."""

    collector: Collector
    invitation: StoryInvitation
    programme: Programme


def create(programme: Programme, name: str, wanted: NewInvitation, *, account_id: int) -> int:
    """Add a collector with a link of their own and return the collector's id."""
    invitations.check_leads(programme, wanted)
    with act(account_actor(account_id)) as doing:
        invitation = invitations.add_invitation(doing, programme, wanted, collector_id=None)
        collector = Collector(
            organisation_id=programme.organisation_id, programme_id=programme.id, invitation_id=invitation.id, name=name
        )
        db.session.add(collector)
        db.session.flush()
        doing.note(programme.organisation_id, "collector.added", f"collector:{collector.id}")
        return collector.id


def collector_list(programme: Programme) -> list[tuple[Collector, StoryInvitation, Numbers]]:
    """Return a programme's collectors with what each has done."""
    pairs = queries.collectors_of(programme)
    numbers = queries.numbers_of([one for one, _ in pairs])
    return [(one, invitation, numbers[one.id]) for one, invitation in pairs]


def one_collector(programme: Programme, collector_id: int) -> tuple[Collector, StoryInvitation] | None:
    """Return one collector of this programme."""
    return queries.collector_of(programme, collector_id)


def numbers_of(collector: Collector) -> Numbers:
    """Return what one collector has done."""
    return queries.numbers_of([collector])[collector.id]


def times_of(collector: Collector) -> list[WorkedTime]:
    """Return a collector's log of hours."""
    return queries.times_of(collector.id)


def own_stories(collector: Collector) -> list[Collected]:
    """Return what a collector wrote down: days and states, never words, and nobody else's stories."""
    return queries.collected_by(collector)


def settle(programme: Programme, collector_id: int, *, account_id: int) -> int:
    """Mark all hours that are not settled as paid or thanked for; return how many lines."""
    with act(account_actor(account_id)) as doing:
        if queries.collector_of(programme, collector_id) is None:
            return 0
        n = n_touched(
            update(WorkedTime)
            .where(WorkedTime.collector_id == collector_id, WorkedTime.settled_on.is_(None))
            .values(settled_on=kit().clock().date())
        )
        if n:
            doing.note(programme.organisation_id, "collector.hours-settled", f"collector:{collector_id}")
        return n


def holder_of(invitation: StoryInvitation) -> Collector | None:
    """Return whose own link this invitation is, or None where it is for anybody who tells."""
    return queries.collector_by_invitation(invitation.id)


def held_by_collectors(programme: Programme) -> set[int]:
    """Return the ids of invitations that are somebody's own, and so not for staff who type in."""
    return {invitation.id for _, invitation in queries.collectors_of(programme)}


def begin_visit(collector: Collector) -> str:
    """Let a collector in and return the cookie."""
    token = new_token()
    with act(_actor(collector.id)):
        db.session.add(
            CollectorVisit(
                token_hash=_hash(token), collector_id=collector.id, ends_at=kit().clock() + VISIT_LASTS,
            )
        )  # fmt: skip
    return token


def at_work(token: str) -> AtWork | None:
    """Return the collector of a cookie, or None where the visit or the link has ended or was revoked."""
    now = kit().clock()
    row = db.session.execute(
        select(Collector, StoryInvitation, Programme)
        .join(CollectorVisit, CollectorVisit.collector_id == Collector.id)
        .join(StoryInvitation, StoryInvitation.id == Collector.invitation_id)
        .join(Programme, Programme.id == Collector.programme_id)
        .where(
            CollectorVisit.token_hash == _hash(token), CollectorVisit.ends_at > now,
            StoryInvitation.revoked_at.is_(None), StoryInvitation.expires_at > now,
        )
    ).one_or_none()  # fmt: skip
    return None if row is None else AtWork(collector=row[0], invitation=row[1], programme=row[2])


def end_visit(token: str) -> None:
    """Forget a collector in this browser; the link opens it again."""
    with act("collector"):
        db.session.execute(delete(CollectorVisit).where(CollectorVisit.token_hash == _hash(token)))


def note_card_read(collector_id: int) -> None:
    """Keep the day on which the training card was read."""
    with act(_actor(collector_id)) as doing:
        collector = db.session.get_one(Collector, collector_id)
        if collector.card_read_on is None:
            collector.card_read_on = kit().clock().date()
            doing.note(collector.organisation_id, "collector.card-read", f"collector:{collector_id}")


def log_time(collector_id: int, *, worked_on: date, minutes: int, kind: WorkKind) -> None:
    """Add a line to a collector's log."""
    check_time(minutes=minutes, worked_on=worked_on, today=kit().clock().date())
    with act(_actor(collector_id)):
        if len(queries.times_of(collector_id)) >= MOST_LINES:
            raise RuleBroken("time.too-many")
        db.session.add(WorkedTime(collector_id=collector_id, worked_on=worked_on, minutes=minutes, kind=kind))


def drop_time(collector_id: int, line_id: int) -> None:
    """Take a line out of the log again, as long as it is not settled."""
    with act(_actor(collector_id)):
        db.session.execute(
            delete(WorkedTime).where(
                WorkedTime.id == line_id, WorkedTime.collector_id == collector_id, WorkedTime.settled_on.is_(None)
            )
        )


def _actor(collector_id: int) -> str:
    return f"collector:{collector_id}"


def _hash(token: str) -> bytes:
    return kit().vault.fingerprint(token, "collector-visit")
