"""What will be erased and when, and the act of what was."""

from flask import render_template, url_for

from storyapp.services import destroying, retaining
from storyapp.web.admin import blueprint
from storyapp.web.common import here
from storyapp.web.common.surroundings import crumb
from storyapp.words.speech import say


@blueprint.get("/p/<programme>/set-up/kept")
def kept(programme: str) -> str:
    """Show what will be erased within a year, and what was erased so far."""
    crumb(say("Set-up"), url_for("admin.programme", programme=programme))
    own = here.programme()
    return render_template(
        "admin/kept.html", programme=own, preview=retaining.preview(own), lines=destroying.destructions_of(own)[:20],
        edit_url=url_for("admin.edit_programme", programme=programme),
        print_url=url_for("admin.act_of_destruction", programme=programme),
    )  # fmt: skip


@blueprint.get("/p/<programme>/set-up/destroyed")
def act_of_destruction(programme: str) -> str:
    """Show the act as one sheet for paper and signature."""
    own = here.programme()
    return render_template("admin/destroyed.html", programme=own, lines=destroying.destructions_of(own))
