"""What stands around consent: whether it was understood, who decided about guardians, who approved, what was destroyed."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfOrganisation, OfProgramme, db
from storyapp.data.types import ByName, Words
from storyapp.rules.retention import Destroyed, Ground
from storyapp.rules.wording import Wording


class UnderstandingQuestion(OfProgramme, db.Model):
    """A question that shows whether what was said about consent was understood; a wrong answer stops nobody."""

    __tablename__ = "understanding_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    wording: Mapped[Wording] = mapped_column(Words)
    right: Mapped[Wording] = mapped_column(Words)
    wrong: Mapped[Wording] = mapped_column(Words)
    wrong_too: Mapped[Wording] = mapped_column(Words)
    explanation: Mapped[Wording] = mapped_column(Words)
    is_active: Mapped[bool] = mapped_column(default=True)


class GuardianWaiver(OfProgramme, db.Model):
    """Somebody decided that young people of a programme tell without a guardian; ended, never deleted."""

    __tablename__ = "guardian_waivers"

    id: Mapped[int] = mapped_column(primary_key=True)
    why: Mapped[str]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    decided_on: Mapped[date]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    ended_on: Mapped[date | None]


class TextApproval(db.Model):
    """That a second person found nobody in a working text; it holds for this version of the text only."""

    __tablename__ = "text_approvals"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    text_version: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    approved_on: Mapped[date]


class TextEdit(db.Model):
    """A light edit of a working text. While it waits for its teller's yes it holds the words that are proposed;

    once agreed, the words that stood before. The other side is always the story's own text; both are screened.
    """

    __tablename__ = "text_edits"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    is_waiting: Mapped[bool] = mapped_column(primary_key=True)  # one that waits and one that is shown beside the text
    text_version: Mapped[int]  # of the story's own text, with which it is compared
    title: Mapped[str]
    happened: Mapped[str]
    matters: Mapped[str]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    written_on: Mapped[date]
    agreed_on: Mapped[date | None]
    agreed_how: Mapped[str] = mapped_column(default="")  # who agreed and how, where it was not the teller with the code
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("(agreed_on IS NULL) = is_waiting", name="holds_once_agreed"),
        CheckConstraint("agreed_how = '' OR agreed_on IS NOT NULL", name="noted_once_agreed"),
    )


class Rewording(db.Model):
    """A teller changed the words of a story after sending. The former text that others read lies sealed here."""

    __tablename__ = "rewordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    original_version: Mapped[int]  # of the sealed original that holds the new words
    text_version: Mapped[int]  # of the text that others read until then; 0: nobody had read any
    former_sealed: Mapped[bytes | None]  # that text, under the story's key
    was_approved: Mapped[bool]  # by a second person
    reworded_on: Mapped[date]

    __table_args__ = (
        UniqueConstraint("story_id", "original_version"),
        CheckConstraint("(text_version = 0) = (former_sealed IS NULL)", name="former_text_is_kept"),
    )


class KeptWording(db.Model):
    """A round that was open before a teller changed the words goes on with those that it read."""

    __tablename__ = "kept_wordings"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    rewording_id: Mapped[int] = mapped_column(ForeignKey("rewordings.id", ondelete="CASCADE"), index=True)


class Destruction(OfOrganisation, db.Model):
    """One line of an act of destruction: what, how many, when, by whom and why; nothing of what it said."""

    __tablename__ = "destructions"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id", ondelete="SET NULL"), index=True)
    destroyed: Mapped[Destroyed] = mapped_column(ByName(Destroyed))
    ground: Mapped[Ground] = mapped_column(ByName(Ground))
    actor: Mapped[str]  # as in the audit chain
    done_on: Mapped[date]
    n: Mapped[int]

    __table_args__ = (CheckConstraint("n > 0", name="something_was_destroyed"),)
