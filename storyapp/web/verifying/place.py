"""Which story a page is about, the path above its heading, and rules that say no."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries.stories import story_by_public_id
from storyapp.data.tables.stories import Story
from storyapp.services.verifying import is_open
from storyapp.web.common import here
from storyapp.web.common.surroundings import crumb
from storyapp.words.speech import say


def story_here(public_id: str) -> Story:
    """Return the story of the address, or answer 404; what is held or taken back is not here."""
    story = here.found(story_by_public_id(here.programme(), public_id))
    if not is_open(story):
        here.found(None)
    slug = here.programme().slug
    crumb(say("Stories"), url_for("facilitator.stories", programme=slug))
    crumb(story.title or say("Story"), url_for("facilitator.story", programme=slug, public_id=public_id))
    return story


def to_card(programme: str, public_id: str, *, at: str = "") -> Response:
    """Go to the evidence card of a story."""
    return redirect(url_for("verifying.card", programme=programme, public_id=public_id, _anchor=at or None), 303)
