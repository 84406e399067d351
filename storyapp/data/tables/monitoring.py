"""The monitoring plan: who collects what, when, from whom, by what; and what was collected."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, Words
from storyapp.rules.monitoring import Frequency
from storyapp.rules.wording import Wording


class PlanLine(OfProgramme, db.Model):
    """One line of the plan: an indicator, and how its values come."""

    __tablename__ = "plan_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id", ondelete="CASCADE"), index=True)
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instruments.id", ondelete="SET NULL"), index=True)
    from_whom: Mapped[Wording] = mapped_column(Words)
    collector: Mapped[Wording] = mapped_column(Words)  # a role, or a name that may be read
    frequency: Mapped[Frequency] = mapped_column(ByName(Frequency))
    first_due_on: Mapped[date]
    next_due_on: Mapped[date | None]  # None: nothing is due any more
    unit: Mapped[str] = mapped_column(default="")
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    target: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))

    __table_args__ = (CheckConstraint("next_due_on IS NULL OR next_due_on >= first_due_on", name="due_from_the_first"),)


class CollectedValue(OfProgramme, db.Model):
    """What was collected for one day of a line; the value may be missing, and then the note says why."""

    __tablename__ = "collected_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_lines.id", ondelete="CASCADE"), index=True)
    due_on: Mapped[date]
    collected_on: Mapped[date]
    value: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    n_base: Mapped[int | None]  # of how many
    note: Mapped[str] = mapped_column(default="")
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("line_id", "due_on"),
        CheckConstraint("value IS NOT NULL OR note <> ''", name="a_gap_says_why"),
        CheckConstraint("n_base IS NULL OR n_base >= 0", name="of_none_or_more"),
    )
