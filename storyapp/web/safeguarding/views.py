"""Safeguarding cases: their clocks, the story, the steps, a second lead at the end."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.cases import CaseOutcome
from storyapp.rules.errors import RuleBroken
from storyapp.services import cases as service
from storyapp.services import helping, signal_words
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.safeguarding import blueprint
from storyapp.web.safeguarding.forms import CloseForm, NoteForm, OutcomeForm, ReopenForm, ReplyForm
from storyapp.web.safeguarding.words import OPENERS
from storyapp.words.messages import message
from storyapp.words.signals import SIGNALS
from storyapp.words.speech import say

NOTE, REPLY, OUTCOME, CLOSE, REOPEN = "note", "reply", "outcome", "close", "reopen"


@blueprint.get("/p/<programme>/cases")
def cases(programme: str) -> str:
    """List open cases, the most pressing first; closed ones on request."""
    is_closed = request.args.get("closed") == "1"
    return render_template(
        "safeguarding/cases.html", lines=service.case_list(here.programme(), closed=is_closed), is_closed=is_closed,
        signals=SIGNALS, is_review_due=signal_words.is_review_due(here.programme()),
        old_lines=helping.lines_to_call(here.programme().organisation_id), n_quiet=len(service.quiet_list(here.programme())),
    )  # fmt: skip


@blueprint.get("/p/<programme>/cases/<int:case_id>")
def case(programme: str, case_id: int) -> str:
    """Show one case; the original is read here, and that is written down."""
    return _page(programme, case_id, {})


@blueprint.post("/p/<programme>/cases/<int:case_id>/acknowledge")
def acknowledge(programme: str, case_id: int) -> Response:
    """Take a case in hand."""
    found(service.case_page(here.programme(), case_id))
    service.acknowledge(here.programme(), case_id, account_id=here.account().id)
    leave_note("You have taken this case in hand.")
    return _to(programme, case_id)


@blueprint.post("/p/<programme>/cases/<int:case_id>/note")
def add_note(programme: str, case_id: int) -> Response | tuple[str, int]:
    """Add a note, or take the case higher."""
    form = NoteForm(request.form, prefix=NOTE)

    def add() -> None:
        service.add_note(
            here.programme(), case_id, form.text.data, account_id=here.account().id, escalates=form.escalates.data
        )

    return _do(programme, case_id, form, NOTE, "text", add)


@blueprint.post("/p/<programme>/cases/<int:case_id>/reply")
def reply(programme: str, case_id: int) -> Response | tuple[str, int]:
    """Write to the teller without a name; it waits under their code."""
    form = ReplyForm(request.form, prefix=REPLY)

    def add() -> None:
        service.reply_to_teller(here.programme(), case_id, form.text.data, account_id=here.account().id)

    return _do(programme, case_id, form, REPLY, "text", add)


@blueprint.post("/p/<programme>/cases/<int:case_id>/propose")
def propose(programme: str, case_id: int) -> Response | tuple[str, int]:
    """Propose an outcome."""
    form = OutcomeForm(request.form, prefix=OUTCOME).offer()

    def add() -> None:
        service.propose_outcome(
            here.programme(), case_id, CaseOutcome[form.outcome.data], form.note.data, account_id=here.account().id
        )

    return _do(programme, case_id, form, OUTCOME, "note", add)


@blueprint.post("/p/<programme>/cases/<int:case_id>/close")
def close(programme: str, case_id: int) -> Response:
    """Close a case as the second lead; the first one has no such button, and a page that says why."""
    found(service.case_page(here.programme(), case_id))
    form = CloseForm(request.form, prefix=CLOSE)
    service.close_case(here.programme(), case_id, account_id=here.account().id, keep_held=bool(form.keep_held.data))
    leave_note("The case is closed.")
    return _to(programme, case_id)


@blueprint.post("/p/<programme>/cases/<int:case_id>/reopen")
def reopen(programme: str, case_id: int) -> Response | tuple[str, int]:
    """Open a closed case again."""
    form = ReopenForm(request.form, prefix=REOPEN)

    def add() -> None:
        service.reopen_case(here.programme(), case_id, form.reason.data, account_id=here.account().id)

    return _do(programme, case_id, form, REOPEN, "reason", add)


def _do(
    programme: str, case_id: int, form: StoryForm, name: str, field: str, add: Callable[[], None]
) -> Response | tuple[str, int]:
    """Take one step of a case, or show the page again with what was typed."""
    found(service.case_page(here.programme(), case_id))
    if form.is_sent():
        try:
            add()
        except RuleBroken as error:
            form.complain(field, message(error))
        else:
            leave_note("Saved.")
            return _to(programme, case_id)
    return _page(programme, case_id, {name: form}), 422


def _page(programme: str, case_id: int, typed: dict[str, StoryForm]) -> str:
    is_erased = found(service.case_page(here.programme(), case_id)).is_erased
    original = None if is_erased else service.read_original(here.programme(), case_id, account_id=here.account().id)
    earlier = [] if is_erased else service.earlier_words(here.programme(), case_id)
    page = found(service.case_page(here.programme(), case_id))
    crumb(say("Cases"), url_for(".cases", programme=programme))
    return render_template(
        "safeguarding/case.html", page=page, case=page.case, story=page.story, original=original, earlier=earlier,
        signals=SIGNALS, openers=OPENERS, me=here.account().id,
        reply=typed.get(REPLY) or ReplyForm(prefix=REPLY), lines=helping.lines_for(page.case.organisation_id, page.story.language),
        note=typed.get(NOTE) or NoteForm(prefix=NOTE), outcome=typed.get(OUTCOME) or OutcomeForm(prefix=OUTCOME).offer(),
        closing=CloseForm(prefix=CLOSE), reopening=typed.get(REOPEN) or ReopenForm(prefix=REOPEN),
    )  # fmt: skip


def _to(programme: str, case_id: int) -> Response:
    return redirect(url_for(".case", programme=programme, case_id=case_id), 303)
