"""A panellist comes in by link, reads, votes with a reason, and may change it until the round closes."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.queries.rounds import Read
from storyapp.data.tables.people import Visit
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import BallotCast, Comparison, Recusal, Round, Seat
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.ballots import VotingFacts, check_ballot, check_comparison, check_seat, check_voting_time, may_vote
from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import AddressForm
from storyapp.rules.rounds import Actor, RoundAct, RoundState, check_act
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.outcome import NOTHING, Ballot
from storyapp.rules.selection.pairing import n_advised, next_pair, tournament
from storyapp.services import sessions, shares
from storyapp.services.ballot_rows import key_of, new_row, own_row, take_off, take_out, write_ballot, write_comparison
from storyapp.services.rounds import Sitting, sitting_of
from storyapp.services.transaction import account_actor, act, seat_actor

SEALED_AT = "visits/typed"


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a panellist has before them: the stories in an order of their own, and their own ballot."""

    seat: Seat
    one: Round
    programme: Programme
    sitting: Sitting
    reads: tuple[Read, ...]
    recused: frozenset[int]
    judged: frozenset[int]  # all, or of a share what was read
    key: bytes  # by which this browser finds its secret ballot again

    @property
    def facts(self) -> VotingFacts:
        """Return what the rules of voting need to know."""
        return facts_of(self.seat, self.sitting, self.recused, self.judged)

    @property
    def may_vote(self) -> bool:
        """Tell whether the ballot is open to this seat now."""
        return may_vote(self.facts, now=kit().clock())

    @property
    def choices(self) -> tuple[Read, ...]:
        """Return the stories that this seat may choose."""
        votable = (set(self.sitting.votable) & self.judged) - self.recused
        return tuple(read for read in self.reads if read.row.story_id in votable)

    @property
    def n_read(self) -> int:
        """Return how many stories this seat has read."""
        return len(self.reads) - len(self.unread) if self.sitting.is_dealt else min(self.seat.n_read, len(self.reads))

    @property
    def next_n(self) -> int:
        """Return the number of the story to go on with."""
        return self.reads.index(self.unread[0]) + 1 if self.sitting.is_dealt and self.unread else self.n_read + 1

    @property
    def unread(self) -> tuple[Read, ...]:
        """Return the stories of a share that were not opened yet; those of the whole list are only counted."""
        return tuple(read for read in self.reads if read.row.story_id not in self.judged)

    @property
    def asks(self) -> BallotKind:
        """Return what the ballot of this turn asks."""
        return self.sitting.asks

    @property
    def has_voted(self) -> bool:
        """Tell whether this seat has a ballot of this turn; a secret one may have come from another browser."""
        return self.ballot is not None or (self.one.is_secret and self.seat.id in self.sitting.voted)

    @property
    def ballot(self) -> BallotCast | None:
        """Return the seat's own ballot of the present turn."""
        return self.ballot_of(self.one.turn)

    @property
    def last_ballot(self) -> BallotCast | None:
        """Return the seat's own newest ballot."""
        mine = [row for row in self.sitting.cast if self._is_mine(row)]
        return mine[-1] if mine else None

    @property
    def has_fallen(self) -> bool:
        """Tell whether all that the own ballot speaks of has left the table, so that it counts no longer."""
        row, table = self.ballot, set(self.sitting.story_ids)
        if row is None or row.is_abstention:
            return False
        pairs = any({each.low_id, each.high_id} <= table for each in self.compared)
        return not pairs and not table & {row.story_id, *self.marks_on(row)}

    def _is_mine(self, row: BallotCast) -> bool:
        return row.key_hash == self.key if row.seat_id is None else row.seat_id == self.seat.id

    def marks_on(self, ballot: BallotCast | None) -> Mapping[int, int]:
        """Return what a ballot says of each story."""
        return self.sitting.marks.get(ballot.id, {}) if ballot is not None else {}

    @property
    def compared(self) -> Sequence[Comparison]:
        """Return what this seat has compared in this turn."""
        return self.sitting.comparisons.get(self.ballot.id, ()) if self.ballot is not None else ()

    @property
    def next_pair(self) -> tuple[Read, Read] | None:
        """Return the two stories to compare next, or None where all are compared."""
        every = [read.row.story_id for read in self.sitting.reads]
        pair = next_pair(
            tournament(every, seat_id=self.seat.id, seed=str(self.one.id)),
            judged=[(row.low_id, row.high_id) for row in self.compared],
            allowed={read.row.story_id for read in self.choices},
        )
        found = [self.story(story_id) for story_id in pair or ()]
        return (found[0], found[1]) if len(found) == 2 and found[0] and found[1] else None

    @property
    def n_advised(self) -> int:
        """Return how many comparisons are asked of this seat."""
        return n_advised(len(self.choices))

    def ballot_of(self, turn: int) -> BallotCast | None:
        """Return the seat's own ballot of a turn."""
        mine = (row for row in self.sitting.cast if self._is_mine(row) and row.turn == turn)
        return next(mine, None)

    @property
    def said_before(self) -> tuple[str, ...]:
        """Return the reasons of the turn before, without names; those for stories that are gone stay away."""
        known = {None, *(read.row.story_id for read in self.reads)}
        before = self.one.turn - 1
        return tuple(row.reason for row in self.sitting.cast if row.turn == before and row.story_id in known)

    def story(self, story_id: int | None) -> Read | None:
        """Return a story on the table by its id."""
        return next((read for read in self.reads if read.row.story_id == story_id), None)

    @property
    def is_decided(self) -> bool:
        """Tell whether the panel has decided."""
        return self.one.state in (RoundState.DECIDED, RoundState.FINISHED)


