"""What the language module suggests and what people decide about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, UtcTime
from storyapp.rules.coding import CodingStep
from storyapp.rules.learning import LearnedKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState


class Tag(OfProgramme, db.Model):
    """One theme on one story, with the words that show it ([{start, end, text}] in `happened\\n\\nmatters`)."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    coder: Mapped[CoderKind] = mapped_column(ByName(CoderKind))  # who put it forward
    state: Mapped[TagState] = mapped_column(ByName(TagState))
    score: Mapped[float | None]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    engine: Mapped[str] = mapped_column(default="")
    text_version: Mapped[int]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    decided_as: Mapped[CoderKind | None] = mapped_column(ByName(CoderKind))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (
        UniqueConstraint("story_id", "theme_id"),
        CheckConstraint("state = 'SUGGESTED' OR decided_as IS NOT NULL", name="a_person_decides"),
        CheckConstraint("decided_as IS NULL OR decided_as <> 'MODEL'", name="the_model_never_decides"),
        Index("ix_tags_theme_state", "theme_id", "state"),
    )


class ResultLink(OfProgramme, db.Model):
    """One social result on one story: particular wording, direction, evidence sentence."""

    __tablename__ = "result_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    particular_id: Mapped[int | None] = mapped_column(ForeignKey("particular_wordings.id", ondelete="SET NULL"))
    direction: Mapped[LinkDirection] = mapped_column(ByName(LinkDirection))
    coder: Mapped[CoderKind] = mapped_column(ByName(CoderKind))
    state: Mapped[TagState] = mapped_column(ByName(TagState))
    score: Mapped[float | None]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    engine: Mapped[str] = mapped_column(default="")
    text_version: Mapped[int]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    decided_as: Mapped[CoderKind | None] = mapped_column(ByName(CoderKind))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (
        UniqueConstraint("story_id", "result_id"),
        CheckConstraint("state = 'SUGGESTED' OR decided_as IS NOT NULL", name="a_person_decides"),
        CheckConstraint("decided_as IS NULL OR decided_as <> 'MODEL'", name="the_model_never_decides"),
    )


class CodingDecision(OfProgramme, db.Model):
    """One step of one person at the coding desk, in order of `id`; the last one can be undone.

    A second reading says what another person thinks of the same theme; the standing decision stays as it is.
    Without a theme and a result it is about the story as a whole.
    """

    __tablename__ = "coding_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    coder: Mapped[CoderKind] = mapped_column(ByName(CoderKind))
    step: Mapped[CodingStep] = mapped_column(ByName(CodingStep))
    is_second: Mapped[bool] = mapped_column(default=False)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # codes and ids only, to undo by
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (
        CheckConstraint("theme_id IS NULL OR result_id IS NULL", name="about_one_thing"),
        CheckConstraint("coder <> 'MODEL'", name="the_model_never_decides"),
    )


class JointDecision(OfProgramme, db.Model):
    """What readers who differed about a theme on a story decided together, and what the first of them had said.

    The tag then stands as they decided; `first_…` keeps how it stood, so that agreement counts what each said alone.
    """

    __tablename__ = "joint_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    fits: Mapped[bool]
    reason: Mapped[str]
    first_state: Mapped[TagState] = mapped_column(ByName(TagState))
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    first_as: Mapped[CoderKind] = mapped_column(ByName(CoderKind))
    first_at: Mapped[datetime | None] = mapped_column(UtcTime)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        UniqueConstraint("story_id", "theme_id"),
        CheckConstraint("first_state <> 'SUGGESTED'", name="two_had_decided"),
        CheckConstraint("first_as <> 'MODEL'", name="the_model_never_decides"),
        CheckConstraint("reason <> ''", name="with_a_reason"),
    )


class CodedStory(OfProgramme, db.Model):
    """What a person says of a story as a whole: that it was read to the end, and whether it fits no intended result.

    `is_unplanned` is None where nothing was said of results; `score` is what the module said, where it had suggested it.
    """

    __tablename__ = "coded_stories"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    is_unplanned: Mapped[bool | None]
    score: Mapped[float | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    decided_as: Mapped[CoderKind] = mapped_column(ByName(CoderKind))
    decided_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (CheckConstraint("decided_as <> 'MODEL'", name="the_model_never_decides"),)


class LearnedModel(OfProgramme, db.Model):
    """What the language module has learned from the decisions of a programme; made of words of stories.

    `scores` holds codes and numbers only: what cross-validation says of each theme or result, and whose scores it
    shows. `together` says the same of all results at once.
    """

    __tablename__ = "learned_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LearnedKind] = mapped_column(ByName(LearnedKind), server_default=LearnedKind.THEMES.name)
    learned_at: Mapped[datetime] = mapped_column(UtcTime)
    n_decisions: Mapped[int]
    scores: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    together: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    packed: Mapped[bytes]  # packed JSON, see nlp/model.py
    fingerprint: Mapped[str]

    __table_args__ = (
        UniqueConstraint("programme_id", "kind"),
        CheckConstraint("n_decisions > 0", name="from_decisions"),
    )


class LearnedStory(db.Model):
    """That a learned model was made from a story: when the story goes, the model goes."""

    __tablename__ = "learned_stories"

    model_id: Mapped[int] = mapped_column(ForeignKey("learned_models.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)


class MaskSuggestion(db.Model):
    """A place in the original that a person should look at before the text is read by others.

    Offsets are code points in `happened\\n\\nmatters\\n\\ntitle`; the words themselves stay sealed.
    """

    __tablename__ = "mask_suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[str]
    replacement: Mapped[str]


class Analysis(db.Model):
    """That a version of a text was read by a version of the engine; makes a second reading harmless."""

    __tablename__ = "analyses"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)  # original: masks and signals; working: themes and results
    text_version: Mapped[int]
    engine: Mapped[str]
    language: Mapped[str]
    done_on: Mapped[date]
    # original: an earlier story that says nearly the same
    alike_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="SET NULL"), index=True)
    # original: kinds and scores of signals too quiet to open a case; for safeguarding leads alone
    quiet: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    # working: how likely it is that no result of the library fits, 0 to 1
    fits_none: Mapped[float | None]


class Case(OfProgramme, db.Model):
    """A safeguarding case; only safeguarding leads see that it exists."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    opened_by: Mapped[str]  # teller, reader, model
    signals: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # kinds and scores, never words
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcTime)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    outcome: Mapped[str | None]  # no_risk, support_given, referred, authority_told
    outcome_note_sealed: Mapped[bytes | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (
        CheckConstraint("opened_by IN ('teller', 'reader', 'model')", name="opener_known"),
        CheckConstraint("closed_at IS NULL OR outcome IS NOT NULL", name="closed_with_an_outcome"),
        CheckConstraint(
            "closed_at IS NULL OR closed_by_id IS NULL OR closed_by_id <> proposed_by_id", name="two_leads_close"
        ),
    )


class CaseNote(db.Model):
    """One step in a case, sealed under the story's key."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    act: Mapped[str]  # acknowledged, noted, escalated, proposed, closed, reopened
    sealed: Mapped[bytes | None]
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
