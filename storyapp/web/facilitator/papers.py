"""Consent that came on paper."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.rules.errors import RuleBroken
from storyapp.services import papers
from storyapp.services.papers import Paper, WaitingStory
from storyapp.web.common import here
from storyapp.web.common.forms import sent, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import PaperForm
from storyapp.words.dates import day
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import say


@blueprint.route("/p/<programme>/consent", methods=["GET", "POST"])
def record_consent(programme: str) -> str | Response | tuple[str, int]:
    """Record a guardian's paper for one story or many."""
    place = here.programme()
    waiting, n_waiting = papers.waiting_stories(place)
    form = sent(PaperForm).offer([_choice(line) for line in waiting])
    if form.is_sent() and _recorded(form, papers.record_guardian_papers):
        leave_note("The paper is recorded.")
        return redirect(url_for(".record_consent", programme=programme), 303)
    page = render_template("facilitator/record_consent.html", form=form, n_waiting=n_waiting, n_shown=len(waiting))
    return (page, 422) if form.errors else page


@blueprint.route("/p/<programme>/consent/imported", methods=["GET", "POST"])
def record_imported(programme: str) -> str | Response | tuple[str, int]:
    """Record what tellers of imported stories agreed to on paper."""
    place = here.programme()
    only = request.args.get("import", "")
    kept: dict[str, Any] = {"import": only} if only else {}
    batch_id = whole(only)
    choices = [
        SelectChoice(value=public_id, label=title or public_id, render_kw={"translate": "no"})
        for public_id, title in papers.imported_stories(place, batch_id)
    ]
    form = sent(PaperForm).offer(choices)
    if form.is_sent() and _recorded(form, papers.record_staff_paper):
        leave_note("The paper is recorded.")
        return redirect(url_for(".record_imported", programme=programme, **kept), 303)
    page = render_template("facilitator/record_imported.html", form=form, n_shown=len(choices))
    return (page, 422) if form.errors else page


def _recorded(form: PaperForm, record: Callable[..., Any]) -> bool:
    paper = Paper(number=form.number.data, signed_on=form.signed(), agreed=form.agreed())
    try:
        record(here.programme(), form.stories.data, paper, account_id=here.account().id)
    except RuleBroken as error:
        form.complain("signed_on" if error.code == "consent.paper-in-the-future" else "stories", message(error))
        return False
    return True


def _choice(line: WaitingStory) -> SelectChoice:
    """Say as much of a story as finds its paper: when, by which link, how old; never what it tells."""
    words = say("Told on %(day)s, %(age)s", day=day(line.told_on), age=label(line.age_band))
    return SelectChoice(value=line.public_id, label=words, render_kw={"hint": line.invitation, "translate": "no"})
