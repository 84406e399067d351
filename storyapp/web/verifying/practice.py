"""The card of a practice: four dimensions, what is stated and what can be seen from here."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.chain import ChainKind
from storyapp.rules.practice import Dimension
from storyapp.services import chain as chain_service
from storyapp.services import practice as service
from storyapp.services import setup_lists
from storyapp.services.practice import Statement
from storyapp.services.setup_lists import Place
from storyapp.web.common import here
from storyapp.web.common.forms import holds, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.verifying import blueprint
from storyapp.web.verifying.forms import LevelForm
from storyapp.words.practice import SIGNS
from storyapp.words.speech import mark, say

FIELDS = {"practice.no-source": "source", "practice.year": "year"}


@blueprint.get("/p/<programme>/practice")
def practice(programme: str) -> str:
    """Show the four dimensions."""
    return render_template(
        "verifying/practice.html", lines=service.card_of(here.programme()), signs=SIGNS, about=_about()
    )


@blueprint.route("/p/<programme>/practice/<name>", methods=["GET", "POST"])
def practice_level(programme: str, name: str) -> Response | str | tuple[str, int]:
    """State the level of one dimension."""
    line = _line(name)
    now = line.stated
    form = sent(
        LevelForm,
        data={"level": now.level.name, "source": now.source, "verifier": now.verifier, "year": now.year} if now else {},
    )
    if form.is_sent():
        said = Statement(
            level=form.level.member, source=form.source.data, verifier=form.verifier.data or "", year=form.year.data
        )
        keeps = lambda: service.state_level(here.programme(), line.dimension, said, account_id=here.account().id)  # noqa: E731
        if holds(form, keeps, FIELDS, otherwise="source"):
            leave_note(mark("Saved."))
            return redirect(url_for("verifying.practice", programme=programme), 303)
    crumb(say("Card of the practice"), url_for("verifying.practice", programme=programme))
    page = render_template("verifying/practice_level.html", line=line, form=form, signs=SIGNS)
    return page, 422 if form.errors else 200


@blueprint.post("/p/<programme>/practice/<name>/take-back")
def take_back_level(programme: str, name: str) -> Response:
    """State nothing any more."""
    service.take_back(here.programme(), _line(name).dimension, account_id=here.account().id)
    leave_note(mark("Nothing is stated here any more."))
    return redirect(url_for("verifying.practice", programme=programme), 303)


def _about() -> dict[str, Any]:
    """Return what stands on top of the card: the kind, for whom, what is done, which results are meant."""
    own = here.programme()
    place = Place(organisation_id=own.organisation_id, programme_id=own.id)
    chain = chain_service.chain_of(own)
    return {
        "kind": own.practice_kind,
        "groups": setup_lists.things(place, "target-groups"),
        "activities": chain.of(ChainKind.ACTIVITY),
        "results": [one for one, _ in chain.results],
    }


def _line(name: str) -> service.DimensionLine:
    if name not in {one.value for one in Dimension}:
        abort(404)
    return next(line for line in service.card_of(here.programme()) if line.dimension.value == name)
