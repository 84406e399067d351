"""A few words of a screened text are put right; the teller agrees before others read it so."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.stories import Story
from storyapp.rules.errors import RuleBroken
from storyapp.rules.stories import StoryState
from storyapp.services import light_edits, reading, searching
from storyapp.services.screening import Texts
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, sent, whole
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import EditAgreedForm, LightEditForm
from storyapp.words.messages import message
from storyapp.words.speech import say


@blueprint.route("/p/<programme>/stories/<public_id>/put-right", methods=["GET", "POST"])
def put_right(programme: str, public_id: str) -> str | Response | tuple[str, int]:
    """Put a few words right; what waits already is the beginning."""
    story = found(reading.read_story(here.programme(), public_id, account_id=here.account().id)).story
    if story.state is not StoryState.SCREENED:
        return redirect(url_for(".story", programme=programme, public_id=public_id), 303)
    waiting = light_edits.waiting(story)
    begin = waiting.texts if waiting is not None else story
    form = sent(
        LightEditForm, version=str(story.text_version), title=begin.title, happened=begin.happened,
        matters=begin.matters,
    )  # fmt: skip
    if form.is_sent():
        try:
            light_edits.write(
                here.programme(), public_id, _typed(form), account_id=here.account().id,
                seen_version=whole(form.version.data) or 0,
            )  # fmt: skip
        except RuleBroken as broken:
            form.complain("happened", message(broken))
            form.version.data = str(story.text_version)
        else:
            leave_note("Saved. Others read it so once the teller has agreed.")
            return redirect(url_for(".put_right", programme=programme, public_id=public_id), 303)
    return _page(programme, story, form, EditAgreedForm(data={"seen": waiting.seen if waiting else ""}))


@blueprint.post("/p/<programme>/stories/<public_id>/put-right/agreed")
def put_right_agreed(programme: str, public_id: str) -> Response | tuple[str, int] | str:
    """Note who agreed to the edit and how, where the teller cannot be reached by the code."""
    found(searching.is_here(here.programme(), public_id))
    form = sent(EditAgreedForm)
    if form.is_sent():
        try:
            light_edits.note_agreement(
                here.programme(), public_id, how=form.how.data or "", seen=form.seen.data or "",
                account_id=here.account().id,
            )  # fmt: skip
        except RuleBroken as broken:
            form.complain("how", message(broken))
        else:
            leave_note("Noted. Others read it so now.")
            return redirect(url_for(".story", programme=programme, public_id=public_id), 303)
    story = found(reading.read_story(here.programme(), public_id, account_id=here.account().id)).story
    waiting = light_edits.waiting(story)
    begin = waiting.texts if waiting is not None else story
    asked = LightEditForm(
        None, version=str(story.text_version), title=begin.title, happened=begin.happened, matters=begin.matters
    )
    form.seen.data = waiting.seen if waiting is not None else ""
    return _page(programme, story, asked, form)


@blueprint.post("/p/<programme>/stories/<public_id>/put-right/drop")
def drop_put_right(programme: str, public_id: str) -> Response:
    """Take back an edit that waits."""
    found(searching.is_here(here.programme(), public_id))
    try:
        light_edits.drop(here.programme(), public_id, account_id=here.account().id)
    except RuleBroken as broken:
        leave_note(message(broken), kind="bad")
    else:
        leave_note("The light edit is taken back; the text stays as it was.")
    return redirect(url_for(".story", programme=programme, public_id=public_id), 303)


def _typed(form: StoryForm) -> Texts:
    return Texts(title=form.title.data or "", happened=form.happened.data or "", matters=form.matters.data or "")


def _page(programme: str, story: Story, form: StoryForm, agreed: StoryForm) -> str | tuple[str, int]:
    crumb(say("Stories"), url_for(".stories", programme=programme))
    page = render_template(
        "facilitator/put_right.html", form=form, agreed=agreed, story=story, edit=light_edits.waiting(story),
        shown=light_edits.shown(story), public_id=story.public_id, slug=programme,
    )  # fmt: skip
    return (page, 422) if request.method == "POST" and (form.errors or agreed.errors) else page
