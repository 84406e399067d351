"""The screen in the room: the code to come in by, who has voted, a timer, one story after another, then the choice."""

from collections.abc import Callable

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries.rounds import Read
from storyapp.rules.rounds import RoundState
from storyapp.services import minutes, pausing, rooms, rounds
from storyapp.services.rounds import Sitting
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.forms import whole
from storyapp.web.common.freshness import as_before
from storyapp.web.common.qr import qr_drawing
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.place import attempt, go_to, round_here
from storyapp.words.speech import say

TOLD = (RoundState.DECIDED, RoundState.FINISHED)


@blueprint.get("/p/<programme>/rounds/<int:round_id>/room")
def room(programme: str, round_id: int) -> Response | str:
    """Show the round to a room; asked again, it says "as before" until something has happened."""
    one = round_here(round_id)
    pulse = rooms.pulse_of(one.id)
    same = as_before(pulse)
    if same is not None:
        return same
    sitting = rounds.sitting_of(one)
    reads = readable(sitting)
    address = full_address(url_for("panel.code"))
    is_told = one.state in TOLD
    return render_template(
        "rounds/room.html", one=one, sitting=sitting, pulse=pulse, code=rooms.code_of(one.id), address=address,
        qr=qr_drawing(address, named=say("The same address as a picture for the phone")), n_stories=len(reads),
        shown=reads[pulse.place - 1] if 0 < pulse.place <= len(reads) and not is_told else None,
        told=minutes.minutes_of(sitting) if is_told else None, expected=rooms.expected(one) if is_told else None,
    )  # fmt: skip


@blueprint.post("/p/<programme>/rounds/<int:round_id>/room")
def room_act(programme: str, round_id: int) -> Response:
    """Do what a button of the screen says."""
    one = round_here(round_id)
    does = ACTS.get(request.form.get("act", ""))
    if does is not None:
        attempt(lambda: does(one.id))  # the screen shows what was done
    return go_to("room", one)


def readable(sitting: Sitting) -> list[Read]:
    """Return the stories that may be shown to this panel, in one order for the whole room."""
    return [read for read in sitting.on_table if sitting.may_read(read)]


def _step(by: int) -> Callable[[int], None]:
    def step(round_id: int) -> None:
        sitting = rounds.sitting_of(here.found(rounds.round_of(here.programme(), round_id)))
        place = min(max(rooms.pulse_of(round_id).place + by, 0), len(readable(sitting)))
        _show(round_id, place)

    return step


def _show(round_id: int, place: int) -> None:
    rooms.show_on_screen(here.programme(), round_id, place=place, account_id=here.account().id)


def _timer(round_id: int) -> None:
    rooms.set_timer(here.programme(), round_id, whole(request.form.get("minutes")) or 0, account_id=here.account().id)


ACTS: dict[str, Callable[[int], None]] = {
    "next": _step(1),
    "back": _step(-1),
    "none": lambda round_id: _show(round_id, 0),
    "pause": lambda round_id: pausing.pause(here.programme(), round_id, account_id=here.account().id),
    "go-on": lambda round_id: pausing.go_on(here.programme(), round_id, account_id=here.account().id),
    "timer": _timer,
    "code": lambda round_id: rooms.open_code(here.programme(), round_id, account_id=here.account().id),
    "no-code": lambda round_id: rooms.close_code(here.programme(), round_id, account_id=here.account().id),
}
