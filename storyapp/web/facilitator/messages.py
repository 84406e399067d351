"""Words from tellers, and the programme's answers."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import messages_to_tellers
from storyapp.web.common import here
from storyapp.web.common.forms import whole
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import AnswerForm, ForReportForm, WriteForm
from storyapp.words.messages import message
from storyapp.words.speech import say


@blueprint.get("/p/<programme>/messages")
def messages(programme: str) -> str:
    """List what tellers wrote by receipt."""
    return _page(programme, {})


@blueprint.get("/p/<programme>/stories/<public_id>/talk")
def talk(programme: str, public_id: str) -> str:
    """Show the words between one teller and the programme, and write."""
    return _talk(programme, public_id, WriteForm())


@blueprint.post("/p/<programme>/stories/<public_id>/talk")
def write_to_teller(programme: str, public_id: str) -> Response | tuple[str, int]:
    """Write to a teller, who reads it when they come back with their code."""
    form = WriteForm(request.form)
    if form.is_sent():
        try:
            messages_to_tellers.write_first(here.programme(), public_id, form.text.data, account_id=here.account().id)
        except RuleBroken as error:
            if not error.code.startswith("message."):
                raise
            form.complain("text", message(error))
        else:
            leave_note("Sent. The teller will see it when they come back with their code.")
            return redirect(url_for(".talk", programme=programme, public_id=public_id), 303)
    return _talk(programme, public_id, form), 422


@blueprint.post("/p/<programme>/messages/<int:message_id>/answer")
def answer_message(programme: str, message_id: int) -> Response | tuple[str, int]:
    """Answer a teller."""
    form = AnswerForm(request.form, prefix=f"m{message_id}-")
    if form.is_sent():
        try:
            messages_to_tellers.answer(here.programme(), message_id, form.text.data, account_id=here.account().id)
        except RuleBroken as error:
            if error.code != "message.answer-missing":
                raise
            form.complain("text", message(error))
        else:
            leave_note("Sent. The teller will see it when they come back with their code.")
            return redirect(url_for(".messages", programme=programme), 303)
    return _page(programme, {message_id: form}), 422


@blueprint.post("/p/<programme>/messages/<int:message_id>/seen")
def message_seen(programme: str, message_id: int) -> Response:
    """Say that no answer is needed."""
    messages_to_tellers.mark_seen(here.programme(), message_id, account_id=here.account().id)
    leave_note("Marked as read.")
    return redirect(url_for(".messages", programme=programme), 303)


@blueprint.post("/p/<programme>/messages/<int:message_id>/report")
def message_for_report(programme: str, message_id: int) -> Response | tuple[str, int]:
    """Keep how a report may say a teller's words."""
    form = ForReportForm(request.form, prefix=f"r{message_id}-")
    if form.is_sent():
        try:
            messages_to_tellers.write_for_report(
                here.programme(), message_id, form.text.data or "", account_id=here.account().id
            )
        except RuleBroken as error:
            if not error.code.startswith("message."):
                raise
            form.complain("text", message(error))
        else:
            leave_note("Saved.")
            return redirect(url_for(".messages", programme=programme, all="1"), 303)
    return _page(programme, {}, {message_id: form}), 422


def _talk(programme: str, public_id: str, form: WriteForm) -> str:
    found = here.found(messages_to_tellers.talk_with(here.programme(), public_id))
    crumb(say("Stories"), url_for(".stories", programme=programme))
    crumb(found.story.title or say("Story"), url_for(".story", programme=programme, public_id=public_id))
    return render_template("facilitator/talk.html", talk=found, form=form)


def _page(programme: str, typed: dict[int, AnswerForm], retyped: dict[int, ForReportForm] | None = None) -> str:
    only_waiting = request.args.get("all", "") != "1" and not retyped
    lines, has_more = messages_to_tellers.message_list(
        here.programme(), only_waiting=only_waiting,
        before=whole(request.args.get("before")) or 0,
    )  # fmt: skip
    forms = {line.id: typed.get(line.id) or AnswerForm(prefix=f"m{line.id}-") for line in lines}
    said = {
        line.id: (retyped or {}).get(line.id) or ForReportForm(prefix=f"r{line.id}-", data={"text": line.for_report})
        for line in lines
        if line.may_print
    }
    everything: dict[str, Any] = {"all": "1"}
    kept, other = ({}, everything) if only_waiting else (everything, {})
    return render_template(
        "facilitator/messages.html", lines=lines, forms=forms, said=said, only_waiting=only_waiting,
        other_url=url_for(".messages", programme=programme, **other),
        next_url=url_for(".messages", programme=programme, before=lines[-1].id, **kept) if has_more else "",
        kinds={
            "reply": say("Reply"), "question": say("Question"), "complaint": say("Complaint"),
            "misread": say("You understood me wrong"),
        },
    )  # fmt: skip
