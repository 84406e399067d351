"""Feedback: an answer to the teller of every story, before a round can be finished."""

from flask import render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from storyapp.data.queries.rounds import Read
from storyapp.rules.rounds import RoundState, is_answered
from storyapp.services import feedback, minutes, plain_words, rounds
from storyapp.services.feedback import Answer
from storyapp.services.plain_words import Teller
from storyapp.services.rounds import Sitting
from storyapp.web.common import here
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.forms import AnswerForm
from storyapp.web.rounds.place import attempt, go_to, round_here
from storyapp.words.speech import mark, say, speaking

LOOKS = {"begin", "look"}  # buttons that save nothing


@blueprint.get("/p/<programme>/rounds/<int:round_id>/feedback", endpoint="feedback")
def feedback_page(programme: str, round_id: int) -> Response | str:
    """List the stories with their answers, those that wait first."""
    one = round_here(round_id)
    if one.state not in (RoundState.DECIDED, RoundState.FINISHED):
        return go_to("round", one)
    sitting = rounds.sitting_of(one)
    owed = sorted(feedback.owed(sitting), key=feedback.is_told)
    return render_template(
        "rounds/feedback.html", one=one, owed=owed, n_waiting=len(feedback.waiting(sitting)),
        is_told=feedback.is_told, may_finish=feedback.may_finish(sitting), owes_youth=feedback.owes_youth_an_answer(sitting) and not one.answer_to_youth,
    )  # fmt: skip


@blueprint.route("/p/<programme>/rounds/<int:round_id>/feedback/<story>", methods=["GET", "POST"])
def answer(programme: str, round_id: int, story: str) -> Response | str | tuple[str, int]:
    """Write to one teller: what was valued in this very story, and what will change."""
    one = round_here(round_id)
    if one.state not in (RoundState.DECIDED, RoundState.FINISHED):
        return go_to("round", one)
    sitting = rounds.sitting_of(one)
    read = here.found(next((read for read in feedback.owed(sitting) if read.story.public_id == story), None))
    teller = plain_words.teller_of(here.programme(), read.story)
    beginnings = plain_words.beginnings_for(teller)
    form = sent(AnswerForm, obj=read.row)
    if "begin" in request.form and not form.valued.data:
        form.valued.data = " ".join(beginnings[:-1])
        form.will_change.data = form.will_change.data or beginnings[-1]
    elif not LOOKS & set(request.form) and form.is_sent() and _holds(form):
        written = Answer(valued=form.valued.data, will_change=form.will_change.data, exception=form.exception.data)
        feedback.answer_teller(here.programme(), one.id, story, written, account_id=here.account().id)
        leave_note(mark("Saved. The teller reads it under “my story” when the round is finished."))
        waiting = feedback.waiting(rounds.sitting_of(one))
        return go_to("answer", one, story=waiting[0].story.public_id) if waiting else go_to("feedback", one)
    told = minutes.minutes_of(sitting)
    row = next(row for row in told.counted if row.read.row.story_id == read.row.story_id)
    words = f"{form.valued.data or ''}\n{form.will_change.data or ''}"
    page = render_template(
        "rounds/answer.html", one=one, read=read, row=row, form=form, teller=teller, beginnings=beginnings,
        begun=plain_words.only_begun(words), reading=plain_words.reading_for(teller, words),
        preview=_preview(sitting, read, form, teller),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/p/<programme>/rounds/<int:round_id>/finish")
def finish(programme: str, round_id: int) -> Response:
    """Finish the round: its answers become visible to the tellers."""
    one = round_here(round_id)
    done = attempt(
        lambda: feedback.finish_round(here.programme(), one.id, account_id=here.account().id),
        mark("The round is finished. Every teller has an answer, or there is a written reason why not."),
    )
    return go_to("round" if done else "feedback", one)


def _preview(sitting: Sitting, read: Read, form: AnswerForm, teller: Teller) -> str:
    """Return the answer as its teller will see it, where somebody asked to look."""
    if "look" not in request.form:
        return ""
    seen = plain_words.as_teller_sees(
        sitting.one,
        read,
        valued=form.valued.data,
        will_change=form.will_change.data,
        has_dissent=feedback.has_dissent(sitting),
    )
    with speaking(teller.language, address=teller.address):
        return Markup(render_template("rounds/_as_teller.html", preview=seen, teller=teller))  # noqa: S704 - our page


def _holds(form: AnswerForm) -> bool:
    """Tell whether there is an answer with every sentence ended, or else a reason why there is none; not both."""
    begun = [name for name in ("valued", "will_change") if plain_words.only_begun(form[name].data or "")]
    for name in begun:
        form.complain(name, say("A sentence is only begun. Please end it or take it out."))
    if begun:
        return False
    if form.valued.data and form.exception.data:
        form.complain("exception", say("Please write an answer or a reason for none, not both."))
        return False
    if not is_answered(feedback=form.valued.data, exception=form.exception.data):
        form.complain("valued", say("Please write a sentence to the teller, or below why no answer can be given."))
        return False
    return True
