"""Coming in by the six digits on the screen, expecting what the others choose, handing the device on."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields import StringField

from storyapp.rules.errors import RuleBroken
from storyapp.services import rooms, sessions
from storyapp.web.common.cookies import PANEL, VISITOR, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.panel import blueprint
from storyapp.web.panel.forms import EXPECTS_NONE
from storyapp.web.panel.views import place_here
from storyapp.words.messages import message
from storyapp.words.speech import language, mark

FIELDS = {"room.no-name": "name", "room.name-taken": "name"}


class CodeForm(StoryForm):
    """Six digits and a made-up name."""

    code = StringField(mark("Six digits from the screen"))
    name = StringField(mark("Your name in this round"))


@blueprint.route("/panel/code", methods=["GET", "POST"])
def code() -> Response | str | tuple[str, int]:
    """Let somebody in who types the code of the room."""
    form = sent(CodeForm)
    if form.is_sent():
        try:
            cookie = rooms.join(form.code.data, form.name.data, language=language(), visitor=read_cookie(VISITOR))
        except RuleBroken as broken:
            form.complain(FIELDS.get(broken.code, "code"), message(broken))
        else:
            give_cookie(PANEL, cookie)
            return redirect(url_for("panel.home"), 303)
    page = render_template("panel/code.html", form=form)
    return (page, 422) if form.errors else page


@blueprint.post("/panel/next")
def next_person() -> Response:
    """Wipe this device and let the next person come in by the code on the screen."""
    sessions.end_visit(read_cookie(PANEL))
    drop_cookie(PANEL)
    return redirect(url_for("panel.code"), 303)


@blueprint.post("/panel/expect")
def expect() -> Response:
    """Keep what somebody expects the others to choose."""
    place = place_here()
    chosen = request.form.get("story", "")
    ids = {read.story.public_id: read.row.story_id for read in place.reads}
    if place.has_voted and not chosen:
        leave_note(mark("Please choose one."), kind="warn")
    elif place.has_voted and (chosen in ids or chosen == EXPECTS_NONE):
        try:
            rooms.expect(place.seat.id, ids.get(chosen))
        except RuleBroken as broken:
            leave_note(message(broken), kind="warn")
        else:
            leave_note(mark("Kept. You will see together whether it comes so."))
    return redirect(url_for("panel.voted"), 303)
