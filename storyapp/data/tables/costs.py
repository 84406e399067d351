"""What a social result cost in a year: the inputs only, the cost is worked out from them."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import Words
from storyapp.rules.wording import Wording


class ResultCost(OfProgramme, db.Model):
    """The inputs of one result and year. `most_expense` is the expense with a full part of what is shared."""

    __tablename__ = "result_costs"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    currency: Mapped[str] = mapped_column(default="RUB")
    expense: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    most_expense: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    contains: Mapped[Wording] = mapped_column(Words)  # what is in the expense, and what is not
    n_families: Mapped[int | None]
    n_families_unknown: Mapped[int] = mapped_column(default=0)
    n_children: Mapped[int | None]
    n_children_unknown: Mapped[int] = mapped_column(default=0)
    source: Mapped[str]  # where expense and counts can be looked up
    note: Mapped[Wording] = mapped_column(Words)

    __table_args__ = (
        UniqueConstraint("programme_id", "result_id", "year"),
        CheckConstraint("expense > 0", name="something_was_spent"),
        CheckConstraint("most_expense IS NULL OR most_expense >= expense", name="most_is_no_less"),
        CheckConstraint("n_families IS NOT NULL OR n_children IS NOT NULL", name="somebody_is_counted"),
        CheckConstraint("n_families_unknown >= 0 AND n_children_unknown >= 0", name="unknown_are_none_or_more"),
        CheckConstraint(
            "(n_families IS NULL OR n_families >= 0) AND (n_children IS NULL OR n_children >= 0)",
            name="reached_are_none_or_more",
        ),
        CheckConstraint("source <> ''", name="a_cost_has_its_source"),
    )
