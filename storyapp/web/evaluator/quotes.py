"""The basket of quotes: into it with one press from where a sentence stands, out of it, and why it is there."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields import TextAreaField
from wtforms.validators import Length

from storyapp.rules.errors import RuleBroken
from storyapp.rules.quotes import LONGEST_NOTE
from storyapp.services import quote_basket, quote_files
from storyapp.services.quote_basket import Shelf
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, clean, sent, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.words.messages import MESSAGES
from storyapp.words.speech import language, mark

LONGEST_WORD = 80


class NoteForm(StoryForm):
    """Why a quote was chosen."""

    note = TextAreaField(mark("Why this one"), [Length(max=LONGEST_NOTE)])


@blueprint.get("/p/<programme>/quotes")
def quotes(programme: str) -> str:
    """Show the basket by theme and result."""
    return _basket(quote_basket.shelves_of(here.programme()))


@blueprint.post("/p/<programme>/quotes")
def choose_quote(programme: str) -> Response:
    """Put a sentence into the basket and go back to where it was seen."""
    story, *numbers = (clean(request.form.get("sentence")) + ":::").split(":")[:4]
    start, end, version = (whole(number) for number in numbers)
    theme, result = whole(request.form.get("theme")), whole(request.form.get("result"))
    if start is None or end is None or version is None:
        return redirect(_back(programme, theme, result, story), 303)
    try:
        quote_basket.choose_quote(
            here.programme(), story, start=start, end=end, text_version=version, theme_id=theme, result_id=result,
            account_id=here.account().id,
        )  # fmt: skip
    except RuleBroken as broken:
        leave_note(MESSAGES[broken.code], kind="warn", **broken.facts)
    else:
        leave_note(mark("The quote is in the basket."))
    return redirect(_back(programme, theme, result, story), 303)


@blueprint.post("/p/<programme>/quotes/file")
def take_quotes_along(programme: str) -> Response:
    """Make a report of the basket, to take along in every format."""
    try:
        public_id = quote_files.put_together(
            here.programme(), language_of_file=language(), account_id=here.account().id
        )
    except RuleBroken as broken:
        leave_note(MESSAGES[broken.code], kind="warn", **broken.facts)
        return redirect(url_for("evaluator.quotes", programme=programme), 303)
    return redirect(url_for("reports.report", programme=programme, public_id=public_id), 303)


@blueprint.post("/p/<programme>/quotes/<int:quote>/note")
def write_quote_note(programme: str, quote: int) -> Response | str | tuple[str, int]:
    """Write why a quote was chosen."""
    form = sent(NoteForm, prefix=_prefix(quote))
    if not form.is_sent():
        shown = _basket(quote_basket.shelves_of(here.programme()), {quote: form})
        return (shown, 422) if form.errors else shown
    here.found(
        quote_basket.write_note(here.programme(), quote, form.note.data or "", account_id=here.account().id) or None
    )
    leave_note(mark("Saved."))
    return redirect(url_for("evaluator.quotes", programme=programme, _anchor=f"quote-{quote}"), 303)


@blueprint.post("/p/<programme>/quotes/<int:quote>/out")
def take_quote_out(programme: str, quote: int) -> Response:
    """Take a quote out of the basket; taking it out twice changes nothing."""
    if quote_basket.take_out(here.programme(), quote, account_id=here.account().id):
        leave_note(mark("The quote is out of the basket."))
    return redirect(url_for("evaluator.quotes", programme=programme), 303)


def _basket(shelves: list[Shelf], wrong: dict[int, StoryForm] | None = None) -> str:
    forms = {
        kept.quote.id: NoteForm(None, prefix=_prefix(kept.quote.id), note=kept.quote.note)
        for shelf in shelves
        for kept in shelf.kept
    }
    return page("quotes", tab="quotes", shelves=shelves, forms=forms | (wrong or {}))


def _back(programme: str, theme: int | None, result: int | None, story: str) -> str:
    """Return the page from which a sentence was chosen, at its story."""
    values: dict[str, Any] = {"programme": programme} | ({"_anchor": f"story-{story}"} if story.isalnum() else {})
    if theme is not None:
        after = clean(request.form.get("after", "")) or None
        return url_for("evaluator.theme", theme=theme, after=after, **values)
    if result is not None:
        return url_for("evaluator.result", result=result, **values)
    word = clean(request.form.get("word", ""))[:LONGEST_WORD]
    return url_for("evaluator.concordance", word=word, **values)


def _prefix(quote_id: int) -> str:
    return f"quote-{quote_id}-"
