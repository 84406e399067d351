"""Collecting without an account: peers and interviewers who come in by a link of their own, devices that go round."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, UtcTime
from storyapp.rules.collecting import WorkKind


class Collector(OfProgramme, db.Model):
    """Somebody who asks and writes down, under a made-up name; the invitation is theirs alone."""

    __tablename__ = "collectors"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("story_invitations.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str]  # made up, as with panellists
    card_read_on: Mapped[date | None]  # the day on which the training card was read


class CollectorVisit(db.Model):
    """One browser in which a collector is at work; the cookie is kept only as a hash."""

    __tablename__ = "collector_visits"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id", ondelete="CASCADE"), index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class CircleVisit(db.Model):
    """A device that goes round in a group: one teller after another; the cookie is kept only as a hash."""

    __tablename__ = "circle_visits"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("story_invitations.id", ondelete="CASCADE"), index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class WorkedTime(db.Model):
    """A line of a collector's log of hours."""

    __tablename__ = "worked_times"

    id: Mapped[int] = mapped_column(primary_key=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collectors.id", ondelete="CASCADE"), index=True)
    worked_on: Mapped[date]
    minutes: Mapped[int]
    kind: Mapped[WorkKind] = mapped_column(ByName(WorkKind), default=WorkKind.INTERVIEW)
    settled_on: Mapped[date | None]  # when it was paid or thanked for; a settled line stays as it is

    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)
