"""Dealing a long list out: what is advised, the deal before the round opens, how far reading has come."""

from flask import render_template, request
from werkzeug.wrappers import Response

from storyapp.rules.rounds import RoundState
from storyapp.rules.shares import DEALT_METHODS, MOST_STORIES_EACH, advised, can_all_read_all, options
from storyapp.services import rounds, seating, shares
from storyapp.services.rounds import Sitting
from storyapp.web.common import here
from storyapp.web.common.forms import whole
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.forms import MinutesForm
from storyapp.web.rounds.place import attempt, go_to, round_here
from storyapp.words.speech import mark

USUAL_MINUTES, MOST_MINUTES = 45, 600


@blueprint.route("/p/<programme>/rounds/<int:round_id>/shares", methods=["GET", "POST"], endpoint="shares")
def shares_page(programme: str, round_id: int) -> Response | str:
    """Show who reads what; deal the stories out, or let everybody read everything."""
    one = round_here(round_id)
    if request.method == "POST":
        readers = whole(request.form.get("readers")) or 0
        attempt(
            lambda: shares.deal_out(here.programme(), one.id, readers, account_id=here.account().id),
            mark("The stories are dealt out. Look at the deal below.") if readers else mark("Everybody reads everything."),
        )  # fmt: skip
        return go_to("shares", one)
    sitting = rounds.sitting_of(one)
    minutes = min(whole(request.args.get("minutes")) or USUAL_MINUTES, MOST_MINUTES)
    offered = options(
        n_stories=len(sitting.on_table), n_people=len(sitting.seats), minutes_in_all=sitting.minutes_to_read
    )
    is_short = can_all_read_all(
        n_stories=len(sitting.on_table), minutes_in_all=sitting.minutes_to_read, minutes_each=minutes
    )
    return render_template(
        "rounds/shares.html", one=one, sitting=sitting, minutes=minutes, offered=offered, most=MOST_STORIES_EACH,
        advised=None if is_short else advised(offered, minutes_each=minutes), is_short=is_short, may_deal=one.method in DEALT_METHODS and not one.is_secret,
        balance=shares.balance(sitting), readings=shares.readings(sitting), by_story=_by_story(sitting),
        form=MinutesForm(data={"minutes": minutes}), is_draft=one.state is RoundState.DRAFT, is_open=one.state is RoundState.OPEN,
    )  # fmt: skip


@blueprint.post("/p/<programme>/rounds/<int:round_id>/seats/<int:seat_id>/away")
def seat_away(programme: str, round_id: int, seat_id: int) -> Response:
    """Give to the others what somebody who does not come has not read, or take them in again."""
    one = round_here(round_id)
    here.found(seating.seat_of(one, seat_id))
    is_away = "away" in request.form
    attempt(
        lambda: shares.set_away(here.programme(), one.id, seat_id, is_away=is_away, account_id=here.account().id),
        mark("What they have not read goes to the others.") if is_away else mark("They have a share again."),
    )
    return go_to("shares", one)


def _by_story(sitting: Sitting) -> list[list[object]]:
    """Return a line for each story: what it is called, to how many it was dealt, how many have read it."""
    n_readers = shares.readers_so_far(sitting)
    return [
        [{"text": rounds.name_of(read.story), "as_written": True}, *n_readers[read.row.story_id]]
        for read in sitting.on_table
        if sitting.may_read(read)
    ]