def enter(token: str, *, cookie: str = "") -> tuple[str, Seat] | None:
    """Exchange the secret of a link for a cookie; None where it is unknown, revoked or has run out.

    A browser that sits here already keeps its cookie: only with it can it find its secret ballot again.
    """
    now = kit().clock()
    seat = queries.seat_by_token(kit().vault.fingerprint(token, "seat"))
    if seat is None or seat.revoked_at is not None or seat.expires_at <= now:
        return None
    known = sessions.seat_visit(cookie) if cookie else None
    if known is not None and known[1].id == seat.id:
        return cookie, seat
    return sessions.begin_seat_visit(seat.id, lasts=seat.expires_at - now), seat


def place_of(seat: Seat, cookie: str = "", *, is_paper: bool = False) -> Place:
    """Gather what a panellist sees; with the browser's cookie, a secret ballot too; on paper the whole share is read."""
    one = db.session.get_one(Round, seat.round_id)
    sitting = sitting_of(one)
    reads = sitting.to_read(seat)
    return Place(
        seat=seat, one=one, programme=db.session.get_one(Programme, one.programme_id), sitting=sitting,
        reads=reads, recused=_recused(sitting, seat.id),
        judged=frozenset(read.row.story_id for read in reads) if is_paper else sitting.judged_by(seat),
        key=key_of(one.id, cookie),
    )  # fmt: skip


def address_for(seat: Seat) -> str:
    """Return how Russian speaks to this panellist: as the programme chose for young people, «вы» to others."""
    if not seat.is_young:
        return AddressForm.VY.value
    form = db.session.scalar(
        select(Programme.address_form).join(Round, Round.programme_id == Programme.id).where(Round.id == seat.round_id)
    )
    return (form or AddressForm.VY).value


def facts_of(seat: Seat, sitting: Sitting, recused: frozenset[int], judged: frozenset[int]) -> VotingFacts:
    """Return what the rules of voting need to know of a seat and its round."""
    return VotingFacts(
        state=sitting.one.state, closes_at=sitting.one.closes_at or kit().clock(), turn=sitting.one.turn,
        story_ids=judged.intersection(sitting.votable), is_revoked=seat.revoked_at is not None, expires_at=seat.expires_at,
        recused_story_ids=recused, asks=sitting.asks, highest_score=sitting.one.highest_score,
    )  # fmt: skip


def note_read(seat_id: int, n: int, story_id: int) -> None:
    """Note how far a panellist has read, or which story of a share was opened."""
    with act(seat_actor(seat_id)):
        one, seat = open_seat(seat_id)
        if one.readers:
            shares.note_read(seat, [story_id])
        elif seat.n_read < n:
            seat.n_read = n


def cast(
    seat_id: int, *, reason: str, turn: int, story_id: int | None = None, marks: Mapping[int, int] = NOTHING,
    cookie: str = "",
) -> None:  # fmt: skip
    """Take a ballot, or change it; one that arrives as the round closes is in, or kindly refused."""
    with act(seat_actor(seat_id)) as doing:
        one, seat = open_seat(seat_id)
        ballot = Ballot(seat_id=seat.id, turn=turn, story_id=story_id, reason=reason, marks=marks)
        _take(one, seat, ballot, cookie)
        doing.note(one.organisation_id, "ballot.cast", f"seat:{seat.id}", reason=f"TURN-{turn}")


