"""Who took part in a programme, in numbers: a fixed handful of queries, however large it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.tables.coding import CodingDecision
from storyapp.data.tables.collectors import Collector, WorkedTime
from storyapp.data.tables.involvement import InvolvementActivity, InvolvementNote
from storyapp.data.tables.panels import Panel, PanelHours, PanelMember, PreparedStep
from storyapp.data.tables.polls import Poll
from storyapp.data.tables.programmes import Change, Programme
from storyapp.data.tables.rounds import Round, RoundStory, Seat
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.panels import PanelSay
from storyapp.rules.people import TellerRole
from storyapp.rules.polls import PollKind
from storyapp.rules.rounds import RoundState
from storyapp.rules.tags import CoderKind

MOST_ACTIVITIES = 200
YOUNG = (TellerRole.YOUNG_PERSON, TellerRole.PEER)
DECIDED = (RoundState.DECIDED, RoundState.FINISHED)


@dataclass(frozen=True, kw_only=True)
class DecidedChoice:
    """What one decided round read and chose; adults who chose otherwise answer the young people."""

    place: tuple[int, int | None]  # period and domain
    is_youth: bool
    answer: str
    read: frozenset[int]
    chosen: frozenset[int]


def activities_of(programme: Programme) -> Sequence[InvolvementActivity]:
    """Return what was written down by hand, the newest first."""
    query = select(InvolvementActivity).where(*_in(InvolvementActivity, programme))
    newest = query.order_by(InvolvementActivity.held_on.desc(), InvolvementActivity.id.desc())
    return db.session.scalars(newest.limit(MOST_ACTIVITIES)).all()


def activity_of(programme: Programme, activity_id: int) -> InvolvementActivity | None:
    """Return one activity of this programme."""
    query = select(InvolvementActivity).where(*_in(InvolvementActivity, programme))
    return db.session.scalar(query.where(InvolvementActivity.id == activity_id))


def notes_of(programme: Programme) -> list[InvolvementNote]:
    """Return what people said of the questions and blocks."""
    return list(db.session.scalars(select(InvolvementNote).where(*_in(InvolvementNote, programme))))


def n_young_tellers(programme: Programme) -> int:
    """Return how many stories of young people are counted."""
    return _number(
        select(func.count()).where(*_in(Story, programme), *appears(Where.COUNTS), Story.teller_role.in_(YOUNG))
    )


def collecting(programme: Programme) -> tuple[int, int]:
    """Return how many peers collected, and their minutes."""
    minutes = (
        select(func.coalesce(func.sum(WorkedTime.minutes), 0))
        .join(Collector, Collector.id == WorkedTime.collector_id)
        .where(*_in(Collector, programme))
    )
    return _number(select(func.count()).where(*_in(Collector, programme))), _number(minutes)


def seats(programme: Programme) -> tuple[int, int, int]:
    """Return how many names of young people stand on seats, how many seats were given, and how many to young people."""
    young = case((Seat.is_young, Seat.label))
    query = (
        select(func.count(young.distinct()), func.count(), func.count(young))
        .join(Round, Round.id == Seat.round_id)
        .where(*_in(Round, programme), Round.state != RoundState.DRAFT, Seat.revoked_at.is_(None))
    )
    named, every, held = db.session.execute(query).one()
    return int(named), int(every), int(held)


def standing(programme: Programme) -> tuple[frozenset[PanelSay], int, dict[bool, list[int]], int, int]:
    """Return what youth panels may say, how many members sit, steps met by young and others, minutes, minutes settled."""
    youth = (*_in(Panel, programme), Panel.is_youth)
    says = frozenset(db.session.scalars(select(Panel.say).where(*youth, Panel.ended_on.is_(None))))
    ours = select(PanelMember.id, PanelMember.is_young).join(Panel, Panel.id == PanelMember.panel_id).where(*youth)
    sitting = ours.where(PanelMember.left_on.is_(None)).subquery()
    met = (
        select(sitting.c.is_young, func.count(PreparedStep.step))
        .select_from(sitting)
        .outerjoin(PreparedStep, PreparedStep.member_id == sitting.c.id)
        .group_by(sitting.c.id, sitting.c.is_young)
    )
    steps: dict[bool, list[int]] = {True: [], False: []}
    for is_young, n in db.session.execute(met):
        steps[bool(is_young)].append(int(n))
    every = ours.subquery()
    settled = case((PanelHours.settled_on.is_not(None), PanelHours.minutes), else_=0)
    hours = select(
        func.coalesce(func.sum(PanelHours.minutes), 0), func.coalesce(func.sum(settled), 0)
    ).join(every, every.c.id == PanelHours.member_id)  # fmt: skip
    minutes, paid = db.session.execute(hours).one()
    return says, sum(map(len, steps.values())), steps, int(minutes), int(paid)


def n_naming_skills(programme: Programme) -> int:
    """Return how many members of youth panels, also those who left, have named something they have learnt."""
    ours = select(func.count()).join(Panel, Panel.id == PanelMember.panel_id).select_from(PanelMember)
    return _number(ours.where(*_in(Panel, programme), Panel.is_youth, PanelMember.skills != ""))


def n_young_coders(programme: Programme) -> int:
    """Return how many young people have coded."""
    return _number(
        select(func.count(CodingDecision.account_id.distinct())).where(
            *_in(CodingDecision, programme), CodingDecision.coder == CoderKind.YOUNG_PERSON
        )
    )


def polled(programme: Programme) -> tuple[int, int]:
    """Return how many took part in the largest poll, and how many sessions ended with a pulse that was answered."""
    pulses = func.count(case(((Poll.kind == PollKind.PULSE) & (Poll.n_answers > 0), Poll.id)))
    most = func.coalesce(func.max(Poll.n_answers), 0)
    largest, n = db.session.execute(select(most, pulses).where(*_in(Poll, programme))).one()
    return int(largest), int(n)


def decided_choices(programme: Programme) -> list[DecidedChoice]:
    """Return what each decided round of the programme read and chose."""
    query = (
        select(
            Round.id, Round.period_id, Round.domain_id, Round.is_youth, Round.answer_to_youth, RoundStory.story_id,
            RoundStory.is_chosen,
        )
        .join(RoundStory, RoundStory.round_id == Round.id)
        .where(*_in(Round, programme), Round.state.in_(DECIDED), RoundStory.is_removed.is_(False))
        .order_by(Round.id, RoundStory.story_id)
    )  # fmt: skip
    found = []
    for _, same in groupby(db.session.execute(query).all(), key=lambda row: row.id):
        rows = list(same)
        found.append(
            DecidedChoice(
                place=(rows[0].period_id, rows[0].domain_id), is_youth=rows[0].is_youth, answer=rows[0].answer_to_youth,
                read=frozenset(row.story_id for row in rows),
                chosen=frozenset(row.story_id for row in rows if row.is_chosen),
            )
        )  # fmt: skip
    return found


def changes(programme: Programme) -> tuple[int, int, int]:
    """Return how many changes are written down, how many are done, and how many young people have marked."""
    done, marked = func.count(case((Change.status == "done", 1))), func.count(Change.youth_mark)
    n, n_done, n_marked = db.session.execute(select(func.count(), done, marked).where(*_in(Change, programme))).one()
    return int(n), int(n_done), int(n_marked)


def _number(query: Select[Any]) -> int:
    return int(db.session.scalar(query) or 0)


def _in(table: Any, programme: Programme) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.organisation_id == programme.organisation_id, table.programme_id == programme.id
