"""Quotes that evaluators chose."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import UtcTime


class ChosenQuote(OfProgramme, db.Model):
    """One sentence in a programme's basket: where it stands in a version of the working text, never its words.

    Words are read from the story each time, so that they go with it. `theme_id` or `result_id` says what it shows.
    """

    __tablename__ = "chosen_quotes"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("social_results.id", ondelete="SET NULL"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    text_version: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    chosen_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        CheckConstraint("theme_id IS NULL OR result_id IS NULL", name="about_one_thing"),
        # A page that was opened before must not take out another quote under an old number.
        {"sqlite_autoincrement": True},
    )
