"""The rows of a ballot: found again by its seat, or, where it is secret, by the browser that cast it and by nobody else."""

import secrets
from collections.abc import Mapping

from sqlalchemy import delete, select

from storyapp.data.db import db, n_touched
from storyapp.data.tables.rooms import Expectation
from storyapp.data.tables.rounds import BallotCast, BallotMark, Comparison, Round, Seat, SeatTurn
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.errors import RuleBroken
from storyapp.rules.selection.outcome import Ballot

LOTS = 2**31 - 1  # ids of secret ballots are drawn below nought, as far as an integer reaches


def key_of(round_id: int, cookie: str) -> bytes:
    """Return the key of a secret ballot; the cookie it is made from is kept in the browser alone."""
    return kit().vault.fingerprint(f"{round_id}:{cookie or new_token()}", "ballot")


def own_row(one: Round, seat: Seat, turn: int, cookie: str) -> BallotCast | None:
    """Return the ballot of a seat in a turn; a secret one only to the browser that cast it."""
    query = select(BallotCast).where(BallotCast.round_id == one.id, BallotCast.turn == turn)
    if one.is_secret:
        return db.session.scalar(query.where(BallotCast.key_hash == key_of(one.id, cookie)))
    return db.session.scalar(query.where(BallotCast.seat_id == seat.id))


def new_row(one: Round, seat: Seat, turn: int, cookie: str) -> BallotCast:
    """Begin a ballot. A secret one stands apart from the note that its seat has voted."""
    row = BallotCast(round_id=one.id, turn=turn, n_changes=0, reason="")
    if one.is_secret:
        if db.session.get(SeatTurn, (seat.id, turn)) is not None:
            raise RuleBroken("ballot.secret-elsewhere")
        db.session.add(SeatTurn(seat_id=seat.id, turn=turn))
        row.id, row.key_hash = -1 - secrets.randbelow(LOTS), key_of(one.id, cookie)
    else:
        row.seat_id = seat.id
    db.session.add(row)
    db.session.flush()
    return row


def write_ballot(row: BallotCast, ballot: Ballot, marks: Mapping[int, Mapping[int, int]]) -> None:
    """Write what a ballot says over what it said before; an abstention takes back what was compared."""
    before = (row.story_id, row.reason, dict(marks.get(row.id, {})))
    is_new = not row.reason and not marks.get(row.id) and not ballot.pairs
    row.n_changes += not is_new and before != (ballot.story_id, ballot.reason, dict(ballot.marks))
    row.story_id, row.reason, row.is_abstention = ballot.story_id, ballot.reason, ballot.is_abstention
    db.session.execute(delete(BallotMark).where(BallotMark.ballot_id == row.id))
    db.session.add_all(
        BallotMark(ballot_id=row.id, story_id=story_id, mark=mark) for story_id, mark in ballot.marks.items()
    )


def write_comparison(row: BallotCast, pair: frozenset[int], *, better_id: int | None, reason: str) -> None:
    """Write which of two a ballot prefers, over what it said of them before."""
    row.is_abstention = False
    low_id, high_id = sorted(pair)
    answer = db.session.get(Comparison, (row.id, low_id, high_id))
    if answer is None:
        answer = Comparison(ballot_id=row.id, low_id=low_id, high_id=high_id)
        db.session.add(answer)
    answer.better_id, answer.reason = better_id, reason


def take_off(row: BallotCast, seat: Seat, story_id: int) -> bool:
    """Take a story off a ballot; one that names nothing else falls whole. Tell whether anything was taken."""
    marks = delete(BallotMark).where(BallotMark.ballot_id == row.id, BallotMark.story_id == story_id)
    pair = (Comparison.low_id == story_id) | (Comparison.high_id == story_id)
    pairs = delete(Comparison).where(Comparison.ballot_id == row.id, pair)
    n_taken = n_touched(marks) + n_touched(pairs)
    if row.story_id != story_id and not n_taken:
        return False
    if row.story_id == story_id or not _says_anything(row):
        take_out(row, seat)
    return True


def take_out(row: BallotCast, seat: Seat) -> None:
    """Take a ballot out altogether, with what its seat expected of the others; the seat may vote anew."""
    spent = db.session.get(SeatTurn, (seat.id, row.turn))
    expected = db.session.get(Expectation, (seat.id, row.turn))
    for gone in (row, spent, expected):
        if gone is not None:
            db.session.delete(gone)


def _says_anything(row: BallotCast) -> bool:
    return any(
        db.session.scalar(select(table.ballot_id).where(table.ballot_id == row.id).limit(1)) is not None
        for table in (BallotMark, Comparison)
    )
