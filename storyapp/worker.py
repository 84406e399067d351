"""Task name → service function; takes the next job and does it."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storyapp.data.db import db, keep_quick
from storyapp.gateways.tasks import TASK_NAME
from storyapp.rules.jobs import JobKind, JobState, Outcome
from storyapp.services import (
    analysing,
    analysing_many,
    consents,
    discovering,
    erasing,
    guardians,
    health,
    import_batches,
    importing,
    jobs,
    learning,
    letters,
    receipts,
    reporting,
    retaining,
    sessions,
    signal_trials,
)
from storyapp.services.jobs import Handler, JobStopped, Ticket

log = logging.getLogger("storyapp.worker")
PAUSE = 0.5
SWEEP_EVERY = timedelta(seconds=30)

HANDLERS: dict[JobKind, Handler] = {
    JobKind.ANALYSE_STORY: analysing.analyse_story,
    JobKind.ANALYSE_MANY: analysing_many.analyse_many,
    JobKind.ANALYSE_PART: analysing_many.analyse_part,
    JobKind.LEARN_THEMES: learning.learn_themes,
    JobKind.LEARN_RESULTS: learning.learn_results,
    JobKind.DISCOVER: discovering.discover,
    JobKind.READ_SIGNALS: analysing_many.read_for_signals,
    JobKind.TRY_SIGNALS: signal_trials.read_trial,
    JobKind.HARDEN_RECEIPT: receipts.harden_receipt,
    JobKind.SEND_LETTER: letters.send_letter,
    JobKind.IMPORT_BATCH: importing.run_import,
    JobKind.BUILD_REPORT: reporting.build_report,
}


def do_job(job_id: int) -> None:
    """Do one job by its id, if it is due and nobody else has it; needs an application context and a kit."""
    claimed = jobs.claim(job_id)
    if claimed is not None:
        _do(*claimed)


def do_next() -> bool:
    """Do the next due job; tell whether there was one."""
    claimed = jobs.claim()
    if claimed is None:
        return False
    _do(*claimed)
    return True


def run_forever(in_context: Callable[[Callable[[], Any]], Any]) -> None:
    """Work until told to stop: job after job, a short pause when there is none, a sweep now and then."""
    stopping = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopping.set())
    swept = 0.0
    while not stopping.is_set():
        try:
            if time.monotonic() - swept > SWEEP_EVERY.total_seconds():
                in_context(sweep)
                swept = time.monotonic()
            busy = in_context(do_next)
        except Exception as error:  # the database may be away for a while; the worker waits for it
            log.error("worker waits: %s", type(error).__name__)
            stopping.wait(3)
            continue
        if not busy:
            stopping.wait(PAUSE)


def sweep() -> None:
    """Tidy up: visits, drafts, waits and files that ended, and stories that no guardian has agreed to in time."""
    sessions.sweep_visits()
    sessions.sweep_drafts()
    guardians.sweep_guardian_visits()
    receipts.sweep_throttles()
    consents.end_what_ran_out()
    erasing.erase_unconfirmed()
    retaining.erase_old_originals()
    erasing.log_what_is_missing()
    import_batches.sweep_files()
    signal_trials.sweep_trials()
    keep_quick()
    health.mark(health.WORKER_SEEN)


def register_celery(app: Any, in_context: Callable[[Callable[[], Any]], Any], sweep_seconds: int) -> None:
    """Teach a Celery application our one task and the sweep that finds, every so many seconds, what a broker lost."""

    @app.task(name=TASK_NAME)
    def take(job_id: int) -> None:
        in_context(lambda: do_job(job_id))

    @app.task(name="storyapp.sweep")
    def find_lost() -> None:
        def look() -> list[int]:
            sweep()
            return jobs.waiting_ids(older_than=timedelta(seconds=sweep_seconds))

        for job_id in in_context(look):
            app.send_task(TASK_NAME, args=[job_id])

    app.conf.beat_schedule = {
        "find-lost": {"task": "storyapp.sweep", "schedule": sweep_seconds, "options": {"expires": sweep_seconds}}
    }


def _do(ticket: Ticket, kind: JobKind) -> None:
    try:
        outcome = HANDLERS[kind](ticket)
    except JobStopped:
        jobs.finish(ticket.job_id, state=JobState.STOPPED)
    except Exception as error:
        db.session.rollback()
        state = jobs.put_back(ticket.job_id, error_code=type(error).__name__)
        log.error("job %s (%s) failed: %s, now %s", ticket.job_id, kind.name, type(error).__name__, state.name)
    else:
        if outcome is not Outcome.GOES_ON:
            jobs.finish(ticket.job_id)
