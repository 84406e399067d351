"""A round in one room: people come in by six digits, a timer runs, the screen shows what the facilitator wants."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rooms import Expectation, Room
from storyapp.data.tables.rounds import BallotCast, Dissent, Round, RoundStory, Seat
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from storyapp.services import receipts, seating, sessions, shares
from storyapp.services.rounds import locked_round
from storyapp.services.transaction import account_actor, act, seat_actor

SEALED_AT = "rooms/code"
CODE_LASTS, LONGEST_TIMER = timedelta(hours=3), 180
MOST_BY_CODE = 60
DIGITS, TRIES = 6, 20
LONGEST_NAME = 40
ROOM = "room"


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """All that decides whether a page in the room looks as before; cheap to ask, many times a minute."""

    round_id: int
    state: RoundState
    turn: int
    n_ballots: int
    dissent_letters: int  # what a seat says again replaces what it said, so a count alone would not move
    is_late: bool
    closes_at: datetime | None
    timer_ends_at: datetime | None
    place: int
    is_paused: bool
    has_code: bool


@dataclass(frozen=True, kw_only=True)
class Expected:
    """How many expected what the panel then chose."""

    n_right: int
    n: int


def pulse_of(round_id: int) -> Pulse:
    """Return the pulse of a round in two short queries."""
    now = kit().clock()
    one, room = db.session.execute(
        select(Round, Room).outerjoin(Room, Room.round_id == Round.id).where(Round.id == round_id)
    ).one()
    ballots = select(func.count(BallotCast.id)).where(BallotCast.round_id == round_id, BallotCast.turn == one.turn)
    dissents = select(func.sum(func.length(Dissent.text))).where(Dissent.round_id == round_id)
    n, letters = db.session.execute(select(ballots.scalar_subquery(), dissents.scalar_subquery())).one()
    return Pulse(
        round_id=one.id, state=one.state, turn=one.turn, n_ballots=n or 0, dissent_letters=letters or 0, closes_at=one.closes_at,
        is_late=one.closes_at is not None and one.closes_at <= now,
        timer_ends_at=room.timer_ends_at if room else None, place=room.place if room else 0,
        is_paused=one.state is RoundState.PAUSED, has_code=_is_open(room, now),
    )  # fmt: skip


def n_read(round_id: int) -> int:
    """Return how far all seats together have read."""
    return db.session.scalar(select(func.coalesce(func.sum(Seat.n_read), 0)).where(Seat.round_id == round_id)) or 0


def code_of(round_id: int) -> str:
    """Return the six digits to show, or nothing where no code lets anybody in."""
    room = db.session.get(Room, round_id)
    if room is None or not _is_open(room, kit().clock()) or room.code_sealed is None:
        return ""
    return kit().vault.open_for_house(room.code_sealed, SEALED_AT)


def open_code(programme: Programme, round_id: int, *, account_id: int) -> None:
    """Let people in by a fresh code, for as long as a meeting lasts."""
    vault, now = kit().vault, kit().clock()
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        if one.state is not RoundState.OPEN:
            raise RuleBroken("round.not-now")
        code = _fresh_code()
        room = _room(round_id)
        room.code_hash, room.code_sealed = vault.fingerprint(code, ROOM), vault.seal_for_house(code, SEALED_AT)
        room.code_ends_at = now + CODE_LASTS
        doing.note(one.organisation_id, "round.room-opened", f"round:{round_id}")


def close_code(programme: Programme, round_id: int, *, account_id: int) -> None:
    """Let nobody in any more; who is in stays."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        room = _room(round_id)
        room.code_hash = room.code_sealed = room.code_ends_at = None
        doing.note(one.organisation_id, "round.room-closed", f"round:{round_id}")


def set_timer(programme: Programme, round_id: int, minutes: int, *, account_id: int) -> None:
    """Let a timer run for everybody in the room; nought stops it. It closes nothing by itself."""
    if not 0 <= minutes <= LONGEST_TIMER:
        raise RuleBroken("room.timer", most=LONGEST_TIMER)
    with act(account_actor(account_id)):
        locked_round(programme, round_id)
        _room(round_id).timer_ends_at = kit().clock() + timedelta(minutes=minutes) if minutes else None


