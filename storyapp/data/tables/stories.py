"""Stories: what was told (sealed), what people work on, and what a teller may come back to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfOrganisation, OfProgramme, db
from storyapp.data.types import ByName, UtcTime
from storyapp.rules.consent import ConsentAct, ConsentBy, GuardianKind, Light, Purpose, Understanding
from storyapp.rules.lasting import Lasted
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction, Mode, ReadBack, StoryState


class Story(OfProgramme, db.Model):
    """A person's account of one change. The working text is empty until a person has confirmed it."""

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # random, says nothing of order or time
    period_id: Mapped[int | None] = mapped_column(ForeignKey("periods.id", ondelete="SET NULL"), index=True)
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domains.id", ondelete="SET NULL"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("story_invitations.id", ondelete="SET NULL"))
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id", ondelete="CASCADE"), index=True)
    import_row: Mapped[int | None]
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    form_version_id: Mapped[
        int | None
    ]  # no key: a version goes only with its programme, and SQLite would copy all rows
    language: Mapped[str]
    age_band: Mapped[AgeBand | None] = mapped_column(ByName(AgeBand))
    teller_role: Mapped[TellerRole] = mapped_column(ByName(TellerRole), default=TellerRole.YOUNG_PERSON)
    direction: Mapped[Direction | None] = mapped_column(ByName(Direction))
    mode: Mapped[Mode] = mapped_column(ByName(Mode), default=Mode.SELF)
    state: Mapped[StoryState] = mapped_column(ByName(StoryState), default=StoryState.TOLD)
    is_held: Mapped[bool] = mapped_column(default=False)  # while a safeguarding case is open
    is_test: Mapped[bool] = mapped_column(default=False)
    wants_help: Mapped[bool] = mapped_column(default=False)
    told_on: Mapped[date]
    n_words: Mapped[int] = mapped_column(default=0)
    read_back: Mapped[ReadBack | None] = mapped_column(ByName(ReadBack))  # None: the teller's own words
    read_back_on: Mapped[date | None]  # the day on which the teller answered
    submission_key: Mapped[bytes | None] = mapped_column(unique=True)  # the same press twice is one story

    title: Mapped[str] = mapped_column(default="")
    happened: Mapped[str] = mapped_column(default="")
    matters: Mapped[str] = mapped_column(default="")
    considered: Mapped[list[str]] = mapped_column(JSON, default=list)  # other changes named before choosing
    # Which the teller chose and a reader confirmed; printed only where the teller agreed to publication.
    made_up_name: Mapped[str] = mapped_column(default="")
    text_version: Mapped[int] = mapped_column(default=0)  # 0: no working text yet
    screened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    screened_on: Mapped[date | None]

    approved_version: Mapped[int] = mapped_column(default=0)  # the text that a second person approved; 0: none
    text_objected_on: Mapped[date | None]  # the teller said that the working text still tells who it is
    objection_answered_on: Mapped[date | None]  # somebody wrote why the text may stay; the teller has the last word
    reworded_on: Mapped[date | None]  # the teller changed the words since they were screened
    understanding: Mapped[Understanding | None] = mapped_column(ByName(Understanding))  # None: was not asked

    guardian_needed: Mapped[bool] = mapped_column(default=False)
    consent_ends_on: Mapped[date | None] = mapped_column(index=True)  # the next day on which a yes runs out
    # What holds now, folded from the consent events in the same transaction; services/consents.py writes it.
    may_count: Mapped[Light] = mapped_column(ByName(Light), default=Light.NO)
    may_panel: Mapped[Light] = mapped_column(ByName(Light), default=Light.NO)
    may_youth_panel: Mapped[Light] = mapped_column(ByName(Light), default=Light.NO)
    may_quote: Mapped[Light] = mapped_column(ByName(Light), default=Light.NO)
    may_publish: Mapped[Light] = mapped_column(ByName(Light), default=Light.NO)
    may_train: Mapped[Light] = mapped_column(ByName(Light), default=Light.NO)

    __table_args__ = (
        CheckConstraint("(text_version = 0) = (screened_on IS NULL)", name="working_text_is_confirmed"),
        CheckConstraint(
            "text_version > 0 OR (happened = '' AND matters = '' AND title = '')", name="sealed_until_screened"
        ),
        UniqueConstraint("import_batch_id", "import_row"),  # a row of a sheet is one story, however often it is read
        Index("ix_stories_programme_newest", "programme_id", "id"),
        Index("ix_stories_programme_state", "programme_id", "state", "id"),
    )


class StoryKey(db.Model):
    """The key of one story's sealed parts, wrapped; destroying this row erases them."""

    __tablename__ = "story_keys"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    wrapped: Mapped[bytes]


class SealedOriginal(db.Model):
    """What the teller typed, encrypted under the story's own key."""

    __tablename__ = "sealed_originals"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, default=1)
    sealed: Mapped[bytes]


class Answer(db.Model):
    """A choice answer (`value`: option code or list of codes); free text stays in the sealed original.

    Where its section is asked more than once, `occasion` counts the times from nought.
    """

    __tablename__ = "answers"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    occasion: Mapped[int] = mapped_column(primary_key=True, default=0, server_default="0")
    value: Mapped[Any] = mapped_column(JSON)

    __table_args__ = (CheckConstraint("occasion >= 0", name="occasion_counts_from_nought"),)


