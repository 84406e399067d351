"""Programmes and everything that a programme sets up."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfOrganisation, OfProgramme, db
from storyapp.data.types import ByName, UtcTime, Words
from storyapp.rules.changes import YouthMark
from storyapp.rules.consent import Purpose
from storyapp.rules.people import ConsentBand
from storyapp.rules.practice import PracticeKind
from storyapp.rules.programmes import AddressForm, DomainKind, QuestionFamily, QuestionKind
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.stories import Mode
from storyapp.rules.wording import Wording


class Programme(OfOrganisation, db.Model):
    """What is evaluated; its slug is unique in the installation and stands in addresses."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Wording] = mapped_column(Words)
    purpose: Mapped[Wording] = mapped_column(Words)
    audience: Mapped[Wording] = mapped_column(Words)
    will_do: Mapped[Wording] = mapped_column(Words)
    will_not_do: Mapped[Wording] = mapped_column(Words)
    guardian_age: Mapped[int] = mapped_column(default=14)  # a guardian must agree below this age; 0: never
    country: Mapped[str] = mapped_column(default="")  # whose rules about age were looked at; empty: none
    consent_years: Mapped[int] = mapped_column(default=5)  # after so many years a yes is asked again; 0: never
    original_months: Mapped[int] = mapped_column(default=24)  # so long after the end originals are kept
    lasting_months: Mapped[int] = mapped_column(default=0, server_default="0")  # then tellers are asked again; 0: never
    address_form: Mapped[AddressForm] = mapped_column(ByName(AddressForm), default=AddressForm.TY)
    is_pilot: Mapped[bool] = mapped_column(default=False)
    takes_pictures: Mapped[bool] = mapped_column(default=False, server_default=false())  # beside stories (A11)
    takes_voices: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_short_of_leads: Mapped[bool] = mapped_column(default=False, server_default=false())  # so nothing is collected
    needs_two_readings: Mapped[bool] = mapped_column(default=False, server_default=false())  # to be reported (F8)
    is_analysed: Mapped[bool] = mapped_column(default=True)  # whether the language module reads its stories
    created_on: Mapped[date]
    ended_on: Mapped[date | None]
    practice_kind: Mapped[PracticeKind | None] = mapped_column(ByName(PracticeKind))

    __table_args__ = (CheckConstraint("guardian_age BETWEEN 0 AND 18", name="guardian_age_sane"),)

    @property
    def owner(self) -> dict[str, int]:
        """Return the columns that say of a row that it belongs to this programme."""
        return {"organisation_id": self.organisation_id, "programme_id": self.id}


class Introduction(OfProgramme, db.Model):
    """What this is and what will not happen, in words for one age band."""

    __tablename__ = "introductions"

    id: Mapped[int] = mapped_column(primary_key=True)
    band: Mapped[ConsentBand] = mapped_column(ByName(ConsentBand))
    text: Mapped[Wording] = mapped_column(Words)
    will_not: Mapped[Wording] = mapped_column(Words)

    __table_args__ = (UniqueConstraint("programme_id", "band"),)


class Period(OfProgramme, db.Model):
    """An interval for which stories are gathered (MSC guide, step 3)."""

    __tablename__ = "periods"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[Wording] = mapped_column(Words)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    n_expected: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
        UniqueConstraint("programme_id", "code"),
    )


class Domain(OfProgramme, db.Model):
    """A domain of change: broad and fuzzy on purpose (MSC guide, step 2)."""

    __tablename__ = "domains"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[Wording] = mapped_column(Words)
    question: Mapped[Wording] = mapped_column(Words)
    kind: Mapped[DomainKind] = mapped_column(ByName(DomainKind), default=DomainKind.NORMAL)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("programme_id", "code"),)


class TargetGroup(OfProgramme, db.Model):
    """For whom the programme is, and how many of them it hopes to hear."""

    __tablename__ = "target_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[Wording] = mapped_column(Words)
    n_target: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("target_groups.id", ondelete="SET NULL"))  # one level up
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("programme_id", "code"),)


class FormSection(OfProgramme, db.Model):
    """A page of the story form with a heading of its own; `condition` says of whom it is asked, `repeats` how often."""

    __tablename__ = "form_sections"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    title: Mapped[Wording] = mapped_column(Words)
    lead: Mapped[Wording] = mapped_column(Words)
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    repeats: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # None: it is asked once
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("programme_id", "code"),)


