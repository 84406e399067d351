"""A facilitator asks a group, shows the link, closes, and reads the result."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.polls import PollKind
from storyapp.services import polls as service
from storyapp.services.polls import Asked, NewPoll
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.poll_words import answer_words, item_words
from storyapp.web.common.qr import qr_drawing
from storyapp.web.common.surroundings import crumb
from storyapp.web.polls import blueprint
from storyapp.web.polls.forms import WORDED, HowManyForm, InvitedForm, PollForm
from storyapp.web.rounds.place import attempt
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

FIELDS = {"poll.options": "options_ru", "poll.n-dots": "n_dots"}
KINDS = ",".join(kind.value for kind in PollKind)


@blueprint.context_processor
def words_for_polls() -> dict[str, Any]:
    """Let templates name items and answers."""
    return {"answer_words": answer_words, "item_words": item_words}


@blueprint.get("/p/<programme>/polls")
def polls(programme: str) -> str:
    """List what was asked, the newest first."""
    return render_template("polls/polls.html", rows=service.listed(here.programme()), kinds=PollKind)


@blueprint.route(f"/p/<programme>/polls/new/<any({KINDS}):kind>", methods=["GET", "POST"])
def new(programme: str, kind: str) -> Response | str | tuple[str, int]:
    """Write a poll and open it."""
    _crumb()
    asks = PollKind(kind)
    ru, en = WORDED.get(asks, ("", ""))
    form = sent(PollForm, data={"question_ru": ru, "question_en": en}).offer()
    if form.is_sent() and form.check(asks):
        poll_id = _holds(
            form, lambda: service.ask(here.programme(), _planned(form, asks), account_id=here.account().id)
        )
        if poll_id is not None:
            leave_note(mark("The poll is open. Show the code, or read the address aloud."))
            return _to(poll_id)
    page = render_template("polls/new.html", form=form, kind=asks)
    return (page, 422) if form.errors else page


@blueprint.get("/p/<programme>/polls/<int:poll_id>")
def poll(programme: str, poll_id: int) -> str:
    """Show who took part; when it is over, the result."""
    one = _asked(poll_id)
    form = InvitedForm(data={"n_invited": one.poll.n_invited})
    return render_template(
        "polls/poll.html", one=one, form=form, before=service.series(one) if one.is_over else [], **_link(one)
    )


@blueprint.get("/p/<programme>/polls/<int:poll_id>/screen")
def screen(programme: str, poll_id: int) -> str:
    """Show a room how to come in and how many have answered; nothing of what they said."""
    one = _asked(poll_id)
    return render_template("polls/screen.html", one=one, **_link(one))


@blueprint.post("/p/<programme>/polls/<int:poll_id>/close")
def close(programme: str, poll_id: int) -> Response:
    """End a poll."""
    _asked(poll_id)
    service.close(here.programme(), poll_id, account_id=here.account().id)
    leave_note(mark("The poll is closed."))
    return _to(poll_id)


@blueprint.post("/p/<programme>/polls/<int:poll_id>/invited")
def invited(programme: str, poll_id: int) -> Response:
    """Correct how many people are asked."""
    _asked(poll_id)
    form = sent(InvitedForm)
    if not form.validate():
        leave_note(form.n_invited.errors[0], kind="warn")
        return _to(poll_id)
    attempt(
        lambda: service.change_invited(here.programme(), poll_id, form.n_invited.data, account_id=here.account().id),
        mark("Saved."),
    )
    return _to(poll_id)


@blueprint.route("/p/<programme>/polls/<int:poll_id>/again", methods=["GET", "POST"])
def again(programme: str, poll_id: int) -> Response | str | tuple[str, int]:
    """Ask the same once more, to see what has changed since."""
    one = _asked(poll_id)
    if not one.is_over:
        return _to(poll_id)
    form = sent(HowManyForm, data={"n_invited": one.poll.n_invited}).offer()
    if form.is_sent():
        new_id = _holds(form, lambda: _ask_again(poll_id, form.n_invited.data, form.time))
        if new_id is not None:
            leave_note(mark("The poll is open. Show the code, or read the address aloud."))
            return _to(new_id)
    page = render_template("polls/again.html", form=form, one=one)
    return (page, 422) if form.errors else page


@blueprint.post("/p/<programme>/polls/<int:poll_id>/remove")
def remove(programme: str, poll_id: int) -> Response:
    """Take a poll away that was a mistake."""
    _asked(poll_id)
    service.remove(here.programme(), poll_id, account_id=here.account().id)
    leave_note(mark("Taken away."))
    return redirect(url_for("polls.polls", programme=programme), 303)


def _asked(poll_id: int) -> Asked:
    one = here.found(service.asked(here.programme(), poll_id))
    _crumb()
    return one


def _crumb() -> None:
    crumb(say("Rounds"), url_for("rounds.rounds", programme=here.programme().slug))
    crumb(say("Polls"), url_for("polls.polls", programme=here.programme().slug))


def _to(poll_id: int) -> Response:
    return redirect(url_for("polls.poll", programme=here.programme().slug, poll_id=poll_id), 303)


def _link(one: Asked) -> dict[str, Any]:
    if one.is_over:
        return {"address": "", "qr": ""}
    address = full_address(url_for("polling.enter", token=one.token))
    return {"address": address, "qr": qr_drawing(address, named=say("The same link as a picture for the phone"))}


def _planned(form: StoryForm, kind: PollKind) -> NewPoll:
    return NewPoll(
        kind=kind, question=form.question, options=form.options if kind.has_own_options else (),
        n_invited=form.n_invited.data, n_dots=form.n_dots.data or 0, k=int(form.k.data), lasts=form.time,
    )  # fmt: skip


def _ask_again(poll_id: int, n_invited: int, lasts: timedelta) -> int:
    return service.ask_again(here.programme(), poll_id, n_invited=n_invited, lasts=lasts, account_id=here.account().id)


def _holds(form: StoryForm, does: Callable[[], int]) -> int | None:
    """Do it; where a rule says no, put its sentence beside the field that it is about."""
    try:
        return does()
    except RuleBroken as broken:
        form.complain(FIELDS.get(broken.code, "n_invited"), message(broken))
        return None
