"""Where readers differ: what each said, and what they decide together."""

from flask import redirect, url_for
from werkzeug.wrappers import Response
from wtforms.fields import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.coding import Span, cut, working_text
from storyapp.rules.errors import RuleBroken
from storyapp.services import deciding_together
from storyapp.services.tagging import Place
from storyapp.web.common import here
from storyapp.web.common.forms import Required, StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.coding import coder
from storyapp.web.evaluator.pages import page
from storyapp.words.messages import MESSAGES, message
from storyapp.words.speech import mark, say

FITS, FITS_NOT = "fits", "fits-not"


class TogetherForm(StoryForm):
    """What readers decide together, and why."""

    answer = RadioField(
        mark("What do you decide together?"), [Required(mark("Please choose one of the two."))],
        choices=[SelectChoice(FITS), SelectChoice(FITS_NOT)],
    )  # fmt: skip
    reason = TextAreaField(mark("Why"))

    def in_own_words(self) -> "TogetherForm":
        """Say the answers in the reader's language."""
        self.answer.choices = [SelectChoice(FITS, say("Fits")), SelectChoice(FITS_NOT, say("Does not fit"))]
        return self


@blueprint.get("/p/<programme>/differences/<story>/<int:theme>")
def difference(programme: str, story: str, theme: int) -> str:
    """Show what readers said of a theme on a story, and the form to decide together."""
    return _difference(story, theme)


@blueprint.post("/p/<programme>/differences/<story>/<int:theme>")
def decide_together(programme: str, story: str, theme: int) -> Response | tuple[str, int]:
    """Keep what readers decided together."""
    form = sent(TogetherForm).in_own_words()
    if form.is_sent():
        fits, reason = form.answer.data == FITS, form.reason.data or ""
        try:
            here.found(
                deciding_together.decide_together(_place(story), theme, coder(), fits=fits, reason=reason) or None
            )
        except RuleBroken as broken:
            if broken.code == "joint.no-difference":
                leave_note(MESSAGES[broken.code], kind="warn")
                return redirect(url_for("evaluator.themes", programme=programme, _anchor="agreement"), 303)
            form.complain("reason", message(broken))
        else:
            leave_note(mark("Kept. What each reader said alone stands beside it, and agreement still counts that."))
            return redirect(url_for("evaluator.themes", programme=programme, _anchor="agreement"), 303)
    return _difference(story, theme, form), 422


@blueprint.post("/p/<programme>/differences/<story>/<int:theme>/open")
def open_difference_again(programme: str, story: str, theme: int) -> Response:
    """Take a joint decision back; doing it twice changes nothing."""
    if deciding_together.open_again(_place(story), theme, here.account().id):
        leave_note(mark("The theme stands again as the first reader said."))
    return redirect(url_for("evaluator.difference", programme=programme, story=story, theme=theme), 303)


def _difference(public_id: str, theme_id: int, form: TogetherForm | None = None) -> str:
    shown = here.found(deciding_together.difference(here.programme(), public_id, theme_id))
    together, story = shown.together, shown.story
    if form is None:
        answer = None if together is None else FITS if together.fits else FITS_NOT
        form = TogetherForm(None, answer=answer, reason=together.reason if together else "").in_own_words()
    text, border = working_text(story.happened, story.matters), len(story.happened)
    spans = [Span(start=start, end=end, owner=0) for start, end in shown.words]
    parts = (cut(text, spans, end=border), cut(text, spans, start=border + 2) if story.matters else [])
    happened, matters = (
        [{"text": one.text, **({"kind": "theme-1", "state": "confirmed"} if one.owners else {})} for one in part]
        for part in parts
    )
    return page("difference", tab="themes", shown=shown, form=form, happened=happened, matters=matters)


def _place(public_id: str) -> Place:
    return Place(programme_id=here.programme().id, public_id=public_id)
