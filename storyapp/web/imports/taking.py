"""Start, stop, watch and take back an import."""

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries import imports as batches
from storyapp.data.tables.house import Job
from storyapp.data.tables.outputs import ImportBatch
from storyapp.rules.jobs import JobKind
from storyapp.services import import_batches, jobs
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.imports import blueprint
from storyapp.web.imports.matching import kinds_of, problem_page
from storyapp.web.imports.way import way
from storyapp.words.imports import PROBLEMS, problem_in_general
from storyapp.words.speech import language, mark, say


@blueprint.get("/p/<programme>/import/<int:batch_id>")
def batch(programme: str, batch_id: int) -> str | Response:
    """Show how far an import is, and what came of it."""
    found = here.found(batches.batch_of(here.programme(), batch_id))
    if found.state in import_batches.PREPARING:
        endpoint = ".check" if found.state == "mapped" else ".columns"
        return redirect(url_for(endpoint, programme=programme, batch_id=batch_id), 303)
    _crumbs(programme)
    is_abandoned = import_batches.is_abandoned(found)
    return render_template(
        "imports/batch.html", way=way(5), batch=found, place=programme, job=_job(found), is_abandoned=is_abandoned,
        can_go_on=import_batches.is_broken_off(found), can_undo=found.state in import_batches.CAN_UNDO or is_abandoned,
        has_refused=found.state == "done" and bool(found.file_sealed_at), kinds=kinds_of(found),
        **problem_page(found, "batch"),
    )  # fmt: skip


@blueprint.post("/p/<programme>/import/<int:batch_id>/start")
def start(programme: str, batch_id: int) -> Response:
    """Start an import, or the rest of one that broke off."""
    here.found(batches.batch_of(here.programme(), batch_id))
    import_batches.start(here.programme(), batch_id, actor=here.actor())
    return _to_batch(programme, batch_id)


@blueprint.post("/p/<programme>/import/<int:batch_id>/stop")
def stop(programme: str, batch_id: int) -> Response:
    """Ask a running import to stop."""
    here.found(batches.batch_of(here.programme(), batch_id))
    import_batches.stop(here.programme(), batch_id, account_id=here.account().id)
    leave_note(mark("The import stops at its next step. What came in stays until you take it back."))
    return _to_batch(programme, batch_id)


@blueprint.route("/p/<programme>/import/<int:batch_id>/undo", methods=["GET", "POST"])
def undo(programme: str, batch_id: int) -> str | Response:
    """Ask once more, then take an import back with all its stories."""
    found = here.found(batches.batch_of(here.programme(), batch_id))
    if not (found.state in import_batches.CAN_UNDO or import_batches.is_abandoned(found)):
        return _to_batch(programme, batch_id)
    if request.method == "POST":
        import_batches.undo(here.programme(), batch_id, actor=here.actor())
        leave_note(mark("The import is taken back. None of its stories are left."))
        return _to_batch(programme, batch_id)
    back_url = url_for(".batch", programme=programme, batch_id=batch_id)
    _crumbs(programme)
    crumb(found.file_name, back_url)
    return render_template("imports/undo.html", batch=found, back_url=back_url)


@blueprint.post("/p/<programme>/import/<int:batch_id>/forget")
def forget(programme: str, batch_id: int) -> Response:
    """Drop a table that was never started."""
    here.found(batches.batch_of(here.programme(), batch_id))
    import_batches.forget(here.programme(), batch_id, actor=here.actor())
    leave_note(mark("The table is gone. Nothing was taken from it."))
    return redirect(url_for(".imports", programme=programme), 303)


@blueprint.get("/p/<programme>/import/<int:batch_id>/refused.csv")
def refused_rows(programme: str, batch_id: int) -> FlaskResponse:
    """Give the refused rows back, each with its reason, to be mended and brought again."""
    here.found(batches.batch_of(here.programme(), batch_id))
    sheet = import_batches.refused_rows(
        here.programme(), batch_id, reasons={code: problem_in_general(code) for code in PROBLEMS},
        head=[say("Row"), say("Why it was refused")], language=language(),
    )  # fmt: skip
    name = f"refused-rows-{batch_id}.csv"
    return FlaskResponse(sheet, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _job(found: ImportBatch) -> Job | None:
    return jobs.latest_job(found.organisation_id, JobKind.IMPORT_BATCH, found.id)


def _crumbs(programme: str) -> None:
    crumb(say("Import"), url_for(".imports", programme=programme))


def _to_batch(programme: str, batch_id: int) -> Response:
    return redirect(url_for(".batch", programme=programme, batch_id=batch_id), 303)
