"""Whose stories were chosen, over all rounds that have decided."""

from flask import render_template

from storyapp.services.equity_over_rounds import equity_of
from storyapp.web.common import here
from storyapp.web.rounds import blueprint


@blueprint.get("/p/<programme>/rounds/whose")
def whose(programme: str) -> str:
    """Show by what chosen stories differ from those that lay beside them."""
    return render_template("rounds/whose.html", told=equity_of(here.programme()))
