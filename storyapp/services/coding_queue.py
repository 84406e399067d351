"""Which story comes to the desk next, in the order that the person at it has chosen, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyapp.data.db import db
from storyapp.data.queries import coding as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.queue import OpenCode, QueueOrder, WhyNext, most_useful, why_next

MOST_WEIGHED = 400  # of the stories that wait, the oldest; with those coded, others come up


@dataclass(frozen=True, kw_only=True)
class Next:
    """The story to code next; `why` is empty where stories simply come by age."""

    story: Story
    why: Sequence[tuple[WhyNext, OpenCode | None]] = ()


def next_story(
    programme: Programme, *, order: QueueOrder = QueueOrder.USEFUL, after: str = "", left: Sequence[str] = ()
) -> Next | None:
    """Return the next story to code: by age behind a given one, or the most useful of those not left for later."""
    if order is QueueOrder.OLDEST:
        seen = queries.readable_story(programme, after) if after else None
        story = queries.next_to_code(programme, after_id=seen.id if seen is not None else 0)
        return Next(story=story) if story is not None else None
    waiting = queries.waiting_stories(programme, limit=MOST_WEIGHED)
    best = most_useful(waiting, left=queries.ids_of(programme, left))
    return None if best is None else Next(story=db.session.get_one(Story, best.story_id), why=why_next(best))
