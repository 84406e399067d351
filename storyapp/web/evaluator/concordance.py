"""A word in all its forms with the words around it."""

from flask import request

from storyapp.services import words_in_context
from storyapp.web.common import here
from storyapp.web.common.forms import clean
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page

LONGEST = 80


@blueprint.get("/p/<programme>/concordance")
def concordance(programme: str) -> str:
    """Show each place where a word stands, in any form."""
    words = clean(request.args.get("word", ""))[:LONGEST]
    found = words_in_context.concordance_of(here.programme(), words) if words else None
    return page("concordance", tab="concordance", words=words, found=found)
