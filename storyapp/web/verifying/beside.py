"""What else speaks for or against a story: an indicator, an observation, another story, a document."""

from typing import Any

from flask import render_template, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries import verifying as queries
from storyapp.data.tables.evidence import OtherEvidence
from storyapp.data.tables.stories import Story
from storyapp.services import others, rounds
from storyapp.services.others import Piece
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, holds, sent, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.verifying import blueprint
from storyapp.web.verifying.forms import NONE, BesideForm, offered
from storyapp.web.verifying.place import story_here, to_card
from storyapp.words.speech import language, mark

FIELDS = {"beside.no-value": "indicator_value", "beside.no-story": "other_story"}


@blueprint.route("/p/<programme>/stories/<public_id>/beside", methods=["GET", "POST"], endpoint="beside")
def put_beside(programme: str, public_id: str) -> Response | str | tuple[str, int]:
    """Put something beside a story."""
    story = story_here(public_id)
    form = _form(story)
    if form.is_sent() and _kept(form, public_id):
        leave_note(mark("It stands beside the story now."))
        return to_card(programme, public_id, at="beside")
    page = render_template(
        "verifying/beside.html", form=form, back=url_for("verifying.card", programme=programme, public_id=public_id)
    )
    return (page, 422) if form.errors else page


@blueprint.post("/p/<programme>/beside/<int:row_id>/remove")
def remove_beside(programme: str, row_id: int) -> Response:
    """Take a piece away that was written by mistake."""
    row = here.found(queries.one_of(here.programme(), OtherEvidence, row_id))
    public_id = queries.public_ids([row.story_id])[row.story_id]
    others.remove_beside(here.programme(), row_id, account_id=here.account().id)
    leave_note(mark("Taken away."))
    return to_card(programme, public_id, at="beside")


def _form(story: Story) -> Any:
    form = sent(BesideForm)
    none = offered(NONE, "–")
    form.indicator.choices = [
        none, *(offered(str(one.id), one.wording.say(language())) for one, _ in queries.indicators_of(here.programme()))
    ]  # fmt: skip
    form.other_story.choices = [
        none, *(offered(one.public_id, rounds.name_of(one)) for one in queries.stories_beside(here.programme(), story))
    ]  # fmt: skip
    return form


def _kept(form: StoryForm, public_id: str) -> bool:
    piece = Piece(
        kind=form.kind.member, stance=form.stance.member, text=form.text.data, other_story=form.other_story.data or "",
        indicator_id=whole(form.indicator.data), indicator_value=form.indicator_value.data,
    )  # fmt: skip
    return holds(
        form, lambda: others.put_beside(here.programme(), public_id, piece, account_id=here.account().id),
        FIELDS, otherwise="text",
    )  # fmt: skip
