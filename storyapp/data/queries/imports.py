"""Batches of imported stories: their lists, the rows they become, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, insert, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from storyapp.data.db import db
from storyapp.data.tables.coding import Analysis, Case, MaskSuggestion, ResultLink, Tag
from storyapp.data.tables.outputs import ImportBatch, ReportUse
from storyapp.data.tables.programmes import Programme, Question
from storyapp.data.tables.rounds import RoundStory
from storyapp.data.tables.stories import (
    Answer,
    ConsentEvent,
    SealedOriginal,
    Story,
    StoryKey,
    StoryWords,
    TellerMessage,
)
from storyapp.rules.programmes import QuestionFamily

PAGE = 50
# Asking in portions keeps each statement under the limits of both databases.
_MADE_FROM_STORIES: tuple[InstrumentedAttribute[int], ...] = (
    StoryWords.story_id, Analysis.story_id, MaskSuggestion.story_id, Tag.story_id, ResultLink.story_id,
    Answer.story_id, ConsentEvent.story_id, Case.story_id, SealedOriginal.story_id, StoryKey.story_id,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewStories:
    """Rows of several tables for a portion of new stories."""

    answers: Sequence[dict[str, Any]]
    consents: Sequence[dict[str, Any]]
    keys: Sequence[dict[str, Any]]
    originals: Sequence[dict[str, Any]]


def of_programme(programme: Programme) -> Select[Any]:
    """Return the query that all others start from: batches of this programme and its organisation."""
    return select(ImportBatch).where(
        ImportBatch.organisation_id == programme.organisation_id, ImportBatch.programme_id == programme.id
    )


def batch_of(programme: Programme, batch_id: int, *, for_update: bool = False) -> ImportBatch | None:
    """Return one batch of this programme."""
    query = of_programme(programme).where(ImportBatch.id == batch_id)
    return db.session.scalar(query.with_for_update() if for_update else query)


def newest(programme: Programme, *, before_id: int | None = None) -> tuple[list[ImportBatch], bool]:
    """Return a page of batches, newest first, and whether there are older ones."""
    query = of_programme(programme).order_by(ImportBatch.id.desc()).limit(PAGE + 1)
    rows = list(db.session.scalars(query if before_id is None else query.where(ImportBatch.id < before_id)))
    return rows[:PAGE], len(rows) > PAGE


def of_same_file(programme: Programme, file_hash: str, *, but_id: int | None = None) -> ImportBatch | None:
    """Return the newest batch that took in stories from a file, leaving out the one that asks."""
    query = of_programme(programme).where(
        ImportBatch.file_hash == file_hash, ImportBatch.n_taken > 0, ImportBatch.state != "undone"
    )
    if but_id is not None:
        query = query.where(ImportBatch.id != but_id)
    return db.session.scalar(query.order_by(ImportBatch.id.desc()).limit(1))


def questions(programme: Programme) -> list[Question]:
    """Return the questions about the story and the teller; those that elicit become the story itself."""
    query = select(Question).where(
        Question.organisation_id == programme.organisation_id, Question.programme_id == programme.id,
        Question.is_active, Question.family != QuestionFamily.ELICIT,
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Question.position, Question.id)))


def add_stories(rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Insert stories at once and return the id of each by the number of its row; call inside an act."""
    made = db.session.execute(insert(Story.__table__).returning(Story.import_row, Story.id), rows)
    return {row.import_row: row.id for row in made}


def add_parts(new: NewStories) -> None:
    """Insert all that belongs to new stories; call inside an act."""
    tables: dict[Any, Sequence[dict[str, Any]]] = {
        StoryKey: new.keys,
        SealedOriginal: new.originals,
        ConsentEvent: new.consents,
        Answer: new.answers,
    }
    for table, rows in tables.items():
        if rows:
            db.session.execute(insert(table.__table__), rows)


def is_in_use(batch: ImportBatch) -> bool:
    """Tell whether a story of the batch stands in a round or a report, or somebody has taken up a case about it.

    A case that only the language module has opened, and nobody has looked at, goes with its story.
    """
    mine = select(Story.id).where(Story.organisation_id == batch.organisation_id, Story.import_batch_id == batch.id)
    used = union_all(
        *(select(table.story_id).where(table.story_id.in_(mine)) for table in (RoundStory, ReportUse, TellerMessage)),
        select(Case.story_id).where(
            Case.story_id.in_(mine), (Case.opened_by != "model") | Case.acknowledged_at.is_not(None)
        ),
    )
    return db.session.execute(used.limit(1)).first() is not None


def some_stories(batch: ImportBatch, *, limit: int) -> list[tuple[int, str]]:
    """Return ids and public ids of stories that the batch still has."""
    query = select(Story.id, Story.public_id).where(
        Story.organisation_id == batch.organisation_id, Story.import_batch_id == batch.id
    )
    return [(row.id, row.public_id) for row in db.session.execute(query.order_by(Story.id).limit(limit))]


def remove_stories(story_ids: Sequence[int]) -> None:
    """Remove stories with all that was made from them; call inside an act."""
    for column in (*_MADE_FROM_STORIES, Story.id):
        db.session.execute(
            delete(column.class_).where(column.in_(story_ids)).execution_options(synchronize_session=False)
        )


def with_files() -> list[ImportBatch]:
    """Return batches of all organisations that still have a sealed file: for the sweep that forgets old ones."""
    return list(
        db.session.scalars(select(ImportBatch).where(ImportBatch.file_sealed_at != "").order_by(ImportBatch.id))
    )
