"""One act is one transaction and one audit line; tasks are woken after the commit. The only file that commits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from storyapp.data.db import db, is_writing, writing
from storyapp.data.tables.house import AuditEvent, AuditHead, Job
from storyapp.gateways import audit_log
from storyapp.gateways.kit import kit
from storyapp.rules.audit_chain import AuditEvent as AuditFacts
from storyapp.rules.audit_chain import Link, chain_hash
from storyapp.rules.jobs import JobKind

# Written as plain rows: these two stand in the path of every story that is sent.
EVENTS, HEADS, JOBS = AuditEvent.__table__, AuditHead.__table__, Job.__table__
OF_ORGANISATION = HEADS.c.organisation_id == bindparam("of")
LOCK_HEAD = select(HEADS.c.sequence, HEADS.c.chain_hash).where(OF_ORGANISATION).with_for_update()
MOVE_HEAD = (
    HEADS.update().where(OF_ORGANISATION).values(sequence=bindparam("sequence"), chain_hash=bindparam("chain_hash"))
)
ADD_EVENT, ADD_JOB = EVENTS.insert(), JOBS.insert().returning(JOBS.c.id)
WORKER, SHELL, TELLER = "worker", "shell", "teller"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that an act adds to the audit chain."""

    at: datetime
    act: str
    subject: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A job that an act asks for."""

    kind: JobKind
    subject_id: int
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Act:
    """What an act leaves behind besides its rows."""

    actor: str
    links: dict[int, Link] = field(default_factory=dict)  # where each organisation's chain stands after the act
    jobs: list[int] = field(default_factory=list)  # ids of job rows to wake after the commit
    lines: dict[int, list[Line]] = field(default_factory=dict)  # of the audit chain, by organisation
    after: list[Callable[[], None]] = field(default_factory=list)

    def note(self, organisation_id: int, act: str, subject: str, *, reason: str = "") -> None:
        """Add a line to the organisation's audit chain: ids and codes only, never words of a story.

        It is written as the last of the act, since from then on all others who write in this organisation wait. Of what
        a teller does the day is kept, and no minute: who was seen at a computer then would be known by it.
        """
        now = day_of(kit().clock()) if self.actor == TELLER else kit().clock().replace(microsecond=0)
        self.lines.setdefault(organisation_id, []).append(Line(at=now, act=act, subject=subject, reason=reason))

    def ask(self, organisation_id: int, kind: JobKind, subject_id: int, **options: Any) -> int:
        """Write a job into the same transaction, for a worker to do later; return its id."""
        return self.ask_all(organisation_id, [Wish(kind=kind, subject_id=subject_id, options=options)])[0]

    def ask_all(self, organisation_id: int, wishes: Sequence[Wish]) -> list[int]:
        """Write several jobs at once; return their ids."""
        now = kit().clock()
        asked = day_of(now) if self.actor == TELLER else now
        rows = [
            {**vars(wish), "organisation_id": organisation_id, "due_at": now, "created_at": asked} for wish in wishes
        ]
        job_ids = list(db.session.scalars(ADD_JOB, rows))
        self.jobs += job_ids
        return job_ids


@contextmanager
def act(actor: str) -> Iterator[Act]:
    """Open the transaction of one act; commit at the end, roll back on any error.

    What was read before is read again inside, under the write lock.
    """
    if is_writing():
        raise RuntimeError("an act inside an act: the outer one would lose its work")
    db.session.rollback()
    doing = Act(actor=actor)
    try:
        with writing():
            yield doing
            for organisation_id, lines in sorted(doing.lines.items()):
                doing.links[organisation_id] = _write_lines(organisation_id, doing.actor, lines)
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    if doing.links:
        audit_log.add(kit().settings.audit_log, doing.links.values())
    for later in doing.after:
        later()
    if doing.jobs:
        kit().tasks.wake(doing.jobs)


def day_of(moment: datetime) -> datetime:
    """Return the beginning of a day (UTC): what is kept of the time at which a teller did something."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def account_actor(account_id: int) -> str:
    """Return how a member of staff stands in the audit chain."""
    return f"account:{account_id}"


def seat_actor(seat_id: int) -> str:
    """Return how a panellist stands in the audit chain."""
    return f"seat:{seat_id}"


def audit_facts(
    organisation_id: int, sequence: int, at: datetime, actor: str, act: str, subject: str, reason: str
) -> AuditFacts:
    """Return an audit line as the rule that chains it wants it."""
    facts = {"actor": actor} | ({"reason": reason} if reason else {})
    return AuditFacts(organisation_id=organisation_id, sequence=sequence, act=act, at=at, subject=subject, facts=facts)


def _write_lines(organisation_id: int, actor: str, lines: Sequence[Line]) -> Link:
    """Chain these lines behind the last one and return where the chain then stands; who writes here next waits."""
    head = _locked_head(organisation_id)
    sequence, before, rows = head.sequence, head.chain_hash, []
    for line in lines:
        sequence += 1
        facts = audit_facts(organisation_id, sequence, line.at, actor, line.act, line.subject, line.reason)
        before = chain_hash(before, facts)
        rows.append({
            **vars(line), "organisation_id": organisation_id, "actor": actor, "sequence": sequence, "chain_hash": before
        })  # fmt: skip
    db.session.execute(MOVE_HEAD, {"sequence": sequence, "chain_hash": before, "of": organisation_id})
    db.session.execute(ADD_EVENT, rows)
    return Link(organisation_id=organisation_id, sequence=sequence, hash=before)


def _locked_head(organisation_id: int) -> Row[Any]:
    """Return the last link of a chain, locked until the act ends; an organisation is born with one."""
    head = db.session.execute(LOCK_HEAD, {"of": organisation_id}).one_or_none()
    if head is None:
        db.session.execute(HEADS.insert(), {"organisation_id": organisation_id})
        head = db.session.execute(LOCK_HEAD, {"of": organisation_id}).one()
    return head
