"""What a programme's safeguarding leads make of the lists of signals, and sentences they try."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import UtcTime


class SignalPhrase(OfProgramme, db.Model):
    """A phrase of one's own that the module listens for, or a shipped one that it listens for no more."""

    __tablename__ = "signal_phrases"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    kind: Mapped[str]
    pattern: Mapped[str]
    is_own: Mapped[bool]
    is_strong: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")  # why a shipped one is put aside
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    changed_on: Mapped[date]

    __table_args__ = (
        UniqueConstraint("programme_id", "language", "kind", "pattern", "is_own"),
        CheckConstraint("is_own = (reason = '')", name="put_aside_with_a_reason"),
    )


class SignalReview(OfProgramme, db.Model):
    """That a lead has looked over the lists of a programme."""

    __tablename__ = "signal_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    reviewed_on: Mapped[date]


class SignalTrial(OfProgramme, db.Model):
    """The last sentence that a lead has tried, sealed; swept away after a day."""

    __tablename__ = "signal_trials"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    sealed: Mapped[bytes]
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    language: Mapped[str | None]  # what the module took it for; nothing until it was read
    found: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # [{kind, score, places}], never words

    # A worker that still reads a sentence must not write what it found under the next one.
    __table_args__ = (UniqueConstraint("programme_id", "account_id"), {"sqlite_autoincrement": True})
