"""The list before opening, on one page."""

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for

from storyapp.rules.questionnaire.checklist import MOST_MINUTES
from storyapp.services import form_checklist
from storyapp.services.form_checklist import Check
from storyapp.web.common import here
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import path_to_form
from storyapp.words.speech import mark, say, say_plural

DONE = {
    "programme": mark("It is said what the stories are for."),
    "introductions": mark("Each age group is told what this is."),
    "consent": mark("The questions about consent have words in both languages, for each age group."),
    "helplines": mark("There is a number to call for help."),
    "leads": mark("Two safeguarding leads see a case."),
    "periods": mark("A period is open."),
    "minutes": mark("It takes about %(n)s minutes."),
    "minutes-children": mark("The youngest need about %(n)s minutes."),
    "language-ru": mark("Everything can be read in Russian."),
    "language-en": mark("Everything can be read in English."),
    "easy": mark("Each question has short words for the youngest."),
    "published": mark("Tellers are asked what is written here."),
    "pilot": mark("Somebody has tried it."),
}
MISSING = {
    "programme": mark("Say what the stories are for."),
    "introductions": mark("Some age group has no introduction yet."),
    "consent": mark("Some question about consent has no words in one of the languages."),
    "helplines": mark("There is no number to call yet."),
    "leads": mark("Two safeguarding leads are needed before others tell."),
    "periods": mark("No period is open, so nobody can tell."),
    "minutes": mark("It takes about %(n)s minutes; more than %(most)s is too long for most. Leave something out."),
    "minutes-children": mark("The youngest need about %(n)s minutes; %(most)s would be better."),
    "pilot": mark("Nobody has tried it: make a test link and let two people tell by it."),
}
COUNTED: dict[str, Callable[[int], str]] = {
    "language-ru": lambda n: say_plural("%(num)d text has no Russian words yet.", "%(num)d texts have no Russian words yet.", n),
    "language-en": lambda n: say_plural("%(num)d text has no English words yet.", "%(num)d texts have no English words yet.", n),
    "easy": lambda n: say_plural("%(num)d question has no short words for the youngest.", "%(num)d questions have no short words for the youngest.", n),
    "published": lambda n: say_plural("%(num)d change is not published yet.", "%(num)d changes are not published yet.", n),
}  # fmt: skip
THERE: dict[str, tuple[str, dict[str, Any]]] = {
    "programme": ("admin.edit_programme", {}), "introductions": ("admin.things", {"noun": "introductions"}),
    "consent": ("admin.consent", {}), "periods": ("admin.things", {"noun": "periods"}), "published": ("form.publish", {}),
    "helplines": ("admin.programme", {}), "leads": ("admin.programme", {}),
}  # fmt: skip


@blueprint.get("/p/<programme>/form/checklist")
def checklist(programme: str) -> str:
    """Show what is ready and what is missing."""
    checks = form_checklist.checks_of(here.programme())
    path_to_form()
    return render_template(
        "form/checklist.html", rows=[_row(check, programme) for check in checks],
        n_missing=sum(check.is_must and not check.is_done for check in checks),
    )  # fmt: skip


def _row(check: Check, programme: str) -> dict[str, Any]:
    endpoint, values = THERE.get(check.code, ("form.form", {}))
    return {
        "words": _words(check), "is_done": check.is_done, "is_must": check.is_must,
        "url": "" if check.is_done else url_for(endpoint, programme=programme, **values),
    }  # fmt: skip


def _words(check: Check) -> str:
    if check.is_done:
        return say(DONE[check.code], n=check.n)
    if check.code in COUNTED:
        return COUNTED[check.code](check.n)
    return say(MISSING[check.code], n=check.n, most=MOST_MINUTES)
