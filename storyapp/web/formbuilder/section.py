"""One section: a heading, a word to begin with, and of whom it is asked."""

from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.asked import UNSAID, condition_of
from storyapp.rules.questionnaire.repeats import (
    LEAST_TIMES,
    MOST_TIMES,
    USUAL_TIMES,
    HowOften,
    Repeats,
    asked_often,
    repeats_of,
)
from storyapp.services import questionnaires, setup_lists
from storyapp.web.admin.parts import both, choice, code, form_of, values_of, whole
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
OFTEN = [
    choice("how_often", mark("How often is it asked?"), HowOften, hint=mark("Several times: about each of a few things, such as the best moments. About two moments: how it was and how it is, on a page each.")),
    whole("most_times", mark("How many times at most, where it is asked several times?"), least=LEAST_TIMES, most=MOST_TIMES),
    both("first_moment", mark("The first of two moments"), is_optional=True, hint=mark("For example “before the camp”. Left empty: “before”.")),
    both("second_moment", mark("The second of two moments"), is_optional=True, hint=mark("For example “after the camp”. Left empty: “now”.")),
]  # fmt: skip


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
    parts = [*HEAD, *OFTEN, *condition_parts(""), *([code()] if row is None else [])]
    first = shown_condition(condition_of(row.condition) if row is not None else None)
    first |= _shown_often(repeats_of(row.repeats) if row is not None else None)
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


def _shown_often(repeats: Repeats | None) -> dict[str, Any]:
    before, now = repeats.moments if repeats is not None else (UNSAID, UNSAID)
    is_several = repeats is not None and not repeats.is_pair
    return {
        "how_often": repeats.how if repeats is not None else HowOften.ONCE,
        "most_times": repeats.most if repeats is not None and is_several else USUAL_TIMES,
        "first_moment": before, "second_moment": now,
    }  # fmt: skip


def _save(section_id: int | None, values: dict[str, Any]) -> None:
    form = questionnaires.written_form(here.programme())
    often = {part.name for part in OFTEN}
    stored = {name: value for name, value in values.items() if not name.startswith("if_") and name not in often}
    stored["condition"] = written_condition(values, form)
    repeats = asked_often(
        values["how_often"], most=values["most_times"], moments=(values["first_moment"], values["second_moment"])
    )
    stored["repeats"] = repeats.as_dict() if repeats is not None else None
    setup_lists.save_thing(place(), "sections", section_id, stored, by_id=here.account().id)
