"""Rounds of one programme: lists with their counts, and everything that one round holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.tables.consenting import KeptWording, Rewording
from storyapp.data.tables.panels import Panel
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.data.tables.rounds import (
    BallotCast,
    BallotMark,
    Comparison,
    Dissent,
    Recusal,
    RefusedChoice,
    RefusedStory,
    Round,
    RoundStory,
    Seat,
    SeatTurn,
    Share,
)
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.panels import LevelChoice, PanelSay, YouthWord
from storyapp.rules.rounds import RoundState

MOST_CANDIDATES = 200


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One line of the list of rounds."""

    round: Round
    period: Period
    domain: Domain | None
    n_stories: int
    n_seats: int
    n_ballots: int
    n_waiting: int


@dataclass(frozen=True, kw_only=True)
class Read:
    """A story as a round reads it."""

    row: RoundStory
    story: Story
    kept: Rewording | None = None  # holds the words that this round read before the teller changed them


def of_programme(programme: Programme) -> Select[Round]:
    """Return the rounds of a programme, to be narrowed."""
    return select(Round).where(Round.organisation_id == programme.organisation_id, Round.programme_id == programme.id)


def round_of(programme: Programme, round_id: int) -> Round | None:
    """Return one round of the programme."""
    return db.session.scalar(of_programme(programme).where(Round.id == round_id))


def locked(organisation_id: int, round_id: int, *, shared: bool = False) -> Round | None:
    """Return a round with its row locked: alone for who decides, shared for who votes."""
    query = select(Round).where(Round.organisation_id == organisation_id, Round.id == round_id)
    return db.session.scalar(query.with_for_update(read=shared).execution_options(populate_existing=True))


def listed(programme: Programme, *, limit: int, offset: int = 0) -> list[RoundRow]:
    """Return rounds, the newest first, with their counts."""
    on_table = (RoundStory.round_id == Round.id) & RoundStory.is_removed.is_(False)
    waiting = on_table & (RoundStory.valued == "") & (RoundStory.exception == "")
    has_seat = (Seat.round_id == Round.id) & Seat.revoked_at.is_(None)
    counts = (
        select(func.count()).select_from(RoundStory).where(on_table).scalar_subquery(),
        select(func.count()).select_from(Seat).where(has_seat).scalar_subquery(),
        select(func.count())
        .select_from(BallotCast)
        .outerjoin(Seat, Seat.id == BallotCast.seat_id)
        .where(BallotCast.round_id == Round.id, BallotCast.turn == Round.turn, Seat.revoked_at.is_(None))
        .scalar_subquery(),
        select(func.count()).select_from(RoundStory).where(waiting).scalar_subquery(),
    )
    query = (
        of_programme(programme)
        .join(Period, Period.id == Round.period_id)
        .outerjoin(Domain, Domain.id == Round.domain_id)
        .add_columns(Period, Domain, *counts)
        .order_by(Round.id.desc())
    )
    return [
        RoundRow(round=one, period=period, domain=domain, n_stories=n, n_seats=seats, n_ballots=cast, n_waiting=owed)
        for one, period, domain, n, seats, cast, owed in db.session.execute(query.limit(limit).offset(offset))
    ]


def reads_of(round_id: int) -> list[Read]:
    """Return the stories of a round with what is noted of them, by story."""
    query = _read_in(round_id).order_by(RoundStory.story_id)
    return [Read(row=row, story=story, kept=kept) for row, story, kept in db.session.execute(query)]


def read_of(round_id: int, public_id: str) -> Read | None:
    """Return one story of a round by its public id."""
    found = db.session.execute(_read_in(round_id).where(Story.public_id == public_id)).first()
    return None if found is None else Read(row=found[0], story=found[1], kept=found[2])


def _read_in(round_id: int) -> Select[RoundStory, Story, Rewording]:
    same = (KeptWording.round_id == RoundStory.round_id) & (KeptWording.story_id == RoundStory.story_id)
    return (
        select(RoundStory, Story, Rewording)
        .join(Story, Story.id == RoundStory.story_id)
        .outerjoin(KeptWording, same)
        .outerjoin(Rewording, Rewording.id == KeptWording.rewording_id)
        .where(RoundStory.round_id == round_id)
    )


