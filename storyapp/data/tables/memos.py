"""What coders write down while they think: about a theme, or about words that it is put on."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, UtcTime
from storyapp.rules.tags import CoderKind


class Memo(OfProgramme, db.Model):
    """A thought about a theme; with a story about the theme there, with a place about these words of its text.

    It is never changed, and only who wrote it takes it back.
    """

    __tablename__ = "memos"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    start: Mapped[int | None]
    end: Mapped[int | None]
    text_version: Mapped[int | None]  # in which the place is counted
    text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    written_as: Mapped[CoderKind] = mapped_column(ByName(CoderKind))
    written_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        CheckConstraint("written_as <> 'MODEL'", name="a_person_thinks"),
        CheckConstraint(
            '(start IS NULL) = ("end" IS NULL) AND (start IS NULL) = (text_version IS NULL)'
            " AND (start IS NULL OR story_id IS NOT NULL)",
            name="a_place_is_whole",
        ),
        # A page that was opened before must not take back another memo under an old number.
        {"sqlite_autoincrement": True},
    )
