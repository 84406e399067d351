"""The outbox: claim a job row, do it once in effect, try again, park it, show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select

from storyapp.data.db import db
from storyapp.data.tables.house import Job
from storyapp.gateways.kit import kit
from storyapp.rules.jobs import (
    LEASE,
    LONGEST_WAIT,
    MOST_PARTS,
    MOST_TRIES,
    OF_TELLERS,
    PARTS,
    JobKind,
    JobState,
    Outcome,
    state_of_whole,
    wait_before_try,
)
from storyapp.services.transaction import WORKER, account_actor, act, day_of


class JobStopped(Exception):
    """A person asked this job to stop; what is done stays done."""


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What a handler gets: ids, and a way to say how far it is."""

    job_id: int
    organisation_id: int
    subject_id: int
    options: Mapping[str, Any]
    n_done: int

    def progress(self, n_done: int, n_total: int) -> None:
        """Write how far the job is and renew its lease; raises JobStopped when a person asked to stop."""
        with act(WORKER):
            job = db.session.get(Job, self.job_id)
            if job is None or job.stop_asked:
                raise JobStopped
            job.n_done, job.n_total = n_done, n_total
            job.leased_until = kit().clock() + LEASE

    def renew(self) -> None:
        """Renew the lease of a job that says how far it is by other means."""
        with act(WORKER):
            job = db.session.get(Job, self.job_id)
            if job is not None:
                job.leased_until = kit().clock() + LEASE


Handler = Callable[[Ticket], Outcome | None]
Share = Callable[[int, Mapping[str, Any]], "dict[str, Any] | None"]


def claim(job_id: int | None = None) -> tuple[Ticket, JobKind] | None:
    """Take one due job (this one, or the next) so that no other worker takes it; None where there is none."""
    now = kit().clock()
    due = _due(now)
    query = select(Job).where(due).order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    if job_id is not None:
        query = query.where(Job.id == job_id)
    elif db.session.scalar(select(Job.id).where(due).limit(1)) is None:  # look before taking the write lock
        db.session.rollback()
        return None
    with act(WORKER):
        job = db.session.scalar(query)
        if job is None:
            return None
        if job.n_tries >= MOST_TRIES:
            job.state, job.finished_at = JobState.PARKED, now
            _settle_whole(job)
            return None
        job.state, job.n_tries, job.leased_until = JobState.RUNNING, job.n_tries + 1, now + LEASE
        ticket = Ticket(
            job_id=job.id, organisation_id=job.organisation_id, subject_id=job.subject_id,
            options=dict(job.options), n_done=job.n_done,
        )  # fmt: skip
        return ticket, job.kind


def finish(job_id: int, *, state: JobState = JobState.DONE) -> None:
    """Mark a job as done or stopped."""
    with act(WORKER):
        job = db.session.get(Job, job_id)
        if job is not None:
            job.state, job.finished_at, job.leased_until = state, kit().clock(), None
            if job.kind in OF_TELLERS:  # or the minute of telling would stand here for good
                job.due_at, job.finished_at = day_of(job.due_at), day_of(job.finished_at)
            _settle_whole(job)


def put_back(job_id: int, *, error_code: str) -> JobState:
    """Queue a failed job again after a wait, or park it after the last try; return its state."""
    with act(WORKER):
        job = db.session.get(Job, job_id)
        if job is None:
            return JobState.PARKED
        job.error_code, job.leased_until = error_code[:80], None
        if job.n_tries >= MOST_TRIES:
            job.state, job.finished_at = JobState.PARKED, kit().clock()
            _settle_whole(job)
        else:
            job.state, job.due_at = JobState.QUEUED, kit().clock() + wait_before_try(job.n_tries)
        return job.state


def split(ticket: Ticket, kind: JobKind, *, n_shares: int, n_total: int) -> Outcome:
    """Leave a job to parts of it, done by as many workers as there are; it ends with the last of them.

    Each part takes share after share (`take_share`), so that parts are few and other jobs come between.
    """
    with act(WORKER) as doing:
        job = _locked(ticket.job_id)
        if job is None or job.stop_asked:
            raise JobStopped
        db.session.execute(delete(Job).where(Job.kind == kind, Job.subject_id == job.id))  # of an earlier try
        job.n_done, job.n_total, job.leased_until = 0, n_total, None  # no lease: its parts have theirs
        job.options = _without_shares(job)
        for _ in range(min(n_shares, MOST_PARTS)):
            doing.ask(job.organisation_id, kind, job.id)
    return Outcome.GOES_ON


