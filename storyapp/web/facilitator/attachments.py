"""Pictures and voices of tellers: looked at, let stand beside a story or kept sealed, written down."""

from flask import Response as Answer
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from storyapp.rules.attachments import LONGEST_TRANSCRIPT, AttachmentKind
from storyapp.rules.errors import RuleBroken
from storyapp.services import attachments as service
from storyapp.services import reading
from storyapp.web.common import here
from storyapp.web.common.files import a_file
from storyapp.web.common.forms import Required, StoryForm, sent, whole
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.words.messages import message
from storyapp.words.speech import mark, say


class TranscriptForm(StoryForm):
    """What is said in a voice."""

    words = TextAreaField(
        mark("What is said"),
        validators=[Required(mark("Please write down what is said.")), Length(max=LONGEST_TRANSCRIPT)],
    )


@blueprint.get("/p/<programme>/attachments")
def attachments(programme: str) -> str:
    """List pictures and voices, those that wait first."""
    after = whole(request.args.get("after")) or 0
    rows, n_waiting, following = service.listed(here.programme(), passed=after)
    next_url = url_for(".attachments", programme=programme, after=following) if following else ""
    return render_template("facilitator/attachments.html", rows=rows, n_waiting=n_waiting, next_url=next_url)


@blueprint.route("/p/<programme>/attachments/<public_id>", methods=["GET", "POST"])
def attachment(programme: str, public_id: str) -> str | Response | tuple[str, int]:
    """Look at one: say whether a picture may stand beside its story, or write down a voice."""
    place, account_id = here.programme(), here.account().id
    seen = found(service.look(place, public_id, account_id=account_id))
    is_voice = seen.row.kind is AttachmentKind.VOICE
    form = sent(TranscriptForm, words=seen.transcript)
    if "decided" in request.form or (is_voice and form.is_sent()):
        try:
            if is_voice and "decided" not in request.form:
                service.transcribe(place, public_id, form.words.data, account_id=account_id)
            else:
                is_shown = request.form.get("decided") == "shown"
                service.decide(place, public_id, is_shown=is_shown, account_id=account_id)
        except RuleBroken as broken:
            leave_note(message(broken), kind="bad")
        else:
            leave_note("Saved.")
        return redirect(url_for(".attachments", programme=programme), 303)
    crumb(say("Pictures and voices"), url_for(".attachments", programme=programme))
    page = render_template("facilitator/attachment.html", seen=seen, form=form, is_voice=is_voice)
    return (page, 422) if request.method == "POST" and form.errors else page


@blueprint.get("/p/<programme>/attachments/<public_id>/file")
def attachment_file(programme: str, public_id: str) -> Answer:
    """Hand it over to somebody who screens."""
    return a_file(service.file_of(here.programme(), public_id))


@blueprint.get("/p/<programme>/stories/<public_id>/picture/<attachment>")
def picture(programme: str, public_id: str, attachment: str) -> Answer:
    """Hand over a picture that stands beside a story."""
    story = found(reading.readable_story(here.programme(), public_id))
    return a_file(service.file_beside(story, attachment))
