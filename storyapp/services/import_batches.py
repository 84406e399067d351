"""A batch on its way: uploaded, matched with the programme, looked over, started, stopped, taken back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import imports
from storyapp.data.queries.erasing import wipe_what_was_deleted
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.programmes import Programme
from storyapp.formats.read_sheet import Sheet, read_sheet
from storyapp.formats.write_csv import table_as_csv
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_fields import guess_columns
from storyapp.rules.import_plan import ImportPlan, check_plan, plan_of
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.report import Table
from storyapp.services import erasing, import_files, import_sheets, jobs
from storyapp.services.import_sheets import Tally
from storyapp.services.transaction import WORKER, account_actor, act

CHUNK = 500
SAMPLE = 50
PREPARING = ("uploaded", "mapped")
CAN_START = ("mapped", "stopped", "failed")
CAN_UNDO = ("done", "stopped", "failed")
KEPT_UNSTARTED, KEPT_STARTED = timedelta(days=7), timedelta(days=30)


def read_upload(raw: bytes, name: str, *, encoding: str | None = None, separator: str | None = None) -> Sheet:
    """Read what somebody brought; raises SheetUnreadable, or RuleBroken where there is a head and nothing below."""
    sheet = read_sheet(raw, name, encoding=encoding or None, separator=separator)
    if not sheet.rows:
        raise RuleBroken("import.no-rows")
    return sheet


def guessed_plan(sheet: Sheet, programme: Programme, *, already_deidentified: bool = False) -> ImportPlan:
    """Return a first guess of what the columns hold."""
    wordings = import_sheets.wordings_of(import_sheets.facts_of(programme))
    columns = guess_columns(sheet.headers, sheet.rows[:SAMPLE], wordings)
    return ImportPlan(columns=columns, already_deidentified=already_deidentified)


def begin(
    programme: Programme, raw: bytes, name: str, sheet: Sheet, plan: ImportPlan, *, account_id: int | None, actor: str
) -> int:
    """Keep the file sealed, note what it is, and return the id of the new batch."""
    sealed_at = import_files.keep(raw)
    try:
        with act(actor) as doing:
            batch = ImportBatch(
                organisation_id=programme.organisation_id, programme_id=programme.id, file_name=name[-200:],
                file_hash=_digest(raw), file_sealed_at=sealed_at, encoding=sheet.encoding, separator=sheet.separator,
                headers=list(sheet.headers), mapping=_mapping(plan, sheet=sheet), n_rows=len(sheet.rows),
                created_by_id=account_id, created_at=kit().clock(),
            )  # fmt: skip
            db.session.add(batch)
            db.session.flush()
            doing.note(programme.organisation_id, "import.uploaded", f"import:{batch.id}")
            return batch.id
    except BaseException:
        import_files.remove(sealed_at)
        raise


def read_again(programme: Programme, batch_id: int, *, encoding: str, separator: str | None, actor: str) -> None:
    """Read the kept file with another encoding or separator, and guess its columns anew."""
    batch = _preparing(programme, batch_id)
    raw, name = import_files.read(batch.file_sealed_at), batch.file_name
    sheet = read_upload(raw, name, encoding=encoding, separator=separator)
    plan = guessed_plan(sheet, programme)
    with act(actor):
        batch = _preparing(programme, batch_id)
        batch.encoding, batch.separator, batch.state = sheet.encoding, sheet.separator, "uploaded"
        batch.headers, batch.mapping, batch.n_rows = list(sheet.headers), _mapping(plan, sheet=sheet), len(sheet.rows)


def plan_for(batch: ImportBatch) -> ImportPlan:
    """Return what was decided about the batch so far."""
    return plan_of(batch.mapping["plan"])


def keep_plan(programme: Programme, batch_id: int, plan: ImportPlan, *, actor: str) -> None:
    """Keep what a person decided about the columns or their words; raises RuleBroken where that cannot work."""
    check_plan(plan, import_sheets.facts_of(programme))
    with act(actor):
        batch = _preparing(programme, batch_id)
        batch.mapping = {**batch.mapping, "plan": plan.as_dict()}
        batch.state = "uploaded"


def look_over(programme: Programme, batch_id: int, *, actor: str) -> Tally:
    """Draft all rows without writing a story; the batch can be started afterwards."""
    batch, facts = _preparing(programme, batch_id), import_sheets.facts_of(programme)
    plan = plan_for(batch)
    check_plan(plan, facts)
    tally = import_sheets.look_over(import_sheets.sheet_of(batch), plan, facts)
    with act(actor):
        batch = _preparing(programme, batch_id)
        keep_tally(batch, tally)
        batch.state = "mapped"
    return tally


def keep_tally(batch: ImportBatch, tally: Tally) -> None:
    """Write onto a batch what came of its rows; call inside an act."""
    batch.n_rows, batch.n_refused = tally.n_rows, tally.n_refused
    batch.problems = import_sheets.problems_as_kept(tally.problems)
    batch.mapping = {**batch.mapping, "n_ready": tally.n_ready, "codes": dict(tally.codes.most_common())}


def start(programme: Programme, batch_id: int, *, actor: str) -> None:
    """Ask for the import (or for the rest of one that was stopped); a second press does nothing more."""
    with act(actor) as doing:
        batch = _mark_running(programme, batch_id)
        doing.ask(batch.organisation_id, JobKind.IMPORT_BATCH, batch.id)


def start_here(programme: Programme, batch_id: int, *, actor: str) -> None:
    """Mark a batch as running without asking a worker: whoever calls takes the rows in."""
    with act(actor):
        _mark_running(programme, batch_id)


def stop(programme: Programme, batch_id: int, *, account_id: int) -> None:
    """Ask the import to stop; what came in stays and can be taken back, or the rest added later."""
    batch = the_batch(programme, batch_id)
    job = jobs.latest_job(batch.organisation_id, JobKind.IMPORT_BATCH, batch.id)
    if batch.state != "running" or job is None:
        raise RuleBroken("import.not-running")
    job_id = job.id
    jobs.ask_to_stop(batch.organisation_id, job_id, account_id=account_id)
    job = jobs.latest_job(programme.organisation_id, JobKind.IMPORT_BATCH, batch_id)
    if job is not None and job.state in (JobState.STOPPED, JobState.PARKED):
        with act(account_actor(account_id)):
            batch = the_batch(programme, batch_id)
            if batch.state == "running":
                batch.state = "stopped"


def the_batch(programme: Programme, batch_id: int) -> ImportBatch:
    """Return a batch of this programme; raises RuleBroken where there is none."""
    found = imports.batch_of(programme, batch_id)
    if found is None:
        raise RuleBroken("import.gone")
    return found


def batch_of_file(programme: Programme, raw: bytes) -> ImportBatch | None:
    """Return the newest batch that took in stories from this very file."""
    return imports.of_same_file(programme, _digest(raw))


def is_broken_off(batch: ImportBatch) -> bool:
    """Tell whether a batch can go on from where it stopped."""
    return bool(batch.file_sealed_at) and (batch.state in ("stopped", "failed") or is_abandoned(batch))


def is_abandoned(batch: ImportBatch) -> bool:
    """Tell whether a batch says that it runs, but no job is at it any more: a worker or a command was killed."""
    if batch.state != "running":
        return False
    job = jobs.latest_job(batch.organisation_id, JobKind.IMPORT_BATCH, batch.id)
    return job is None or job.state not in (JobState.QUEUED, JobState.RUNNING)


def undo(programme: Programme, batch_id: int, *, actor: str) -> int:
    """Take a batch back: all its stories with everything made from them; return how many there were.

    Done in portions, so that nobody waits long for the database; when it breaks off, a second call does the rest.
    """
    batch = the_batch(programme, batch_id)
    if batch.state not in CAN_UNDO and not is_abandoned(batch):
        raise RuleBroken("import.not-now")
    if imports.is_in_use(batch):
        raise RuleBroken("import.in-use")
    n_removed = 0
    while removed := _undo_some(programme, batch_id, actor=actor):
        n_removed += removed
    with act(actor) as doing:
        batch = the_batch(programme, batch_id)
        sealed_at, batch.file_sealed_at = batch.file_sealed_at, ""
        batch.state, batch.n_taken, batch.problems, batch.mapping = "undone", 0, [], {}
        batch.finished_at = kit().clock()
        doing.note(batch.organisation_id, "import.undone", f"import:{batch.id}")
        doing.after += [lambda: import_files.remove(sealed_at), wipe_what_was_deleted]
    return n_removed


def forget(programme: Programme, batch_id: int, *, actor: str) -> None:
    """Drop a batch that was never started, with its file."""
    with act(actor) as doing:
        batch = _preparing(programme, batch_id)
        sealed_at = batch.file_sealed_at
        doing.note(batch.organisation_id, "import.dropped", f"import:{batch.id}")
        doing.after.append(lambda: import_files.remove(sealed_at))
        db.session.delete(batch)


def refused_rows(
    programme: Programme, batch_id: int, *, reasons: Mapping[str, str], head: list[str], language: str
) -> bytes:
    """Return the rows that were refused as CSV that no spreadsheet runs; `reasons` says each code, `head` two titles."""
    batch = the_batch(programme, batch_id)
    if batch.state != "done":
        raise RuleBroken("import.not-now")
    kept = json.loads(import_files.read(batch.file_sealed_at))
    rows = tuple((row, "; ".join(reasons[code] for code in codes), *cells) for row, codes, cells in kept)
    table = Table(code="refused", caption="refused", head=(*head, *batch.headers), rows=rows)
    return table_as_csv(table, language)


def sweep_files() -> None:
    """Forget files that nobody came back to: of unstarted batches after a week, of others after a month."""
    now = kit().clock()
    for batch in imports.with_files():
        kept = KEPT_UNSTARTED if batch.state in PREPARING else KEPT_STARTED
        if (batch.finished_at or batch.created_at) + kept <= now:
            _forget_file(batch.id)


def _forget_file(batch_id: int) -> None:
    with act(WORKER) as doing:
        batch = db.session.get(ImportBatch, batch_id)
        if batch is None:
            return
        sealed_at, batch.file_sealed_at = batch.file_sealed_at, ""
        doing.note(batch.organisation_id, "import.file-forgotten", f"import:{batch.id}")
        doing.after.append(lambda: import_files.remove(sealed_at))


def _undo_some(programme: Programme, batch_id: int, *, actor: str) -> int:
    with act(actor) as doing:
        batch = the_batch(programme, batch_id)
        if batch.state not in CAN_UNDO and not is_abandoned(batch):
            raise RuleBroken("import.not-now")
        some = imports.some_stories(batch, limit=CHUNK)
        imports.remove_stories([story_id for story_id, _ in some])
        batch.state = "stopped"
        public_ids, today = [public_id for _, public_id in some], kit().clock().date()
        doing.after.append(lambda: erasing.log_erasures(public_ids, on=today))
        return len(some)


def _mark_running(programme: Programme, batch_id: int) -> ImportBatch:
    batch = imports.batch_of(programme, batch_id, for_update=True)
    if batch is None or (batch.state not in CAN_START and not is_abandoned(batch)):
        raise RuleBroken("import.not-now")
    if not batch.mapping.get("n_ready"):
        raise RuleBroken("import.nothing-to-take")
    batch.state, batch.finished_at = "running", None
    return batch


def _preparing(programme: Programme, batch_id: int) -> ImportBatch:
    batch = the_batch(programme, batch_id)
    if batch.state not in PREPARING:
        raise RuleBroken("import.not-now")
    return batch


def _digest(raw: bytes) -> str:
    return kit().vault.fingerprint(hashlib.sha256(raw).hexdigest(), "import-file").hex()


def _mapping(plan: ImportPlan, *, sheet: Sheet) -> dict[str, Any]:
    warnings = [{"code": one.code, "facts": one.facts} for one in sheet.warnings]
    return {"plan": replace(plan).as_dict(), "warnings": warnings}