def take_share(ticket: Ticket, next_share: Share) -> Mapping[str, Any] | None:
    """Take what a part does next; None where nothing is left. A share whose worker died is taken again by its part.

    `next_share` is given subject and options of the whole job, where "taken" is the share that was taken last.
    """
    with act(WORKER):
        part, whole = db.session.get(Job, ticket.job_id), _locked(ticket.subject_id)
        if part is None or whole is None or whole.state is not JobState.RUNNING:
            return None
        if whole.stop_asked:
            raise JobStopped
        if not part.options:
            share = next_share(whole.subject_id, whole.options)
            if share is None:
                return None
            whole.options, part.options = {**whole.options, "taken": share}, share
        return dict(part.options)


def give_back(ticket: Ticket, *, n_done: int) -> Outcome:
    """Count a share as done and queue its part for another, behind what else is due."""
    with act(WORKER) as doing:
        part, whole = db.session.get(Job, ticket.job_id), _locked(ticket.subject_id)
        if part is None or whole is None:
            return Outcome.DONE
        whole.n_done += n_done
        whole.n_total = max(whole.n_total, whole.n_done)
        part.options, part.n_tries, part.leased_until = {}, 0, None
        part.state, part.due_at = JobState.QUEUED, kit().clock()
        doing.jobs.append(part.id)
    return Outcome.GOES_ON


def parts_of(job_id: int) -> list[int]:
    """Return ids of the parts of a job that are not done."""
    return list(db.session.scalars(select(Job.id).where(Job.kind.in_(PARTS), Job.subject_id == job_id)))


def _locked(job_id: int) -> Job | None:
    return db.session.scalar(select(Job).where(Job.id == job_id).with_for_update())


def _without_shares(job: Job) -> dict[str, Any]:
    return {name: value for name, value in job.options.items() if name != "taken"}


def _settle_whole(part: Job) -> None:
    """End a job with the last of its parts, which then go; call inside an act."""
    if part.kind not in PARTS:
        return
    db.session.flush()
    whole = _locked(part.subject_id)
    if whole is None or whole.state is not JobState.RUNNING:
        return
    of_whole = (Job.kind == part.kind, Job.subject_id == whole.id)
    state = state_of_whole(db.session.scalars(select(Job.state).where(*of_whole)), stop_asked=whole.stop_asked)
    if state is None:
        return
    errors = db.session.scalars(select(Job.error_code).where(*of_whole, Job.state == JobState.PARKED))
    whole.state, whole.finished_at, whole.error_code = state, kit().clock(), next(iter(errors), "")
    whole.options = _without_shares(whole)
    db.session.execute(delete(Job).where(*of_whole))


def job_of(organisation_id: int, job_id: int) -> Job | None:
    """Return a job of this organisation, or None where it has none such."""
    return db.session.scalar(select(Job).where(Job.organisation_id == organisation_id, Job.id == job_id))


def ask_to_stop(organisation_id: int, job_id: int, *, account_id: int) -> None:
    """Ask a job of this organisation to stop at its next step."""
    with act(account_actor(account_id)) as doing:
        job = job_of(organisation_id, job_id)
        if job is None or job.state not in (JobState.QUEUED, JobState.RUNNING):
            return
        job.stop_asked = True
        if job.state is JobState.QUEUED:
            job.state, job.finished_at = JobState.STOPPED, kit().clock()
        doing.note(organisation_id, "job.stop-asked", f"job:{job.id}")


def try_again(organisation_id: int, job_id: int, *, account_id: int) -> None:
    """Queue a parked job of this organisation once more."""
    with act(account_actor(account_id)) as doing:
        job = job_of(organisation_id, job_id)
        if job is None or job.state is not JobState.PARKED:
            return
        job.state, job.n_tries, job.due_at, job.error_code = JobState.QUEUED, 0, kit().clock(), ""
        doing.jobs.append(job.id)
        doing.note(organisation_id, "job.tried-again", f"job:{job.id}")


def latest_job(organisation_id: int, kind: JobKind, subject_id: int) -> Job | None:
    """Return the newest job of a kind about a subject, to show its progress."""
    return db.session.scalar(
        select(Job)
        .where(Job.organisation_id == organisation_id, Job.kind == kind, Job.subject_id == subject_id)
        .order_by(Job.id.desc())
        .limit(1)
    )


def waiting_ids(*, older_than: timedelta, limit: int = 500) -> list[int]:
    """Return ids of due rows that nobody took: what a broker lost. The sweep publishes them again."""
    lost = _due(kit().clock(), older_than=older_than)
    return list(db.session.scalars(select(Job.id).where(lost).order_by(Job.due_at, Job.id).limit(limit)))


def _due(now: datetime, *, older_than: timedelta = timedelta(0)) -> ColumnElement[bool]:
    """Say which rows wait for a worker. One that is due long after now was asked for before the clock was set back."""
    is_due = (Job.due_at <= now - older_than) | (Job.due_at > now + LONGEST_WAIT)
    is_left = (Job.leased_until <= now) | (Job.leased_until > now + 2 * LEASE)
    return or_((Job.state == JobState.QUEUED) & is_due, (Job.state == JobState.RUNNING) & is_left)
