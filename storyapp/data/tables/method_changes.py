"""Why the method was changed: domains, questions, panels, collecting."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName
from storyapp.rules.method_changes import MethodPart


class MethodChange(OfProgramme, db.Model):
    """What was changed of one part of the method on one day; without a reason it waits for one.

    `details` is a list of {what, ru, en}: names that a programme gave, never words of a teller.
    """

    __tablename__ = "method_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[MethodPart] = mapped_column(ByName(MethodPart))
    changed_on: Mapped[date]
    details: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(default="", server_default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