def cast_from_paper(
    programme: Programme, round_id: int, seat_id: int, *, reason: str, account_id: int, story_id: int | None = None,
    marks: Mapping[int, int] = NOTHING,
) -> None:  # fmt: skip
    """Type in a ballot that a panellist filled in on paper; the same rules hold (C9)."""
    with act(account_actor(account_id)) as doing:
        one, seat = open_seat(seat_id)
        if one.programme_id != programme.id or one.id != round_id:
            raise RuleBroken("round.not-yours")
        _read_on_paper(one, seat)
        ballot = Ballot(seat_id=seat.id, turn=one.turn, story_id=story_id, reason=reason, marks=marks)
        _take(one, seat, ballot, "")
        doing.note(one.organisation_id, "ballot.typed-in", f"seat:{seat.id}", reason=f"TURN-{one.turn}")


def compare(
    seat_id: int, *, pair: Collection[int], better_id: int | None, reason: str, turn: int, cookie: str = ""
) -> None:
    """Take which of two stories a panellist prefers; each answer counts at once, so that none is lost."""
    with act(seat_actor(seat_id)) as doing:
        one, seat = open_seat(seat_id)
        sitting = sitting_of(one)
        facts = facts_of(seat, sitting, _recused(sitting, seat.id), sitting.judged_by(seat))
        check_comparison(facts, frozenset(pair), better_id=better_id, turn=turn, now=kit().clock())
        row = own_row(one, seat, turn, cookie) or new_row(one, seat, turn, cookie)
        write_comparison(row, frozenset(pair), better_id=better_id, reason=reason)
        doing.note(one.organisation_id, "ballot.cast", f"seat:{seat.id}", reason=f"TURN-{turn}")


def take_back(seat_id: int, *, cookie: str = "") -> bool:
    """Take one's ballot of this vote out altogether (C11); a secret one only by the browser that sent it."""
    with act(seat_actor(seat_id)) as doing:
        one, seat = open_seat(seat_id)
        sitting = sitting_of(one)
        facts = facts_of(seat, sitting, frozenset(), frozenset())
        check_seat(facts, now=kit().clock())
        check_voting_time(facts, now=kit().clock())
        row = own_row(one, seat, one.turn, cookie)
        if row is None:
            raise RuleBroken("ballot.none-to-take-back")
        take_out(row, seat)
        doing.note(one.organisation_id, "ballot.taken-back", f"seat:{seat.id}", reason=f"TURN-{one.turn}")
    return True


def is_paused(seat: Seat) -> bool:
    """Tell whether the round of this seat rests."""
    return db.session.get_one(Round, seat.round_id).state is RoundState.PAUSED


def pairs_on_paper(place: Place) -> list[tuple[Read, Read]]:
    """Return the pairs that stand on a seat's paper ballot: as many as are advised, in its own order."""
    every = [read.row.story_id for read in place.sitting.reads]
    free = {read.row.story_id: read for read in place.choices}
    plan = tournament(every, seat_id=place.seat.id, seed=str(place.one.id))
    return [(free[a], free[b]) for a, b in plan if a in free and b in free][: place.n_advised]


def compare_from_paper(
    programme: Programme, round_id: int, seat_id: int, answers: Mapping[frozenset[int], int | None], *, reason: str,
    account_id: int,
) -> None:  # fmt: skip
    """Type in the comparisons of a paper ballot with their reason, all of them or none (C9)."""
    cookie = new_token()  # by which a secret ballot is found again within this act, and never after
    with act(account_actor(account_id)) as doing:
        one, seat = open_seat(seat_id)
        if one.programme_id != programme.id or one.id != round_id:
            raise RuleBroken("round.not-yours")
        _read_on_paper(one, seat)
        sitting = sitting_of(one)
        facts = facts_of(seat, sitting, _recused(sitting, seat.id), sitting.judged_by(seat))
        row = own_row(one, seat, one.turn, cookie) or new_row(one, seat, one.turn, cookie)
        for pair, better_id in answers.items():
            check_comparison(facts, pair, better_id=better_id, turn=one.turn, now=kit().clock())
            write_comparison(row, pair, better_id=better_id, reason="")
        db.session.flush()
        _take(one, seat, Ballot(seat_id=seat.id, turn=one.turn, reason=reason), cookie)
        doing.note(one.organisation_id, "ballot.typed-in", f"seat:{seat.id}", reason=f"TURN-{one.turn}")


