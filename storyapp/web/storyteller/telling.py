"""Telling: from the link to the last press."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import WRITTEN_DOWN, Mode
from storyapp.rules.wording import LANGUAGES
from storyapp.services import circles, collectors, finishing_later, half_told, leads, sessions, telling
from storyapp.web.common.cookies import CIRCLE, COLLECTING, LANGUAGE, TELLING, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import clean
from storyapp.web.common.here import found
from storyapp.web.common.leaving import forget_here
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.circle import resting_place
from storyapp.web.storyteller.network import keep_cookies
from storyapp.web.storyteller.pages import not_kept, step_page, teller_here
from storyapp.web.storyteller.steps import (
    Step,
    Telling,
    first_open,
    form_of,
    may_open,
    named,
    neighbour,
    take_answers,
)  # fmt: skip
from storyapp.web.storyteller.told import told_of

NOT_KEPT = frozenset({"csrf_token", "switch_language", "later"})


@blueprint.get("/t/<token>")
def enter(token: str) -> Response | tuple[str, int]:
    """Exchange the secret of a link for a cookie, and go on to a clean address."""
    place = telling.open_invitation(token) if len(token) <= 80 else None
    if place is None:
        return render_template("storyteller/closed.html", rests=False), 404
    if leads.rests(place):
        return render_template("storyteller/closed.html", rests=True), 503
    if not read_cookie(LANGUAGE):
        give_cookie(LANGUAGE, place.invitation.language)
    mode = place.invitation.mode
    holder = collectors.holder_of(place.invitation) if mode in WRITTEN_DOWN or mode is Mode.GROUP else None
    if holder is not None:
        if request.method != "HEAD":
            give_cookie(COLLECTING, collectors.begin_visit(holder))
        return redirect(url_for("collector.home"), 303)
    if mode is Mode.GROUP:
        if request.method != "HEAD":
            give_cookie(CIRCLE, circles.begin(place.invitation))
        return _go("circle")
    mine = _resumable(place.invitation.id)
    if mine is not None:
        return _go("step", name=mine.name)
    if request.method == "HEAD":  # a preview of the link makes no draft
        return _go("step", name="start")
    return begin_or_ask(place)


def begin_or_ask(place: telling.Place) -> Response:
    """Start a draft; where this browser holds a code that nobody saw, show it; where a story half told, ask first."""
    token = read_cookie(TELLING)
    if telling.has_unseen_code(token):
        return _go("receipt")
    if half_told.asks_first(token, place):
        return _go("again")
    give_cookie(TELLING, telling.begin(place, instead_of=token))
    return _go("step", name="start")


@blueprint.get("/telling")
def no_draft() -> str:
    """Say what to do where this browser holds no story."""
    return render_template("storyteller/no_draft.html")


@blueprint.get("/telling/<name>")
def step(name: str) -> Response | str | tuple[str, int]:
    """Show one step, with what was typed and what still has to be repaired."""
    teller = teller_here()
    this = found(named(name, teller))
    elsewhere = _elsewhere(teller, this)
    if elsewhere is not None:
        return elsewhere
    form = form_of(this, teller)
    if this.name in teller.contents.tried:
        form.validate()
    return step_page(this, teller, form)


@blueprint.post("/telling/<name>")
def take_step(name: str) -> Response | str | tuple[str, int]:
    """Keep what was typed, whole or not, and go on to a clean address."""
    teller = teller_here()
    this = found(named(name, teller))
    elsewhere = _elsewhere(teller, this)
    if elsewhere is not None:
        return elsewhere
    switched, is_later = request.form.get("switch_language", ""), "later" in request.form
    if switched in LANGUAGES:
        give_cookie(LANGUAGE, switched)
    if this.name == "check" and not is_later:
        return _go("step", name="check") if switched else _send(teller)
    typed = _typed()
    following = _take(this, teller, typed, is_switching=bool(switched) or is_later)
    try:
        telling.keep(teller.token, teller.contents)
    except (DBAPIError, OSError) as error:
        return not_kept(this, teller, typed, error)
    keep_cookies(teller, this)
    if is_later:
        finishing_later.take_along(teller.token, teller.contents)
        return _go("later")
    return _go("step", name=following.name)


@blueprint.get("/telling/leave")
def leave() -> Response:
    """Leave at once: the draft goes, and this browser forgets."""
    telling.leave(read_cookie(TELLING))
    drop_cookie(TELLING)
    return forget_here(redirect(resting_place(), 303))


def _go(endpoint: str, **values: Any) -> Response:
    return redirect(url_for(f"storyteller.{endpoint}", **values), 303)


def _elsewhere(teller: Telling, this: Step) -> Response | None:
    if teller.contents.is_sent:
        return _go("receipt")
    return None if may_open(this, teller) else _go("step", name=first_open(teller).name)


def _resumable(invitation_id: int) -> Step | None:
    """Return where to go on, only where the teller said that the phone is their own."""
    token = read_cookie(TELLING)
    found = sessions.telling_of(token) if token else None
    if found is None:
        return None
    draft, place = found
    if draft.invitation_id != invitation_id or draft.story_id is not None:
        return None
    contents = telling.contents_of(draft, token)
    if not contents.own_phone:
        return None
    return first_open(Telling(token=token, place=place, contents=contents))


def _typed() -> MultiDict[str, str]:
    return MultiDict((field, clean(value)) for field, value in request.form.items(multi=True) if field not in NOT_KEPT)


def _take(this: Step, teller: Telling, typed: MultiDict[str, str], *, is_switching: bool) -> Step:
    """Put what was sent into the draft; return the step to show next."""
    contents = teller.contents
    form = form_of(this, teller, typed)
    if is_switching or not form.validate():
        contents.typed[this.name] = {name: values for name, values in typed.lists() if name in form}
        if not is_switching and this.name not in contents.tried:
            contents.tried.append(this.name)
        return this
    take_answers(this, teller, form)
    if this.name == "start":
        contents.own_phone = "own_phone" in form and form.own_phone.data
    if this.name == "age":
        is_adult = teller.band is AgeBand.ADULT
        contents.address = "vy" if is_adult else teller.place.programme.address_form.value
    if request.args.get("back") == "check":
        return first_open(teller)
    return neighbour(this, teller, 1) or this


def _send(teller: Telling) -> Response:
    try:
        if request.form.get("website"):
            raise RuleBroken("story.machine-field")
        telling.send(teller.token, teller.place.invitation.id, teller.contents, told_of(teller))
    except RuleBroken as broken:
        teller.contents.trouble = broken.code
        telling.keep(teller.token, teller.contents)
        return _go("step", name="check")
    return _go("receipt")
