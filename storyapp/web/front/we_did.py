"""You said, we did: what a programme heard, decided and did, for everybody who wants to know."""

from flask import render_template

from storyapp.services import changes, sessions
from storyapp.web.common import here
from storyapp.web.front import blueprint


@blueprint.get("/we-did/<slug>")
def we_did(slug: str) -> str:
    """Show what changed; a programme that shows nothing has no such page."""
    programme = here.found(sessions.programme_by_slug(slug))
    rows = changes.for_everybody(programme)
    here.found(rows or None)
    return render_template("front/we_did.html", programme=programme, rows=rows)
