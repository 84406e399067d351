"""A round held in one room: the code on the screen, the timer, what the screen shows; what voters expect of the others."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import db
from storyapp.data.types import UtcTime


class Room(db.Model):
    """The room of one round. A code lets people in until it ends; only its hash is looked up."""

    __tablename__ = "rooms"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[bytes | None] = mapped_column(unique=True)
    code_sealed: Mapped[bytes | None]
    code_ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    timer_ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    place: Mapped[int] = mapped_column(default=0)  # of the story on the screen; nought: none

    __table_args__ = (
        CheckConstraint("(code_hash IS NULL) = (code_ends_at IS NULL)", name="a_code_ends"),
        CheckConstraint("place >= 0", name="counted_from_one"),
    )


class Expectation(db.Model):
    """What somebody who has voted expects the panel to choose: no story, or this one."""

    __tablename__ = "expectations"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
