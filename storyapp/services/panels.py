"""Standing panels: founded, filled with members for a term, prepared, thanked; and the young people's veto."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, update

from storyapp.data.db import db, n_touched
from storyapp.data.queries import panels as queries
from storyapp.data.queries.panels import MemberRow, PanelRow
from storyapp.data.tables.panels import Panel, PanelHours, PanelMember, PreparedStep
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round
from storyapp.gateways.kit import kit
from storyapp.rules.appearing import Where
from storyapp.rules.collecting import check_line
from storyapp.rules.errors import RuleBroken
from storyapp.rules.method_changes import WhatChanged
from storyapp.rules.panels import (
    MOST_MEMBERS,
    MemberRole,
    PanelSay,
    Preparation,
    YouthWord,
    check_panel,
    check_term,
    check_youth_word,
    sits_on,
    steps_for,
)  # fmt: skip
from storyapp.rules.rounds import Actor, RoundAct, check_act
from storyapp.services import method_changes, seating
from storyapp.services.rounds import Sitting, is_allowed, locked_round
from storyapp.services.transaction import account_actor, act

MOST_HOURS = 400


@dataclass(frozen=True, kw_only=True)
class PanelPlan:
    """What is said of a standing panel."""

    name: str
    is_youth: bool
    say: PanelSay
    agenda: str = ""
    has_ended: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberPlan:
    """What is said of a member."""

    label: str
    role: MemberRole
    is_young: bool
    language: str
    joined_on: date
    term_ends_on: date | None = None
    left_on: date | None = None
    prepared: frozenset[Preparation] = frozenset()
    skills: str = ""  # in the words of the member


def listed(programme: Programme) -> list[PanelRow]:
    """Return the panels with their numbers."""
    found = queries.panels_of(programme)
    counts = queries.counts_of([one.id for one in found])
    return [PanelRow(panel=one, n_members=counts[one.id][0], n_rounds=counts[one.id][1]) for one in found]


def sitting_panels(programme: Programme) -> list[Panel]:
    """Return the panels that a round can be planned with."""
    return [one for one in queries.panels_of(programme) if one.ended_on is None]


def panel_of(programme: Programme, panel_id: int) -> Panel | None:
    """Return one panel of this programme, or None."""
    return queries.panel_of(programme, panel_id)


def member_of(panel: Panel, member_id: int) -> PanelMember | None:
    """Return one member of a panel, or None."""
    return queries.member_of(panel.id, member_id)


def member_rows(panel: Panel) -> list[MemberRow]:
    """Return the members with their numbers."""
    return queries.member_rows(panel.id)


def prepared_of(member: PanelMember) -> frozenset[Preparation]:
    """Return what a member has met of the checklist."""
    return frozenset(row.step for row in queries.steps_of(member.id))


def hours_of(member: PanelMember) -> list[PanelHours]:
    """Return a member's log of hours."""
    return queries.hours_of(member.id)


def rounds_of(panel: Panel) -> list[Round]:
    """Return the rounds that a panel sat."""
    return queries.rounds_of(panel.id)


def keep_panel(programme: Programme, plan: PanelPlan, *, account_id: int, panel_id: int | None = None) -> int:
    """Found a panel, or write it anew; return its id."""
    check_panel(is_youth=plan.is_youth, say=plan.say)
    with act(account_actor(account_id)) as doing:
        names = {one.name.casefold(): one.id for one in queries.panels_of(programme)}
        if names.get(plan.name.casefold(), panel_id) != panel_id:
            raise RuleBroken("panel.named-twice")
        today = kit().clock().date()
        row = None if panel_id is None else queries.panel_of(programme, panel_id)
        if row is None:
            row = Panel(organisation_id=programme.organisation_id, programme_id=programme.id, founded_on=today)
            db.session.add(row)
        changed = _changed(row, plan, is_new=panel_id is None)
        row.name, row.is_youth, row.say, row.agenda = plan.name, plan.is_youth, plan.say, plan.agenda
        row.ended_on = (row.ended_on or today) if plan.has_ended else None
        db.session.flush()
        for what in changed:
            method_changes.note_panel(row, what, row.name, by_id=account_id)
        doing.note(row.organisation_id, "panel.founded" if panel_id is None else "panel.changed", f"panel:{row.id}")
        return row.id


def keep_member(panel: Panel, plan: MemberPlan, *, account_id: int, member_id: int | None = None) -> int:
    """Take a member in, or write one anew with the checklist; return the id."""
    check_term(joined_on=plan.joined_on, term_ends_on=plan.term_ends_on, left_on=plan.left_on)
    with act(account_actor(account_id)) as doing:
        members = queries.members_of(panel.id)
        if any(one.label.casefold() == plan.label.casefold() and one.id != member_id for one in members):
            raise RuleBroken("panel.member-named-twice")
        row = next((one for one in members if one.id == member_id), None)
        if row is None:
            if len(members) >= MOST_MEMBERS:
                raise RuleBroken("panel.too-many-members", most=MOST_MEMBERS)
            row = PanelMember(panel_id=panel.id)
            db.session.add(row)
        has_left = plan.left_on is not None and row.left_on is None and member_id is not None
        row.label, row.role, row.is_young, row.language = plan.label, plan.role, plan.is_young, plan.language
        row.joined_on, row.term_ends_on, row.left_on = plan.joined_on, plan.term_ends_on, plan.left_on
        row.skills = plan.skills.strip()
        db.session.flush()
        _keep_prepared(row, plan.prepared)
        if member_id is None or has_left:
            what = WhatChanged.LEFT if has_left else WhatChanged.JOINED
            method_changes.note_panel(panel, what, panel.name, by_id=account_id)
        doing.note(
            panel.organisation_id,
            "panel.member-joined" if member_id is None else "panel.member-changed",
            f"panel-member:{row.id}",
        )
        return row.id


