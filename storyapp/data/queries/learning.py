"""What the language module may learn from in a programme, and what it has learned."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, exists, func, insert, select, update

from storyapp.data.db import db, n_touched
from storyapp.data.queries.appearing import appears_in
from storyapp.data.queries.coding import readable
from storyapp.data.tables.coding import CodingDecision, LearnedModel, LearnedStory, Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.tags import TagState

DECIDED = (TagState.CONFIRMED, TagState.REFUSED)


def learned_model(programme: Programme) -> LearnedModel | None:
    """Return what was learned in a programme."""
    query = select(LearnedModel).where(
        LearnedModel.organisation_id == programme.organisation_id, LearnedModel.programme_id == programme.id
    )
    return db.session.scalar(query)


def decided_texts(programme: Programme, *, limit: int) -> list[Any]:
    """Return id, version, language, what happened and why it matters of readable stories with a decided theme.

    The newest count where there are more than `limit`.
    """
    decided = exists().where(Tag.story_id == Story.id, Tag.state.in_(DECIDED)).correlate(Story)
    columns = (Story.id, Story.text_version, Story.language, Story.happened, Story.matters)
    query = readable(programme).with_only_columns(*columns).where(decided).order_by(Story.id.desc()).limit(limit)
    return list(db.session.execute(query))[::-1]


def decisions_on(programme: Programme, story_ids: Collection[int]) -> list[tuple[int, str, bool]]:
    """Return story, code of the theme and whether it was confirmed, for active themes, in a fixed order."""
    query = (
        select(Tag.story_id, Theme.code, Tag.state)
        .join(Theme, Theme.id == Tag.theme_id)
        .where(
            Tag.organisation_id == programme.organisation_id, Tag.programme_id == programme.id,
            Tag.story_id.in_(story_ids), Tag.state.in_(DECIDED), Theme.is_active,
        )
        .order_by(Tag.story_id, Theme.code)
    )  # fmt: skip
    return [(story_id, code, state is TagState.CONFIRMED) for story_id, code, state in db.session.execute(query)]


def newest_decision_id(programme_id: int) -> int:
    """Return the id of the last decision about a theme."""
    query = select(func.max(CodingDecision.id)).where(
        CodingDecision.programme_id == programme_id, CodingDecision.theme_id.is_not(None)
    )
    return db.session.scalar(query) or 0


def n_decisions_since(programme_id: int, decision_id: int, *, limit: int) -> int:
    """Count decisions about themes after one of them, up to a limit; second readings decide nothing."""
    some = (
        select(CodingDecision.id)
        .where(
            CodingDecision.programme_id == programme_id, CodingDecision.id > decision_id,
            CodingDecision.theme_id.is_not(None), CodingDecision.is_second.is_(False),
            CodingDecision.undone_at.is_(None),
        )
        .limit(limit)
    )  # fmt: skip
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def stories_behind(model_id: int) -> set[int]:
    """Return the stories from which a model was made."""
    return set(db.session.scalars(select(LearnedStory.story_id).where(LearnedStory.model_id == model_id)))


def unchanged(versions: Mapping[int, int], *, others: Collection[int]) -> set[int]:
    """Return the stories whose text and consent are as they were, and hold them (and others) till the act ends.

    Whoever takes a story back meanwhile waits, and then finds that a model was made from it.
    """
    query = select(Story.id, Story.text_version, Story.state, Story.may_count, Story.is_held, Story.is_test)
    ids = sorted({*versions, *others})
    rows = db.session.execute(query.where(Story.id.in_(ids)).order_by(Story.id).with_for_update(read=True))
    return {row.id for row in rows if appears_in(row, Where.CODING) and versions.get(row.id) == row.text_version}


def replace_model(programme: Programme, *, story_ids: Collection[int], **values: Any) -> None:
    """Keep a model in place of the one before; call inside an act."""
    db.session.execute(delete(LearnedModel).where(LearnedModel.programme_id == programme.id))
    model = LearnedModel(organisation_id=programme.organisation_id, programme_id=programme.id, **values)
    db.session.add(model)
    db.session.flush()
    db.session.execute(insert(LearnedStory), [{"model_id": model.id, "story_id": one} for one in sorted(story_ids)])


def drop_model_of(programme_id: int) -> bool:
    """Remove what was learned in a programme; tell whether there was something. Call inside an act."""
    return n_touched(delete(LearnedModel).where(LearnedModel.programme_id == programme_id)) > 0


def drop_model_made_from(story_id: int) -> bool:
    """Remove the model that was made from a story, if there is one; call inside an act."""
    made = select(LearnedStory.model_id).where(LearnedStory.story_id == story_id)
    return n_touched(delete(LearnedModel).where(LearnedModel.id.in_(made))) > 0


def stop_learning(programme_id: int) -> None:
    """Take back what was asked for and is not done; call inside an act."""
    mine = (Job.kind == JobKind.LEARN_THEMES) & (Job.subject_id == programme_id)
    db.session.execute(update(Job).where(mine, Job.state == JobState.RUNNING).values(stop_asked=True))
    db.session.execute(update(Job).where(mine, Job.state == JobState.QUEUED).values(state=JobState.STOPPED))
