"""One check: the teller is asked first, then two outcomes are written, by somebody who did not collect."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.stories import Story
from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import LANGUAGES
from storyapp.services import verifying
from storyapp.services.verifying import Outcome
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, holds, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.verifying import blueprint
from storyapp.web.verifying.forms import AskForm, OutcomeForm
from storyapp.web.verifying.place import story_here
from storyapp.words.messages import message
from storyapp.words.speech import mark, say, speaking

FIELDS = {"check.two-outcomes": "facts"}
FIRST_WORDS = mark(
    "Thank you for your story. Before we ask anybody else: is it right that we want to know more? What would you like to add, and is there anything that we should not ask others? You need not answer."
)


@blueprint.route("/p/<programme>/stories/<public_id>/verification", methods=["GET", "POST"])
def check(programme: str, public_id: str) -> Response | str | tuple[str, int]:
    """Show how far the check of a story is, and write down its outcome."""
    story = story_here(public_id)
    row = verifying.check_page(here.programme(), story)
    form = sent(OutcomeForm, data=_written(row))
    if row is not None and form.is_sent() and _kept(form, public_id):
        leave_note(mark("The outcome is kept. It stands on the evidence card."))
        return redirect(url_for("verifying.card", programme=programme, public_id=public_id), 303)
    return _page(story, form, AskForm(data={"text": _first_words(story)}))


@blueprint.post("/p/<programme>/stories/<public_id>/verification/add")
def add_check(programme: str, public_id: str) -> Response:
    """Put a story into the plan by hand."""
    story_here(public_id)
    _try(
        lambda: verifying.add_to_plan(here.programme(), public_id, account_id=here.account().id),
        mark("The story stands in the plan now."),
    )
    return redirect(url_for("verifying.check", programme=programme, public_id=public_id), 303)


@blueprint.post("/p/<programme>/stories/<public_id>/verification/ask")
def ask_teller(programme: str, public_id: str) -> Response | str | tuple[str, int]:
    """Ask the teller under their code."""
    story = story_here(public_id)
    form = sent(AskForm)
    if form.is_sent() and holds(
        form, lambda: verifying.ask_teller(here.programme(), public_id, form.text.data, account_id=here.account().id),
        {}, otherwise="text",
    ):  # fmt: skip
        leave_note(mark("Sent. The teller will see it when they come back with their code."))
        return redirect(url_for("verifying.check", programme=programme, public_id=public_id), 303)
    story = story_here(public_id)
    return _page(story, OutcomeForm(data=_written(verifying.check_page(here.programme(), story))), form)


def _kept(form: StoryForm, public_id: str) -> bool:
    outcome = Outcome(
        facts=form.facts.member, significance=form.significance.member, how=form.how.member, note=form.note.data
    )
    return holds(
        form, lambda: verifying.note_outcome(here.programme(), public_id, outcome, account_id=here.account().id),
        FIELDS, otherwise="note",
    )  # fmt: skip


def _page(story: Story, form: StoryForm, ask_form: StoryForm) -> str | tuple[str, int]:
    row = verifying.check_page(here.programme(), story)
    page = render_template(
        "verifying/check.html", story=story, row=row, form=form, ask_form=ask_form,
        whole=verifying.outcome_of(row.check if row else None), may_write=verifying.may_verify(story, here.account().id),
    )  # fmt: skip
    return (page, 422) if form.errors or ask_form.errors else page


def _written(row: Any) -> dict[str, Any]:
    if row is None or row.check.checked_on is None:
        return {}
    check = row.check
    return {
        "facts": check.facts.name, "significance": check.significance.name, "note": check.note,
        "how": check.how.name if check.how else None,
    }  # fmt: skip


def _first_words(story: Story) -> str:
    """Return words to begin with, in the language in which the story was told."""
    with speaking(story.language if story.language in LANGUAGES else "ru", address=_address(story)):
        return say(FIRST_WORDS)


def _address(story: Story) -> str:
    is_adult = story.age_band is None or story.age_band.youngest >= 24
    return "vy" if is_adult else here.programme().address_form.value


def _try(does: Any, done: str) -> None:
    try:
        does()
    except RuleBroken as broken:
        leave_note(message(broken), kind="warn")
        return
    leave_note(done)
