"""Where the builder is: the programme, its form as it is written, and the way back."""

from flask import url_for

from storyapp.rules.errors import RuleBroken
from storyapp.services.setup_lists import Place
from storyapp.web.common import here
from storyapp.web.common.surroundings import crumb
from storyapp.words.messages import message
from storyapp.words.speech import say


def place() -> Place:
    """Return whose form is built."""
    programme = here.programme()
    return Place(organisation_id=programme.organisation_id, programme_id=programme.id)


def form_url(anchor: str | None = None) -> str:
    """Return the address of the form's own page."""
    return url_for("form.form", programme=here.programme().slug, _anchor=anchor)


def path_to_form(*, is_form: bool = False) -> None:
    """Show the way to the form above the heading."""
    crumb(say("Set-up"), url_for("admin.programme", programme=here.programme().slug))
    if not is_form:
        crumb(say("Story form"), form_url())


def no(broken: RuleBroken) -> dict[str, str]:
    """Return a refusal as a note of a page."""
    return {"kind": "bad", "text": message(broken)}
