"""Standing panels of one programme: their members, hours and rounds, in a handful of queries."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, func, select

from storyapp.data.db import db
from storyapp.data.tables.panels import Panel, PanelHours, PanelMember, PreparedStep
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round
from storyapp.rules.panels import PanelSay

MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class PanelRow:
    """One line of the list of panels."""

    panel: Panel
    n_members: int
    n_rounds: int


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """One member with what is known in numbers: steps met, minutes given, and those not settled yet."""

    member: PanelMember
    n_prepared: int = 0
    minutes: int = 0
    unsettled: int = 0


def panels_of(programme: Programme) -> list[Panel]:
    """Return the panels of a programme, those that still sit first."""
    query = select(Panel).where(Panel.organisation_id == programme.organisation_id, Panel.programme_id == programme.id)
    return list(db.session.scalars(query.order_by(Panel.ended_on.is_not(None), Panel.id).limit(MOST_LISTED)))


def panel_of(programme: Programme, panel_id: int) -> Panel | None:
    """Return one panel of this programme."""
    return db.session.scalar(
        select(Panel).where(
            Panel.organisation_id == programme.organisation_id, Panel.programme_id == programme.id,
            Panel.id == panel_id,
        )
    )  # fmt: skip


def with_veto(organisation_id: int, programme_id: int) -> Panel | None:
    """Return the youth panel that may refuse what adults choose, where one sits."""
    query = select(Panel).where(
        Panel.organisation_id == organisation_id, Panel.programme_id == programme_id, Panel.is_youth,
        Panel.say == PanelSay.VETO, Panel.ended_on.is_(None),
    )  # fmt: skip
    return db.session.scalar(query.order_by(Panel.id).limit(1))


def counts_of(panel_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return how many members have not left, and how many rounds there were, by panel."""
    members = (
        select(PanelMember.panel_id, func.count())
        .where(PanelMember.panel_id.in_(panel_ids), PanelMember.left_on.is_(None))
        .group_by(PanelMember.panel_id)
    )
    rounds = select(Round.panel_id, func.count()).where(Round.panel_id.in_(panel_ids)).group_by(Round.panel_id)
    n_members, n_rounds = dict(db.session.execute(members).all()), dict(db.session.execute(rounds).all())
    return {one: (n_members.get(one, 0), n_rounds.get(one, 0)) for one in panel_ids}


def members_of(panel_id: int) -> list[PanelMember]:
    """Return who sits or has sat on a panel, those who left last."""
    query = select(PanelMember).where(PanelMember.panel_id == panel_id)
    return list(db.session.scalars(query.order_by(PanelMember.left_on.is_not(None), PanelMember.id)))


def member_of(panel_id: int, member_id: int) -> PanelMember | None:
    """Return one member of a panel."""
    return db.session.scalar(select(PanelMember).where(PanelMember.panel_id == panel_id, PanelMember.id == member_id))


def member_rows(panel_id: int) -> list[MemberRow]:
    """Return the members with their numbers, in three queries."""
    members = members_of(panel_id)
    ids = [one.id for one in members]
    steps = select(PreparedStep.member_id, func.count()).where(PreparedStep.member_id.in_(ids))
    n_steps = dict(db.session.execute(steps.group_by(PreparedStep.member_id)).all())
    worked = select(
        PanelHours.member_id, func.sum(PanelHours.minutes),
        func.coalesce(func.sum(case((PanelHours.settled_on.is_(None), PanelHours.minutes))), 0),
    ).where(PanelHours.member_id.in_(ids))  # fmt: skip
    hours = {row[0]: row for row in db.session.execute(worked.group_by(PanelHours.member_id))}
    return [
        MemberRow(
            member=one, n_prepared=n_steps.get(one.id, 0),
            minutes=int(hours[one.id][1]) if one.id in hours else 0,
            unsettled=int(hours[one.id][2]) if one.id in hours else 0,
        )
        for one in members
    ]  # fmt: skip


def steps_of(member_id: int) -> list[PreparedStep]:
    """Return what a member has met of the checklist."""
    return list(db.session.scalars(select(PreparedStep).where(PreparedStep.member_id == member_id)))


def hours_of(member_id: int) -> list[PanelHours]:
    """Return a member's log, newest day first."""
    query = select(PanelHours).where(PanelHours.member_id == member_id)
    return list(
        db.session.scalars(query.order_by(PanelHours.worked_on.desc(), PanelHours.id.desc()).limit(MOST_LISTED))
    )


def rounds_of(panel_id: int) -> list[Round]:
    """Return the rounds that a panel sat, the newest first."""
    return list(db.session.scalars(select(Round).where(Round.panel_id == panel_id).order_by(Round.id.desc())))
