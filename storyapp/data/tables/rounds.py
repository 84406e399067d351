"""Selection rounds: who sat, what they read, how they voted, why, and what went back to tellers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, UtcTime
from storyapp.rules.panels import YouthWord
from storyapp.rules.rounds import Method, OutcomeKind, RoundState


class Round(OfProgramme, db.Model):
    """One session of choice over the stories of a period and domain (MSC guide, step 5)."""

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id", ondelete="CASCADE"), index=True)
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domains.id", ondelete="SET NULL"))
    name: Mapped[str]
    panel_id: Mapped[int | None] = mapped_column(ForeignKey("panels.id", ondelete="SET NULL"), index=True)
    panel_name: Mapped[str] = mapped_column(default="")
    is_youth: Mapped[bool] = mapped_column(default=False)
    is_outside: Mapped[bool] = mapped_column(default=False, server_default=false())  # readers who are no staff
    selection_level: Mapped[int] = mapped_column(default=1)
    method: Mapped[Method] = mapped_column(ByName(Method))
    state: Mapped[RoundState] = mapped_column(ByName(RoundState), default=RoundState.DRAFT)
    turn: Mapped[int] = mapped_column(default=1)
    most_turns: Mapped[int] = mapped_column(default=3)
    quorum: Mapped[int] = mapped_column(default=1)
    is_secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    readers: Mapped[int] = mapped_column(default=0, server_default="0")  # of each story, where the list is dealt out
    highest_score: Mapped[int] = mapped_column(default=5, server_default="5")
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    outcome: Mapped[OutcomeKind | None] = mapped_column(ByName(OutcomeKind))
    is_tie: Mapped[bool] = mapped_column(default=False)
    joint_reason: Mapped[str] = mapped_column(default="")
    criteria: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    why_not_others: Mapped[str] = mapped_column(default="")  # why not the runner-up
    answer_to_youth: Mapped[str] = mapped_column(default="")  # where an adult panel chose otherwise (K2)
    youth_word: Mapped[YouthWord | None] = mapped_column(ByName(YouthWord))  # of a youth panel with a veto
    youth_word_reason: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__ = (
        CheckConstraint("outcome IS NULL OR joint_reason <> ''", name="a_choice_has_its_reason"),
        CheckConstraint("youth_word IS NULL OR youth_word_reason <> ''", name="a_word_has_its_reason"),
        CheckConstraint("(state = 'PAUSED') = (paused_at IS NOT NULL)", name="a_pause_has_begun"),
        CheckConstraint("quorum >= 1", name="quorum_at_least_one"),
        CheckConstraint("readers >= 0", name="readers_counted_from_nought"),
        CheckConstraint("turn >= 1 AND most_turns >= 1", name="turns_counted_from_one"),
    )


class RoundStory(db.Model):
    """A story as this round reads it, and what the panel's answer to its teller is."""

    __tablename__ = "round_stories"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    text_version: Mapped[int]
    is_chosen: Mapped[bool] = mapped_column(default=False)
    is_removed: Mapped[bool] = mapped_column(default=False)  # held or withdrawn after opening
    valued: Mapped[str] = mapped_column(default="")  # what was valued in this story
    will_change: Mapped[str] = mapped_column(default="")
    exception: Mapped[str] = mapped_column(default="")  # why no feedback can be given
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    seen_on: Mapped[date | None]

    __table_args__ = (CheckConstraint("valued = '' OR exception = ''", name="feedback_or_exception"),)


class Seat(db.Model):
    """A panellist of one round, under a pseudonym; comes in by a link that expires and can be revoked."""

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]  # pseudonym or role, never a minor's name
    is_young: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="ru")
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    token_sealed: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    n_read: Mapped[int] = mapped_column(default=0)
    is_away: Mapped[bool] = mapped_column(default=False, server_default=false())  # the unread goes to the others

    __table_args__ = (UniqueConstraint("round_id", "label"),)