def show_on_screen(programme: Programme, round_id: int, *, place: int, account_id: int) -> None:
    """Show a story on the screen by its place, or none (nought); in a pause the screen stays empty."""
    with act(account_actor(account_id)):
        one = locked_round(programme, round_id)
        if one.state is RoundState.PAUSED:
            raise RuleBroken("round.paused")
        _room(round_id).place = max(0, place)


def join(typed: str, name: str, *, language: str, visitor: str) -> str:
    """Come in by the code under a made-up name; return the cookie. Who guesses codes has to wait longer each time."""
    digits, label = "".join(sign for sign in typed if sign.isdigit()), name.strip()
    buckets = [kit().vault.fingerprint(visitor, "room-throttle"), kit().vault.fingerprint(digits[:3], "room-tried")]
    receipts.check_pace_of(buckets)
    room = db.session.scalar(select(Room).where(Room.code_hash == kit().vault.fingerprint(digits, ROOM)))
    if room is None or not _is_open(room, kit().clock()):
        receipts.note_failure(buckets)
        raise RuleBroken("room.no-such-code")
    if not label or len(label) > LONGEST_NAME:
        raise RuleBroken("room.no-name", longest=LONGEST_NAME)
    seat_id, lasts = _take_seat(room.round_id, label, language)
    return sessions.begin_seat_visit(seat_id, lasts=lasts)


def expect(seat_id: int, story_id: int | None) -> None:
    """Keep what somebody who has voted expects the others to choose; it may be changed until the end."""
    with act(seat_actor(seat_id)):
        seat = db.session.get_one(Seat, seat_id)
        one = db.session.get_one(Round, seat.round_id)
        if one.state is not RoundState.OPEN or one.is_secret:
            raise RuleBroken("round.not-now")
        if story_id is not None and db.session.get(RoundStory, (one.id, story_id)) is None:
            raise RuleBroken("ballot.story-not-here")
        row = db.session.get(Expectation, (seat_id, one.turn))
        if row is None:
            row = Expectation(seat_id=seat_id, turn=one.turn)
            db.session.add(row)
        row.story_id = story_id


def expectation_of(seat: Seat, turn: int) -> Expectation | None:
    """Return what somebody expects, or None where they have not said."""
    return db.session.get(Expectation, (seat.id, turn))


def expected(one: Round) -> Expected:
    """Return how many said in the last turn what they expect, and how many of them expected what was chosen."""
    counted = or_(Seat.revoked_at.is_(None), Seat.revoked_at > one.decided_at)
    said = db.session.scalars(
        select(Expectation.story_id).join(Seat, Seat.id == Expectation.seat_id)
        .where(Seat.round_id == one.id, counted, Expectation.turn == one.turn)
    ).all()  # fmt: skip
    chosen = set(
        db.session.scalars(select(RoundStory.story_id).where(RoundStory.round_id == one.id, RoundStory.is_chosen))
    )
    return Expected(n_right=sum(story in chosen if chosen else story is None for story in said), n=len(said))


def _take_seat(round_id: int, label: str, language: str) -> tuple[int, timedelta]:
    with act(ROOM) as doing:
        one = db.session.get_one(Round, round_id, with_for_update=True, populate_existing=True)
        if one.state is RoundState.PAUSED:
            raise RuleBroken("ballot.round-paused")
        if one.state is not RoundState.OPEN:
            raise RuleBroken("ballot.round-not-open")
        seats = queries.seats_of(one.id)
        if label.casefold() in {seat.label.casefold() for seat in seats}:
            raise RuleBroken("room.name-taken")
        if len(seats) >= MOST_BY_CODE:
            raise RuleBroken("room.full")
        seat = seating.new_seat(one, seating.NewSeat(label=label, language=language, is_young=one.is_youth))
        db.session.flush()
        shares.even_out(one)
        doing.note(one.organisation_id, "round.seat-taken-by-code", f"seat:{seat.id}")
        return seat.id, seat.expires_at - kit().clock()


def _fresh_code() -> str:
    """Draw six digits that no open room has."""
    for _ in range(TRIES):
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        found = db.session.scalar(select(Room).where(Room.code_hash == kit().vault.fingerprint(code, ROOM)))
        if found is None:
            return code
    raise RuleBroken("room.full")


def _room(round_id: int) -> Room:
    room = db.session.get(Room, round_id)
    if room is None:
        room = Room(round_id=round_id, place=0)
        db.session.add(room)
    return room


def _is_open(room: Room | None, now: datetime) -> bool:
    return room is not None and room.code_ends_at is not None and room.code_ends_at > now
