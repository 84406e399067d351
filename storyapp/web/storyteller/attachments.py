"""A picture or a voice beside one's story, put there and taken away by its teller."""

from flask import Response as Answer
from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.attachments import LARGEST_PICTURE, LARGEST_VOICE, MOST_OF_A_STORY
from storyapp.rules.errors import RuleBroken
from storyapp.rules.stories import StoryState
from storyapp.services import attachments as service
from storyapp.web.common.files import a_file
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.forms import AttachmentForm
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

MAY_RECORD = "camera=(), microphone=(self), geolocation=(), interest-cohort=()"
MB = 1024 * 1024


@blueprint.route("/my-story/attachments", methods=["GET", "POST"])
def attachments() -> Response | tuple[Answer, int]:
    """Show what stands beside the story, and take one more."""
    who = g.returned
    if who.story.state is StoryState.WITHDRAWN:
        return redirect(url_for(".view"), 303)
    form = sent(AttachmentForm)
    if form.is_sent() and _taken(form):
        leave_note(mark("It is there. A person will look at it."))
        return redirect(url_for(".attachments"), 303)
    if form.errors and request.files.get("file") and not form.file.errors:
        form.complain("file", say("Please choose the file once more: a page cannot keep it."))
    there = service.of_teller(g.returned)
    page = make_response(
        render_template(
            "storyteller/attachments.html", form=form, there=there, story=g.returned.story,
            programme=g.returned.programme, quick_exit_url=url_for(".leave_my_story"),
            takes_more=service.are_taken(g.returned.programme) and len(there) < MOST_OF_A_STORY,
            picture_mb=LARGEST_PICTURE // MB, voice_mb=LARGEST_VOICE // MB,
        )
    )  # fmt: skip
    page.headers["Permissions-Policy"] = MAY_RECORD
    return (page, 422) if form.errors else page


@blueprint.get("/my-story/attachments/<public_id>")
def attachment(public_id: str) -> Answer:
    """Hand the teller what the teller brought."""
    return a_file(service.file_of_teller(g.returned, public_id))


@blueprint.post("/my-story/attachments/<public_id>/remove")
def remove_attachment(public_id: str) -> Response:
    """Take it away for good."""
    service.remove(g.returned, public_id)
    leave_note(mark("It is gone."))
    return redirect(url_for(".attachments"), 303)


def _taken(form: AttachmentForm) -> bool:
    brought = request.files.get("file")
    raw = brought.read(max(LARGEST_PICTURE, LARGEST_VOICE) + 1) if brought else b""
    try:
        service.add(
            g.returned, raw, about=form.about.data, said=form.said.data, may_be_shown=form.may_be_shown.data == "yes"
        )
    except RuleBroken as broken:
        form.complain("file", message(broken))
        return False
    return True
