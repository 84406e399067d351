"""A round under way: who has voted, more time, the next vote, and the same for the projector."""

from collections.abc import Callable

from flask import render_template, request
from werkzeug.wrappers import Response

from storyapp.data.tables.rounds import Round
from storyapp.gateways.kit import kit
from storyapp.rules.rounds import RoundState
from storyapp.rules.selection.iterative import TurnOutcome
from storyapp.rules.selection.methods import turn_outcomes
from storyapp.services import pausing, reopening, rooms, rounds, shares
from storyapp.services.rounds import Sitting
from storyapp.web.common import here
from storyapp.web.common.forms import sent
from storyapp.web.common.freshness import as_before, asks_again
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.decided import decided_page
from storyapp.web.rounds.forms import ExtendForm
from storyapp.web.rounds.place import attempt, go_to, round_here
from storyapp.words.speech import mark


@blueprint.get("/p/<programme>/rounds/<int:round_id>")
def round(programme: str, round_id: int) -> Response | str:
    """Show where a round stands, and the one thing to do next."""
    one = round_here(round_id)
    same = as_before(rooms.pulse_of(one.id), rooms.n_read(one.id)) if asks_again() else None
    if same is not None:
        return same
    sitting = rounds.sitting_of(one)
    if one.state is RoundState.DRAFT:
        return render_template("rounds/draft.html", one=one, sitting=sitting, most=rounds.MOST_AT_A_SITTING)
    if one.state is RoundState.OPEN:
        return _open_page(sitting)
    if one.state is RoundState.PAUSED:
        return render_template("rounds/paused.html", one=one, sitting=sitting, voted=sitting.voted)
    return decided_page(sitting)


@blueprint.post("/p/<programme>/rounds/<int:round_id>/pause")
def pause(programme: str, round_id: int) -> Response:
    """Let the round rest, or go on."""
    one = round_here(round_id)
    is_over = "go-on" in request.form
    does = pausing.go_on if is_over else pausing.pause
    attempt(
        lambda: does(here.programme(), one.id, account_id=here.account().id),
        mark("The round goes on. The time that passed was given back.") if is_over else mark("The round rests."),
    )
    return go_to("round", one)


@blueprint.post("/p/<programme>/rounds/<int:round_id>/again")
def reopen(programme: str, round_id: int) -> Response:
    """Let adults talk and vote again about a choice that the young people refused."""
    again = mark("The round is open again. The panel reads why its choice was refused, and votes anew.")
    return _with_new_time(round_here(round_id), reopening.reopen, again)


@blueprint.post("/p/<programme>/rounds/<int:round_id>/extend")
def extend(programme: str, round_id: int) -> Response:
    """Move the closing time."""
    return _with_new_time(round_here(round_id), rounds.extend, mark("The closing time has moved."))


@blueprint.post("/p/<programme>/rounds/<int:round_id>/turn")
def next_turn(programme: str, round_id: int) -> Response:
    """Let the panel talk and vote again."""
    one = round_here(round_id)
    turn = request.form.get("turn", one.turn, type=int)
    attempt(
        lambda: rounds.begin_next_turn(here.programme(), one.id, turn=turn, account_id=here.account().id),
        mark("The next vote has begun."),
    )
    return go_to("round", one)


def _with_new_time(one: Round, does: Callable[..., None], done: str) -> Response:
    """Do what needs a closing time to come, or say why not; what was typed as no time is none."""
    form = sent(ExtendForm)
    form.validate()
    attempt(lambda: does(here.programme(), one.id, form.closes_at.data, account_id=here.account().id), done)
    return go_to("round", one)


def _open_page(sitting: Sitting) -> str:
    one = sitting.one
    voted, so_far = sitting.voted, shares.read_so_far(sitting)
    may_count = bool(voted) and len(voted) >= _needed(sitting)
    before = _before(sitting) if one.turn > 1 else []
    return render_template(
        "rounds/open.html", one=one, sitting=sitting, form=ExtendForm(data={"closes_at": one.closes_at}),
        so_far=so_far, n_read_all=sum(n_read >= n > 0 for n_read, n in so_far.values()), is_over=_is_over(sitting),
        may_begin_turn=may_count and _has_more(sitting), before=before, voted=voted,
        refused=reopening.refused_before(sitting) if one.turn > 1 else (),
        n_stories=len(sitting.on_table),
    )  # fmt: skip


def _has_more(sitting: Sitting) -> bool:
    """Tell whether another vote is planned; a tie is offered one where the votes are counted, for it tells of them."""
    if sitting.spec.has_turns:
        return sitting.one.turn < sitting.one.most_turns
    return sitting.outcome.is_halfway


def _before(sitting: Sitting) -> list[TurnOutcome]:
    """Return how the votes before this one came out."""
    earlier = [ballot for ballot in sitting.ballots if ballot.turn < sitting.one.turn]
    n_seats, story_ids = len(sitting.seats), sitting.story_ids
    return list(turn_outcomes(sitting.one.method, earlier, n_seats=n_seats, story_ids=story_ids))


def _needed(sitting: Sitting) -> int:
    return max(1, min(sitting.one.quorum, len(sitting.seats)))


def _is_over(sitting: Sitting) -> bool:
    closes_at = sitting.one.closes_at
    return closes_at is not None and closes_at <= kit().clock()