class Question(OfProgramme, db.Model):
    """One question of the story form. `options` is a list of {code, ru, en}: answers, poles or areas."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    family: Mapped[QuestionFamily] = mapped_column(ByName(QuestionFamily))
    kind: Mapped[QuestionKind] = mapped_column(ByName(QuestionKind))
    wording: Mapped[Wording] = mapped_column(Words)
    hint: Mapped[Wording] = mapped_column(Words)
    easy: Mapped[Wording] = mapped_column(Words, default=Wording)  # the same in short words, for ten to thirteen
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    is_required: Mapped[bool] = mapped_column(default=False)  # may still be declined, in so many words
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # of its kind: least, most, two_times …
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # on an earlier answer
    section_id: Mapped[int | None] = mapped_column(ForeignKey("form_sections.id", ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("programme_id", "code"),)


class FormVersion(OfProgramme, db.Model):
    """The story form as tellers answer it, from its publishing to the next; it never changes.

    `content` is what `rules.questionnaire.asked.Questionnaire.as_dict` makes plain.
    """

    __tablename__ = "form_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str]
    note: Mapped[str] = mapped_column(default="")  # why it was changed, for those who read the answers later
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))  # None: by itself

    __table_args__ = (UniqueConstraint("programme_id", "number"),)


class ConsentText(OfProgramme, db.Model):
    """The words of one question about consent, for one age group and language; old versions stay."""

    __tablename__ = "consent_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(ByName(Purpose))
    band: Mapped[ConsentBand] = mapped_column(ByName(ConsentBand))
    language: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str]
    readers: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[str]
    is_current: Mapped[bool] = mapped_column(default=True)
    created_on: Mapped[date]

    __table_args__ = (UniqueConstraint("programme_id", "purpose", "band", "language", "version"),)


class Theme(OfProgramme, db.Model):
    """A label for a meaning that comes back; `seeds` is {ru: [...], en: [...]}."""

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[Wording] = mapped_column(Words)
    description: Mapped[Wording] = mapped_column(Words)
    seeds: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"))
    threshold: Mapped[float] = mapped_column(default=0.5)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        CheckConstraint("threshold BETWEEN 0 AND 1", name="threshold_is_a_share"),
    )


class SocialResult(OfProgramme, db.Model):
    """The general wording of an intended social result."""

    __tablename__ = "social_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    general: Mapped[Wording] = mapped_column(Words)
    outcome_level: Mapped[OutcomeLevel] = mapped_column(ByName(OutcomeLevel), default=OutcomeLevel.SHORT)
    threshold: Mapped[float] = mapped_column(default=0.5, server_default="0.5")  # from which score on it is suggested
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("social_results.id", ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        CheckConstraint("threshold BETWEEN 0 AND 1", name="threshold_is_a_share"),
    )


class ResultGroup(OfProgramme, db.Model):
    """That a social result is for a target group; it goes with either of them."""

    __tablename__ = "result_groups"

    result_id: Mapped[int] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("target_groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ParticularWording(OfProgramme, db.Model):
    """The concrete form that a social result takes in this programme."""

    __tablename__ = "particular_wordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    wording: Mapped[Wording] = mapped_column(Words)
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("programme_id", "code"),)


class Indicator(OfProgramme, db.Model):
    """A measurable sign of a social result."""

    __tablename__ = "indicators"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("social_results.id", ondelete="CASCADE"), index=True)
    wording: Mapped[Wording] = mapped_column(Words)
    position: Mapped[int] = mapped_column(default=0)

    @property
    def line_code(self) -> str:
        """Return what stands before its line where a list is edited, so that it stays itself."""
        return f"i{self.id}"


class StoryInvitation(OfProgramme, db.Model):
    """A link (and QR code) by which people tell; the token is found by hash and shown again from its seal."""

    __tablename__ = "story_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    language: Mapped[str] = mapped_column(default="ru")
    mode: Mapped[Mode] = mapped_column(ByName(Mode), default=Mode.SELF)
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    token_sealed: Mapped[bytes]
    guardian_paper: Mapped[str] = mapped_column(default="")  # number and date of a paper that covers all who use it
    is_test: Mapped[bool] = mapped_column(default=False)
    budget: Mapped[int] = mapped_column(default=300)  # most stories by this link
    n_sent: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PassedLink(db.Model):
    """That a link may be passed on (depth 0: it is the root), or was passed on by a teller; never by whom."""

    __tablename__ = "passed_links"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("story_invitations.id", ondelete="CASCADE"), primary_key=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("story_invitations.id", ondelete="CASCADE"), index=True)
    depth: Mapped[int]

    __table_args__ = (CheckConstraint("(depth = 0) = (invitation_id = root_id)", name="root_is_its_own"),)


class Change(OfProgramme, db.Model):
    """What the programme did because of stories: "you said, we did"."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    heard: Mapped[Wording] = mapped_column(Words)
    decided: Mapped[Wording] = mapped_column(Words)
    did: Mapped[Wording] = mapped_column(Words, default=Wording)
    owner: Mapped[Wording] = mapped_column(Words, default=Wording)  # who sees to it: a role, or a name that may be read
    is_public: Mapped[bool] = mapped_column(default=False, server_default=false())
    status: Mapped[str] = mapped_column(default="planned")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id", ondelete="SET NULL"))
    youth_mark: Mapped[YouthMark | None] = mapped_column(ByName(YouthMark))
    youth_note: Mapped[Wording] = mapped_column(Words, default=Wording)
    youth_marked_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("status IN ('planned', 'doing', 'done', 'dropped')", name="status_known"),
        CheckConstraint("(youth_mark IS NULL) = (youth_marked_on IS NULL)", name="marked_on_a_day"),
    )