class ConsentEvent(db.Model):
    """Append-only: what somebody said about one purpose."""

    __tablename__ = "consent_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(ByName(Purpose))
    act: Mapped[ConsentAct] = mapped_column(ByName(ConsentAct))
    by: Mapped[ConsentBy] = mapped_column(ByName(ConsentBy))
    language: Mapped[str]
    text_hash: Mapped[str] = mapped_column(default="")
    paper: Mapped[str] = mapped_column(default="")  # number and date of the paper, where there is one
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    said_on: Mapped[date]
    expires_on: Mapped[date | None]


class GuardianLink(OfProgramme, db.Model):
    """A card by which a guardian answers once, and the code by which the same guardian comes back.

    It knows nothing of who the guardian is. The link ends with the answer; the code stays.
    """

    __tablename__ = "guardian_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    token_sealed: Mapped[bytes | None]  # shown again until it is answered
    language: Mapped[str]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))  # None: the teller
    made_on: Mapped[date]
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_on: Mapped[date | None]
    kind: Mapped[GuardianKind | None] = mapped_column(ByName(GuardianKind))
    n_not_guardian: Mapped[int] = mapped_column(default=0)  # how often somebody said "this is not me"
    selector_hash: Mapped[bytes | None] = mapped_column(unique=True)
    verifier_argon2: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "(answered_on IS NULL) = (selector_hash IS NULL) AND (answered_on IS NULL) = (kind IS NULL)",
            name="answered_with_a_code",
        ),
        CheckConstraint("(answered_on IS NULL) OR (token_sealed IS NULL)", name="answered_once"),
    )


class GuardianVisit(db.Model):
    """A browser in which a guardian's card or code was opened; the cookie is kept only as a hash."""

    __tablename__ = "guardian_visits"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("guardian_links.id", ondelete="CASCADE"), index=True)
    kind: Mapped[GuardianKind | None] = mapped_column(ByName(GuardianKind))
    sealed: Mapped[bytes]  # what was chosen and could not be taken yet; the code until it is saved; the cookie opens it
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class Receipt(db.Model):
    """How an anonymous teller comes back: found by hash, proved by a second hash, never stored in words."""

    __tablename__ = "receipts"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    selector_hash: Mapped[bytes] = mapped_column(unique=True)
    verifier_hmac: Mapped[bytes | None]
    verifier_argon2: Mapped[str | None]
    confirmed_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("(verifier_hmac IS NULL) OR (verifier_argon2 IS NULL)", name="one_verifier_left"),
    )


class Throttle(db.Model):
    """How often somebody failed at a door; the bucket is a hash."""

    __tablename__ = "throttles"

    bucket: Mapped[bytes] = mapped_column(primary_key=True)
    n_failures: Mapped[int] = mapped_column(default=0)
    open_again_at: Mapped[datetime | None] = mapped_column(UtcTime)
    forgotten_at: Mapped[datetime] = mapped_column(UtcTime)


class Draft(db.Model):
    """A story being told, sealed under a key that only the teller's cookie holds; gone after a day."""

    __tablename__ = "drafts"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("story_invitations.id", ondelete="CASCADE"))
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class DraftCode(db.Model):
    """A code by which a draft is taken along to another device: it opens the cookie's secret, once, within a day."""

    __tablename__ = "draft_codes"

    selector_hash: Mapped[bytes] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(ForeignKey("drafts.token_hash", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class LastingAnswer(db.Model):
    """What a teller said months later under the code: whether it has lasted, and wheels rated once more (SD27)."""

    __tablename__ = "lasting_answers"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    lasted: Mapped[Lasted] = mapped_column(ByName(Lasted))
    ratings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # question id → area → step
    answered_on: Mapped[date]


class TellerMessage(db.Model):
    """A word between a teller and the programme, by receipt; sealed under the story's key."""

    __tablename__ = "teller_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]  # see rules.answering.MessageKind
    is_from_teller: Mapped[bool] = mapped_column(default=True)
    sealed: Mapped[bytes]
    said_on: Mapped[date]
    seen_on: Mapped[date | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    may_print: Mapped[bool] = mapped_column(default=False, server_default=false())  # the teller lets a report say it
    for_report: Mapped[str] = mapped_column(default="", server_default="")  # as a person wrote it out, without names

    __table_args__ = (
        CheckConstraint("kind IN ('reply', 'question', 'complaint', 'misread', 'help', 'answer')", name="kind_known"),
        CheckConstraint("for_report = '' OR may_print", name="printed_as_allowed"),
    )


class StoryWords(db.Model):
    """Lemmas of a working text, for search; SQLite also keeps them in a full-text table."""

    __tablename__ = "story_words"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    lemmas: Mapped[str]


class Tombstone(OfOrganisation, db.Model):
    """That a story was erased: its public id and the day, nothing else; a restored backup replays it."""

    __tablename__ = "tombstones"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    erased_on: Mapped[date]


class Recall(OfProgramme, db.Model):
    """An output that had used a story whose consent was since narrowed or withdrawn (B5)."""

    __tablename__ = "recalls"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_public_id: Mapped[str] = mapped_column(index=True)
    output: Mapped[str]  # report, round, feedback, export
    output_id: Mapped[int]
    use: Mapped[str]  # counted, quoted, chosen, read
    noted_on: Mapped[date]
    handled_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("story_public_id", "output", "output_id", "use"),)
