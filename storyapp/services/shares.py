"""The shares of a long list: dealt before the round opens, dealt anew when people come, leave or know a teller."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, update

from storyapp.data.db import db, n_touched
from storyapp.data.queries import rounds as queries
from storyapp.data.queries.rounds import Read
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, Seat, Share
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Actor, RoundAct, RoundState, check_act
from storyapp.rules.sampling import reading_order
from storyapp.rules.selection.methods import decide
from storyapp.rules.shares import Balance, Hand, balance_of, check_dealing, deal, going_on
from storyapp.services.sitting import Sitting, minutes_to_read, sitting_of
from storyapp.services.transaction import account_actor, act, seat_actor


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How far one seat has read of what it has to read."""

    seat: Seat
    reads: tuple[tuple[Read, bool], ...]  # in its own order, and whether it was read

    @property
    def n(self) -> int:
        """Return how many stories it has to read."""
        return len(self.reads)

    @property
    def n_read(self) -> int:
        """Return how many of them it has read."""
        return sum(is_read for _, is_read in self.reads)

    @property
    def minutes(self) -> int:
        """Return how long all of them take, about."""
        return minutes_to_read([read.story for read, _ in self.reads])

    @property
    def minutes_left(self) -> int:
        """Return how long those take that it has not read."""
        return minutes_to_read([read.story for read, is_read in self.reads if not is_read])


def read_so_far(sitting: Sitting) -> dict[int, tuple[int, int]]:
    """Return by seat how many stories it has read, and how many it has to read."""
    readable = {read.row.story_id for read in sitting.on_table if sitting.may_read(read)}
    if not sitting.is_dealt:
        return {seat.id: (min(seat.n_read, len(readable)), len(readable)) for seat in sitting.seats}
    found = {}
    for seat in sitting.seats:
        rows = [row for row in sitting.shares.get(seat.id, ()) if row.story_id in readable]
        found[seat.id] = (sum(row.is_read for row in rows), len(rows))
    return found


def readings(sitting: Sitting) -> tuple[Reading, ...]:
    """Return how far each seat has read, in one order for all where nothing was dealt."""
    readable = {read.row.story_id: read for read in sitting.on_table if sitting.may_read(read)}
    return tuple(_reading(sitting, seat, readable) for seat in sitting.seats)


def balance(sitting: Sitting) -> Balance:
    """Return how even the deal is, over the stories that are on the table now."""
    here = [seat for seat in sitting.seats if not seat.is_away or seat.id in sitting.shares]
    hands = {seat.id: [row.story_id for row in sitting.shares.get(seat.id, ())] for seat in here}
    return balance_of(sitting.story_ids, hands)


def readers_so_far(sitting: Sitting) -> dict[int, tuple[int, int]]:
    """Return for each story to how many it was dealt, and how many have read it."""
    rows = [row for seat in sitting.seats for row in sitting.shares.get(seat.id, ())]
    return {
        story_id: (
            sum(row.story_id == story_id for row in rows),
            sum(row.story_id == story_id and row.is_read for row in rows),
        )
        for story_id in sitting.story_ids
    }


def deal_out(programme: Programme, round_id: int, readers: int, *, account_id: int) -> None:
    """Deal the stories out, or (nought) let everybody read everything; as long as the round is being prepared."""
    with act(account_actor(account_id)) as doing:
        one = queries.locked(programme.organisation_id, round_id)
        if one is None or one.programme_id != programme.id:
            raise RuleBroken("round.not-yours")
        check_act(RoundAct.EDIT, actor=Actor.FACILITATOR, state=one.state)
        if readers:
            n = len(sitting_of(one).seats)
            check_dealing(readers, method=one.method, is_secret=one.is_secret, n_people=n)
        one.readers = readers
        _forget(one)
        even_out(one)
        doing.note(one.organisation_id, "round.dealt", f"round:{one.id}", reason=f"READERS-{readers}")


def set_away(programme: Programme, round_id: int, seat_id: int, *, is_away: bool, account_id: int) -> None:
    """Give to the others what somebody who does not come has not read, or let them take part again."""
    with act(account_actor(account_id)) as doing:
        one = queries.locked(programme.organisation_id, round_id)
        seat = queries.seat_of(round_id, seat_id)
        if one is None or one.programme_id != programme.id or seat is None:
            raise RuleBroken("round.not-yours")
        check_act(RoundAct.ADD_SEAT, actor=Actor.FACILITATOR, state=one.state)
        seat.is_away = is_away
        even_out(one)
        doing.note(one.organisation_id, "round.seat-away" if is_away else "round.seat-back", f"seat:{seat.id}")


def come_back(seat_id: int) -> None:
    """Take a share again: somebody who was thought to be away is here."""
    with act(seat_actor(seat_id)) as doing:
        seat = db.session.get_one(Seat, seat_id)
        organisation_id = db.session.get_one(Round, seat.round_id).organisation_id
        one = queries.locked(organisation_id, seat.round_id)
        if one is None or one.state is not RoundState.OPEN or seat.revoked_at is not None:
            raise RuleBroken("round.not-now")
        seat.is_away = False
        even_out(one)
        doing.note(organisation_id, "round.seat-back", f"seat:{seat.id}")


