"""What a social result costs: inputs, what is worked out, and how to read it."""

from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.costs import ResultCost
from storyapp.formats import registry
from storyapp.gateways.kit import kit
from storyapp.rules.people import Capability
from storyapp.services import costs as service
from storyapp.services.instruments import indicators_by_result
from storyapp.services.setup_lists import Place
from storyapp.web.admin.parts import amount, both, form_of, one_of, plain, values_of, whole
from storyapp.web.common import here
from storyapp.web.common.files import to_keep
from storyapp.web.common.forms import holds
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.measuring import blueprint
from storyapp.web.measuring.pages import page
from storyapp.words.speech import language, mark, say

BLAMED = {
    "cost.no-expense": "expense", "cost.most-below": "most_expense", "cost.year": "year", "cost.twice": "year",
    "cost.nobody-counted": "n_families", "cost.no-source": "source",
}  # fmt: skip


def _results(place: Place) -> list[SelectChoice]:
    found = indicators_by_result(place.organisation_id, place.programme_id or 0)
    return [
        SelectChoice(value=str(one.id), label=one.general.say(language()), render_kw={"translate": "no"})
        for one, _ in found
    ]


PARTS = (
    one_of("result_id", mark("Social result"), _results),
    whole("year", mark("Year"), most=9999),
    amount("expense", mark("Expense of the year for it"), hint=mark("What was spent on this result: wages, rent, materials."), is_optional=False),
    plain("currency", mark("Currency"), hint=mark("Three letters, as banks write it."), most=3),
    amount("most_expense", mark("The same with a full part of what is shared"), hint=mark("Director, accounts, office. Leave it empty if it is in the expense already.")),
    both("contains", mark("What is in the expense, and what is not"), is_optional=True, is_long=True, rows=2),
    amount("n_families", mark("Families that reached the result"), hint=mark("By the sign that you agreed on beforehand. Leave it empty if you do not count families."), is_whole=True),
    amount("n_families_unknown", mark("Families of which it is not known"), hint=mark("Those you have lost from sight."), is_whole=True),
    amount("n_children", mark("Children and young people who reached it"), is_whole=True),
    amount("n_children_unknown", mark("Children and young people of whom it is not known"), is_whole=True),
    plain("source", mark("Where it can be looked up"), hint=mark("The annual accounts, the register of closed cases."), most=400),
    both("note", mark("What a reader should know"), is_optional=True, is_long=True, rows=2),
)  # fmt: skip


@blueprint.get("/p/<programme>/costs")
def costs(programme: str) -> str:
    """Show what results cost."""
    return page(
        "costs", tab="costs", lines=service.costs_of(here.programme(), is_exact=here.may(Capability.SET_UP)),
        service=service, files=[one.name for one in registry.available() if one.name in service.FILES],
    )  # fmt: skip


@blueprint.route("/p/<programme>/costs/new", methods=["GET", "POST"])
def new_cost(programme: str) -> Response | str | tuple[str, int]:
    """Add a result and year."""
    return _edit(None, {"year": kit().clock().year - 1, "currency": "RUB"})


@blueprint.route("/p/<programme>/costs/<int:cost_id>", methods=["GET", "POST"])
def cost(programme: str, cost_id: int) -> Response | str | tuple[str, int]:
    """Change the inputs."""
    row = here.found(service.cost_of(here.programme(), cost_id))
    return _edit(row, {part.name: getattr(row, part.name) for part in PARTS})


@blueprint.post("/p/<programme>/costs/<int:cost_id>/remove")
def remove_cost(programme: str, cost_id: int) -> Response:
    """Take a row away."""
    here.found(service.cost_of(here.programme(), cost_id))
    service.remove_cost(here.programme(), cost_id, by_id=here.account().id)
    leave_note(mark("Taken away."))
    return _back()


@blueprint.get("/p/<programme>/costs/costs.<name>")
def costs_file(programme: str, name: str) -> Response:
    """Hand out the costs as a file."""
    if name not in service.FILES:
        abort(404)
    data = service.hand_out(here.programme(), name, actor=here.actor())
    return to_keep(data, registry.format_named(name), "costs")


def _edit(row: ResultCost | None, now: dict[str, Any]) -> Response | str | tuple[str, int]:
    own = here.programme()
    cost_id = None if row is None else row.id
    form = form_of(PARTS, Place(organisation_id=own.organisation_id, programme_id=own.id), now)
    if form.is_sent():
        values = values_of(PARTS, form)
        if values is not None and holds(form, lambda: _keep(cost_id, values), BLAMED, otherwise="result_id"):
            leave_note(mark("Saved."))
            return _back()
    crumb(say("What a social result costs"), url_for("measuring.costs", programme=own.slug))
    shown = page("cost", tab="costs", form=form, parts=PARTS, cost_id=cost_id)
    return (shown, 422) if form.errors else shown


def _keep(cost_id: int | None, values: dict[str, Any]) -> None:
    unknown = {name: values[name] or 0 for name in ("n_families_unknown", "n_children_unknown")}
    currency = values["currency"].upper()
    said = {**values, **unknown, "currency": currency}
    service.save_cost(here.programme(), cost_id, said, by_id=here.account().id)


def _back() -> Response:
    return redirect(url_for("measuring.costs", programme=here.programme().slug), 303)
