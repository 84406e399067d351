"""What a returned teller reads about their own story."""

from dataclasses import dataclass

from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Change, Programme
from storyapp.data.tables.rounds import Dissent, Round, RoundStory
from storyapp.data.tables.stories import Story, TellerMessage


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One panel that had the story, and what it did."""

    round: Round
    row: RoundStory
    n_dissents: int


def story_and_programme(story_id: int) -> tuple[Story, Programme] | None:
    """Return a story with its programme."""
    query = select(Story, Programme).join(Programme, Programme.id == Story.programme_id).where(Story.id == story_id)
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row is not None else None


def readings_of(story: Story) -> list[Reading]:
    """Return the panels that read the story, oldest first."""
    dissents = select(func.count(Dissent.id)).where(Dissent.round_id == Round.id).scalar_subquery()
    query = (
        select(Round, RoundStory, dissents)
        .join(RoundStory, RoundStory.round_id == Round.id)
        .where(
            Round.organisation_id == story.organisation_id, Round.programme_id == story.programme_id,
            RoundStory.story_id == story.id,
        )
        .order_by(Round.selection_level, Round.id)
    )  # fmt: skip
    return [Reading(round=row[0], row=row[1], n_dissents=row[2]) for row in db.session.execute(query)]


def changes_after(story: Story, round_ids: list[int]) -> list[Change]:
    """Return what the programme does because of these rounds."""
    if not round_ids:
        return []
    query = (
        select(Change)
        .where(
            Change.organisation_id == story.organisation_id, Change.programme_id == story.programme_id,
            Change.round_id.in_(round_ids), Change.status != "dropped",
        )
        .order_by(Change.id)
    )  # fmt: skip
    return list(db.session.scalars(query))


def messages_of(story: Story) -> list[TellerMessage]:
    """Return the words between teller and programme, oldest first."""
    query = select(TellerMessage).where(TellerMessage.story_id == story.id).order_by(TellerMessage.id).limit(200)
    return list(db.session.scalars(query))
