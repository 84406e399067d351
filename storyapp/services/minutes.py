"""The minutes of a round: who sat, what they read, how they chose and why, and how firm the choice is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.queries.recalls import account_names
from storyapp.data.queries.rounds import Read
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.data.tables.rounds import Dissent, Seat
from storyapp.rules.criteria import n_reasons, tags_of
from storyapp.rules.disclosure import threshold, youngest_of
from storyapp.rules.equity import EquityCheck, check_equity
from storyapp.rules.rounds import Method
from storyapp.rules.selection.iterative import Move, TurnOutcome, moves, steps_to_agreement
from storyapp.rules.selection.methods import METHODS, MethodSpec, other_choices, turn_outcomes
from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, favourites, last_turn_of
from storyapp.services import light_edits
from storyapp.services.equity import Asked, asked_of
from storyapp.services.equity_facts import facts_of_round
from storyapp.services.feedback import OtherLevel, other_levels
from storyapp.services.rounds import Sitting, name_of


@dataclass(frozen=True, kw_only=True)
class Said:
    """One panellist's reason."""

    label: str
    reason: str
    seat_id: int = 0  # below nought where the ballot was secret


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A story with what the method counted for it (votes, points, a mean), and the reasons for it."""

    read: Read
    name: str
    n_votes: float
    said: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """All that a decision documents (method, part 2)."""

    sitting: Sitting
    slug: str  # of the programme
    period: Period
    domain: Domain | None
    facilitator: str
    method: MethodSpec
    outcome: Outcome
    counted: tuple[Counted, ...]
    abstained: tuple[Said, ...]
    said_of_several: tuple[Said, ...]  # reasons that speak of more than one story
    sat: tuple[Seat, ...]
    absent: tuple[Seat, ...]
    taken_away: tuple[Seat, ...]  # while the round was under way; their ballots do not count
    dissents: tuple[tuple[str, Dissent], ...]
    recusals: tuple[tuple[str, str], ...]
    n_put_right: int  # stories whose words were put right lightly before the choice, with their tellers' yes
    turns: tuple[TurnOutcome, ...]
    moves: tuple[Move, ...]
    n_turns_to_agree: int | None
    other_methods: dict[Method, Outcome]
    n_to_overturn: int
    lasted: timedelta | None
    others: tuple[OtherLevel, ...]
    equity: EquityCheck
    asked: tuple[Asked, ...]
    collectors: dict[str, str]
    k: int
    names: dict[int, str]
    labels: dict[int, str]

    @property
    def chosen(self) -> tuple[Counted, ...]:
        """Return the chosen stories."""
        return tuple(one for one in self.counted if one.read.row.is_chosen)

    @property
    def joint_reason(self) -> str:
        """Return the reason that the panel gave together; nothing once all that it retells may no longer be read."""
        is_gone = bool(self.chosen) and not any(self.sitting.may_read(one.read) for one in self.chosen)
        return "" if is_gone else self.sitting.one.joint_reason

    @property
    def criteria(self) -> list[tuple[str, int]]:
        """Return what the panel looked for, and how many reasons that may be read speak of it."""
        said = [*(each for row in self.counted for each in row.said), *self.abstained, *self.said_of_several]
        reasons = [each.reason for each in said]
        return [(tag, n_reasons(tag, reasons)) for tag in tags_of(self.sitting.one.criteria)]


def minutes_of(sitting: Sitting) -> Minutes:
    """Gather the minutes from the ballots; the same ballots give the same minutes at any time."""
    one, ballots, outcome = sitting.one, sitting.ballots, sitting.outcome
    final = ballots_of_turn(ballots, last_turn_of(ballots))
    voted = sitting.voted_in(last_turn_of(ballots))
    labels = {seat.id: seat.label for seat in (*sitting.seats, *sitting.left)}
    names = {read.row.story_id: name_of(read.story) for read in sitting.reads}
    ids = sitting.story_ids
    asked = asked_of(one)
    return Minutes(
        sitting=sitting,
        slug=db.session.get_one(Programme, one.programme_id).slug,
        period=db.session.get_one(Period, one.period_id),
        domain=db.session.get(Domain, one.domain_id) if one.domain_id is not None else None,
        facilitator=queries.account_name(one.facilitator_id),
        method=METHODS[one.method],
        outcome=outcome,
        counted=_counted(sitting, outcome, final, labels, names),
        abstained=tuple(_said(ballot, labels) for ballot in final if ballot.is_abstention),
        said_of_several=_said_of_several(sitting, final, labels),
        sat=tuple(seat for seat in sitting.seats if seat.id in voted),
        absent=tuple(seat for seat in sitting.seats if seat.id not in voted),
        taken_away=tuple(
            seat for seat in sitting.left if one.opened_at and seat.revoked_at and seat.revoked_at >= one.opened_at
        ),
        dissents=tuple((labels.get(row.seat_id or 0, ""), row) for row in queries.dissents_of(one.id)),
        recusals=tuple((labels.get(row.seat_id, ""), names.get(row.story_id, "")) for row in sitting.recusals),
        n_put_right=light_edits.n_put_right(ids, until=one.decided_at.date() if one.decided_at else None),
        turns=turn_outcomes(one.method, ballots, n_seats=len(sitting.seats), story_ids=ids),
        moves=moves(ballots),
        n_turns_to_agree=steps_to_agreement(ballots),
        other_methods=other_choices(one.method, ballots, n_seats=len(sitting.seats), story_ids=ids),
        n_to_overturn=-(-outcome.margin // 2),
        lasted=one.decided_at - one.opened_at if one.decided_at and one.opened_at else None,
        others=other_levels(sitting),
        equity=check_equity(facts_of_round(sitting, asked), questions=[one.id for one in asked]),
        asked=asked,
        collectors=_collectors(sitting),
        k=_fewest_told(sitting),
        names=names,
        labels=labels,
    )


def _counted(
    sitting: Sitting, outcome: Outcome, final: tuple[Ballot, ...], labels: dict[int, str], names: dict[int, str]
) -> tuple[Counted, ...]:
    rows = [
        Counted(
            read=read,
            name=names[read.row.story_id],
            n_votes=outcome.tally.get(read.row.story_id, 0),
            said=_said_for(sitting, read.row.story_id, final, labels)
            if sitting.may_read(read)
            else (),  # reasons retell a story
        )
        for read in sitting.on_table
    ]
    places = {story_id: place for place, group in enumerate(outcome.order) for story_id in group}
    return tuple(sorted(rows, key=lambda row: (places.get(row.read.row.story_id, len(places)), row.read.row.story_id)))


def _said_for(sitting: Sitting, story_id: int, final: Sequence[Ballot], labels: dict[int, str]) -> tuple[Said, ...]:
    """Return the reasons of those who put this story first, alone, and of comparisons that it won."""
    whole = [_said(ballot, labels) for ballot in final if favourites(ballot) == (story_id,) and ballot.reason]
    turn = last_turn_of(final)
    won = [
        Said(label=labels.get(row.seat_id or 0, ""), reason=one.reason, seat_id=row.seat_id or row.id)
        for row in sitting.cast
        if row.turn == turn
        for one in sitting.comparisons.get(row.id, ())
        if one.better_id == story_id and one.reason
    ]
    return (*whole, *won)


def _said_of_several(sitting: Sitting, final: Sequence[Ballot], labels: dict[int, str]) -> tuple[Said, ...]:
    """Return reasons that belong to no single story; none while one of the stories may not be read any more."""
    if not all(sitting.may_read(read) for read in sitting.reads if not read.row.is_removed):
        return ()
    several = [one for one in final if not one.is_abstention and len(favourites(one)) != 1 and one.reason]
    return tuple(_said(ballot, labels) for ballot in several)


def _collectors(sitting: Sitting) -> dict[str, str]:
    ids = {read.story.collector_id for read in sitting.on_table if read.story.collector_id is not None}
    return {str(account_id): name for account_id, name in account_names(ids).items()} if ids else {}


def _fewest_told(sitting: Sitting) -> int:
    bands = [read.story.age_band for read in sitting.on_table]
    return threshold(None if None in bands else youngest_of(band for band in bands if band is not None))


def _said(ballot: Ballot, labels: dict[int, str]) -> Said:
    return Said(label=labels.get(ballot.seat_id, ""), reason=ballot.reason, seat_id=ballot.seat_id)
