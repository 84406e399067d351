"""What the columns are, what their words mean, and a look at what would come in."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries import imports as batches
from storyapp.data.tables.outputs import ImportBatch
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_fields import fold
from storyapp.rules.import_plan import ImportPlan, ProgrammeFacts, is_chosen
from storyapp.rules.importing import REFUSALS
from storyapp.services import import_batches, import_sheets
from storyapp.services.import_sheets import WordFound
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.imports import blueprint
from storyapp.web.imports.forms import (
    RereadForm,
    columns_form_class,
    plan_changes,
    shortened,
    target_name,
    upload_choices,
    values_from,
    words_form_class,
)
from storyapp.web.imports.way import way
from storyapp.words.dates import number
from storyapp.words.imports import problem, problem_in_general, warning
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

SAMPLE_ROWS, SAMPLES, LONGEST_SAMPLE = 20, 3, 60
SHOWN_AT_ONCE = 12
PAGE = 50


@blueprint.route("/p/<programme>/import/<int:batch_id>/columns", methods=["GET", "POST"])
def columns(programme: str, batch_id: int) -> str | Response | tuple[str, int]:
    """Ask what each column is, and what holds for all rows."""
    batch = here.found(batches.batch_of(here.programme(), batch_id))
    if batch.state not in import_batches.PREPARING:
        return _to("batch", batch_id)
    facts, plan = import_sheets.facts_of(here.programme()), import_batches.plan_for(batch)
    form = sent(columns_form_class(batch.headers, facts), **values_from(plan))
    if form.is_sent():
        following = _keep(form, replace(plan, **plan_changes(form, len(batch.headers))), batch_id, facts)
        if following:
            return following
    batch = here.found(batches.batch_of(here.programme(), batch_id))
    page = _columns_page(form, batch)
    return (page, 422) if form.errors else page


@blueprint.post("/p/<programme>/import/<int:batch_id>/reading")
def reread(programme: str, batch_id: int) -> Response:
    """Read the table again, with the encoding and separator that a person names."""
    here.found(batches.batch_of(here.programme(), batch_id))
    form = upload_choices(sent(RereadForm))
    if form.is_sent():
        try:
            import_batches.read_again(
                here.programme(), batch_id, encoding=form.encoding.data, separator=form.separator.data or None,
                actor=here.actor(),
            )  # fmt: skip
        except RuleBroken:
            leave_note(mark("The table could not be read that way. It stands as it was before."), kind="warn")
    return _to("columns", batch_id)


@blueprint.route("/p/<programme>/import/<int:batch_id>/words", methods=["GET", "POST"])
def words(programme: str, batch_id: int) -> str | Response:
    """Ask what the words in columns of choices mean."""
    batch = here.found(batches.batch_of(here.programme(), batch_id))
    if batch.state not in import_batches.PREPARING:
        return _to("batch", batch_id)
    facts, plan = import_sheets.facts_of(here.programme()), import_batches.plan_for(batch)
    found = import_sheets.words_of(import_sheets.sheet_of(batch), plan, facts)
    form = sent(words_form_class(found, facts), **_meant(found))
    if form.is_sent():
        values = {
            target: {fold(one.word): form[f"word_{i}_{j}"].data for j, one in enumerate(some)}
            for i, (target, some) in enumerate(found.items())
        }
        import_batches.keep_plan(here.programme(), batch_id, replace(plan, values=values), actor=here.actor())
        return _look_over(batch_id)
    groups = [
        (*target_name(target, facts), [(form[f"word_{i}_{j}"], one.n) for j, one in enumerate(some)])
        for i, (target, some) in enumerate(found.items())
    ]
    _crumbs(batch)
    return render_template(
        "imports/words.html", way=way(3), form=form, groups=groups, columns_url=_address("columns", batch_id)
    )


@blueprint.get("/p/<programme>/import/<int:batch_id>/check")
def check(programme: str, batch_id: int) -> str | Response:
    """Show what would come in and what would not; nothing has been written yet."""
    batch = here.found(batches.batch_of(here.programme(), batch_id))
    if batch.state != "mapped":
        return _to("columns" if batch.state == "uploaded" else "batch", batch_id)
    known = batches.of_same_file(here.programme(), batch.file_hash, but_id=batch.id)
    facts, plan = import_sheets.facts_of(here.programme()), import_batches.plan_for(batch)
    _crumbs(batch)
    return render_template(
        "imports/check.html", way=way(4), batch=batch, n_ready=batch.mapping["n_ready"], known=known,
        warnings=_warnings(batch), kinds=kinds_of(batch), **problem_page(batch, "check"),
        has_words=any(is_chosen(target, facts) for target in plan.columns),
    )  # fmt: skip


def kinds_of(batch: ImportBatch) -> list[list[str]]:
    """Return how many rows have each kind of problem, as rows of a table."""
    counted = batch.mapping.get("codes", {})
    ordered = sorted(counted, key=lambda code: code not in REFUSALS)
    return [
        [problem_in_general(code), say("Not taken") if code in REFUSALS else say("Taken"), number(counted[code])]
        for code in ordered
    ]


def problem_page(batch: ImportBatch, endpoint: str) -> dict[str, Any]:
    """Return one page of the problems that were kept, with the way to its neighbours."""
    asked = request.args.get("page", "1")
    last = max(1, -(-len(batch.problems) // PAGE))
    page = min(int(asked), last) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 5 else 1
    some = batch.problems[(max(page, 1) - 1) * PAGE : max(page, 1) * PAGE]
    return {
        "problems": [_problem_row(batch, one) for one in some], "n_problems": len(batch.problems),
        "first": (page - 1) * PAGE + 1, "last": (page - 1) * PAGE + len(some),
        "previous_url": _address(endpoint, batch.id, page=page - 1) if page > 1 else None,
        "next_url": _address(endpoint, batch.id, page=page + 1) if page < last else None,
    }  # fmt: skip


def _problem_row(batch: ImportBatch, one: dict[str, Any]) -> list[Any]:
    column = one["column"]
    header = "" if column is None or column >= len(batch.headers) else shortened(batch.headers[column], 60)
    return [
        number(one["row"]), problem(one["code"], other_row=one["other_row"]),
        {"text": header or "–", "as_written": True},
    ]  # fmt: skip


def _keep(form: StoryForm, plan: ImportPlan, batch_id: int, facts: ProgrammeFacts) -> Response | None:
    try:
        import_batches.keep_plan(here.programme(), batch_id, plan, actor=here.actor())
    except RuleBroken as broken:
        if "field" in broken.facts:
            broken.facts["field"] = target_name(str(broken.facts["field"]), facts)[0]
        form.complain("paper" if broken.code == "import.paper-missing" else "plan", message(broken))
        return None
    batch = here.found(batches.batch_of(here.programme(), batch_id))
    found = import_sheets.words_of(import_sheets.sheet_of(batch), plan, facts)
    if any(one.code is None for some in found.values() for one in some):
        return _to("words", batch_id)
    return _look_over(batch_id)


def _look_over(batch_id: int) -> Response:
    import_batches.look_over(here.programme(), batch_id, actor=here.actor())
    return _to("check", batch_id)


def _columns_page(form: StoryForm, batch: ImportBatch) -> str:
    sheet = import_sheets.sheet_of(batch, max_rows=SAMPLE_ROWS)
    fields = [(form[f"column_{n}"], _samples([row[n] for row in sheet.rows])) for n in range(len(batch.headers))]
    known = [(field, samples) for field, samples in fields if field.data]
    rest = [(field, samples) for field, samples in fields if not field.data]
    if len(fields) <= SHOWN_AT_ONCE:
        known, rest = fields, []
    _crumbs(batch)
    reading = upload_choices(RereadForm(None, encoding="", separator=""))
    return render_template(
        "imports/columns.html", way=way(2), form=form, known=known, rest=rest, batch=batch, warnings=_warnings(batch),
        reading=reading, reread_url=_address("reread", batch.id), forget_url=_address("forget", batch.id),
    )  # fmt: skip


def _samples(cells: list[str]) -> str:
    """Return the first different cells of a column, cut short."""
    different = dict.fromkeys(shortened(" ".join(cell.split()), LONGEST_SAMPLE) for cell in cells if cell.strip())
    return " · ".join(list(different)[:SAMPLES])


def _meant(found: dict[str, list[WordFound]]) -> dict[str, str]:
    return {f"word_{i}_{j}": one.code or "" for i, some in enumerate(found.values()) for j, one in enumerate(some)}


def _warnings(batch: ImportBatch) -> list[str]:
    return [warning(one["code"], one["facts"]) for one in batch.mapping.get("warnings", [])]


def _crumbs(batch: ImportBatch) -> None:
    crumb(say("Import"), url_for(".imports", programme=here.programme().slug))
    crumb(batch.file_name)


def _address(endpoint: str, batch_id: int, **more: Any) -> str:
    return url_for(f".{endpoint}", programme=here.programme().slug, batch_id=batch_id, **more)


def _to(endpoint: str, batch_id: int) -> Response:
    return redirect(_address(endpoint, batch_id), 303)
