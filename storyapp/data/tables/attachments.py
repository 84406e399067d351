"""Pictures and voices that tellers put beside their stories, sealed under the story's key."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import db
from storyapp.data.types import ByName
from storyapp.rules.attachments import AttachmentKind, AttachmentState


class Attachment(db.Model):
    """A picture or a voice; what is in it, in the teller's words, and a transcript are sealed like it."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[AttachmentKind] = mapped_column(ByName(AttachmentKind))
    media_type: Mapped[str]
    n_bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    sealed: Mapped[bytes] = mapped_column(deferred=True)  # megabytes: loaded only where it is shown
    about_sealed: Mapped[bytes]
    transcript_sealed: Mapped[bytes | None]
    may_be_shown: Mapped[bool] = mapped_column(default=False)
    state: Mapped[AttachmentState] = mapped_column(ByName(AttachmentState), default=AttachmentState.WAITING)
    added_on: Mapped[date]
    looked_at_on: Mapped[date | None]
    looked_at_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
