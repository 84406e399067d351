"""Reports and what they used; imports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import UtcTime


class IssuedReport(OfProgramme, db.Model):
    """A report as issued: its plain values, so that every format says the same."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    period_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    language: Mapped[str]
    audience: Mapped[str] = mapped_column(default="inside")  # inside, funder, public
    # full, a summary, a page to hand out, chosen quotes alone, or the coded stories
    length: Mapped[str] = mapped_column(default="full")
    tellers: Mapped[str] = mapped_column(default="all", server_default="all")  # all, or young people alone (MF04)
    state: Mapped[str] = mapped_column(default="queued")  # queued, ready, failed, recalled
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # What each table showed, so that the next report cannot be held against this one; stays after a recall.
    published: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    fingerprint: Mapped[str] = mapped_column(default="")
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    requested_at: Mapped[datetime] = mapped_column(UtcTime)
    built_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("state IN ('queued', 'ready', 'failed', 'recalled')", name="state_known"),
        CheckConstraint("tellers IN ('all', 'young')", name="tellers_known"),
        CheckConstraint("audience IN ('inside', 'funder', 'public')", name="audience_known"),
        CheckConstraint(
            "length IN ('full', 'summary', 'leaflet', 'newsletter', 'quotes', 'coded')", name="length_known"
        ),
    )


class ReportUse(db.Model):
    """Which story a report carries and how; makes the recall list."""

    __tablename__ = "report_uses"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    use: Mapped[str] = mapped_column(primary_key=True)  # see recalls.NEEDED_FOR


class ImportBatch(OfProgramme, db.Model):
    """One file of old stories on its way in; can be undone whole."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_hash: Mapped[str]
    file_sealed_at: Mapped[str] = mapped_column(default="")  # name of the sealed file in the data folder
    state: Mapped[str] = mapped_column(default="uploaded")
    encoding: Mapped[str] = mapped_column(default="")
    separator: Mapped[str] = mapped_column(default="")
    headers: Mapped[list[str]] = mapped_column(JSON, default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    n_rows: Mapped[int] = mapped_column(default=0)
    n_taken: Mapped[int] = mapped_column(default=0)
    n_refused: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # [{row, code, facts}], at most 200
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (
        CheckConstraint(
            "state IN ('uploaded', 'mapped', 'running', 'done', 'stopped', 'failed', 'undone')", name="state_known"
        ),
    )
