"""One question: first its kind, then what this kind needs."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.services import questionnaires, setup_lists
from storyapp.web.admin.parts import form_of, values_of
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm
from storyapp.web.common.notes import leave_note
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import form_url, path_to_form, place
from storyapp.web.formbuilder.question_parts import parts_of, shown_condition, shown_of, written_of
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

KINDS = (
    (QuestionKind.ONE_OF, mark("A few answers, one is chosen. Quick for everybody.")),
    (QuestionKind.SEVERAL_OF, mark("A few answers, any number of them is ticked.")),
    (QuestionKind.SCALE, mark("Steps in a row, with words at both ends.")),
    (QuestionKind.SLIDER, mark("A place between two poles, where neither is the right one (dyad).")),
    (QuestionKind.TRIAD, mark("A place between three poles, which all are a little true (triad).")),
    (QuestionKind.WHEEL, mark("Several areas of life on one wheel, before and now.")),
    (QuestionKind.NUMBER, mark("A number, with limits if you like.")),
    (QuestionKind.MONTH, mark("Roughly when: a month and a year, never a day.")),
    (QuestionKind.SHORT_TEXT, mark("One line in own words. Stays sealed with the story.")),
    (QuestionKind.LONG_TEXT, mark("Some sentences in own words. Stays sealed with the story; costs the teller most.")),
)
BLAMED = {
    "setup.options-missing": "options", "setup.options-exactly": "options", "setup.options-too-many": "options",
    "setup.option-in-use": "options", "setup.question-answered": "wording_ru", "setup.code-twice": "code",
    "setup.code-wrong": "code", "form.least-above-most": "most", "form.asked-later": "if_question",
    "form.loop": "if_question", "form.loop-own": "if_question", "form.question-gone": "if_question", "form.repeat-inside": "if_question", "form.condition-unclear": "if_values",
    "form.answer-gone": "if_values", "form.number-missing": "if_values",
}  # fmt: skip


@blueprint.get("/p/<programme>/form/questions/new")
def kinds(programme: str) -> str:
    """Offer the kinds of questions."""
    path_to_form()
    rows = [
        (label(kind), say(words), url_for(".new_question", programme=programme, kind=kind.value))
        for kind, words in KINDS
    ]
    return render_template("form/kinds.html", rows=rows)


@blueprint.route("/p/<programme>/form/questions/new/<kind>", methods=["GET", "POST"])
def new_question(programme: str, kind: str) -> str | Response:
    """Add a question of a kind."""
    known = {one.value: one for one in QuestionKind}
    if kind not in known:
        abort(404)
    return _edit(None, known[kind])


@blueprint.route("/p/<programme>/form/questions/<int:question_id>", methods=["GET", "POST"])
def question(programme: str, question_id: int) -> str | Response:
    """Change a question."""
    row = here.found(setup_lists.thing(place(), "questions", question_id))
    return _edit(row, row.kind)


def _edit(row: Any | None, kind: QuestionKind) -> str | Response:
    asked = questionnaires.asked_of(row) if row is not None else None
    question_id = row.id if row is not None else None
    parts = parts_of(kind, asked)
    first = {"family": QuestionFamily.STORY, "two_times": True, "most": None, **shown_condition(None)}
    form = form_of(parts, place(), shown_of(row) if row is not None else first)
    if form.is_sent():
        values = values_of(parts, form)
        if values is not None and (saved_id := _save(question_id, values, kind, form)):
            leave_note(mark("Saved."))
            return redirect(form_url(f"question-{saved_id}"), 303)
    path_to_form()
    title = say("Add a question") if row is None else say("Edit a question")
    return render_template(
        "form/question.html", title=title, kind=label(kind), form=form, parts=parts, cancel_url=form_url()
    )


def _save(question_id: int | None, values: dict[str, Any], kind: QuestionKind, form: StoryForm) -> int | None:
    written = questionnaires.written_form(here.programme())
    try:
        stored = written_of(values, kind, written)
        return setup_lists.save_thing(place(), "questions", question_id, stored, by_id=here.account().id)
    except RuleBroken as broken:
        blamed = BLAMED.get(broken.code, "")
        form.complain(blamed if blamed in form else next(iter(form)).name, message(broken))
        return None
