"""Anonymous polls. An answer is kept as nothing but a count beside what was chosen: no row of it exists."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, UtcTime, Words
from storyapp.rules.polls import PollKind
from storyapp.rules.wording import Wording


class Poll(OfProgramme, db.Model):
    """One question to a group, or three after a session; results are shown when it is over and k have answered."""

    __tablename__ = "polls"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PollKind] = mapped_column(ByName(PollKind))
    question: Mapped[Wording] = mapped_column(Words)  # of a pulse: which session
    n_invited: Mapped[int]
    n_answers: Mapped[int] = mapped_column(default=0)
    n_dots: Mapped[int] = mapped_column(default=0)
    k: Mapped[int]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    token_sealed: Mapped[bytes]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("polls.id", ondelete="SET NULL"), index=True)
    asked_on: Mapped[date]
    closes_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("n_answers >= 0 AND n_answers <= n_invited", name="no_more_answers_than_people"),
        CheckConstraint("k >= 3", name="never_fewer_than_three"),
    )


class PollOption(db.Model):
    """One answer that can be given to one item, and how often it was."""

    __tablename__ = "poll_options"

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    wording: Mapped[Wording] = mapped_column(Words)
    n_chosen: Mapped[int] = mapped_column(default=0)

    __table_args__ = (CheckConstraint("n_chosen >= 0", name="counted_from_nought"),)


class PollVisit(db.Model):
    """A browser that opened the link of a poll, and whether it has answered; what it answered stands nowhere."""

    __tablename__ = "poll_visits"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"), index=True)
    has_answered: Mapped[bool] = mapped_column(default=False, server_default=false())
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
