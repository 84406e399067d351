"""Many stories are read in shares, by as many workers as there are."""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select

from storyapp.data.db import db
from storyapp.data.queries import analyses
from storyapp.data.queries.analyses import ORIGINAL, WORKING
from storyapp.data.tables.programmes import Programme
from storyapp.gateways import nlp
from storyapp.rules.jobs import JobKind, Outcome
from storyapp.services import jobs, signal_words
from storyapp.services.analysing import Library, library_of, read_originals, read_texts, write_readings
from storyapp.services.jobs import JobStopped, Ticket

SHARE = 50  # two seconds of work: a job that came meanwhile does not wait long, and a stop is soon obeyed
RENEW_SECONDS = 60.0


class Renewal:
    """Renews a job's lease now and then while its texts are read."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket, self._renewed = ticket, time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._renewed > RENEW_SECONDS:
            self._ticket.renew()
            self._renewed = time.monotonic()


def analyse_many(ticket: Ticket) -> Outcome | None:
    """Have the confirmed texts of a programme read that this engine has not read; `subject_id` is the programme.

    Option `import_batch_id` narrows it to one import, and has the originals of those still to be screened read first.
    What was read stays read when the job is stopped or dies.
    """
    library = library_of(ticket.subject_id)
    if library is None:
        return None
    numbers = [analyses.n_unread(query) for query in _stages(library, ticket.options).values()]
    n_shares = sum(-(-n // SHARE) for n in numbers)
    if not n_shares:
        ticket.progress(0, 0)
        return None
    return jobs.split(ticket, JobKind.ANALYSE_PART, n_shares=n_shares, n_total=sum(numbers))


def analyse_part(ticket: Ticket) -> Outcome | None:
    """Read the next share of a reading of many; `subject_id` is its job."""
    share = jobs.take_share(ticket, _next_share)
    library = library_of(share["programme_id"]) if share is not None else None
    if share is None or library is None:
        return None
    query, renew = _stages(library, share)[share["stage"]], Renewal(ticket)
    if share["stage"] == ORIGINAL:
        read_originals(analyses.ids_between(query, after_id=share["after"], up_to=share["up_to"]), renew)
    else:
        texts = analyses.texts_between(query, after_id=share["after"], up_to=share["up_to"])
        write_readings(library, read_texts(library, texts, renew))
    return jobs.give_back(ticket, n_done=share["n"])


def read_for_signals(ticket: Ticket) -> None:
    """Read again what nobody has screened, after a lead changed the words; `subject_id` is the programme.

    A case may be opened or get more signals; none is closed, and no story is let go.
    """
    programme = db.session.get(Programme, ticket.subject_id)
    if programme is None:
        return
    query = _unread_originals(programme.id, programme.organisation_id)
    n_total, n_done, last_id = analyses.n_unread(query), 0, 0
    while ids := analyses.ids_after(query, after_id=last_id, limit=SHARE):
        ticket.progress(n_done, max(n_done, n_total))
        read_originals(ids, Renewal(ticket))
        n_done, last_id = n_done + len(ids), ids[-1]
    ticket.progress(n_done, n_done)


def read_here(ticket: Ticket) -> None:
    """Read many stories in this process, beside whatever workers there are; for a command that has claimed the job."""
    if analyse_many(ticket) is not Outcome.GOES_ON:
        jobs.finish(ticket.job_id)
        return
    for part_id in jobs.parts_of(ticket.job_id):
        while (claimed := jobs.claim(part_id)) is not None:
            try:
                is_going_on = analyse_part(claimed[0]) is Outcome.GOES_ON
            except JobStopped:
                is_going_on = False
            if not is_going_on:
                jobs.finish(part_id)


def _stages(library: Library, options: Mapping[str, Any]) -> dict[str, Select[Any]]:
    """Return what is to be read, in order."""
    of, batch_id = (library.programme_id, library.organisation_id), options.get("import_batch_id")
    working = {WORKING: analyses.unread(*of, library.codebook.engine, import_batch_id=batch_id)}
    if batch_id is None:
        return working
    return {ORIGINAL: _unread_originals(*of, import_batch_id=batch_id), **working}


def _unread_originals(programme_id: int, organisation_id: int, *, import_batch_id: int | None = None) -> Select[Any]:
    engine = nlp.original_engine(signal_words.lists_of(programme_id))
    return analyses.unread_originals(programme_id, organisation_id, engine, import_batch_id=import_batch_id)


def _next_share(programme_id: int, options: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the stories behind those that were taken last: what is read first, then the next stage."""
    library = library_of(programme_id)
    if library is None:
        return None
    taken = options.get("taken", {})
    stages = list(_stages(library, options).items())
    begun = [stage for stage, _ in stages].index(taken["stage"]) if taken else 0
    for stage, query in stages[begun:]:
        after = taken["up_to"] if taken and taken["stage"] == stage else 0
        ids = analyses.ids_after(query, after_id=after, limit=SHARE)
        if ids:
            share = {"programme_id": programme_id, "stage": stage, "after": after, "up_to": ids[-1], "n": len(ids)}
            batch_id = options.get("import_batch_id")
            return share if batch_id is None else {**share, "import_batch_id": batch_id}
    return None
