"""The list of imports, and bringing a new table."""

from pathlib import PureWindowsPath
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from storyapp.data.queries import imports as batches
from storyapp.data.tables.outputs import ImportBatch
from storyapp.formats.read_sheet import LARGEST
from storyapp.rules.errors import RuleBroken
from storyapp.services import import_batches
from storyapp.web.common import here
from storyapp.web.common.forms import clean, sent, whole
from storyapp.web.common.surroundings import crumb
from storyapp.web.imports import blueprint
from storyapp.web.imports.forms import UploadForm
from storyapp.web.imports.way import way
from storyapp.words.dates import day, number
from storyapp.words.imports import STATES
from storyapp.words.messages import message
from storyapp.words.speech import say

LARGEST_MB = LARGEST // 1024 // 1024


@blueprint.get("/p/<programme>/import")
def imports(programme: str) -> str:
    """Show what was imported, the newest first."""
    before_id = whole(request.args.get("before"))
    page, has_older = batches.newest(here.programme(), before_id=before_id)
    older = url_for(".imports", programme=programme, before=page[-1].id) if has_older else None
    newest = url_for(".imports", programme=programme) if before_id is not None else None
    return render_template(
        "imports/imports.html", rows=[_row(batch) for batch in page], older=older, newest=newest,
        is_first=before_id is None, upload_url=url_for(".upload", programme=programme),
    )  # fmt: skip


@blueprint.route("/p/<programme>/import/new", methods=["GET", "POST"])
def upload(programme: str) -> str | Response | tuple[str, int]:
    """Take a table and guess its columns."""
    form = sent(UploadForm)
    if form.is_sent():
        try:
            return redirect(url_for(".columns", programme=programme, batch_id=_begin(form.file.data)), 303)
        except RuleBroken as broken:
            form.complain("file", message(broken))
    crumb(say("Import"), url_for(".imports", programme=programme))
    page = render_template("imports/upload.html", form=form, way=way(1), largest_mb=LARGEST_MB)
    return (page, 422) if form.errors else page


def _begin(file: FileStorage | str | None) -> int:
    if not isinstance(file, FileStorage) or not file.filename:
        raise RuleBroken("import.no-file")
    name = clean(PureWindowsPath(file.filename).name) or "table"
    raw, place = file.stream.read(LARGEST + 1), here.programme()
    sheet = import_batches.read_upload(raw, name)
    plan = import_batches.guessed_plan(sheet, place)
    return import_batches.begin(place, raw, name, sheet, plan, account_id=here.account().id, actor=here.actor())


def _row(batch: ImportBatch) -> list[Any]:
    address = url_for(".batch", programme=here.programme().slug, batch_id=batch.id)
    return [
        {"text": batch.file_name, "url": address, "as_written": True}, say(STATES[batch.state]),
        number(batch.n_taken), number(batch.n_refused), number(batch.n_rows), day(batch.created_at, style="medium"),
    ]  # fmt: skip