def recuse(seat_id: int, story_id: int, *, knows: bool, cookie: str = "") -> bool:
    """Note that a panellist knows the person in a story, or take that back; tell whether a ballot fell with it."""
    with act(seat_actor(seat_id)) as doing:
        one, seat = open_seat(seat_id, is_alone=True)
        sitting = sitting_of(one)
        facts = facts_of(seat, sitting, frozenset(), frozenset(sitting.story_ids))
        check_seat(facts, now=kit().clock())
        check_voting_time(facts, now=kit().clock())
        check_act(RoundAct.RECUSE, actor=Actor.SEAT, state=one.state)
        if story_id not in sitting.story_ids:
            raise RuleBroken("ballot.story-not-here")
        known = db.session.get(Recusal, (seat.id, story_id))
        if knows and known is None:
            db.session.add(Recusal(seat_id=seat.id, story_id=story_id))
        elif not knows and known is not None:
            db.session.delete(known)
        row = own_row(one, seat, one.turn, cookie) if knows else None
        fallen = row is not None and take_off(row, seat, story_id)
        shares.even_out(one)
        doing.note(one.organisation_id, "ballot.recused" if knows else "ballot.not-recused", f"seat:{seat.id}")
    return fallen


def keep_typed(cookie: str, values: Mapping[str, str]) -> None:
    """Keep what was typed and could not be taken, sealed so that only this browser's cookie opens it."""
    vault = kit().vault
    with act("visit"):
        visit = _visit(cookie)
        if visit is not None:
            visit.typed_sealed = vault.seal(vault.token_key(cookie), json.dumps(dict(values)), SEALED_AT)


def typed(cookie: str) -> dict[str, str]:
    """Return what was typed and not taken yet."""
    visit = _visit(cookie)
    if visit is None or visit.typed_sealed is None:
        return {}
    return json.loads(kit().vault.open(kit().vault.token_key(cookie), visit.typed_sealed, SEALED_AT))


def forget_typed(cookie: str) -> None:
    """Forget what was typed, once it was taken."""
    with act("visit"):
        visit = _visit(cookie)
        if visit is not None:
            visit.typed_sealed = None


def _visit(cookie: str) -> Visit | None:
    return db.session.scalar(select(Visit).where(Visit.token_hash == kit().vault.fingerprint(cookie, "visit")))


def open_seat(seat_id: int, *, is_alone: bool = False) -> tuple[Round, Seat]:
    """Lock the round for reading and the seat for writing: who decides waits for a ballot that was first.

    `is_alone`: nobody else acts in the round meanwhile, for stories may be dealt anew.
    """
    seat = db.session.get(Seat, seat_id)
    if seat is None:
        raise RuleBroken("ballot.seat-revoked")
    one = db.session.get_one(Round, seat.round_id)
    locked = queries.locked(one.organisation_id, one.id, shared=not is_alone)
    seat = db.session.get(Seat, seat_id, with_for_update=True, populate_existing=True)
    if locked is None or seat is None:
        raise RuleBroken("ballot.seat-revoked")
    return locked, seat


def _take(one: Round, seat: Seat, ballot: Ballot, cookie: str) -> None:
    sitting = sitting_of(one)
    row = own_row(one, seat, ballot.turn, cookie)
    compared = sitting.comparisons.get(row.id, ()) if row is not None else ()
    if sitting.asks is BallotKind.PAIRS and compared:
        ballot = replace(ballot, pairs=tuple((each.low_id, each.high_id) for each in compared))
    facts = facts_of(seat, sitting, _recused(sitting, seat.id), sitting.judged_by(seat))
    check_ballot(facts, ballot, now=kit().clock())
    write_ballot(row or new_row(one, seat, ballot.turn, cookie), ballot, sitting.marks)


def _read_on_paper(one: Round, seat: Seat) -> None:
    """Count a share as read by whoever fills in a ballot on paper: its stories were handed out on cards."""
    if one.readers:
        shares.note_read(seat, [row.story_id for row in sitting_of(one).shares.get(seat.id, ())])
        db.session.flush()
        db.session.expire_all()


def _recused(sitting: Sitting, seat_id: int) -> frozenset[int]:
    return frozenset(row.story_id for row in sitting.recusals if row.seat_id == seat_id)
