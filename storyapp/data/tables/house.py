"""The house's own books: jobs to do, acts done, letters to send."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfOrganisation, db
from storyapp.data.types import ByName, UtcTime
from storyapp.rules.jobs import JobKind, JobState


class Job(OfOrganisation, db.Model):
    """Work for a worker, written in the transaction of the act that asks for it; carries ids only."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JobKind] = mapped_column(ByName(JobKind))
    subject_id: Mapped[int]
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # ids and codes only
    state: Mapped[JobState] = mapped_column(ByName(JobState), default=JobState.QUEUED)
    n_tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    n_done: Mapped[int] = mapped_column(default=0)
    n_total: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (Index("ix_jobs_next", "state", "due_at", "id"), Index("ix_jobs_subject", "kind", "subject_id"))


class AuditEvent(OfOrganisation, db.Model):
    """One act, chained by hash to the one before it in the same organisation."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor: Mapped[str]  # account:12, seat:3, teller, worker, shell
    act: Mapped[str]
    subject: Mapped[str]  # story:abc, round:4
    reason: Mapped[str] = mapped_column(default="")
    chain_hash: Mapped[str]

    __table_args__ = (
        UniqueConstraint("organisation_id", "sequence"),
        Index("ix_audit_events_subject", "organisation_id", "subject"),
    )


class AuditHead(db.Model):
    """The last link of an organisation's chain; locking it orders the acts."""

    __tablename__ = "audit_heads"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(default=0)
    chain_hash: Mapped[str] = mapped_column(default="0" * 64)


class HouseMark(db.Model):
    """When something of the house was seen or done last: the worker, a backup."""

    __tablename__ = "house_marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Letter(OfOrganisation, db.Model):
    """A letter to staff, waiting to leave; never carries a story, a name of a child or a code."""

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    to_sealed: Mapped[bytes]
    language: Mapped[str]
    kind: Mapped[str]
    sealed: Mapped[bytes]  # values for the letter's template, as JSON
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(default="waiting")

    __table_args__ = (CheckConstraint("state IN ('waiting', 'sent', 'shown')", name="state_known"),)
