"""Seats and their links; slips to hand out; ballots that were filled in on paper."""

from typing import Any

import segno
from flask import render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import DECIDED
from storyapp.rules.selection.methods import BallotKind
from storyapp.services import rounds, seating, voting
from storyapp.services.rounds import Sitting
from storyapp.services.voting import Place
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.marks import check_each_once, marks_form, marks_in, pairs_form, pairs_in
from storyapp.web.common.notes import leave_note
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.forms import LONGEST_LINE, MOST_SEATS, NONE, PaperForm, SeatsForm, lines_of
from storyapp.web.rounds.place import attempt, go_to, round_here
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say


@blueprint.route("/p/<programme>/rounds/<int:round_id>/seats", methods=["GET", "POST"])
def seats(programme: str, round_id: int) -> Response | str | tuple[str, int]:
    """Give seats to pseudonyms or roles, renew their links, take them away."""
    one = round_here(round_id)
    form = sent(SeatsForm, data={"speaks": language(), "is_young": one.is_youth})
    form.speaks.choices = list(form.speaks.choices)
    if form.is_sent():
        labels = [label[:LONGEST_LINE] for label in lines_of(form.labels.data)][:MOST_SEATS]
        try:
            seating.add_seats(
                here.programme(), one.id, labels, language=form.speaks.data, is_young=form.is_young.data,
                account_id=here.account().id,
            )  # fmt: skip
        except RuleBroken as broken:
            form.complain("labels", message(broken))
        else:
            leave_note(mark("The seats are ready. Their links stand on the slips."))
            return go_to("seats", one)
    page = render_template("rounds/seats.html", form=form, one=one, sitting=rounds.sitting_of(one))
    return page, 422 if form.errors else 200


@blueprint.post("/p/<programme>/rounds/<int:round_id>/seats/<int:seat_id>/revoke")
def revoke_seat(programme: str, round_id: int, seat_id: int) -> Response:
    """Take a seat away."""
    one = round_here(round_id)
    here.found(seating.seat_of(one, seat_id))
    attempt(
        lambda: seating.revoke_seat(here.programme(), one.id, seat_id, account_id=here.account().id),
        mark("The link no longer works. What was decided stays as it was counted.")
        if one.state in DECIDED
        else mark("The link no longer works, and the ballot of this seat does not count."),
    )
    return go_to("seats", one)


@blueprint.post("/p/<programme>/rounds/<int:round_id>/seats/<int:seat_id>/link")
def renew_link(programme: str, round_id: int, seat_id: int) -> Response:
    """Give a seat a new link."""
    one = round_here(round_id)
    here.found(seating.seat_of(one, seat_id))
    attempt(
        lambda: seating.renew_link(here.programme(), one.id, seat_id, account_id=here.account().id),
        mark("There is a new link on the slip; the old one has stopped."),
    )
    return go_to("seats", one)


@blueprint.get("/p/<programme>/rounds/<int:round_id>/slips")
def slips(programme: str, round_id: int) -> str:
    """Show each seat's link with its picture for a phone, to be cut apart and handed out."""
    one = round_here(round_id)
    links = seating.show_links(here.programme(), one.id, account_id=here.account().id)
    made = [(link.seat, _url(link.token), _picture(_url(link.token))) for link in links]
    return render_template("rounds/slips.html", one=one, slips=made)


@blueprint.route("/p/<programme>/rounds/<int:round_id>/seats/<int:seat_id>/ballot", methods=["GET", "POST"])
def paper_ballot(programme: str, round_id: int, seat_id: int) -> Response | str | tuple[str, int]:
    """Type in a ballot that was filled in on paper."""
    one = round_here(round_id)
    seat = here.found(seating.seat_of(one, seat_id))
    place = voting.place_of(seat, is_paper=True)
    form = _paper_form(place)
    if form.is_sent():
        try:
            _type_in(place, form)
        except RuleBroken as broken:
            form.complain("reason", message(broken))
        else:
            following = _next_without_ballot(rounds.sitting_of(one), seat_id)
            leave_note(
                mark("The ballot is in.") if following else mark("The ballot is in. All seats have a ballot now.")
            )
            return (
                go_to("paper_ballot", one, seat_id=following)
                if following and "next" in request.form
                else go_to("round", one)
            )
    page = render_template(
        "rounds/paper_ballot.html",
        form=form,
        one=one,
        seat=seat,
        place=place,
        has_next=_next_without_ballot(place.sitting, seat_id) is not None,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/p/<programme>/rounds/<int:round_id>/ballots")
def stack_of_ballots(programme: str, round_id: int) -> Response:
    """Begin a stack of ballots with the first seat that has none."""
    one = round_here(round_id)
    first = _next_without_ballot(rounds.sitting_of(one), 0)
    if first is None:
        leave_note(mark("All seats have a ballot now."))
        return go_to("round", one)
    return go_to("paper_ballot", one, seat_id=first)


def _next_without_ballot(sitting: Sitting, seat_id: int) -> int | None:
    """Return the next seat behind this one whose ballot is missing, from the beginning again after the last."""
    voted = sitting.voted
    missing = [seat.id for seat in sitting.seats if seat.id not in voted and seat.id != seat_id]
    return next((one_id for one_id in missing if one_id > seat_id), missing[0] if missing else None)


def _type_in(place: Place, form: StoryForm) -> None:
    check_each_once(request.form)
    facts: dict[str, Any] = {"reason": form["reason"].data, "account_id": here.account().id}
    pairs = pairs_in(voting.pairs_on_paper(place), request.form) if place.asks is BallotKind.PAIRS else {}
    if place.asks is not BallotKind.PAIRS:
        voting.cast_from_paper(here.programme(), place.one.id, place.seat.id, **facts, **_on_paper(place, form))
    elif bool(pairs) is bool(form["abstains"].data):
        raise RuleBroken("ballot.abstains-and-marks" if pairs else "ballot.nothing-marked")
    elif pairs:
        voting.compare_from_paper(here.programme(), place.one.id, place.seat.id, pairs, **facts)
    else:
        voting.cast_from_paper(here.programme(), place.one.id, place.seat.id, **facts)


def _paper_form(place: Place) -> StoryForm:
    if place.asks is BallotKind.CHOICE:
        form = sent(PaperForm)
        form.choice.choices = [
            *(_titled(read.story.public_id, rounds.name_of(read.story), read.story.language) for read in place.choices),
            SelectChoice(value=NONE, label=say("None of them: abstains")),
        ]
        return form
    typed = {"typed": request.form} if request.method == "POST" else {}
    if place.asks is BallotKind.PAIRS:
        return pairs_form(voting.pairs_on_paper(place), **typed)
    return marks_form(place.asks, place.choices, highest=place.one.highest_score, **typed)


def _on_paper(place: Place, form: StoryForm) -> dict[str, Any]:
    if isinstance(form, PaperForm):
        ids = {read.story.public_id: read.row.story_id for read in place.choices}
        return {"story_id": ids.get(form.choice.data)}
    marks = marks_in(place.asks, place.choices, request.form)
    if bool(marks) is bool(form["abstains"].data):
        raise RuleBroken("ballot.abstains-and-marks" if marks else "ballot.nothing-marked")
    return {"marks": marks}


def _titled(value: str, title: str, lang: str) -> SelectChoice:
    return SelectChoice(value=value, label=title, render_kw={"translate": "no", "lang": lang})


def _url(token: str) -> str:
    return full_address(url_for("panel.enter", token=token))


def _picture(url: str) -> str:
    return segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=2, light="#fff")
