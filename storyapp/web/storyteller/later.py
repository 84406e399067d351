"""A story that is half told: go on, begin anew, finish later or elsewhere, erase it here."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.receipts import parse_receipt
from storyapp.services import finishing_later, half_told, telling
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.cookies import TELLING, VISITOR, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import clean
from storyapp.web.common.leaving import forget_here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.pace import at_a_pace
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.circle import resting_place
from storyapp.web.storyteller.forms import OwnWordsForm, ResumeForm
from storyapp.web.storyteller.pages import teller_here
from storyapp.web.storyteller.steps import first_open
from storyapp.words.messages import MESSAGES, OTHERWISE
from storyapp.words.speech import mark


@blueprint.get("/telling/again")
def again() -> Response | str:
    """Ask what shall become of a half-told story, since a link was opened again in this browser."""
    teller = teller_here()
    if not teller.contents.is_begun:
        return _go("step", name="start")
    return render_template(
        "storyteller/again.html", quick_exit_url=url_for("storyteller.leave"), form=OwnWordsForm(),
        is_shut=half_told.is_shut(teller.contents),
    )  # fmt: skip


@blueprint.post("/telling/go-on")
def go_on() -> Response:
    """Go on where the story stopped; where a link was opened over it, only with two words of it."""
    teller = teller_here()
    if half_told.is_shut(teller.contents):
        typed = clean(request.form.get("words", ""))[:200]
        try:
            half_told.unlock(teller.token, teller.contents, teller.place, typed)
        except RuleBroken as broken:
            leave_note(MESSAGES.get(broken.code, OTHERWISE), kind="bad", **broken.facts)
            return _go("again")
    return _go("receipt") if teller.contents.is_sent else _go("step", name=first_open(teller).name)


@blueprint.post("/telling/begin-anew")
def begin_anew() -> Response:
    """Erase the half-told story and begin by the link that was opened; without one, say where to go."""
    place = telling.place_of_next(teller_here().contents)
    if place is None:
        telling.leave(here.token())
        drop_cookie(TELLING)
        return _go("no_draft")
    give_cookie(TELLING, telling.begin(place, instead_of=here.token()))
    return forget_here(_go("step", name="start"))


@blueprint.get("/telling/later")
def later() -> Response | str:
    """Show the code by which the story is finished later or on another device."""
    contents = teller_here().contents
    if not contents.later_code:
        return _go("step", name="start")
    return render_template(
        "storyteller/later.html", groups=parse_receipt(contents.later_code).grouped.split(),
        quick_exit_url=url_for("storyteller.put_away"), address=full_address(url_for("storyteller.resume")),
    )  # fmt: skip


@blueprint.route("/telling/put-away", methods=["GET", "POST"])
def put_away() -> Response:
    """Leave this browser with nothing; the story waits for its code."""
    drop_cookie(TELLING)
    return forget_here(redirect(resting_place(), 303))


@blueprint.post("/telling/erase")
def erase_here() -> Response:
    """Erase the half-told story, here and on the server."""
    telling.leave(here.token())
    drop_cookie(TELLING)
    leave_note(mark("Erased. Nothing of it is left, here or with us."))
    return forget_here(redirect(resting_place(otherwise="storyteller.no_draft"), 303))


@blueprint.get("/telling/resume")
def resume() -> str:
    """Ask for the code of a story that was not finished."""
    is_unfinished = telling.unfinished(read_cookie(TELLING)) is not None
    return render_template("storyteller/resume.html", form=ResumeForm(), is_unfinished=is_unfinished)


@blueprint.post("/telling/resume")
def take_over() -> Response:
    """Open the story of a code in this browser; wrong, used and late codes look the same."""
    if request.form.get("switch_language"):
        return _go("resume")
    try:
        with at_a_pace():
            typed, visitor = clean(request.form.get("code", ""))[:200], read_cookie(VISITOR)
            token = finishing_later.go_on(typed, visitor=visitor, instead_of=read_cookie(TELLING))
    except RuleBroken as broken:
        leave_note(MESSAGES.get(broken.code, OTHERWISE), kind="bad", **broken.facts)
        return _go("resume")
    give_cookie(TELLING, token)
    return _go("step", name="check")  # which leads to the first step that is not whole


def _go(endpoint: str, **values: Any) -> Response:
    return redirect(url_for(f"storyteller.{endpoint}", **values), 303)
