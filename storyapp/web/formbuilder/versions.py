"""Versions of the form: what an edit changes, letting it reach tellers, and how it was asked before."""

from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.questionnaire.asked import Asked, Questionnaire, questionnaire_of
from storyapp.rules.questionnaire.versions import Change
from storyapp.services import form_versions
from storyapp.web.admin.parts import form_of, plain, values_of
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.common.why import ask_why
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import form_url, path_to_form, place
from storyapp.words.answers import condition_words, option_words, section_words
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

NOTE = (
    plain(
        "note", mark("Why is it changed?"), is_optional=True,
        hint=mark("One line for those who read the answers later. No names, please."),
    ),
)  # fmt: skip
MOST_SHOWN = 8  # changes of an older version, on the list of versions


@dataclass(frozen=True, kw_only=True)
class Told:
    """One change in words; `own` and `before` were written by people."""

    words: str
    own: str
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class Read:
    """One question as a version asks it."""

    wording: str
    hint: str
    notes: list[str]
    options: list[str]
    condition: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """The questions of one section, as a version asks them."""

    title: str
    condition: str
    questions: list[Read]


@blueprint.route("/p/<programme>/form/publish", methods=["GET", "POST"])
def publish(programme: str) -> str | Response:
    """Show what tellers will notice, and let it reach them."""
    own = here.programme()
    form = form_of(NOTE, place(), {})
    if form.is_sent():
        values = values_of(NOTE, form)
        if values is not None:
            try:
                number = form_versions.publish(own, note=values["note"], by_id=here.account().id)
            except RuleBroken as broken:
                form.complain("note", message(broken))
            else:
                leave_note(mark("Version %(n)s is published. Whoever begins now answers it."), n=number)
                return ask_why(MethodPart.QUESTIONS, form_url())
    path_to_form()
    return render_template(
        "form/publish.html", form=form, parts=NOTE, cancel_url=form_url(), version=form_versions.version_in_force(own),
        changes=[told(change) for change in form_versions.pending(own)],
    )  # fmt: skip


@blueprint.get("/p/<programme>/form/versions")
def versions(programme: str) -> str:
    """List the versions, newest first."""
    path_to_form()
    rows = [
        {"seen": seen, "changes": [told(change) for change in seen.changes[:MOST_SHOWN]], "more": max(len(seen.changes) - MOST_SHOWN, 0)}
        for seen in form_versions.versions_seen(here.programme())
    ]  # fmt: skip
    return render_template("form/versions.html", rows=rows, slug=programme)


@blueprint.get("/p/<programme>/form/versions/<int:number>")
def version(programme: str, number: int) -> str:
    """Show the form as one version asks it."""
    found = form_versions.one_version(here.programme(), number)
    if found is None:
        abort(404)
    path_to_form()
    crumb(say("Versions of the form"), url_for(".versions", programme=programme))
    return render_template(
        "form/version.html", version=found, slug=programme, parts=read_out(questionnaire_of(found.content))
    )


def told(change: Change) -> Told:
    """Return a change in words."""
    words = say("Section: %(what)s", what=label(change.edit)) if change.is_section else label(change.edit)
    before = change.before.say(language()) if change.before else ""
    return Told(words=words, own=change.what.say(language()), before=before)


def read_out(form: Questionnaire) -> list[Part]:
    """Return a form as one reads it: section by section, our own steps in the programme's words first."""
    ours = [question for question in form.questions if question.is_our_own]
    parts = [Part(title=say("The story itself, in your words"), condition="", questions=[_read(form, q) for q in ours])]
    for code in ["", *(section.code for section in form.sections)]:
        section = form.section(code)
        questions = [_read(form, question) for question in form.own if question.section == code]
        condition = section_words(form, section) if section else ""
        parts.append(Part(title=section.title.say(language()) if section else "", condition=condition, questions=questions))  # fmt: skip
    return [part for part in parts if part.questions]


def _read(form: Questionnaire, question: Asked) -> Read:
    notes: list[Any] = [] if question.is_our_own else [label(question.family), label(question.kind)]
    if question.is_required:
        notes.append(say("asks for an answer"))
    return Read(
        wording=question.wording.say(language()), hint=question.hint.say(language()), notes=notes,
        options=[option_words(option) for option in question.options],
        condition=condition_words(form, question.condition) if question.condition else "",
    )  # fmt: skip
