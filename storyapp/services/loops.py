"""How many tellers have an answer, and how fast it came (E2), for the screen of those who owe it."""

from sqlalchemy import case, func, select

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.rounds import RoundState
from storyapp.rules.summary import Loop, LoopFact, loop


def loop_of(programme: Programme) -> Loop:
    """Count over all stories of a programme that may be counted; the first answer that a teller can read closes the loop."""
    may_read_at = case((RoundStory.answered_at > Round.finished_at, RoundStory.answered_at), else_=Round.finished_at)
    first = (
        select(RoundStory.story_id, func.min(may_read_at).label("at"))
        .join(Round, Round.id == RoundStory.round_id)
        .where(Round.state == RoundState.FINISHED, RoundStory.valued != "", RoundStory.is_removed.is_(False))
        .group_by(RoundStory.story_id)
        .subquery()
    )
    query = (
        select(Story.id, Story.told_on, first.c.at)
        .outerjoin(first, first.c.story_id == Story.id)
        .where(
            Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
            *appears(Where.COUNTS),
        )
        .order_by(Story.id)
    )  # fmt: skip
    return loop(
        LoopFact(story_id=story_id, told_on=told_on, answered_on=at.date() if at else None)
        for story_id, told_on, at in db.session.execute(query)
    )
