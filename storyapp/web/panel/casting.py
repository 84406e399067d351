"""The ballot on the phone, in all its kinds, and pairs one after another; all without JavaScript."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.data.queries.rounds import Read
from storyapp.data.tables.rounds import BallotCast
from storyapp.rules.errors import RuleBroken
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.outcome import ballots_of_turn
from storyapp.rules.sentences import SHORTEST_REASON
from storyapp.rules.wording import LANGUAGES
from storyapp.services import voting
from storyapp.services.sitting import name_of
from storyapp.services.voting import Place
from storyapp.web.common import here
from storyapp.web.common.cookies import LANGUAGE, PANEL, give_cookie, read_cookie
from storyapp.web.common.forms import StoryForm, clean, whole
from storyapp.web.common.marks import MARK, YES_MAYBE_NO, MarksForm, check_each_once, marks_form, marks_in
from storyapp.web.panel import blueprint
from storyapp.web.panel.forms import ABSTAIN, LONGEST_REASON, UNSURE, BallotForm, PairForm, ballot_choices
from storyapp.words.dates import number
from storyapp.words.messages import message
from storyapp.words.speech import say

TURN, TROUBLE = "turn", "trouble"
COMPARED = ("compared-1", "compared-2")
KINDS_OF_MARKS = (BallotKind.SCORES, BallotKind.ORDER, BallotKind.SHORTLIST)


@blueprint.get("/panel/vote")
def vote() -> Response | str:
    """Show the ballot: titles, and why."""
    place = _place()
    if not place.may_vote or (place.has_voted and place.ballot is None):
        return redirect(url_for("panel.voted"), 303)
    if place.asks is BallotKind.PAIRS and not place.compared and place.next_pair is not None:
        return redirect(url_for("panel.compare"), 303)
    typed = voting.typed(_cookie())
    form = _ballot_form(place, {name: value for name, value in typed.items() if name != TROUBLE})
    if typed.get(TROUBLE):
        _complain(form, typed[TROUBLE], place)
    return render_template("panel/vote.html", place=place, form=form, scored=_scored(place))


@blueprint.post("/panel/vote")
def cast() -> Response:
    """Take the ballot; what cannot be taken is kept for the page that says why."""
    place = _place()
    names = ["choice", "abstains", "reason", TURN, *(name for name in request.form if name.startswith(MARK))][:300]
    typed = {name: clean(request.form.get(name, ""))[:LONGEST_REASON] for name in names}
    if request.form.get("switch_language") in LANGUAGES:
        give_cookie(LANGUAGE, request.form["switch_language"])
        voting.keep_typed(_cookie(), typed)
        return redirect(url_for("panel.vote"), 303)
    try:
        check_each_once(request.form)
        voting.cast(
            place.seat.id, reason=typed["reason"], turn=whole(typed[TURN]) or place.one.turn, cookie=_cookie(),
            **_said(place, typed),
        )  # fmt: skip
    except RuleBroken as broken:
        is_pause = broken.code == "ballot.round-paused"  # the words wait for the round to go on
        voting.keep_typed(_cookie(), typed if is_pause else typed | {TROUBLE: broken.code})
        return redirect(url_for("panel.vote"), 303)
    voting.forget_typed(_cookie())
    return redirect(url_for("panel.voted"), 303)


@blueprint.route("/panel/compare", methods=["GET", "POST"])
def compare() -> Response | str | tuple[str, int]:
    """Show two stories and ask which is more significant; each answer is in at once."""
    place = _place()
    if not place.may_vote or place.asks is not BallotKind.PAIRS or (place.has_voted and place.ballot is None):
        return redirect(url_for("panel.vote" if place.may_vote else "panel.voted"), 303)
    form = PairForm(request.form if request.method == "POST" else None)
    if request.form.get("switch_language") in LANGUAGES:
        give_cookie(LANGUAGE, request.form["switch_language"])
    elif request.method == "POST" and _takes(place, form):
        return redirect(url_for("panel.compare"), 303)
    pair = place.next_pair
    if pair is None:
        return redirect(url_for("panel.vote"), 303)
    form.better.choices = [
        *(
            SelectChoice(
                value=read.story.public_id,
                label=f"{letter}. {name_of(read.story)}",
                render_kw={"translate": "no", "lang": read.story.language},
            )
            for letter, read in zip("AB", pair, strict=True)
        ),
        SelectChoice(value=UNSURE, label=say("I cannot tell")),
    ]
    page = render_template("panel/compare.html", place=place, pair=pair, form=form)
    return page, 422 if form.errors else 200


def marked_on(place: Place, ballot: BallotCast | None) -> list[tuple[Read, str]]:
    """Return what a ballot says of each story, in words, the best first."""
    marks, kind = place.marks_on(ballot), place.sitting.spec.asks(ballot.turn if ballot else 1)
    words = {value: say(said) for value, said in YES_MAYBE_NO} if kind is BallotKind.SHORTLIST else {}
    told = [(read, marks[read.row.story_id]) for read in place.reads if read.row.story_id in marks]
    told.sort(key=lambda one: one[1] if kind is BallotKind.ORDER else -one[1])
    return [(read, words.get(mark, number(mark))) for read, mark in told]


def _takes(place: Place, form: PairForm) -> bool:
    """Take one comparison, or say beside the form why it cannot be taken."""
    ids = {read.story.public_id: read.row.story_id for read in place.choices}
    pair = [ids[one] for name in COMPARED if (one := request.form.get(name)) in ids]
    if form.better.data not in (*ids, UNSURE):
        form.complain("better", say("Please choose one of the two, or say that you cannot tell."))
        return False
    try:
        voting.compare(
            place.seat.id, pair=pair, better_id=ids.get(form.better.data), reason=form.reason.data[:LONGEST_REASON],
            turn=whole(request.form.get(TURN)) or place.one.turn, cookie=_cookie(),
        )  # fmt: skip
    except RuleBroken as broken:
        form.complain("better", message(broken))
        return False
    return True


def _place() -> Place:
    return voting.place_of(here.seat(), _cookie())


def _cookie() -> str:
    return read_cookie(PANEL)


def _ballot_form(place: Place, typed: dict[str, str]) -> StoryForm:
    if place.asks in KINDS_OF_MARKS:
        values: dict[str, Any] = {"typed": MultiDict(typed)} if typed else {"data": _own_marks(place)}
        return marks_form(place.asks, place.choices, highest=place.one.highest_score, **values)
    form = BallotForm(MultiDict(typed)) if typed else BallotForm(data=_own(place))
    form.choice.choices = ballot_choices(place.choices)
    return form


def _own(place: Place) -> dict[str, Any]:
    """Begin with the ballot of this turn, or with the choice of the turn before."""
    ballot = place.ballot or place.last_ballot
    if ballot is None or (ballot is not place.ballot and place.sitting.spec.asks(ballot.turn) is not place.asks):
        return {}
    read = place.story(ballot.story_id)
    chosen = ABSTAIN if ballot.is_abstention else read.story.public_id if read else ""
    return {"choice": chosen, "reason": ballot.reason}


def _own_marks(place: Place) -> dict[str, Any]:
    ballot = place.ballot or place.last_ballot
    if ballot is None:
        return {}
    marks = place.marks_on(ballot)
    known = {f"{MARK}{read.story.public_id}": str(marks.get(read.row.story_id, "")) for read in place.choices}
    return {**known, "abstains": ballot.is_abstention, "reason": ballot.reason}


def _said(place: Place, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what a ballot says as the service takes it."""
    if place.asks is BallotKind.PAIRS:
        if not place.compared and typed["choice"] != ABSTAIN:
            raise RuleBroken("ballot.nothing-chosen")
        return {}
    if place.asks is BallotKind.CHOICE:
        return {"story_id": _story_id(place, typed["choice"])}
    marks = marks_in(place.asks, place.choices, typed)
    if not marks and not typed["abstains"]:
        raise RuleBroken("ballot.nothing-marked")
    if marks and typed["abstains"]:
        raise RuleBroken("ballot.abstains-and-marks")
    return {"marks": marks}