class Share(db.Model):
    """A story that was dealt to a seat, where a long list is dealt out; `turn` says for which vote."""

    __tablename__ = "shares"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    turn: Mapped[int] = mapped_column(default=1)
    place: Mapped[int]  # in the order of this reader
    is_read: Mapped[bool] = mapped_column(default=False)


class Recusal(db.Model):
    """A panellist does not judge a story that they are tied to."""

    __tablename__ = "recusals"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)


class BallotCast(db.Model):
    """One panellist's ballot in one turn: one story, or marks, or comparisons, and why; nothing at all is abstention.

    A secret ballot has no seat. Its key is worked out from the cookie of the browser that cast it, which is kept
    nowhere: only that browser finds the ballot again. Its id is drawn by lot, below nought, so that no order tells
    whose it is; that a seat has voted stands apart, in `seat_turns`.
    """

    __tablename__ = "ballots"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"))
    key_hash: Mapped[bytes | None]
    turn: Mapped[int]
    story_id: Mapped[int | None]
    is_abstention: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str]
    n_changes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("seat_id", "turn"),
        UniqueConstraint("key_hash", "turn"),
        ForeignKeyConstraint(
            ["round_id", "story_id"], ["round_stories.round_id", "round_stories.story_id"], ondelete="CASCADE"
        ),
        CheckConstraint("reason <> '' OR is_abstention OR story_id IS NULL", name="a_single_vote_has_its_reason"),
        CheckConstraint("(seat_id IS NULL) = (key_hash IS NOT NULL)", name="a_seat_or_a_key"),
    )


class BallotMark(db.Model):
    """What a ballot says of one story: its place, its score, or 2, 1, 0 for yes, maybe and no."""

    __tablename__ = "ballot_marks"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    mark: Mapped[int]

    __table_args__ = (CheckConstraint("mark >= 0", name="no_mark_below_nought"),)


class Comparison(db.Model):
    """Which of two stories a ballot prefers, and why if it was said; without a better one it could not say."""

    __tablename__ = "comparisons"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id", ondelete="CASCADE"), primary_key=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    better_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        CheckConstraint("low_id < high_id", name="one_row_for_a_pair"),
        CheckConstraint(
            "better_id IS NULL OR better_id = low_id OR better_id = high_id", name="the_better_is_one_of_the_two"
        ),
    )


class SeatTurn(db.Model):
    """A seat has cast a secret ballot in this turn; which one, nobody can tell."""

    __tablename__ = "seat_turns"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)


class Dissent(db.Model):
    """A recorded disagreement with the choice; it stays beside the choice everywhere (C3)."""

    __tablename__ = "dissents"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id", ondelete="SET NULL"))
    text: Mapped[str]

    __table_args__ = (CheckConstraint("text <> ''", name="dissent_is_said"),)


class RefusedChoice(db.Model):
    """What a panel of adults had chosen, a youth panel with a veto refused, and the panel then talked about again."""

    __tablename__ = "refused_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    turn: Mapped[int]  # the vote that had led to it
    joint_reason: Mapped[str]
    refused_because: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        UniqueConstraint("round_id", "turn"),
        CheckConstraint("refused_because <> ''", name="a_refusal_has_its_reason"),
    )


class RefusedStory(db.Model):
    """A story that stood in a refused choice."""

    __tablename__ = "refused_stories"

    refused_id: Mapped[int] = mapped_column(ForeignKey("refused_choices.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)


class DomainMove(OfProgramme, db.Model):
    """A story was moved to another domain, and why (method, step 2); the log stays, the story carries the new one."""

    __tablename__ = "domain_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id", ondelete="SET NULL"), index=True)
    from_domain_id: Mapped[int | None] = mapped_column(ForeignKey("domains.id", ondelete="SET NULL"))
    to_domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id", ondelete="CASCADE"))
    reason: Mapped[str]
    moved_on: Mapped[date]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    __table_args__ = (CheckConstraint("reason <> ''", name="a_move_has_its_reason"),)
