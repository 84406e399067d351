"""Standing panels: a body with members, terms and a say, beyond a single round."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName
from storyapp.rules.panels import MemberRole, PanelSay, Preparation


class Panel(OfProgramme, db.Model):
    """A panel that meets again and again; a round borrows its members as seats."""

    __tablename__ = "panels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_youth: Mapped[bool] = mapped_column(default=False, server_default=false())
    say: Mapped[PanelSay] = mapped_column(ByName(PanelSay), default=PanelSay.ADVICE)
    agenda: Mapped[str] = mapped_column(default="")  # what it is for, and what comes next
    founded_on: Mapped[date]
    ended_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("programme_id", "name"),
        CheckConstraint("say = 'ADVICE' OR is_youth", name="a_say_is_for_young_people"),
    )


class PanelMember(db.Model):
    """Somebody who sits on a panel, under a pseudonym or a role, for a term."""

    __tablename__ = "panel_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panels.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]  # as on a seat: never a minor's name
    role: Mapped[MemberRole] = mapped_column(ByName(MemberRole), default=MemberRole.MEMBER)
    is_young: Mapped[bool] = mapped_column(default=False, server_default=false())
    language: Mapped[str] = mapped_column(default="ru")
    joined_on: Mapped[date]
    term_ends_on: Mapped[date | None]
    left_on: Mapped[date | None]
    skills: Mapped[str] = mapped_column(default="", server_default="")  # what they say they have learnt

    __table_args__ = (
        UniqueConstraint("panel_id", "label"),
        CheckConstraint("term_ends_on IS NULL OR term_ends_on >= joined_on", name="a_term_ends_after_it_began"),
    )


class PreparedStep(db.Model):
    """One step of the checklist that a member has met, and when."""

    __tablename__ = "prepared_steps"

    member_id: Mapped[int] = mapped_column(ForeignKey("panel_members.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[Preparation] = mapped_column(ByName(Preparation), primary_key=True)
    done_on: Mapped[date]


class PanelHours(db.Model):
    """Time that a member gave, and what they got for it."""

    __tablename__ = "panel_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("panel_members.id", ondelete="CASCADE"), index=True)
    worked_on: Mapped[date]
    minutes: Mapped[int]
    what: Mapped[str] = mapped_column(default="")
    compensation: Mapped[str] = mapped_column(default="")  # as agreed: a sum, fares, a voucher, a letter
    settled_on: Mapped[date | None]

    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)
