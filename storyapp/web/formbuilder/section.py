"""One section: a heading, a word to begin with, and of whom it is asked."""

from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.asked import condition_of
from storyapp.services import questionnaires, setup_lists
from storyapp.web.admin.parts import both, code, form_of, values_of
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import form_url, path_to_form, place
from storyapp.web.formbuilder.question import BLAMED
from storyapp.web.formbuilder.question_parts import condition_parts, shown_condition, written_condition
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

HEAD = [
    both("title", mark("Heading")),
    both("lead", mark("A word to begin with"), is_optional=True, is_long=True, rows=2),
]


@blueprint.route("/p/<programme>/form/sections/new", methods=["GET", "POST"])
def new_section(programme: str) -> str | Response:
    """Add a section."""
    return _edit(None)


@blueprint.route("/p/<programme>/form/sections/<int:section_id>", methods=["GET", "POST"])
def section(programme: str, section_id: int) -> str | Response:
    """Change a section."""
    return _edit(here.found(setup_lists.thing(place(), "sections", section_id)))


def _edit(row: Any | None) -> str | Response:
    section_id = row.id if row is not None else None
    parts = [*HEAD, *condition_parts(""), *([code()] if row is None else [])]
    first = shown_condition(condition_of(row.condition) if row is not None else None)
    shown = first | ({"title": row.title, "lead": row.lead} if row is not None else {})
    form = form_of(parts, place(), shown)
    if form.is_sent():
        values = values_of(parts, form)
        if values is not None:
            try:
                _save(section_id, values)
            except RuleBroken as broken:
                form.complain(BLAMED.get(broken.code, "title_ru"), message(broken))
            else:
                leave_note(mark("Saved."))
                return redirect(form_url(), 303)
    path_to_form()
    title = say("Add a section") if row is None else say("Edit a section")
    return render_template("admin/form.html", title=title, form=form, parts=parts, cancel_url=form_url())


def _save(section_id: int | None, values: dict[str, Any]) -> None:
    form = questionnaires.written_form(here.programme())
    stored = {name: value for name, value in values.items() if not name.startswith("if_")}
    stored["condition"] = written_condition(values, form)
    setup_lists.save_thing(place(), "sections", section_id, stored, by_id=here.account().id)
