"""The monitoring plan: who collects what, when, from whom, by what; values as they come; and the plan to take along."""

from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.formats import registry
from storyapp.gateways.kit import kit
from storyapp.rules.monitoring import Frequency
from storyapp.services import monitoring as service
from storyapp.services import setup_lists
from storyapp.services.instruments import indicators_by_result
from storyapp.services.monitoring import Line
from storyapp.services.setup_lists import Place
from storyapp.web.admin.parts import amount, both, choice, day, form_of, one_of, plain, values_of
from storyapp.web.common import here
from storyapp.web.common.files import to_keep
from storyapp.web.common.forms import holds, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.measuring import blueprint
from storyapp.web.measuring.pages import page
from storyapp.words.speech import language, mark, say

BLAMED = {"plan.no-value-no-note": "value", "plan.not-yet": "collected_on", "plan.nothing-due": "value"}


def _indicators(place: Place) -> list[SelectChoice]:
    found = indicators_by_result(place.organisation_id, place.programme_id or 0)
    return [_offered(one.id, one.wording.say(language())) for _, below in found for one in below]


def _instruments(place: Place) -> list[SelectChoice]:
    return [
        _offered(one.id, one.name.say(language()))
        for one in setup_lists.things(place, "instruments")
        if one.is_active
    ]  # fmt: skip


def _offered(thing_id: int, words: str) -> SelectChoice:
    return SelectChoice(value=str(thing_id), label=words, render_kw={"translate": "no"})


LINE_PARTS = (
    one_of("indicator_id", mark("Indicator"), _indicators),
    one_of("instrument_id", mark("By which instrument"), _instruments, is_optional=True),
    both("from_whom", mark("From whom"), hint=mark("Who answers, or which records: “all who finish in this term”."), is_optional=True),
    both("collector", mark("Who collects"), hint=mark("A role: the coordinator, the psychologist. A name only if everybody may read it."), is_optional=True),
    choice("frequency", mark("How often"), Frequency),
    day("first_due_on", mark("First due on"), hint=mark("The next days are counted from this one.")),
    plain("unit", mark("Unit"), hint=mark("Per cent, people, days, points. Leave it empty if the number needs none."), is_optional=True),
    amount("baseline", mark("Value at the start"), hint=mark("Before the programme began, if you know it.")),
    amount("target", mark("Target"), hint=mark("What you hope for. Leave it empty rather than guess.")),
)  # fmt: skip
VALUE_PARTS = (
    day("collected_on", mark("Collected on")),
    amount("value", mark("Value"), hint=mark("If there is none, leave it empty and say below why.")),
    amount("n_base", mark("Of how many people or cases"), hint=mark("So that readers know what the number stands on."), is_whole=True),
    plain("note", mark("Note"), hint=mark("Why it is missing, or what happened. No names."), is_optional=True, most=400),
)  # fmt: skip


@blueprint.get("/p/<programme>/monitoring")
def plan(programme: str) -> str:
    """Show the plan, what is late first."""
    return page(
        "plan", tab="plan", plan=service.plan_of(here.programme()), said_value=service.said_value,
        files=[one.name for one in registry.available() if one.name in service.FILES],
    )  # fmt: skip


@blueprint.route("/p/<programme>/monitoring/new", methods=["GET", "POST"])
def new_line(programme: str) -> Response | str | tuple[str, int]:
    """Add a line."""
    wanted = whole(request.args.get("indicator"))
    return _edit(
        None, {"indicator_id": wanted, "frequency": Frequency.HALF_YEARLY, "first_due_on": kit().clock().date()}
    )


@blueprint.route("/p/<programme>/monitoring/<int:line_id>", methods=["GET", "POST"])
def line(programme: str, line_id: int) -> Response | str | tuple[str, int]:
    """Change a line."""
    row = _line(line_id).row
    return _edit(line_id, {part.name: getattr(row, part.name) for part in LINE_PARTS})


@blueprint.post("/p/<programme>/monitoring/<int:line_id>/remove")
def remove_line(programme: str, line_id: int) -> Response:
    """Take a line out of the plan."""
    _line(line_id)
    service.remove_line(here.programme(), line_id, by_id=here.account().id)
    leave_note(mark("Taken out of the plan."))
    return _back()


@blueprint.route("/p/<programme>/monitoring/<int:line_id>/value", methods=["GET", "POST"])
def value(programme: str, line_id: int) -> Response | str | tuple[str, int]:
    """Write down the value that is due."""
    seen = _line(line_id)
    form = form_of(VALUE_PARTS, _place(), {"collected_on": kit().clock().date()})
    if form.is_sent():
        values = values_of(VALUE_PARTS, form)
        if values is not None and holds(
            form, lambda: service.collect(here.programme(), line_id, **values, by_id=here.account().id), BLAMED,
            otherwise=next(iter(form)).name,
        ):  # fmt: skip
            leave_note(mark("Saved."))
            return _back()
    _crumb()
    shown = page("value", tab="plan", seen=seen, form=form, parts=VALUE_PARTS, said_value=service.said_value)
    return (shown, 422) if form.errors else shown


@blueprint.get("/p/<programme>/monitoring/plan.<name>")
def plan_file(programme: str, name: str) -> Response:
    """Hand out the plan as a file."""
    if name not in service.FILES:
        abort(404)
    data = service.hand_out(here.programme(), name, actor=here.actor())
    return to_keep(data, registry.format_named(name), "plan")


def _edit(line_id: int | None, now: dict[str, Any]) -> Response | str | tuple[str, int]:
    form = form_of(LINE_PARTS, _place(), now)
    if form.is_sent():
        values = values_of(LINE_PARTS, form)
        if values is not None and holds(
            form, lambda: service.save_line(here.programme(), line_id, values, by_id=here.account().id), BLAMED,
            otherwise=next(iter(form)).name,
        ):  # fmt: skip
            leave_note(mark("Saved."))
            return _back()
    _crumb()
    shown = page("line", tab="plan", form=form, parts=LINE_PARTS, line_id=line_id)
    return (shown, 422) if form.errors else shown


def _line(line_id: int) -> Line:
    return here.found(service.line_of(here.programme(), line_id))


def _place() -> Place:
    own = here.programme()
    return Place(organisation_id=own.organisation_id, programme_id=own.id)


def _crumb() -> None:
    crumb(say("Monitoring plan"), url_for("measuring.plan", programme=here.programme().slug))


def _back() -> Response:
    return redirect(url_for("measuring.plan", programme=here.programme().slug), 303)
