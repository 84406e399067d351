"""The lists of the set-up, all by the same five pages."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import abort, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.method_changes import MethodPart
from storyapp.services import setup_lists
from storyapp.services.setup_lists import KINDS, Place
from storyapp.web.admin import blueprint
from storyapp.web.admin.nouns import OF_ORGANISATION, OF_PROGRAMME
from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import form_of, values_of
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.common.why import ask_why
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

BLAMED = {
    "setup.options-missing": "options", "setup.option-in-use": "options", "setup.question-answered": "kind",
    "setup.parent-circle": "parent_id", "setup.code-twice": "code", "setup.code-wrong": "code", "setup.taken": "band",
    "setup.period-ends-before": "ends_on", "setup.indicator-in-use": "indicators",
    "setup.two-levels": "parent_id",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where one is: a noun of a programme, or of an organisation."""

    noun: Noun
    place: Place
    prefix: str
    address: dict[str, Any]

    def url(self, endpoint: str, **values: Any) -> str:
        """Return the address of one of the pages here."""
        return url_for(f"admin.{self.prefix}{endpoint}", noun=self.noun.kind, **self.address, **values)


def things(noun: str, **address: str) -> str:
    """List all things of a kind."""
    spot = _spot(noun, address)
    rows = setup_lists.things(spot.place, spot.noun.kind)
    groups = [(name, list(some)) for name, some in groupby(rows, key=spot.noun.group)]
    kind = KINDS[spot.noun.kind]
    return render_template(
        "admin/things.html", noun=spot.noun, spot=spot, groups=groups, may_move=kind.has_position, may_rest=kind.off
    )


def new_thing(noun: str, **address: str) -> str | Response:
    """Add a thing."""
    spot = _spot(noun, address)
    return _edit(spot, None)


def edit_thing(noun: str, thing_id: int, **address: str) -> str | Response:
    """Change a thing."""
    spot = _spot(noun, address)
    return _edit(spot, here.found(setup_lists.thing(spot.place, spot.noun.kind, thing_id)))


def move_thing(noun: str, thing_id: int, way: str, **address: str) -> Response:
    """Let a thing and its neighbour change places."""
    spot = _spot(noun, address)
    here.found(setup_lists.thing(spot.place, spot.noun.kind, thing_id))
    setup_lists.move_thing(spot.place, spot.noun.kind, thing_id, up=way == "up", by_id=here.account().id)
    return redirect(spot.url("things"), 303)


def retire_thing(noun: str, thing_id: int, **address: str) -> Response:
    """Remove a thing, or put it aside where it was used."""
    spot = _spot(noun, address)
    here.found(setup_lists.thing(spot.place, spot.noun.kind, thing_id))
    removed = setup_lists.retire_thing(spot.place, spot.noun.kind, thing_id, by_id=here.account().id)
    leave_note(mark("Removed.") if removed else mark("It was used already, so it is only put aside."))
    return _back(spot)


def bring_back(noun: str, thing_id: int, **address: str) -> Response:
    """Use a thing again that was put aside."""
    spot = _spot(noun, address)
    here.found(setup_lists.thing(spot.place, spot.noun.kind, thing_id))
    setup_lists.bring_back(spot.place, spot.noun.kind, thing_id, by_id=here.account().id)
    leave_note(mark("It is in use again."))
    return _back(spot)


def _spot(noun: str, address: dict[str, Any]) -> Spot:
    if "programme" in address:
        programme = here.programme()
        place = Place(organisation_id=programme.organisation_id, programme_id=programme.id)
        spot = Spot(noun=_noun(OF_PROGRAMME, noun), place=place, prefix="", address=address)
        crumb(say("Set-up"), url_for("admin.programme", **address))
    else:
        organisation = g.organisation
        place = Place(organisation_id=organisation.id)
        spot = Spot(noun=_noun(OF_ORGANISATION, noun), place=place, prefix="house_", address=address)
        crumb(say("Organisation"), url_for("admin.organisation", **address))
    return spot


def _noun(nouns: Any, name: str) -> Noun:
    noun = nouns.get(name)
    if noun is None:
        abort(404)
    return noun


def _edit(spot: Spot, row: Any | None) -> str | Response:
    noun, thing_id = spot.noun, None if row is None else row.id
    parts = noun.parts_for(row)
    form = form_of(parts, spot.place, noun.values_of(spot.place, row))
    if row is not None and "parent_id" in form:
        form["parent_id"].choices = [one for one in form["parent_id"].choices if one.value != str(row.id)]
    if form.is_sent():
        values = values_of(parts, form)
        if values is not None and _save(spot, thing_id, values, form):
            leave_note(mark("Saved."))
            return _back(spot)
    crumb(say(noun.title), spot.url("things"))
    title = noun.add if row is None else noun.edit
    return render_template("admin/form.html", title=say(title), form=form, parts=parts, cancel_url=spot.url("things"))


def _back(spot: Spot) -> Response:
    """Go back to the list, by way of the question why where a domain was changed."""
    back = spot.url("things")
    return ask_why(MethodPart.DOMAINS, back) if spot.noun.kind == "domains" else redirect(back, 303)


def _save(spot: Spot, thing_id: int | None, values: dict[str, Any], form: StoryForm) -> bool:
    try:
        setup_lists.save_thing(spot.place, spot.noun.kind, thing_id, values, by_id=here.account().id)
    except RuleBroken as error:
        blamed = BLAMED.get(error.code, "")
        if blamed == "options" and "particulars" in form:
            blamed = "particulars"
        form.complain(blamed if blamed in form else next(iter(form)).name, message(error))
        return False
    return True


PAGES: tuple[tuple[str, str, Callable[..., Any], tuple[str, ...]], ...] = (
    ("things", "", things, ("GET",)),
    ("new_thing", "/new", new_thing, ("GET", "POST")),
    ("thing", "/<int:thing_id>", edit_thing, ("GET", "POST")),
    ("move_thing", "/<int:thing_id>/move/<any(up, down):way>", move_thing, ("POST",)),
    ("retire_thing", "/<int:thing_id>/retire", retire_thing, ("POST",)),
    ("bring_back", "/<int:thing_id>/bring-back", bring_back, ("POST",)),
)
for start, prefix in (("/p/<programme>/set-up/<noun>", ""), ("/o/<organisation>/set-up/<noun>", "house_")):
    for endpoint, rest, view, methods in PAGES:
        blueprint.add_url_rule(start + rest, prefix + endpoint, view, methods=methods)
