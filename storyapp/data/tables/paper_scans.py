"""Scans of guardians' papers: sealed under a key of their own, which only the keys of their stories open."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db


class PaperScan(OfProgramme, db.Model):
    """A paper as it was signed, made anew as one picture."""

    __tablename__ = "paper_scans"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    paper: Mapped[str]  # its number and date
    n_bytes: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(deferred=True)
    added_on: Mapped[date]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))


class PaperScanKey(db.Model):
    """The key of a scan, sealed under the key of one story that the paper covers; it goes with the story."""

    __tablename__ = "paper_scan_keys"

    scan_id: Mapped[int] = mapped_column(ForeignKey("paper_scans.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    wrapped: Mapped[bytes]
