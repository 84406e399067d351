"""Instruments: what a programme asks and looks with, and which indicators each of them measures."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, Words
from storyapp.rules.instruments import InstrumentMethod, InstrumentPurpose
from storyapp.rules.wording import Wording


class Instrument(OfProgramme, db.Model):
    """One instrument as a card. `practices` are names of kinds of practice, `languages` codes of languages."""

    __tablename__ = "instruments"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[Wording] = mapped_column(Words)
    about: Mapped[Wording] = mapped_column(Words)
    measures: Mapped[Wording] = mapped_column(Words)
    audience: Mapped[Wording] = mapped_column(Words)
    asker: Mapped[Wording] = mapped_column(Words)
    preparation: Mapped[Wording] = mapped_column(Words)
    conduct: Mapped[Wording] = mapped_column(Words)
    method: Mapped[InstrumentMethod] = mapped_column(ByName(InstrumentMethod))
    purpose: Mapped[InstrumentPurpose] = mapped_column(ByName(InstrumentPurpose))
    practices: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    minutes: Mapped[int] = mapped_column(default=0)  # of one person; 0: nobody is asked
    source: Mapped[str] = mapped_column(default="")  # who made it, and where it can be looked up
    licence: Mapped[str] = mapped_column(default="")
    is_story_form: Mapped[bool] = mapped_column(default=False)  # the programme's own story form
    origin: Mapped[str] = mapped_column(default="")  # the code of the shipped card that it was taken from
    origin_words: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # the card as it was then
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        CheckConstraint("minutes >= 0", name="no_time_below_nought"),
    )


class InstrumentIndicator(OfProgramme, db.Model):
    """That an instrument measures an indicator; it goes with either of them."""

    __tablename__ = "instrument_indicators"

    instrument_id: Mapped[int] = mapped_column(ForeignKey("instruments.id", ondelete="CASCADE"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(
        ForeignKey("indicators.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class InstrumentGroup(OfProgramme, db.Model):
    """That an instrument is for a target group; it goes with either of them."""

    __tablename__ = "instrument_groups"

    instrument_id: Mapped[int] = mapped_column(ForeignKey("instruments.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("target_groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
