"""Ballots to print: one for each seat, with its own order of stories or its own pairs."""

from dataclasses import dataclass

from storyapp.data.queries.rounds import Read
from storyapp.data.tables.rounds import Seat
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.pairing import n_advised, tournament
from storyapp.services.sitting import Sitting


@dataclass(frozen=True, kw_only=True)
class PaperBallot:
    """What stands on one seat's paper; the stories that it may judge, and the pairs where pairs are compared."""

    seat: Seat | None  # None: for whoever sits down
    reads: tuple[Read, ...]
    pairs: tuple[tuple[Read, Read], ...] = ()


def ballots_to_print(sitting: Sitting) -> tuple[PaperBallot, ...]:
    """Return a ballot for each seat that holds, as its phone would show it; one for anybody before there are seats."""
    votable = {read.row.story_id: read for read in sitting.on_table if read.row.story_id in set(sitting.votable)}
    if not sitting.seats:
        return (PaperBallot(seat=None, reads=tuple(votable.values())),)
    known: dict[int, set[int]] = {}
    for row in sitting.recusals:
        known.setdefault(row.seat_id, set()).add(row.story_id)
    return tuple(_ballot(sitting, seat, votable, known.get(seat.id, set())) for seat in sitting.seats)


def _ballot(sitting: Sitting, seat: Seat, votable: dict[int, Read], apart: set[int]) -> PaperBallot:
    reads = [read for read in sitting.to_read(seat) if read.row.story_id in votable.keys() - apart]
    free = {read.row.story_id: read for read in reads}
    if sitting.asks is not BallotKind.PAIRS:
        if sitting.one.is_secret:  # an order of its own would tell whose ballot it is
            reads = [read for story_id, read in votable.items() if story_id in free]
        return PaperBallot(seat=seat, reads=tuple(reads))
    every = [read.row.story_id for read in sitting.reads]
    plan = tournament(every, seat_id=seat.id, seed=str(sitting.one.id))
    pairs = [(free[a], free[b]) for a, b in plan if a in free and b in free][: n_advised(len(free))]
    return PaperBallot(seat=seat, reads=(), pairs=tuple(pairs))
