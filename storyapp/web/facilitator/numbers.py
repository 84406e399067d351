"""Exact numbers on a page, for whoever reads the stories and asks for them (B10)."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from storyapp.services import exact_numbers
from storyapp.web.common import here
from storyapp.web.common.exact import keep_exact
from storyapp.web.facilitator import blueprint

PAGES = {  # page → its view, and how its number is called in the address
    "today": ("facilitator.home", ""), "presence": ("facilitator.presence", ""), "answers": ("evaluator.answers", ""),
    "themes": ("evaluator.themes", ""), "theme": ("evaluator.theme", "theme"), "results": ("evaluator.results", ""),
    "result": ("evaluator.result", "result"),
}  # fmt: skip


@blueprint.post("/p/<programme>/numbers")
def numbers(programme: str) -> Response:
    """Show exact numbers on one page for this visit, or hide them again."""
    page = request.form.get("page", "")
    view, counted = here.found(PAGES.get(page))
    number, is_on = request.form.get("number", 0, type=int), request.form.get("show") == "1"
    if is_on:
        exact_numbers.note_shown(here.programme(), page, account_id=here.account().id)
    keep_exact(page, number, is_on=is_on)
    which: dict[str, Any] = {counted: number} if counted else {}
    return redirect(url_for(view, programme=programme, **which), 303)