def note_read(seat: Seat, story_ids: Collection[int]) -> None:
    """Note that a seat has read these of its share; call inside an act."""
    rows = (Share.seat_id == seat.id, Share.story_id.in_(story_ids), Share.is_read.is_(False))
    n = n_touched(update(Share).where(*rows).values(is_read=True))
    seat.n_read = seat.n_read + n


def even_out(one: Round) -> None:
    """Deal again what nobody has read, so that every story has its readers; call inside an act that holds the round."""
    if not one.readers:
        return
    db.session.flush()
    sitting = sitting_of(one)
    if one.turn > 1:
        _share_what_goes_on(sitting)
        return
    if one.state is RoundState.DRAFT and not _can_be_dealt(sitting):
        _forget(one)
        return
    hands = _hands(sitting)
    dealt = deal(sitting.story_ids, hands, readers=one.readers, seed=f"{one.id}:{len(sitting.seats)}")
    for seat in (*sitting.seats, *sitting.left):
        _write(sitting, seat, dealt.get(seat.id))


def _can_be_dealt(sitting: Sitting) -> bool:
    one = sitting.one
    try:
        check_dealing(one.readers, method=one.method, is_secret=one.is_secret, n_people=len(sitting.seats))
    except RuleBroken:
        return False
    return bool(sitting.story_ids)


def _hands(sitting: Sitting) -> dict[int, Hand]:
    """Return what those hold who are here, or whose ballot is in; the others hold nothing that counts."""
    known: dict[int, set[int]] = {}
    for row in sitting.recusals:
        known.setdefault(row.seat_id, set()).add(row.story_id)
    hands = {}
    for seat in sitting.seats:
        has_voted = seat.id in sitting.voted
        if seat.is_away and not has_voted:
            continue
        rows = sitting.shares.get(seat.id, ())
        apart = frozenset(known.get(seat.id, ()))
        hands[seat.id] = Hand(
            read=frozenset(row.story_id for row in rows if row.is_read) - apart,
            unread=frozenset(row.story_id for row in rows if not row.is_read),
            barred=apart, is_done=has_voted,
        )  # fmt: skip
    return hands


def _write(sitting: Sitting, seat: Seat, hand: frozenset[int] | None) -> None:
    """Write what a seat holds; who is not dealt to keeps only what was read."""
    rows = sitting.shares.get(seat.id, ())
    held = {row.story_id for row in rows}
    kept = {row.story_id for row in rows if row.is_read} if hand is None else hand & held
    seat.n_read = sum(row.is_read for row in rows if row.story_id in kept)
    if held - kept:
        gone = (Share.seat_id == seat.id, Share.story_id.in_(held - kept))
        db.session.execute(delete(Share).where(*gone).execution_options(synchronize_session="fetch"))
    _add(sitting, seat, (hand or frozenset()) - held)


def _add(sitting: Sitting, seat: Seat, story_ids: Collection[int]) -> None:
    after = max((row.place for row in sitting.shares.get(seat.id, ())), default=0)
    db.session.add_all(
        Share(seat_id=seat.id, story_id=story_id, turn=sitting.one.turn, place=place, is_read=False)
        for place, story_id in enumerate(_order(sitting, seat, story_ids), after + 1)
    )


def _share_what_goes_on(sitting: Sitting) -> None:
    """Let everybody read what goes on to this vote."""
    one = sitting.one
    before = [ballot for ballot in sitting.ballots if ballot.turn < one.turn]
    outcome = decide(one.method, before, n_seats=len(sitting.seats), story_ids=sitting.story_ids)
    known = {(row.seat_id, row.story_id) for row in sitting.recusals}
    for seat in sitting.seats:
        held = {row.story_id for row in sitting.shares.get(seat.id, ())}
        more = {one for one in going_on(outcome) if one not in held and (seat.id, one) not in known}
        _add(sitting, seat, more)


def _forget(one: Round) -> None:
    of_round = Share.seat_id.in_(db.select(Seat.id).where(Seat.round_id == one.id))
    db.session.execute(delete(Share).where(of_round).execution_options(synchronize_session="fetch"))


def _reading(sitting: Sitting, seat: Seat, readable: Mapping[int, Read]) -> Reading:
    if sitting.is_dealt:
        rows = [row for row in sitting.shares.get(seat.id, ()) if row.story_id in readable]
        reads = tuple((readable[row.story_id], row.is_read) for row in rows)
    else:
        order = readable if not 0 < seat.n_read < len(readable) else _order(sitting, seat, readable)
        reads = tuple((readable[story_id], n < seat.n_read) for n, story_id in enumerate(order))
    return Reading(seat=seat, reads=reads)


def _order(sitting: Sitting, seat: Seat, story_ids: Collection[int]) -> tuple[int, ...]:
    return reading_order(seat.id, story_ids, str(sitting.one.id))
