"""What the board of the system and its lines over periods are drawn from: gathered once, without a word of a story."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storyapp.data.queries import system_board as queries
from storyapp.data.queries.reporting import AnsweredRow, StoryRow
from storyapp.data.tables.programmes import Period, Programme
from storyapp.rules.comparing_periods import Break, Dated, PeriodFacts, breaks_between
from storyapp.rules.method_changes import MethodPart, WhatChanged
from storyapp.rules.system_board import RoundFact, Stage, StoryFate
from storyapp.rules.wording import Wording
from storyapp.services import form_versions, method_changes
from storyapp.services.method_changes import ChangeSeen


@dataclass(frozen=True, kw_only=True)
class PeriodSeen:
    """A period by its words and its code."""

    id: int
    code: str
    name: Wording


@dataclass(frozen=True, kw_only=True)
class SystemFacts:
    """What became of stories and who chose, period by period, with what was changed between."""

    periods: tuple[PeriodSeen, ...]
    fates: tuple[StoryFate, ...]
    rounds: tuple[RoundFact, ...]
    breaks: tuple[Break, ...]
    changes: tuple[ChangeSeen, ...]  # of the days from the first to the last of these periods


def system_of(
    programme: Programme, periods: Sequence[Period], counted: Sequence[StoryRow], tables: Sequence[AnsweredRow]
) -> SystemFacts:
    """Gather the facts of these periods over the stories that are counted; the earliest period first."""
    ids = [period.id for period in periods]
    rounds = queries.decided_rounds(programme, ids)
    log = method_changes.listed(programme)
    return SystemFacts(
        periods=tuple(PeriodSeen(id=one.id, code=one.code, name=one.name) for one in periods),
        fates=tuple(_fates(programme, ids, counted, tables)), rounds=tuple(rounds),
        breaks=breaks_between(_period_facts(programme, periods, rounds), _dated(log)),
        changes=tuple(
            one for one in log if periods and periods[0].starts_on < one.changed_on <= max(p.ends_on for p in periods)
        ),
    )  # fmt: skip


def _fates(
    programme: Programme, ids: Collection[int], counted: Sequence[StoryRow], tables: Sequence[AnsweredRow]
) -> list[StoryFate]:
    came_to: dict[int, set[Stage]] = {row.id: set() for row in counted}
    seen_at = {
        Stage.READ: {row.story_id for row in tables},
        Stage.DISCUSSED: queries.discussed(programme, ids),
        Stage.CHOSEN: {row.story_id for row in tables if row.is_chosen},
        Stage.CHECKED: queries.checked(programme, ids),
        Stage.ANSWERED: {row.story_id for row in tables if row.is_answered},
        Stage.SEEN: {row.story_id for row in tables if row.is_answered and row.is_seen},
    }
    for stage, story_ids in seen_at.items():
        for story_id in story_ids & came_to.keys():
            came_to[story_id].add(stage)
    return [
        StoryFate(
            story_id=row.id, period_id=row.period_id, direction=row.direction, teller_role=row.teller_role,
            stages=frozenset(came_to[row.id]),
        )
        for row in counted
    ]  # fmt: skip


def _period_facts(programme: Programme, periods: Sequence[Period], rounds: Sequence[RoundFact]) -> list[PeriodFacts]:
    ids = [period.id for period in periods]
    forms, engines = queries.forms_by_period(programme, ids), queries.engines_by_period(programme, ids)
    modes = queries.modes_by_period(programme, ids)
    prompts = {
        version_id: repr(sorted((q.code, q.wording.ru, q.wording.en) for q in form.questions if q.is_our_own))
        for version_id, form in form_versions.forms_by_id(programme).items()
    }
    return [
        PeriodFacts(
            period_id=one.id, starts_on=one.starts_on, ends_on=one.ends_on, modes=modes.get(one.id, {}),
            prompts=frozenset(prompts.get(version, "") for version in forms.get(one.id, ())), engines=engines.get(one.id, frozenset()),
            panels=frozenset(_panel(round_) for round_ in rounds if round_.period_id == one.id),
        )
        for one in periods
    ]  # fmt: skip


def _panel(one: RoundFact) -> str:
    who = "outside" if one.is_outside else "youth" if one.is_youth else "adult"
    return f"{one.selection_level}/{who}"


def _dated(log: Sequence[ChangeSeen]) -> list[Dated]:
    return [
        Dated(
            part=one.part, changed_on=one.changed_on,
            is_of_form=one.part is MethodPart.QUESTIONS
            and all(detail.what is WhatChanged.PUBLISHED for detail in one.details),
        )
        for one in log
    ]  # fmt: skip
