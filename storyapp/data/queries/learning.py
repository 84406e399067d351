"""What the language module may learn from in a programme, and what it has learned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from storyapp.data.db import db, n_touched
from storyapp.data.queries.appearing import appears_in
from storyapp.data.queries.coding import readable
from storyapp.data.tables.coding import CodedStory, CodingDecision, LearnedModel, LearnedStory, ResultLink, Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.coding import CodingStep
from storyapp.rules.jobs import JobState
from storyapp.rules.learning import LearnedKind
from storyapp.rules.tags import TagState

DECIDED = (TagState.CONFIRMED, TagState.REFUSED)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where decisions of one kind stand: rows on stories, what they are about, and the steps of people."""

    rows: type[Any]
    things: type[Any]
    thing_id: Any  # column of the rows
    is_step: Any  # whether a step of a person decides about one


SAID_OF_NONE = CodedStory.is_unplanned.is_not(None)
# That no result fits, or that one does, is a decision about results too.
STEP_ABOUT_NONE = and_(
    CodingDecision.step == CodingStep.MARKED,
    exists().where(CodedStory.story_id == CodingDecision.story_id, SAID_OF_NONE).correlate(CodingDecision),
)
GROUNDS = {
    LearnedKind.THEMES: Ground(
        rows=Tag, things=Theme, thing_id=Tag.theme_id, is_step=CodingDecision.theme_id.is_not(None)
    ),
    LearnedKind.RESULTS: Ground(
        rows=ResultLink,
        things=SocialResult,
        thing_id=ResultLink.result_id,
        is_step=or_(CodingDecision.result_id.is_not(None), STEP_ABOUT_NONE),
    ),
}


def learned_model(programme: Programme, kind: LearnedKind) -> LearnedModel | None:
    """Return what was learned in a programme."""
    query = select(LearnedModel).where(
        LearnedModel.organisation_id == programme.organisation_id, LearnedModel.programme_id == programme.id,
        LearnedModel.kind == kind,
    )  # fmt: skip
    return db.session.scalar(query)


def decided_texts(programme: Programme, kind: LearnedKind, *, limit: int) -> list[Any]:
    """Return id, version, language, what happened and why it matters of readable stories with something decided.

    The newest count where there are more than `limit`.
    """
    rows = GROUNDS[kind].rows
    decided: Any = exists().where(rows.story_id == Story.id, rows.state.in_(DECIDED)).correlate(Story)
    if kind is LearnedKind.RESULTS:
        decided |= exists().where(CodedStory.story_id == Story.id, SAID_OF_NONE).correlate(Story)
    columns = (Story.id, Story.text_version, Story.language, Story.happened, Story.matters)
    query = readable(programme).with_only_columns(*columns).where(decided).order_by(Story.id.desc()).limit(limit)
    return list(db.session.execute(query))[::-1]


def decisions_on(programme: Programme, kind: LearnedKind, story_ids: Collection[int]) -> list[tuple[int, str, bool]]:
    """Return story, code and whether it was confirmed, for active themes or results, in a fixed order."""
    ground = GROUNDS[kind]
    rows, things = ground.rows, ground.things
    query = (
        select(rows.story_id, things.code, rows.state)
        .join(things, things.id == ground.thing_id)
        .where(
            rows.organisation_id == programme.organisation_id, rows.programme_id == programme.id,
            rows.story_id.in_(story_ids), rows.state.in_(DECIDED), things.is_active,
        )
        .order_by(rows.story_id, things.code)
    )  # fmt: skip
    return [(story_id, code, state is TagState.CONFIRMED) for story_id, code, state in db.session.execute(query)]


def said_of_none(programme: Programme, story_ids: Collection[int]) -> list[tuple[int, bool]]:
    """Return of which of these stories a person said that no result fits, or that one does, in a fixed order."""
    query = (
        select(CodedStory.story_id, CodedStory.is_unplanned)
        .where(
            CodedStory.organisation_id == programme.organisation_id, CodedStory.programme_id == programme.id,
            CodedStory.story_id.in_(story_ids), SAID_OF_NONE,
        )
        .order_by(CodedStory.story_id)
    )  # fmt: skip
    return [(story_id, bool(is_unplanned)) for story_id, is_unplanned in db.session.execute(query)]


def newest_decision_id(programme_id: int, kind: LearnedKind) -> int:
    """Return the id of the last decision about a theme, or about a result."""
    query = select(func.max(CodingDecision.id)).where(
        CodingDecision.programme_id == programme_id, GROUNDS[kind].is_step
    )
    return db.session.scalar(query) or 0


def n_decisions_since(programme_id: int, kind: LearnedKind, decision_id: int, *, limit: int) -> int:
    """Count decisions about themes, or results, after one of them, up to a limit; second readings decide nothing."""
    some = (
        select(CodingDecision.id)
        .where(
            CodingDecision.programme_id == programme_id, CodingDecision.id > decision_id,
            GROUNDS[kind].is_step, CodingDecision.is_second.is_(False),
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


def replace_model(programme: Programme, kind: LearnedKind, *, story_ids: Collection[int], **values: Any) -> None:
    """Keep a model in place of the one before; call inside an act."""
    drop_model_of(programme.id, kind)
    model = LearnedModel(organisation_id=programme.organisation_id, programme_id=programme.id, kind=kind, **values)
    db.session.add(model)
    db.session.flush()
    db.session.execute(insert(LearnedStory), [{"model_id": model.id, "story_id": one} for one in sorted(story_ids)])


def drop_model_of(programme_id: int, kind: LearnedKind) -> bool:
    """Remove what was learned in a programme; tell whether there was something. Call inside an act."""
    mine = delete(LearnedModel).where(LearnedModel.programme_id == programme_id, LearnedModel.kind == kind)
    return n_touched(mine) > 0


def drop_models_made_from(story_id: int) -> list[LearnedKind]:
    """Remove the models that were made from a story and tell of what they were; call inside an act."""
    made = select(LearnedStory.model_id).where(LearnedStory.story_id == story_id)
    dropped = delete(LearnedModel).where(LearnedModel.id.in_(made)).returning(LearnedModel.kind)
    kinds = set(db.session.scalars(dropped.execution_options(synchronize_session=False)))
    return [kind for kind in LearnedKind if kind in kinds]


def stop_learning(programme_id: int, kind: LearnedKind) -> None:
    """Take back what was asked for and is not done; call inside an act."""
    mine = (Job.kind == kind.job) & (Job.subject_id == programme_id)
    db.session.execute(update(Job).where(mine, Job.state == JobState.RUNNING).values(stop_asked=True))
    db.session.execute(update(Job).where(mine, Job.state == JobState.QUEUED).values(state=JobState.STOPPED))
