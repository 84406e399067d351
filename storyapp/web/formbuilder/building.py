"""The form at a glance: pages, questions, what depends on what, and what it costs."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from storyapp.data.tables.programmes import FormSection, Question
from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.asked import Asked, Questionnaire, Section, condition_of
from storyapp.rules.questionnaire.burden import cost_of, seconds_of
from storyapp.services import form_versions, questionnaires, setup_lists
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import form_url, no, path_to_form, place
from storyapp.words.answers import condition_words, repeats_words
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question as the builder lists it."""

    row: Question
    asked: Asked
    notes: list[str]
    condition: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """One section with its questions; the first group stands in none."""

    section: FormSection | None
    condition: str
    often: str  # how often it is asked, where that is more than once
    rows: list[Row]


@blueprint.get("/p/<programme>/form")
def form(programme: str) -> str:
    """Show the form as it is written now."""
    return show()


@blueprint.post("/p/<programme>/form/questions/<int:question_id>/move/<any(up, down):way>")
def move_question(programme: str, question_id: int, way: str) -> Response | tuple[str, int]:
    """Let a question and its neighbour change places."""
    return _moved("questions", question_id, way)


@blueprint.post("/p/<programme>/form/sections/<int:section_id>/move/<any(up, down):way>")
def move_section(programme: str, section_id: int, way: str) -> Response | tuple[str, int]:
    """Let a section and its neighbour change places."""
    return _moved("sections", section_id, way)


@blueprint.post("/p/<programme>/form/questions/<int:question_id>/retire")
def retire_question(programme: str, question_id: int) -> Response | tuple[str, int]:
    """Remove a question, or put it aside where it was answered."""
    return _retired("questions", question_id)


@blueprint.post("/p/<programme>/form/sections/<int:section_id>/remove")
def remove_section(programme: str, section_id: int) -> Response | tuple[str, int]:
    """Remove a section that holds no question."""
    return _retired("sections", section_id)


@blueprint.post("/p/<programme>/form/questions/<int:question_id>/bring-back")
def bring_back(programme: str, question_id: int) -> Response | tuple[str, int]:
    """Ask a question again that was put aside."""
    here.found(setup_lists.thing(place(), "questions", question_id))
    try:
        setup_lists.bring_back(place(), "questions", question_id, by_id=here.account().id)
    except RuleBroken as broken:
        return show(trouble=broken), 409
    leave_note(mark("It is in use again."))
    return redirect(form_url(), 303)


def show(*, trouble: RuleBroken | None = None) -> str:
    """Render the form's own page, with what could not be done."""
    own = here.programme()
    written = questionnaires.written_form(own)
    rows = setup_lists.things(place(), "questions")
    path_to_form(is_form=True)
    return render_template(
        "form/form.html", groups=_groups(written, rows), aside=[row for row in rows if not row.is_active],
        costs=[(say("From 14 years"), cost_of(written, language())), (say("10–13 years"), cost_of(written, language(), for_children=True))],
        trouble=no(trouble) if trouble else None, slug=own.slug, label=label,
        is_empty=not written.own, version=form_versions.version_in_force(own), n_pending=len(form_versions.pending(own)),
    )  # fmt: skip


def _groups(form: Questionnaire, rows: list[Any]) -> list[Group]:
    by_id = {row.id: row for row in rows}
    sections: list[FormSection | None] = [None, *setup_lists.things(place(), "sections")]
    return [
        Group(
            section=section, condition=_condition(form, form.section(section.code)) if section else "",
            often=_often(form, section.code) if section else "",
            rows=[
                _row(form, by_id[asked.id], asked)
                for asked in form.questions
                if asked.section == (section.code if section else "")
            ],
        )
        for section in sections
    ]  # fmt: skip


def _row(form: Questionnaire, row: Question, asked: Asked) -> Row:
    seconds = round(seconds_of(asked, language()))
    notes = [label(asked.family), label(asked.kind)]
    if asked.is_our_own:
        notes = [label(asked.family), say("our own step, in your words")]
    else:
        notes.append(say("about %(n)s seconds", n=seconds))
    if asked.is_required:
        notes.append(say("asks for an answer"))
    return Row(row=row, asked=asked, notes=notes, condition=_condition(form, asked))


def _condition(form: Questionnaire, one: Asked | Section | None) -> str:
    condition = condition_of(one.condition.as_dict()) if one is not None and one.condition else None
    return condition_words(form, condition) if condition else ""


def _often(form: Questionnaire, code: str) -> str:
    section = form.section(code)
    return repeats_words(section.repeats) if section is not None and section.repeats is not None else ""


def _moved(kind: str, thing_id: int, way: str) -> Response | tuple[str, int]:
    here.found(setup_lists.thing(place(), kind, thing_id))
    try:
        setup_lists.move_thing(place(), kind, thing_id, up=way == "up", by_id=here.account().id)
    except RuleBroken as broken:
        return show(trouble=broken), 409
    return redirect(form_url(f"{kind[:-1]}-{thing_id}"), 303)


def _retired(kind: str, thing_id: int) -> Response | tuple[str, int]:
    here.found(setup_lists.thing(place(), kind, thing_id))
    try:
        removed = setup_lists.retire_thing(place(), kind, thing_id, by_id=here.account().id)
    except RuleBroken as broken:
        return show(trouble=broken), 409
    leave_note(mark("Removed.") if removed else mark("It was used already, so it is only put aside."))
    return redirect(form_url(), 303)