def _story_id(place: Place, choice: str) -> int | None:
    """Return the chosen story; 0, which no round holds, where nothing on the table was chosen."""
    if choice == ABSTAIN:
        return None
    return next((read.row.story_id for read in place.sitting.reads if read.story.public_id == choice), 0)


def _complain(form: StoryForm, code: str, place: Place) -> None:
    if code == "ballot.story-not-here" and isinstance(form, BallotForm) and not form.choice.data:
        code = "ballot.nothing-chosen"
    said_beside = "reason" if code == "ballot.reason-too-short" else "choice"
    if isinstance(form, MarksForm) and said_beside == "choice":
        said_beside = "abstains"
    n = len(place.choices)
    highest = {BallotKind.SCORES: place.one.highest_score, BallotKind.SHORTLIST: 2}.get(place.asks, n)
    form.complain(said_beside, message(RuleBroken(code, shortest=SHORTEST_REASON, lowest=1, highest=highest)))


def _scored(place: Place) -> list[tuple[Read, str]]:
    """Return how the scores of the first stage came out, before the vote that follows them."""
    if place.one.turn == 1 or place.sitting.spec.then is None:
        return []
    first = ballots_of_turn(place.sitting.ballots, 1)
    sitting = place.sitting
    tally = sitting.spec.decide(first, n_seats=len(sitting.seats), story_ids=sitting.story_ids).tally
    reads = {read.row.story_id: read for read in place.reads}
    best_first = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    return [(reads[one], number(round(value, 2))) for one, value in best_first if one in reads]
