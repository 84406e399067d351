"""A round that rests: nobody reads or votes, the screen is empty, and the time that passes is given back."""

from datetime import timedelta

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rooms import Room
from storyapp.data.tables.rounds import Round
from storyapp.gateways.kit import kit
from storyapp.rules.rounds import Actor, RoundAct, RoundState, check_act
from storyapp.services.rounds import locked_round, seat_expires_at
from storyapp.services.transaction import account_actor, act


def pause(programme: Programme, round_id: int, *, account_id: int) -> None:
    """Let an open round rest."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.PAUSE, actor=Actor.FACILITATOR, state=one.state)
        one.state, one.paused_at = RoundState.PAUSED, kit().clock()
        doing.note(one.organisation_id, "round.paused", f"round:{one.id}")


def go_on(programme: Programme, round_id: int, *, account_id: int) -> None:
    """Let a round go on; the closing time and the timer move by as long as it rested."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.GO_ON, actor=Actor.FACILITATOR, state=one.state)
        rested = kit().clock() - one.paused_at if one.paused_at else timedelta()
        one.state, one.paused_at = RoundState.OPEN, None
        _give_back(one, max(rested, timedelta()))
        doing.note(one.organisation_id, "round.gone-on", f"round:{one.id}")


def _give_back(one: Round, rested: timedelta) -> None:
    if one.closes_at is not None:
        one.closes_at += rested
    for seat in queries.seats_of(one.id):
        seat.expires_at = seat_expires_at(one)
    room = db.session.get(Room, one.id)
    if room is not None and room.timer_ends_at is not None:
        room.timer_ends_at += rested
