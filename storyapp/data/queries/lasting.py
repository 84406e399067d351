"""What tellers said when they were asked again after months."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries.coding import readable
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import LastingAnswer, Story
from storyapp.rules.lasting import Lasted


def told_days(programme: Programme) -> list[tuple[int, date]]:
    """Return the stories that may be counted, each with the day of telling."""
    rows = db.session.execute(readable(programme).with_only_columns(Story.id, Story.told_on))
    return [(row.id, row.told_on) for row in rows]


def said_of(programme: Programme, ids: Collection[int]) -> dict[int, Lasted]:
    """Return what was said of these stories."""
    return {one.story_id: one.lasted for one in answers_of(programme) if one.story_id in ids}


def answers_of(programme: Programme) -> list[LastingAnswer]:
    """Return every answer of the programme that was given after months."""
    query = select(LastingAnswer).join(Story, Story.id == LastingAnswer.story_id)
    query = query.where(Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id)
    return list(db.session.scalars(query.order_by(LastingAnswer.story_id)))
