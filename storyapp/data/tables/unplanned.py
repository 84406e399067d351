"""Groups of stories that nobody planned for, and what people made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, UtcTime, Words
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.unplanned import AsideReason, GroupState, ProposalKind
from storyapp.rules.wording import Wording


class UnplannedGroup(OfProgramme, db.Model):
    """Stories that say something alike which no result and no theme says.

    An open one goes when the search is run again, unless a person has arranged it. A decided one stays: it is where a
    result, a wording, an indicator or a theme comes from.
    """

    __tablename__ = "unplanned_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    label: Mapped[str]
    phrases: Mapped[list[str]] = mapped_column(JSON, default=list)
    novelty: Mapped[float]  # 0 to 1: how little the codebook says of it
    engine: Mapped[str]
    found_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[GroupState] = mapped_column(ByName(GroupState), default=GroupState.OPEN)
    reason: Mapped[AsideReason | None] = mapped_column(ByName(AsideReason))
    n_stories: Mapped[int]  # when it was found, or decided; those that left since are not in the list any more
    # What was made of it, or (put aside) what it belongs to.
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    particular_id: Mapped[int | None] = mapped_column(ForeignKey("particular_wordings.id", ondelete="SET NULL"))
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id", ondelete="SET NULL"))
    arranged_at: Mapped[datetime | None] = mapped_column(UtcTime)  # when a person put it together or split it
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (
        CheckConstraint("theme_id IS NULL OR result_id IS NULL", name="about_one_thing"),
        CheckConstraint("(state = 'PUT_ASIDE') = (reason IS NOT NULL)", name="put_aside_with_a_reason"),
        CheckConstraint("(state = 'OPEN') = (decided_at IS NULL)", name="decided_at_a_time"),
        CheckConstraint("novelty BETWEEN 0 AND 1", name="novelty_is_a_share"),
        # A form that was opened before another search must not decide about a new group under an old number.
        {"sqlite_autoincrement": True},
    )


class Proposal(OfProgramme, db.Model):
    """What a person would make of a group; it comes into the library when it is accepted.

    The newest of a group counts, earlier ones were refused. Its stories and sentences are those of the group.
    """

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("unplanned_groups.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ProposalKind] = mapped_column(ByName(ProposalKind))
    words: Mapped[Wording] = mapped_column(Words)
    outcome_level: Mapped[OutcomeLevel | None] = mapped_column(ByName(OutcomeLevel))  # of a new result
    seeds: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)  # of a theme
    under_id: Mapped[int | None] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    refused_because: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (
        CheckConstraint("refused_because = '' OR decided_at IS NOT NULL", name="refused_at_a_time"),
        CheckConstraint("(kind IN ('WORDING', 'INDICATOR')) = (under_id IS NOT NULL)", name="stands_under_a_result"),
    )


class GroupedStory(db.Model):
    """One story of a group, and where its evidence stands ([{start, end}], never the words) in its working text."""

    __tablename__ = "grouped_stories"

    group_id: Mapped[int] = mapped_column(ForeignKey("unplanned_groups.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    nearness: Mapped[int]  # 0: the most typical; the highest is the most distant
    text_version: Mapped[int]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
