"""By which ways the groups of a programme came to tell, and how the missing ones can still be reached (A12)."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select

from storyapp.data.db import db
from storyapp.data.queries import stories
from storyapp.data.queries.invitations import invitations_of
from storyapp.data.tables.programmes import PassedLink, Period, Programme, Question
from storyapp.data.tables.stories import Answer, Story
from storyapp.gateways.kit import kit
from storyapp.rules.presence import Route, Suggestion, route_of, suggestions
from storyapp.rules.programmes import QuestionFamily
from storyapp.rules.stories import StoryState
from storyapp.services.invitations import is_open
from storyapp.services.today import GROUP_QUESTION, Band, Presence, period_band


@dataclass(frozen=True, kw_only=True)
class Reach:
    """A group: how many were heard, by which ways (only where exact numbers were asked for), and what can be done."""

    group: Presence
    by_route: Mapping[Route, int]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The present period with all its groups, and the ways that are open now."""

    band: Band
    groups: list[Reach]
    now_open: tuple[Route, ...]


def reached(programme: Programme, *, is_exact: bool) -> Reached | None:
    """Return who was reached how in the present period; None where no period is open."""
    band = period_band(programme, is_exact=is_exact)
    if band is None:
        return None
    now_open = _open_ways(programme, band.period)
    came = _ways_of_groups(programme, band.period) if is_exact else {}
    groups = [
        Reach(
            group=one, by_route=came.get(one.code, {}),
            suggestions=suggestions(
                n_target=one.n_target, n_heard=_heard(one), by_route=came.get(one.code, {}), now_open=now_open,
            ),
        )
        for one in band.groups
    ]  # fmt: skip
    return Reached(band=band, groups=groups, now_open=now_open)


def _heard(one: Presence) -> int:
    """Return how many were heard as far as it is shown: a suggestion must not tell what a hidden number hides."""
    return one.heard.value or 0


def _open_ways(programme: Programme, period: Period) -> tuple[Route, ...]:
    """Return by which ways one can tell in the period now; a link that may be passed on counts where it was."""
    now = kit().clock()
    rows = [
        row for row in invitations_of(programme) if row.period_id == period.id and not row.is_test and is_open(row, now)
    ]
    roots = select(PassedLink.root_id).where(PassedLink.depth > 0, PassedLink.root_id.in_([row.id for row in rows]))
    passed_on = set(db.session.scalars(roots))
    ways = {route_of(row.mode, is_passed_on=False) for row in rows}
    ways |= {Route.PASSED_ON for row in rows if row.id in passed_on}
    return tuple(route for route in Route if route in ways)


def _ways_of_groups(programme: Programme, period: Period) -> dict[str, Counter[Route]]:
    """Count for each group by which ways its stories came, in one query."""
    said, passed = cast(Answer.value, String), func.coalesce(PassedLink.depth, 0) > 0
    query = (
        stories.of_programme(programme)
        .join(Answer, Answer.story_id == Story.id)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(PassedLink, PassedLink.invitation_id == Story.invitation_id)
        .where(
            Story.period_id == period.id, Story.is_test.is_(False), Story.state != StoryState.WITHDRAWN,
            Question.code == GROUP_QUESTION, Question.family == QuestionFamily.TELLER,
        )
        .with_only_columns(said, Story.mode, passed, func.count())
        .group_by(said, Story.mode, passed)
    )  # fmt: skip
    ways: dict[str, Counter[Route]] = defaultdict(Counter)
    for packed, mode, is_passed_on, n in db.session.execute(query):
        codes = json.loads(packed)
        for code in codes if isinstance(codes, list) else [codes]:
            ways[str(code)][route_of(mode, is_passed_on=bool(is_passed_on))] += n
    return ways
