"""What stands beside stories: checks, counts of others, other evidence for and against."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName
from storyapp.rules.evidence import Verification
from storyapp.rules.practice import Dimension, EvidenceLevel
from storyapp.rules.results import LinkDirection
from storyapp.rules.verifying import CheckedHow, CountMethod, OtherKind, WhyChecked


class VerificationPlan(OfProgramme, db.Model):
    """What a programme checks in a period: all last choices, and a share drawn by a seed that anybody can repeat."""

    __tablename__ = "verification_plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id", ondelete="CASCADE"), unique=True)
    percent: Mapped[int]
    seed: Mapped[str]
    n_drawn_from: Mapped[int] = mapped_column(default=0)
    planned_on: Mapped[date]
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="a_share_of_all"),)


class StoryCheck(OfProgramme, db.Model):
    """One story to be verified, and what came of it; facts and significance are answered apart."""

    __tablename__ = "story_checks"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    why: Mapped[WhyChecked] = mapped_column(ByName(WhyChecked))
    planned_on: Mapped[date]
    asked_on: Mapped[date | None]  # the teller, by receipt, before anybody else
    facts: Mapped[Verification] = mapped_column(ByName(Verification), default=Verification.NOT_YET)
    significance: Mapped[Verification] = mapped_column(ByName(Verification), default=Verification.NOT_YET)
    how: Mapped[CheckedHow | None] = mapped_column(ByName(CheckedHow))
    note: Mapped[str] = mapped_column(default="")
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (CheckConstraint("checked_on IS NULL OR note <> ''", name="an_outcome_says_how"),)


class OthersCounted(OfProgramme, db.Model):
    """How many others had the change of a story, or reached a result: of how many asked, how, when (MSC guide, step 8)."""

    __tablename__ = "others_counted"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    question: Mapped[str]
    method: Mapped[CountMethod] = mapped_column(ByName(CountMethod))
    who: Mapped[str] = mapped_column(default="")  # who was asked, or which register
    n_yes: Mapped[int]
    n_asked: Mapped[int]
    n_in_group: Mapped[int | None]
    counted_on: Mapped[date]
    counted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("(story_id IS NULL) <> (result_id IS NULL)", name="of_a_story_or_a_result"),
        CheckConstraint("n_asked >= 1 AND n_yes BETWEEN 0 AND n_asked", name="a_part_of_those_asked"),
        CheckConstraint("n_in_group IS NULL OR n_in_group >= n_asked", name="asked_among_the_group"),
    )


class OtherEvidence(OfProgramme, db.Model):
    """What speaks for or against a story besides itself; both have the same place."""

    __tablename__ = "other_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    kind: Mapped[OtherKind] = mapped_column(ByName(OtherKind))
    stance: Mapped[LinkDirection] = mapped_column(ByName(LinkDirection))
    text: Mapped[str]
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id", ondelete="SET NULL"))
    indicator_value: Mapped[str] = mapped_column(default="")
    other_story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    noted_on: Mapped[date]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("text <> ''", name="evidence_is_said"),
        CheckConstraint("other_story_id IS NULL OR other_story_id <> story_id", name="not_beside_itself"),
    )


class PracticeStatement(OfProgramme, db.Model):
    """The level that somebody says the practice has in one dimension, and where that can be looked up (D5)."""

    __tablename__ = "practice_statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    dimension: Mapped[Dimension] = mapped_column(ByName(Dimension))
    evidence_level: Mapped[EvidenceLevel] = mapped_column(ByName(EvidenceLevel))
    source: Mapped[str]
    verifier: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    stated_on: Mapped[date]
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("programme_id", "dimension"),
        CheckConstraint("source <> ''", name="a_level_has_its_source"),
    )
