"""The system looked at over all periods of a programme, for the screen: how far stories came, lines over time."""

from dataclasses import dataclass

from storyapp.data.queries import reporting as queries
from storyapp.data.queries.reporting import CodeRow
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.rules.results import LinkDirection
from storyapp.rules.wording import Wording
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.gathering import why_left_out
from storyapp.services.reports.quoting import smallest_shown
from storyapp.services.system_facts import SystemFacts, system_of


@dataclass(frozen=True, kw_only=True)
class OverPeriods:
    """The facts, and the numbers through which they may be told."""

    facts: SystemFacts
    numbers: Numbers


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A theme or a result whose line may be drawn; `key` stands in the address."""

    key: str
    words: Wording
    is_result: bool


def over_periods(programme: Programme) -> OverPeriods:
    """Gather the facts of all periods of a programme."""
    periods = queries.periods_of(programme)
    ids = [period.id for period in periods]
    counted = [row for row in queries.stories_told(programme, ids) if why_left_out(row) is None]
    facts = system_of(programme, periods, counted, queries.tables_of(programme, ids))
    return OverPeriods(facts=facts, numbers=Numbers(smallest_shown(counted), {}))


def subjects_of(programme: Programme) -> list[Subject]:
    """Return the themes and results that stand in use, as lines to choose from."""
    themes = [
        Subject(key=f"theme-{row.id}", words=row.name, is_result=False)
        for row in queries.books(programme, Theme)
        if row.is_active
    ]
    return themes + [
        Subject(key=f"result-{row.id}", words=row.general, is_result=True)
        for row in queries.books(programme, SocialResult)
        if row.is_active
    ]


def stories_with(programme: Programme, facts: SystemFacts, subject: Subject) -> frozenset[int]:
    """Return the stories on which a person put a theme, or which a person saw speak for a result."""
    ids = [period.id for period in facts.periods]
    wanted = int(subject.key.partition("-")[2])
    codes: list[CodeRow] = (
        queries.confirmed_links(programme, ids) if subject.is_result else queries.confirmed_tags(programme, ids)
    )
    return frozenset(
        code.story_id
        for code in codes
        if code.subject_id == wanted and code.direction in (None, LinkDirection.SUPPORTS, LinkDirection.MIXED)
    )
