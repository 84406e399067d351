"""Closing a round with its reasons; dissent, the answer to the young people, the minutes."""

import json
from itertools import combinations

from flask import Response as FileResponse
from flask import abort, render_template, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.rounds import Round
from storyapp.formats import registry
from storyapp.formats.errors import FormatUnavailable
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import UNDER_WAY, RoundState
from storyapp.rules.selection.outcome import dissenting, favourites
from storyapp.services import minutes, minutes_file, reopening, rounds
from storyapp.services.equity import cautions
from storyapp.services.minutes import Minutes
from storyapp.services.minutes_said import (
    equity_lines,
    firmness_sentences,
    level_sentences,
    put_right_sentences,
    share_sentences,
)
from storyapp.services.publishing_ballots import published_ballots
from storyapp.services.rounds import Closing, Sitting
from storyapp.web.common import here
from storyapp.web.common.files import to_keep
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.decided import take_words
from storyapp.web.rounds.forms import NONE, DecideForm, TextForm
from storyapp.web.rounds.place import go_to, round_here
from storyapp.words.messages import message
from storyapp.words.speech import mark, quoted, say

BESIDE = {
    "round.joint-reason-too-short": "joint_reason",
    "round.none-without-text": "joint_reason",
}


@blueprint.route("/p/<programme>/rounds/<int:round_id>/decide", methods=["GET", "POST"])
def decide(programme: str, round_id: int) -> Response | str | tuple[str, int]:
    """Look at the ballots together, and write down what the panel decided and why."""
    one = round_here(round_id)
    if one.state is RoundState.DRAFT or (one.state is not RoundState.OPEN and request.method == "GET"):
        return go_to("round", one)
    sitting = rounds.sitting_of(one)
    if request.method == "GET" and sitting.may_still_vote(kit().clock()) and "now" not in request.args:
        return render_template("rounds/count_early.html", one=one, sitting=sitting)
    told = minutes.minutes_of(sitting)
    form = _form(told)
    if one.state not in UNDER_WAY:
        return _decided_meanwhile(one, form)
    if form.is_sent():
        try:
            rounds.decide_round(here.programme(), one.id, _closing(form, sitting), account_id=here.account().id)
        except RuleBroken as broken:
            if broken.code == "round.already-decided":
                return _decided_meanwhile(round_here(round_id), form)
            form.complain(BESIDE.get(broken.code, "choice"), message(broken))
        else:
            leave_note(mark("The panel has decided. Now every teller gets an answer."))
            return go_to("round", one)
    page = render_template(
        "rounds/decide.html",
        one=one,
        sitting=sitting,
        told=told,
        form=form,
        emerged=rounds.criteria_before(here.programme()),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/p/<programme>/rounds/<int:round_id>/dissent")
def dissent(programme: str, round_id: int) -> Response | tuple[str, int]:
    """Write down a dissent that was said aloud."""
    one = round_here(round_id)
    form: StoryForm = TextForm(request.form, prefix="dissent-")
    return take_words(
        one, "dissent_form", form,
        lambda: rounds.add_dissent(here.programme(), one.id, form["text"].data, account_id=here.account().id),
        mark("The dissent stands beside the choice."),
    )  # fmt: skip


@blueprint.post("/p/<programme>/rounds/<int:round_id>/answer-youth")
def answer_youth(programme: str, round_id: int) -> Response | tuple[str, int]:
    """Answer the young people whose choice this panel did not follow."""
    one = round_here(round_id)
    form: StoryForm = sent(TextForm)
    return take_words(
        one, "youth_form", form,
        lambda: rounds.answer_youth(here.programme(), one.id, form["text"].data, account_id=here.account().id),
        mark("The answer to the youth panel is kept."),
    )  # fmt: skip


@blueprint.get("/p/<programme>/rounds/<int:round_id>/minutes", endpoint="minutes")
def minutes_page(programme: str, round_id: int) -> Response | str:
    """Show the minutes, as they are printed."""
    one = round_here(round_id)
    if one.state not in (RoundState.DECIDED, RoundState.FINISHED):
        return go_to("round", one)
    told = minutes.minutes_of(rounds.sitting_of(one))
    return render_template(
        "rounds/minutes.html", one=one, told=told, sitting=told.sitting, firmness=firmness_sentences(told),
        equity=equity_lines(told), cautions=cautions(told.equity), levels=level_sentences(told), share_sentences=share_sentences(told.sitting), put_right=put_right_sentences(told), refused=reopening.refused_before(told.sitting), prints=minutes_file.fingerprint_of(told.sitting),
        files=[name for name in minutes_file.FILES if name in {one.name for one in registry.available()}],
        no_pdf=message(FormatUnavailable("format.pdf-unavailable")),
    )  # fmt: skip


@blueprint.get("/p/<programme>/rounds/<int:round_id>/ballots.json")
def ballots(programme: str, round_id: int) -> Response:
    """Hand out the ballots without names, as `storyapp tally` counts them again."""
    one = round_here(round_id)
    if one.state not in (RoundState.DECIDED, RoundState.FINISHED):
        return go_to("round", one)
    data = json.dumps(published_ballots(rounds.sitting_of(one)), ensure_ascii=False, indent=1)
    response = FileResponse(data, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="ballots-{round_id}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/p/<programme>/rounds/<int:round_id>/minutes.<name>", endpoint="minutes_file")
def minutes_file_download(programme: str, round_id: int, name: str) -> Response:
    """Hand out the minutes as a file; its name tells nothing."""
    one = round_here(round_id)
    if name not in minutes_file.FILES:
        abort(404)
    if one.state not in (RoundState.DECIDED, RoundState.FINISHED):
        return go_to("round", one)
    told = minutes.minutes_of(rounds.sitting_of(one))
    kind = registry.format_named(name)
    data = minutes_file.hand_out_minutes(told, name, actor=here.actor())
    return to_keep(data, kind, f"minutes-{round_id}")


def _form(told: Minutes) -> DecideForm:
    """Offer what follows from the ballots: the leader, or two that share the lead, or none."""
    outcome, losing = told.outcome, _losing(told)
    form = sent(DecideForm, data={"dissent_of": [value for value, _, _ in losing]})
    leaders = [outcome.chosen] if outcome.chosen else list(combinations(outcome.tied, 2))
    form.choice.choices = [
        *(_named("-".join(map(str, ids)), " + ".join(quoted(told.names[one]) for one in ids)) for ids in leaders),
        SelectChoice(value=NONE, label=say("None: the panel does not agree")),
    ]
    form.dissent_of.choices = [
        _named(value, f"{label}: {reason}" if label else reason) for value, label, reason in losing
    ]
    return form


def _losing(told: Minutes) -> list[tuple[str, str, str]]:
    """Return the reasons for stories that do not lead; with a tie each of them may become dissent."""
    return [
        (str(ballot.seat_id), told.labels.get(ballot.seat_id, ""), ballot.reason)
        for ballot in dissenting(told.sitting.ballots, chosen=told.outcome.chosen)
        if ballot.reason and all(told.sitting.may_read(read) for read in told.sitting.reads_of(favourites(ballot)))
    ]


def _closing(form: DecideForm, sitting: Sitting) -> Closing:
    chosen = () if form.choice.data == NONE else tuple(int(value) for value in form.choice.data.split("-"))
    return Closing(
        choice=chosen, turn=request.form.get("turn", sitting.one.turn, type=int),
        joint_reason=form.joint_reason.data, criteria=form.criteria.data,
        why_not_others=form.why_not_others.data, next_steps=form.next_steps.data,
        dissent_of=tuple(int(value) for value in form.dissent_of.data or ()), dissent=form.dissent.data,
    )  # fmt: skip


def _decided_meanwhile(one: Round, form: DecideForm) -> tuple[str, int]:
    """Show the decision that stands, and the words that were typed in vain, to be copied."""
    told = minutes.minutes_of(rounds.sitting_of(one))
    return render_template("rounds/decided_meanwhile.html", one=one, told=told, form=form), 409


def _named(value: str, words: str) -> SelectChoice:
    return SelectChoice(value=value, label=words, render_kw={"translate": "no"})
