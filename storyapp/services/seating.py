"""The seats of a panel: a pseudonym or role and a secret link each, given, renewed and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.people import Visit
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, Seat
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Actor, RoundAct, check_act
from storyapp.services import shares
from storyapp.services.rounds import locked_round, seat_expires_at
from storyapp.services.transaction import account_actor, act

SEALED_AT = "seats/token"


@dataclass(frozen=True, kw_only=True)
class Link:
    """The way in of one seat."""

    seat: Seat
    token: str


@dataclass(frozen=True, kw_only=True)
class NewSeat:
    """A seat to be given."""

    label: str
    language: str
    is_young: bool


def seats_of(one: Round) -> list[Seat]:
    """Return every seat of a round, revoked ones among them."""
    return queries.seats_of(one.id)


def seat_of(one: Round, seat_id: int) -> Seat | None:
    """Return a seat of this round, or None."""
    return queries.seat_of(one.id, seat_id)


def add_seats(
    programme: Programme, round_id: int, labels: Sequence[str], *, language: str, is_young: bool, account_id: int
) -> None:
    """Give seats that are alike but for their names."""
    wanted = [NewSeat(label=label, language=language, is_young=is_young) for label in labels]
    give_seats(programme, round_id, wanted, account_id=account_id)


def give_seats(programme: Programme, round_id: int, wanted: Sequence[NewSeat], *, account_id: int) -> None:
    """Give seats; late joiners and substitutes come while the round is open."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.ADD_SEAT, actor=Actor.FACILITATOR, state=one.state)
        known = {seat.label.casefold() for seat in queries.seats_of(one.id)}
        if len({*known, *(each.label.casefold() for each in wanted)}) < len(known) + len(wanted):
            raise RuleBroken("round.seat-named-twice")
        for each in wanted:
            seat = new_seat(one, each)
            db.session.flush()
            doing.note(one.organisation_id, "round.seat-added", f"seat:{seat.id}")
        shares.even_out(one)


def new_seat(one: Round, wanted: NewSeat) -> Seat:
    """Add a seat with a link of its own; call inside an act."""
    seat = Seat(round_id=one.id, label=wanted.label, language=wanted.language, is_young=wanted.is_young)
    _give_link(one, seat)
    db.session.add(seat)
    return seat


def revoke_seat(programme: Programme, round_id: int, seat_id: int, *, account_id: int) -> bool:
    """Take a seat away: its link stops at once and its ballot no longer counts; False where there is none."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.REVOKE_SEAT, actor=Actor.FACILITATOR, state=one.state)
        seat = queries.seat_of(one.id, seat_id)
        if seat is None:
            return False
        if seat.revoked_at is None:
            seat.revoked_at = kit().clock()
            _end_visits(seat)
            shares.even_out(one)
            doing.note(one.organisation_id, "round.seat-revoked", f"seat:{seat.id}")
    return True


def renew_link(programme: Programme, round_id: int, seat_id: int, *, account_id: int) -> bool:
    """Give a seat a new link; the old one stops. A seat that was taken away is given back."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.ADD_SEAT, actor=Actor.FACILITATOR, state=one.state)
        seat = queries.seat_of(one.id, seat_id)
        if seat is None:
            return False
        _give_link(one, seat)
        seat.revoked_at = None
        _end_visits(seat)
        shares.even_out(one)
        doing.note(one.organisation_id, "round.link-renewed", f"seat:{seat.id}")
    return True


def show_links(programme: Programme, round_id: int, *, account_id: int) -> list[Link]:
    """Return the links of all seats that hold, to be handed out; that they were shown is noted."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        doing.note(one.organisation_id, "round.links-shown", f"round:{one.id}")
    return [
        Link(seat=seat, token=kit().vault.open_for_house(seat.token_sealed, SEALED_AT))
        for seat in queries.seats_of(round_id)
        if seat.revoked_at is None
    ]


def _give_link(one: Round, seat: Seat) -> None:
    token, vault = new_token(), kit().vault
    seat.token_hash = vault.fingerprint(token, "seat")
    seat.token_sealed = vault.seal_for_house(token, SEALED_AT)
    seat.expires_at = seat_expires_at(one)


def _end_visits(seat: Seat) -> None:
    db.session.execute(delete(Visit).where(Visit.seat_id == seat.id))