def seats_of(round_id: int) -> list[Seat]:
    """Return all seats of a round, revoked ones among them, in the order they were given."""
    return list(db.session.scalars(select(Seat).where(Seat.round_id == round_id).order_by(Seat.id)))


def seat_of(round_id: int, seat_id: int) -> Seat | None:
    """Return one seat of a round."""
    return db.session.scalar(select(Seat).where(Seat.round_id == round_id, Seat.id == seat_id))


def seat_by_token(token_hash: bytes) -> Seat | None:
    """Return the seat that a link opens."""
    return db.session.scalar(select(Seat).where(Seat.token_hash == token_hash))


def ballots_of(round_id: int) -> list[BallotCast]:
    """Return every ballot of every turn, by turn and seat."""
    query = select(BallotCast).where(BallotCast.round_id == round_id)
    return list(db.session.scalars(query.order_by(BallotCast.turn, BallotCast.seat_id)))


def marks_of(round_id: int) -> dict[int, dict[int, int]]:
    """Return what the ballots of a round say of each story, by ballot."""
    query = (
        select(BallotMark.ballot_id, BallotMark.story_id, BallotMark.mark)
        .join(BallotCast, BallotCast.id == BallotMark.ballot_id)
        .where(BallotCast.round_id == round_id)
        .order_by(BallotMark.ballot_id, BallotMark.story_id)
    )
    found: dict[int, dict[int, int]] = {}
    for ballot_id, story_id, given in db.session.execute(query):
        found.setdefault(ballot_id, {})[story_id] = given
    return found


def comparisons_of(round_id: int) -> dict[int, list[Comparison]]:
    """Return the comparisons of a round, by ballot."""
    query = (
        select(Comparison)
        .join(BallotCast, BallotCast.id == Comparison.ballot_id)
        .where(BallotCast.round_id == round_id)
        .order_by(Comparison.ballot_id, Comparison.low_id, Comparison.high_id)
    )
    found: dict[int, list[Comparison]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.ballot_id, []).append(row)
    return found


def seats_in_secret(round_id: int) -> list[SeatTurn]:
    """Return which seats have cast a secret ballot, by turn and seat."""
    query = select(SeatTurn).join(Seat, Seat.id == SeatTurn.seat_id).where(Seat.round_id == round_id)
    return list(db.session.scalars(query.order_by(SeatTurn.turn, SeatTurn.seat_id)))


def recusals_of(round_id: int) -> list[Recusal]:
    """Return who in this round does not judge which story."""
    query = select(Recusal).join(Seat, Seat.id == Recusal.seat_id).where(Seat.round_id == round_id)
    return list(db.session.scalars(query.order_by(Recusal.seat_id, Recusal.story_id)))


def shares_of(round_id: int) -> dict[int, list[Share]]:
    """Return what was dealt to the seats of a round, by seat, each in the order of its reader."""
    query = select(Share).join(Seat, Seat.id == Share.seat_id).where(Seat.round_id == round_id)
    found: dict[int, list[Share]] = {}
    for row in db.session.scalars(query.order_by(Share.seat_id, Share.turn, Share.place, Share.story_id)):
        found.setdefault(row.seat_id, []).append(row)
    return found


def dissents_of(round_id: int) -> list[Dissent]:
    """Return the dissent that stands beside the choice, in the order it was said."""
    return list(db.session.scalars(select(Dissent).where(Dissent.round_id == round_id).order_by(Dissent.id)))


def refused_of(round_id: int) -> list[tuple[RefusedChoice, list[int]]]:
    """Return what a youth panel refused in this round before it opened again, with the stories, the first first."""
    found = db.session.scalars(
        select(RefusedChoice).where(RefusedChoice.round_id == round_id).order_by(RefusedChoice.turn)
    ).all()
    ids = [one.id for one in found]
    rows = (
        db.session.scalars(
            select(RefusedStory).where(RefusedStory.refused_id.in_(ids)).order_by(RefusedStory.story_id)
        ).all()
        if ids
        else []
    )
    return [(one, [row.story_id for row in rows if row.refused_id == one.id]) for one in found]  # fmt: skip


