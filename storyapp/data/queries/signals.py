"""Phrases that leads added or put aside, reviews of the lists, sentences that are tried, signals too quiet for a case."""

from datetime import datetime

from sqlalchemy import delete, func, select

from storyapp.data.db import db, n_touched
from storyapp.data.tables.house import Job
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.signals import SignalPhrase, SignalReview, SignalTrial
from storyapp.rules.jobs import JobKind, JobState


def phrases_of(programme: Programme) -> list[SignalPhrase]:
    """Return all that leads changed in the lists, in the order in which they did it."""
    query = select(SignalPhrase).where(
        SignalPhrase.organisation_id == programme.organisation_id, SignalPhrase.programme_id == programme.id
    )
    return list(db.session.scalars(query.order_by(SignalPhrase.id)))


def phrase_of(programme: Programme, phrase_id: int) -> SignalPhrase | None:
    """Return one change of the lists."""
    query = select(SignalPhrase).where(
        SignalPhrase.organisation_id == programme.organisation_id, SignalPhrase.programme_id == programme.id,
        SignalPhrase.id == phrase_id,
    )  # fmt: skip
    return db.session.scalar(query)


def last_review(programme: Programme) -> tuple[SignalReview, str] | None:
    """Return the newest review and the name of who made it."""
    query = (
        select(SignalReview, func.coalesce(Account.name, ""))
        .outerjoin(Account, Account.id == SignalReview.reviewed_by_id)
        .where(SignalReview.organisation_id == programme.organisation_id, SignalReview.programme_id == programme.id)
        .order_by(SignalReview.reviewed_on.desc(), SignalReview.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row is not None else None


def trial_of(programme: Programme, account_id: int) -> SignalTrial | None:
    """Return the sentence that a lead tries."""
    query = select(SignalTrial).where(
        SignalTrial.organisation_id == programme.organisation_id, SignalTrial.programme_id == programme.id,
        SignalTrial.account_id == account_id,
    )  # fmt: skip
    return db.session.scalar(query)


def forget_trials(*, before: datetime) -> int:
    """Delete sentences that were tried before a time; call inside an act."""
    return n_touched(delete(SignalTrial).where(SignalTrial.asked_at <= before))


def is_reading_asked(programme: Programme) -> bool:
    """Tell whether a reading for signals waits for its turn."""
    query = select(Job.id).where(
        Job.organisation_id == programme.organisation_id, Job.kind == JobKind.READ_SIGNALS,
        Job.subject_id == programme.id, Job.state == JobState.QUEUED,
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None
