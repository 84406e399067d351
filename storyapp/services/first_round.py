"""How far a programme is on the way to its first round."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Period, Programme, StoryInvitation
from storyapp.data.tables.rounds import Round
from storyapp.data.tables.stories import Story
from storyapp.rules.cases import LEADS_NEEDED
from storyapp.rules.first_round import StepSeen, WayFacts, way_to_first_round
from storyapp.rules.rounds import RoundState
from storyapp.rules.stories import StoryState
from storyapp.services import invitations


def way(programme: Programme) -> tuple[StepSeen, ...]:
    """Return the steps, or nothing where a round was decided; two queries."""
    n_open, n_links, n_screened, n_rounds, n_decided = db.session.execute(
        select(
            _number(programme, Period, Period.is_open.is_(True)),
            _number(programme, StoryInvitation, StoryInvitation.is_test.is_(False)),
            _number(programme, Story, Story.state == StoryState.SCREENED, Story.is_test.is_(False)),
            _number(programme, Round, Round.state != RoundState.DRAFT),
            _number(programme, Round, Round.state.in_((RoundState.DECIDED, RoundState.FINISHED))),
        )
    ).one()
    return way_to_first_round(
        WayFacts(
            has_purpose=not programme.purpose.is_empty, n_leads=0 if n_decided else invitations.n_leads(programme),
            leads_needed=LEADS_NEEDED, n_open_periods=n_open, n_links=n_links, n_screened=n_screened,
            n_rounds=n_rounds, n_decided=n_decided,
        )
    )  # fmt: skip


def _number(programme: Programme, table: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """Count the rows of a programme, as a part of a larger query."""
    own = (table.organisation_id == programme.organisation_id, table.programme_id == programme.id)
    return select(func.count()).select_from(table).where(*own, *conditions).scalar_subquery()
