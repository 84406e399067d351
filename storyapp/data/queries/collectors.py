"""Collectors of one programme, their stories and their hours."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from storyapp.data.db import db
from storyapp.data.tables.collectors import Collector, WorkedTime
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.data.tables.stories import Story
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import ReadBack, StoryState

MOST_LISTED = 500
CONFIRMED = tuple(one for one in ReadBack if one.is_confirmed)


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How much a collector did: stories, how many of them the teller confirmed, minutes, and those not settled yet."""

    n_stories: int = 0
    n_confirmed: int = 0
    minutes: int = 0
    unsettled: int = 0


@dataclass(frozen=True, kw_only=True)
class Collected:
    """A story as its collector sees it: the day and how it stands, never a word of it."""

    told_on: date
    age_band: AgeBand | None
    n_words: int
    read_back: ReadBack | None
    state: StoryState


def collectors_of(programme: Programme) -> list[tuple[Collector, StoryInvitation]]:
    """Return a programme's collectors and their invitations, newest first."""
    query = _pairs().where(
        Collector.organisation_id == programme.organisation_id, Collector.programme_id == programme.id
    )
    rows = db.session.execute(query.order_by(Collector.id.desc()).limit(MOST_LISTED))
    return [(row[0], row[1]) for row in rows]


def collector_of(programme: Programme, collector_id: int) -> tuple[Collector, StoryInvitation] | None:
    """Return one collector of this programme."""
    row = db.session.execute(
        _pairs().where(
            Collector.organisation_id == programme.organisation_id, Collector.programme_id == programme.id,
            Collector.id == collector_id,
        )
    ).one_or_none()  # fmt: skip
    return (row[0], row[1]) if row is not None else None


def collector_by_invitation(invitation_id: int) -> Collector | None:
    """Return whose own link an invitation is."""
    return db.session.scalar(select(Collector).where(Collector.invitation_id == invitation_id))


def numbers_of(collectors: list[Collector]) -> dict[int, Numbers]:
    """Return stories and minutes by collector, in two queries."""
    ids = [one.id for one in collectors]
    told = select(
        Collector.id, func.count(Story.id), func.count(case((Story.read_back.in_(CONFIRMED), 1)))
    ).join(Story, Story.invitation_id == Collector.invitation_id)  # fmt: skip
    stories = {row[0]: row for row in db.session.execute(told.where(Collector.id.in_(ids)).group_by(Collector.id))}
    worked = select(
        WorkedTime.collector_id, func.sum(WorkedTime.minutes),
        func.coalesce(func.sum(case((WorkedTime.settled_on.is_(None), WorkedTime.minutes))), 0),
    ).where(WorkedTime.collector_id.in_(ids))  # fmt: skip
    hours = {row[0]: row for row in db.session.execute(worked.group_by(WorkedTime.collector_id))}
    return {
        n: Numbers(
            n_stories=stories[n][1] if n in stories else 0, n_confirmed=stories[n][2] if n in stories else 0,
            minutes=int(hours[n][1]) if n in hours else 0, unsettled=int(hours[n][2]) if n in hours else 0,
        )
        for n in ids
    }  # fmt: skip


def collected_by(collector: Collector) -> list[Collected]:
    """Return what a collector has written down, newest first; nobody else's."""
    columns = (Story.told_on, Story.age_band, Story.n_words, Story.read_back, Story.state)
    query = select(*columns).where(
        Story.organisation_id == collector.organisation_id, Story.invitation_id == collector.invitation_id
    )
    rows = db.session.execute(query.order_by(Story.id.desc()).limit(MOST_LISTED))
    return [Collected(**row._mapping) for row in rows]


def times_of(collector_id: int) -> list[WorkedTime]:
    """Return a collector's log, newest day first."""
    query = select(WorkedTime).where(WorkedTime.collector_id == collector_id)
    return list(
        db.session.scalars(query.order_by(WorkedTime.worked_on.desc(), WorkedTime.id.desc()).limit(MOST_LISTED))
    )


def _pairs():  # type: ignore[no-untyped-def]
    return select(Collector, StoryInvitation).join(StoryInvitation, StoryInvitation.id == Collector.invitation_id)