def log_hours(
    panel: Panel, member_id: int, *, worked_on: date, minutes: int, what: str, compensation: str, account_id: int
) -> None:
    """Write down time that a member gave, and what they get for it."""
    check_line(minutes=minutes, worked_on=worked_on, today=kit().clock().date())
    with act(account_actor(account_id)) as doing:
        member = queries.member_of(panel.id, member_id)
        if member is None:
            return
        if worked_on < member.joined_on:
            raise RuleBroken("panel.hours-before-joining")
        if len(queries.hours_of(member_id)) >= MOST_HOURS:
            raise RuleBroken("time.too-many")
        db.session.add(
            PanelHours(member_id=member_id, worked_on=worked_on, minutes=minutes, what=what, compensation=compensation)
        )
        doing.note(panel.organisation_id, "panel.hours-written", f"panel-member:{member_id}")


def settle_hours(panel: Panel, member_id: int, *, account_id: int) -> int:
    """Mark all hours that are not settled as paid or thanked for; return how many lines."""
    with act(account_actor(account_id)) as doing:
        if queries.member_of(panel.id, member_id) is None:
            return 0
        waiting = (PanelHours.member_id == member_id, PanelHours.settled_on.is_(None))
        n = n_touched(update(PanelHours).where(*waiting).values(settled_on=kit().clock().date()))
        if n:
            doing.note(panel.organisation_id, "panel.hours-settled", f"panel-member:{member_id}")
        return n


def seat_members(programme: Programme, one: Round, *, account_id: int) -> int:
    """Give a seat to each member who sits today and has none in this round; return how many."""
    today = kit().clock().date()
    known = {seat.label.casefold() for seat in seating.seats_of(one)}
    members = [
        member
        for member in queries.members_of(one.panel_id or 0)
        if member.label.casefold() not in known and _sits(member, today)
    ]
    wanted = [seating.NewSeat(label=m.label, language=m.language, is_young=m.is_young) for m in members]
    if wanted:
        seating.give_seats(programme, one.id, wanted, account_id=account_id)
    return len(wanted)


def veto_awaited(sitting: Sitting) -> Panel | None:
    """Return the youth panel whose word this choice by adults waits for.

    It is asked only where it may read something of what was chosen.
    """
    one = sitting.one
    chosen = [read for read in sitting.on_table if read.row.is_chosen]
    if one.is_youth or one.youth_word is not None:
        return None
    if not any(is_allowed(read.story, {Where.YOUTH_PANEL}) for read in chosen):
        return None
    return queries.with_veto(one.organisation_id, one.programme_id)


def say_youth_word(programme: Programme, round_id: int, word: YouthWord, reason: str, *, account_id: int) -> None:
    """Write down what a youth panel with a veto says of a choice; a refused one does not move up."""
    check_youth_word(reason)
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.YOUTH_WORD, actor=Actor.FACILITATOR, state=one.state)
        if one.is_youth or queries.with_veto(one.organisation_id, one.programme_id) is None:
            raise RuleBroken("panel.no-veto")
        one.youth_word, one.youth_word_reason = word, reason.strip()
        doing.note(one.organisation_id, "round.youth-word", f"round:{one.id}", reason=word.name)


def _changed(row: Panel, plan: PanelPlan, *, is_new: bool) -> list[WhatChanged]:
    """Return what a new plan changes of who chooses: names and agendas do not."""
    if is_new:
        return [WhatChanged.FOUNDED]
    changed = [WhatChanged.ENDED] if plan.has_ended and row.ended_on is None else []
    changed += [WhatChanged.BROUGHT_BACK] if row.ended_on is not None and not plan.has_ended else []
    return changed + ([WhatChanged.OTHER_SAY] if (row.say, row.is_youth) != (plan.say, plan.is_youth) else [])


def _sits(member: PanelMember, today: date) -> bool:
    return sits_on(today, joined_on=member.joined_on, term_ends_on=member.term_ends_on, left_on=member.left_on)


def _keep_prepared(member: PanelMember, prepared: Collection[Preparation]) -> None:
    wanted = set(prepared) & set(steps_for(is_young=member.is_young))
    known = {row.step for row in queries.steps_of(member.id)}
    gone = known - wanted
    if gone:
        db.session.execute(delete(PreparedStep).where(PreparedStep.member_id == member.id, PreparedStep.step.in_(gone)))
    today = kit().clock().date()
    db.session.add_all(PreparedStep(member_id=member.id, step=step, done_on=today) for step in wanted - known)
