"""Consent that came on paper."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.rules.scans import LARGEST_SCAN
from storyapp.services import papers, scans
from storyapp.services.papers import Paper, WaitingStory
from storyapp.web.common import here
from storyapp.web.common.files import a_file
from storyapp.web.common.forms import sent, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import PaperForm, ReasonForm
from storyapp.words.acts import REASONS
from storyapp.words.dates import day
from storyapp.words.labels import label
from storyapp.words.messages import MESSAGES, message
from storyapp.words.speech import say


@blueprint.route("/p/<programme>/consent", methods=["GET", "POST"])
def record_consent(programme: str) -> str | Response | tuple[str, int]:
    """Record a guardian's paper for one story or many."""
    place = here.programme()
    waiting, n_waiting = papers.waiting_stories(place)
    form = sent(PaperForm).offer([choice(line) for line in waiting])
    if form.is_sent() and _recorded(form, _with_scan):
        leave_note("The paper is recorded.")
        return redirect(url_for(".record_consent", programme=programme), 303)
    page = render_template("facilitator/record_consent.html", form=form, n_waiting=n_waiting, n_shown=len(waiting))
    return (page, 422) if form.errors else page


@blueprint.route("/p/<programme>/consent/again", methods=["GET", "POST"])
def record_again(programme: str) -> str | Response | tuple[str, int]:
    """Record a later paper of a guardian who has answered before; it replaces the earlier answer."""
    answered = papers.answered_stories(here.programme())
    form = sent(PaperForm).offer([choice(line) for line in answered])
    if form.is_sent() and _recorded(form, _with_scan):
        leave_note("The paper is recorded and replaces the earlier answer.")
        return redirect(url_for(".record_again", programme=programme), 303)
    crumb(say("Consent on paper"), url_for(".record_consent", programme=programme))
    page = render_template("facilitator/record_again.html", form=form, n_shown=len(answered))
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


@blueprint.get("/p/<programme>/consent/scans")
def paper_scans(programme: str) -> str:
    """List the scans of guardians' papers; what they show is opened one by one."""
    crumb(say("Consent on paper"), url_for(".record_consent", programme=programme))
    return render_template(
        "facilitator/paper_scans.html", scans=scans.listed(here.programme()), form=ReasonForm().offer(REASONS)
    )


@blueprint.post("/p/<programme>/consent/scans/<public_id>")
def open_scan(programme: str, public_id: str) -> Response:
    """Show one scan, once, for a named reason."""
    reason = request.form.get("reason", "")
    try:
        picture = scans.open_scan(here.programme(), public_id, account_id=here.account().id, reason=reason)
    except RuleBroken as broken:
        leave_note(MESSAGES[broken.code], kind="bad")
        return redirect(url_for(".paper_scans", programme=programme), 303)
    return a_file((picture, "image/jpeg"))


def _with_scan(place: Programme, stories: list[str], paper: Paper, *, account_id: int) -> int:
    brought = request.files.get("scan")
    raw = brought.read(LARGEST_SCAN + 1) if brought is not None and brought.filename else None
    return papers.record_guardian_papers(place, stories, paper, account_id=account_id, scan=raw)


def _recorded(form: PaperForm, record: Callable[..., Any]) -> bool:
    if not form.says_clearly():
        return False
    paper = Paper(number=form.number.data, signed_on=form.signed(), agreed=form.agreed())
    try:
        record(here.programme(), form.stories.data, paper, account_id=here.account().id)
    except RuleBroken as error:
        beside = "scan" if error.code.startswith("scan.") else "stories"
        form.complain("signed_on" if error.code == "consent.paper-in-the-future" else beside, message(error))
        return False
    return True


def choice(line: WaitingStory) -> SelectChoice:
    """Say as much of a story as finds its paper: when, by which link, how old; never what it tells."""
    return SelectChoice(
        value=line.public_id, label=words_of(line), render_kw={"hint": line.invitation, "translate": "no"}
    )


def words_of(line: WaitingStory) -> str:
    """Name a story by its day and its teller's age."""
    facts = {"day": day(line.told_on), "age": label(line.age_band) if line.age_band else "–"}
    if line.has_refused:
        return say("Told on %(day)s, %(age)s; the guardian has said no", **facts)
    return say("Told on %(day)s, %(age)s", **facts)
