"""Answering a poll: one page, once for each browser, and handing the device on."""

from typing import Any

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import polls as service
from storyapp.services.polls import Visiting
from storyapp.web.common.cookies import POLL, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.poll_words import answer_words, item_words
from storyapp.web.polling import blueprint
from storyapp.web.polling.forms import answer_form
from storyapp.words.messages import message
from storyapp.words.speech import language, use_language


@blueprint.before_request
def speak_to_who_answers() -> None:
    """Say «ты» or «вы» as the programme chose for its young people."""
    if g.get("visiting") is not None:
        use_language(language(), address=_here().programme.address_form.value)


@blueprint.context_processor
def words_for_polls() -> dict[str, Any]:
    """Let templates name items and answers."""
    return {"answer_words": answer_words, "item_words": item_words}


@blueprint.get("/poll/enter/<token>")
def enter(token: str) -> Response:
    """Exchange the secret of a link for a cookie, and go on to a clean address."""
    cookie = service.enter(token, cookie=read_cookie(POLL)) if len(token) <= 80 else None
    if cookie is None:
        return redirect(url_for("polling.no_poll"), 303)
    give_cookie(POLL, cookie)
    return redirect(url_for("polling.poll"), 303)


@blueprint.get("/poll/none")
def no_poll() -> str:
    """Say what to do where a link is no longer good."""
    return render_template("polling/no_poll.html")


@blueprint.route("/poll", methods=["GET", "POST"])
def poll() -> Response | str | tuple[str, int]:
    """Ask; thank who has answered; when it is over, show the result."""
    here = _here()
    one = here.asked
    if one.is_over or here.has_answered:
        return render_template("polling/after.html", here=here, one=one)
    form = answer_form(one)
    if form.is_sent():
        try:
            service.answer(read_cookie(POLL), form.said)
        except RuleBroken as broken:
            form.complain(form.first, message(broken))
        else:
            return redirect(url_for("polling.poll"), 303)
    page = render_template("polling/poll.html", here=here, one=one, form=form)
    return (page, 422) if form.errors else page


@blueprint.post("/poll/next")
def next_person() -> Response:
    """Begin anew for the next person on the same device."""
    cookie = service.hand_on(read_cookie(POLL))
    if cookie is not None:
        give_cookie(POLL, cookie)
    return redirect(url_for("polling.poll"), 303)


@blueprint.post("/poll/leave")
def leave() -> Response:
    """Forget the poll in this browser."""
    drop_cookie(POLL)
    return redirect(url_for("front.first_page"), 303)


def _here() -> Visiting:
    return g.visiting
