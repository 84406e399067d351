"""Passing the invitation on, after one's own story is sent."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import passing_on
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.notes import leave_note
from storyapp.web.common.qr import qr_drawing
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.pages import teller_here
from storyapp.words.messages import message
from storyapp.words.speech import say


@blueprint.post("/telling/pass-on")
def pass_on() -> Response:
    """Make a link for friends."""
    teller = teller_here()
    if not teller.contents.is_sent:
        return redirect(url_for("storyteller.step", name="check"), 303)
    try:
        passing_on.pass_on(here.token(), teller.contents, teller.place.invitation)
    except RuleBroken as broken:
        leave_note(message(broken), kind="warn")
        return redirect(url_for("storyteller.receipt"), 303)
    return redirect(url_for("storyteller.passed_on"), 303)


@blueprint.get("/telling/passed-on")
def passed_on() -> Response | str:
    """Show the link for friends, with nothing of the teller's own on the page."""
    token = teller_here().contents.passed_on
    if not token:
        return redirect(url_for("storyteller.receipt"), 303)
    address = full_address(url_for("storyteller.enter", token=token))
    return render_template(
        "storyteller/passed_on.html", address=address, qr=qr_drawing(address, named=say("The link as a picture")),
        quick_exit_url=url_for("storyteller.leave"),
    )  # fmt: skip
