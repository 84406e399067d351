"""One act is one transaction and one audit line; tasks are woken after the commit. The only file that commits."""

from collections.abc import Callable, Iterator
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


@dataclass
class Act:
    """What an act leaves behind besides its rows."""

    actor: str
    links: dict[int, Link] = field(default_factory=dict)  # where each organisation's chain stands after the act
    jobs: list[int] = field(default_factory=list)  # ids of job rows to wake after the commit
    after: list[Callable[[], None]] = field(default_factory=list)

    def note(self, organisation_id: int, act: str, subject: str, *, reason: str = "") -> None:
        """Add a line to the organisation's audit chain: ids and codes only, never words of a story."""
        head = _locked_head(organisation_id)
        now = kit().clock().replace(microsecond=0)
        facts = audit_facts(organisation_id, head.sequence + 1, now, self.actor, act, subject, reason)
        hashed = chain_hash(head.chain_hash, facts)
        link = {"sequence": facts.sequence, "chain_hash": hashed}
        db.session.execute(MOVE_HEAD, {**link, "of": organisation_id})
        line = {"organisation_id": organisation_id, "at": now, "actor": self.actor, "act": act}
        db.session.execute(ADD_EVENT, {**line, **link, "subject": subject, "reason": reason})
        self.links[organisation_id] = Link(organisation_id=organisation_id, sequence=facts.sequence, hash=hashed)

    def ask(self, organisation_id: int, kind: JobKind, subject_id: int, **options: Any) -> int:
        """Write a job into the same transaction, for a worker to do later; return its id."""
        now = kit().clock()
        values = {"organisation_id": organisation_id, "kind": kind, "subject_id": subject_id, "options": options}
        job_id: int = db.session.execute(ADD_JOB, {**values, "due_at": now, "created_at": now}).scalar_one()
        self.jobs.append(job_id)
        return job_id


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


def _locked_head(organisation_id: int) -> Row[Any]:
    """Return the last link of a chain, locked until the act ends; an organisation is born with one."""
    head = db.session.execute(LOCK_HEAD, {"of": organisation_id}).one_or_none()
    if head is None:
        db.session.execute(HEADS.insert(), {"organisation_id": organisation_id})
        head = db.session.execute(LOCK_HEAD, {"of": organisation_id}).one()
    return head
