"""What was read by the language module, and the rows that its findings become."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, insert, select

from storyapp.data.db import db
from storyapp.data.tables.coding import Analysis, ResultLink, Tag
from storyapp.data.tables.stories import Story, StoryWords
from storyapp.rules.consent import Light
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.unread import WhyUnread, why_unread

WORKING, ORIGINAL = "working", "original"


class ToRead(NamedTuple):
    """A working text that is to be read."""

    id: int
    text_version: int
    language: str
    happened: str
    matters: str
    title: str


def was_read(story_id: int, stage: str, *, text_version: int, engine: str) -> bool:
    """Tell whether this version of a text was read by this version of the engine."""
    row = db.session.get(Analysis, (story_id, stage))
    return row is not None and row.text_version == text_version and row.engine == engine


def unread(programme_id: int, organisation_id: int, engine: str, *, import_batch_id: int | None) -> Select[Any]:
    """Return confirmed, countable stories whose present text this engine has not read."""
    query = (
        select(Story)
        .outerjoin(Analysis, (Analysis.story_id == Story.id) & (Analysis.stage == WORKING))
        .where(
            Story.organisation_id == organisation_id, Story.programme_id == programme_id, Story.text_version > 0,
            Story.state == StoryState.SCREENED, Story.may_count != Light.NO,
            Analysis.story_id.is_(None) | (Analysis.text_version != Story.text_version) | (Analysis.engine != engine),
        )
    )  # fmt: skip
    return query if import_batch_id is None else query.where(Story.import_batch_id == import_batch_id)


def unread_originals(
    programme_id: int, organisation_id: int, engine: str, *, import_batch_id: int | None = None
) -> Select[Any]:
    """Return stories that nobody has screened and whose original this engine has not read; of one import, or all."""
    query = (
        select(Story)
        .outerjoin(Analysis, (Analysis.story_id == Story.id) & (Analysis.stage == ORIGINAL))
        .where(
            Story.organisation_id == organisation_id, Story.programme_id == programme_id,
            Story.state.in_((StoryState.TOLD, StoryState.WAITING_FOR_GUARDIAN)),
            Analysis.story_id.is_(None) | (Analysis.engine != engine),
        )
    )  # fmt: skip
    return query if import_batch_id is None else query.where(Story.import_batch_id == import_batch_id)


def n_unread(query: Select[Any]) -> int:
    """Count what is left to read."""
    return db.session.scalar(query.with_only_columns(func.count(Story.id))) or 0


def ids_after(query: Select[Any], *, after_id: int, limit: int) -> list[int]:
    """Return the ids of the next stories to read."""
    return list(
        db.session.scalars(query.with_only_columns(Story.id).where(Story.id > after_id).order_by(Story.id).limit(limit))
    )


def ids_between(query: Select[Any], *, after_id: int, up_to: int) -> list[int]:
    """Return the ids of stories of a share."""
    inside = query.with_only_columns(Story.id).where(Story.id > after_id, Story.id <= up_to)
    return list(db.session.scalars(inside.order_by(Story.id)))


def texts_between(query: Select[Any], *, after_id: int, up_to: int) -> list[ToRead]:
    """Return the texts of a share."""
    columns = (Story.id, Story.text_version, Story.language, Story.happened, Story.matters, Story.title)
    inside = query.with_only_columns(*columns).where(Story.id > after_id, Story.id <= up_to)
    return [ToRead(*row) for row in db.session.execute(inside.order_by(Story.id))]


def text_of(story: Story) -> ToRead:
    """Return the working text of one story."""
    return ToRead(story.id, story.text_version, story.language, story.happened, story.matters, story.title)


def locked(story_id: int) -> Story | None:
    """Return a story that no other worker writes about until the act ends."""
    return db.session.scalar(select(Story).where(Story.id == story_id).with_for_update(key_share=True))


def recent_texts(organisation_id: int, programme_id: int, *, limit: int) -> list[Any]:
    """Return id, what happened and why it matters of the confirmed stories of a programme, newest first."""
    query = select(Story.id, Story.happened, Story.matters).where(
        Story.organisation_id == organisation_id, Story.programme_id == programme_id,
        Story.state == StoryState.SCREENED,
    )  # fmt: skip
    return list(db.session.execute(query.order_by(Story.id.desc()).limit(limit)))


def alike(story_id: int) -> str:
    """Return the public id of a story that says nearly the same, or nothing; a withdrawn one is not named."""
    query = (
        select(Story.public_id)
        .join(Analysis, Analysis.alike_id == Story.id)
        .where(Analysis.story_id == story_id, Analysis.stage == ORIGINAL, Story.state != StoryState.WITHDRAWN)
    )
    return db.session.scalar(query) or ""


def still_to_write(versions: dict[int, int], engine: str) -> set[int]:
    """Lock stories and return ids of those whose text and consent are as they were when they were read.

    What another worker has written meanwhile, of the same text by the same engine, is left out; call inside an act.
    """
    rows = db.session.execute(
        select(Story.id, Story.text_version)
        .where(Story.id.in_(versions), Story.may_count != Light.NO, Story.state == StoryState.SCREENED)
        .order_by(Story.id)
        .with_for_update(key_share=True)
    ).all()
    written: dict[int, int] = dict(
        db.session.execute(
            select(Analysis.story_id, Analysis.text_version).where(
                Analysis.story_id.in_(versions), Analysis.stage == WORKING, Analysis.engine == engine
            )
        ).all()
    )
    return {
        story_id for story_id, version in rows if versions[story_id] == version and written.get(story_id) != version
    }


def reading_of(story: Story) -> Analysis | None:
    """Return what was noted of the reading of the present working text."""
    row = db.session.get(Analysis, (story.id, WORKING))
    return row if row is not None and row.text_version == story.text_version else None


def why_text_unread(story: Story) -> WhyUnread | None:
    """Return why the module could not read the present working text, or None where it could or was not asked to."""
    row = reading_of(story)
    return why_unread(row.engine) if row is not None else None


def forget_suggestions(story_ids: Collection[int]) -> None:
    """Remove what the module suggested and nobody decided; call inside an act."""
    for table in (Tag, ResultLink):
        db.session.execute(
            delete(table)
            .where(
                table.story_id.in_(story_ids), table.coder == CoderKind.MODEL, table.state == TagState.SUGGESTED,
                table.decided_as.is_(None),
            )
            .execution_options(synchronize_session=False)
        )  # fmt: skip


def kept_pairs(table: type[Tag] | type[ResultLink], story_ids: Collection[int]) -> set[tuple[int, int]]:
    """Return (story, theme) or (story, result) pairs that stand, because a person put or decided them."""
    subject = Tag.theme_id if table is Tag else ResultLink.result_id
    return {
        (story, other)
        for story, other in db.session.execute(select(table.story_id, subject).where(table.story_id.in_(story_ids)))
    }


def codes_of(story_id: int) -> list[Tag | ResultLink]:
    """Return every theme and result on a story, decided or not."""
    tags = db.session.scalars(select(Tag).where(Tag.story_id == story_id)).all()
    return [*tags, *db.session.scalars(select(ResultLink).where(ResultLink.story_id == story_id))]


def add_rows(table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows at once; call inside an act."""
    if rows:
        db.session.execute(insert(table), list(rows))


def replace_words(words: dict[int, str]) -> None:
    """Replace the searchable lemmas of stories; call inside an act."""
    forget_words(words)
    add_rows(StoryWords, [{"story_id": story_id, "lemmas": lemmas} for story_id, lemmas in words.items()])


def forget_words(story_ids: Collection[int]) -> None:
    """Take stories out of the search; call inside an act."""
    db.session.execute(
        delete(StoryWords).where(StoryWords.story_id.in_(list(story_ids))).execution_options(synchronize_session=False)
    )


def replace_analyses(stage: str, rows: Sequence[dict[str, Any]]) -> None:
    """Note that texts were read; call inside an act."""
    ids = [row["story_id"] for row in rows]
    db.session.execute(
        delete(Analysis)
        .where(Analysis.stage == stage, Analysis.story_id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    add_rows(Analysis, [{"stage": stage, **row} for row in rows])