def candidates(
    programme: Programme, *, period_id: int, domain_id: int | None, places: Collection[Where]
) -> list[Story]:
    """Return the screened stories of a period (and domain) whose tellers said yes to such readers."""
    query = select(Story).where(
        Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
        Story.period_id == period_id, *(condition for place in places for condition in appears(place)),
    )  # fmt: skip
    if domain_id is not None:
        query = query.where(Story.domain_id == domain_id)
    return list(db.session.scalars(query.order_by(Story.id).limit(MOST_CANDIDATES)))


def level_choices(programme: Programme, *, period_id: int, below: int | None = None) -> list[LevelChoice]:
    """Return what each decided round of a period read and chose, those of levels below a given one only."""
    query = (
        select(
            Round.id, Round.panel_name, Round.domain_id, Round.is_youth, Round.youth_word, Panel.say,
            RoundStory.story_id, RoundStory.is_chosen,
        )
        .join(RoundStory, Round.id == RoundStory.round_id)
        .outerjoin(Panel, Panel.id == Round.panel_id)
        .where(
            Round.organisation_id == programme.organisation_id, Round.programme_id == programme.id,
            Round.period_id == period_id, RoundStory.is_removed.is_(False),
            Round.state.in_([RoundState.DECIDED, RoundState.FINISHED]),
        )
        .order_by(Round.id, RoundStory.story_id)
    )  # fmt: skip
    if below is not None:
        query = query.where(Round.selection_level < below)
    rows = db.session.execute(query).all()
    return [_level_choice(list(same)) for _, same in groupby(rows, key=lambda row: row.id)]


def _level_choice(rows: Sequence[Any]) -> LevelChoice:
    first = rows[0]
    return LevelChoice(
        round_id=first.id, panel_name=first.panel_name, domain_id=first.domain_id, is_youth=first.is_youth,
        read=frozenset(row.story_id for row in rows),
        chosen=tuple(row.story_id for row in rows if row.is_chosen),
        is_final=first.is_youth and first.say is PanelSay.FINAL, is_refused=first.youth_word is YouthWord.REFUSES,
    )  # fmt: skip


def decided_beside(one: Round) -> list[Round]:
    """Return decided rounds over the same period and domain by the other kind of panel, youth or adult."""
    query = select(Round).where(
        Round.organisation_id == one.organisation_id, Round.programme_id == one.programme_id,
        Round.period_id == one.period_id, Round.is_youth.is_not(one.is_youth), Round.id != one.id,
        Round.state.in_([RoundState.DECIDED, RoundState.FINISHED]),
    )  # fmt: skip
    same = Round.domain_id.is_(None) if one.domain_id is None else Round.domain_id == one.domain_id
    return list(db.session.scalars(query.where(same).order_by(Round.id)))


def with_last_word(round_ids: Collection[int]) -> set[int]:
    """Return those of these rounds whose youth panel has the last word."""
    query = select(Round.id).join(Panel, Panel.id == Round.panel_id)
    return set(db.session.scalars(query.where(Round.id.in_(round_ids), Round.is_youth, Panel.say == PanelSay.FINAL)))


def account_name(account_id: int | None) -> str:
    """Return what a member of staff is called."""
    return "" if account_id is None else db.session.scalar(select(Account.name).where(Account.id == account_id)) or ""


def criteria_of(programme: Programme) -> Sequence[str]:
    """Return what panels of a programme looked for when they chose, round by round."""
    query = select(Round.criteria).where(
        Round.organisation_id == programme.organisation_id, Round.programme_id == programme.id, Round.criteria != "",
        Round.state.in_((RoundState.DECIDED, RoundState.FINISHED)),
    )  # fmt: skip
    return db.session.scalars(query.order_by(Round.id)).all()
