"""Involvement that the house cannot count, written down with its source; and what people say of it in their words."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfOrganisation, OfProgramme, db
from storyapp.data.types import ByName
from storyapp.rules.involvement import Degree, InvolvementLevel, InvolvementRole, Subject


class InvolvementActivity(OfProgramme, db.Model):
    """One activity in which young people took part outside this house."""

    __tablename__ = "involvement_activities"

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[InvolvementLevel] = mapped_column(ByName(InvolvementLevel))
    role: Mapped[InvolvementRole] = mapped_column(ByName(InvolvementRole))
    degree: Mapped[Degree] = mapped_column(ByName(Degree))
    method: Mapped[str]
    n_people: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=0)  # of all of them together
    contribution: Mapped[str] = mapped_column(default="")  # what it was to bring, or brought
    source: Mapped[str]  # where the number can be looked up
    held_on: Mapped[date]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("n_people >= 1", name="somebody_took_part"),
        CheckConstraint("minutes >= 0", name="no_time_below_nought"),
        CheckConstraint("method <> '' AND source <> ''", name="said_what_and_from_where"),
    )


class InvolvementNote(OfOrganisation, db.Model):
    """What people say of one of the five questions, or of a block of the passport."""

    __tablename__ = "involvement_notes"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[Subject] = mapped_column(ByName(Subject), primary_key=True)
    text: Mapped[str]
    written_on: Mapped[date]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (CheckConstraint("text <> ''", name="something_is_said"),)
