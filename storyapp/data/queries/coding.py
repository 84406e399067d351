"""Codes on the stories of one programme: the queue, what stands on a story, who decided what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, or_, select, union_all

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.tables.coding import Analysis, CodedStory, CodingDecision, JointDecision, ResultLink, Tag
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Indicator, ParticularWording, Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.queue import OpenCode, Waiting
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.unplanned import NONE_FROM

# The module suggests that no result fits what stands in the story now.
NONE_SUGGESTED = (
    Analysis.stage == "working", Analysis.text_version == Story.text_version, Analysis.fits_none >= NONE_FROM
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many stories there are to code, and how many still wait."""

    n_stories: int
    n_waiting: int


def readable(programme: Programme) -> Select[Story]:
    """Return confirmed texts that may be counted: what people code."""
    return select(Story).where(
        Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
        *appears(Where.CODING),
    )  # fmt: skip


def readable_story(programme: Programme, public_id: str) -> Story | None:
    """Return one story that may be coded."""
    return db.session.scalar(readable(programme).where(Story.public_id == public_id))


def next_to_code(programme: Programme, *, after_id: int = 0) -> Story | None:
    """Return the next story with an open suggestion, then one that nobody has looked at; behind the last the first."""
    for waiting in (_has_open(), _is_untouched()):
        query = readable(programme).where(waiting).order_by((Story.id <= after_id), Story.id).limit(1)
        story = db.session.scalar(query)
        if story is not None:
            return story
    return None


def waiting_stories(programme: Programme, *, limit: int) -> list[Waiting]:
    """Return the oldest stories that wait for a coder, each with its open suggestions: three queries in all."""
    waiting = or_(_has_open(), _is_untouched())
    decided = or_(
        _coded(Tag, Tag.state != TagState.SUGGESTED), _coded(ResultLink, ResultLink.state != TagState.SUGGESTED),
        exists().where(CodedStory.story_id == Story.id).correlate(Story),
    )  # fmt: skip
    query = readable(programme).with_only_columns(Story.id, ~decided).where(waiting).order_by(Story.id).limit(limit)
    stories = db.session.execute(query).all()
    ids = [story_id for story_id, _ in stories]
    known = _n_decided(programme)
    open_codes: dict[int, list[OpenCode]] = defaultdict(list)
    for kind, story_id, subject_id, score, threshold in db.session.execute(_open_codes(ids)):
        n_decided = known.get((kind, subject_id), 0)
        code = OpenCode(kind=kind, subject_id=subject_id, score=score, threshold=threshold, n_decided=n_decided)
        open_codes[story_id].append(code)
    return [
        Waiting(story_id=story_id, is_unread=bool(is_unread), open=tuple(open_codes[story_id]))
        for story_id, is_unread in stories
    ]


def _open_codes(story_ids: Sequence[int]) -> Any:
    themes = (
        select(literal("theme"), Tag.story_id, Tag.theme_id, Tag.score, Theme.threshold)
        .join(Theme, Theme.id == Tag.theme_id)
        .where(Tag.story_id.in_(story_ids), Tag.state == TagState.SUGGESTED)
    )
    links = (
        select(literal("link"), ResultLink.story_id, ResultLink.result_id, ResultLink.score, SocialResult.threshold)
        .join(SocialResult, SocialResult.id == ResultLink.result_id)
        .where(ResultLink.story_id.in_(story_ids), ResultLink.state == TagState.SUGGESTED)
    )
    return union_all(themes, links)


def _n_decided(programme: Programme) -> dict[tuple[str, int], int]:
    """Count what people have decided, by theme and by result."""
    parts = [
        select(literal(kind), subject, func.count())
        .where(
            table.organisation_id == programme.organisation_id, table.programme_id == programme.id,
            table.state != TagState.SUGGESTED,
        )
        .group_by(subject)
        for kind, table, subject in (("theme", Tag, Tag.theme_id), ("link", ResultLink, ResultLink.result_id))
    ]  # fmt: skip
    return {(kind, subject_id): n for kind, subject_id, n in db.session.execute(union_all(*parts))}


def ids_of(programme: Programme, public_ids: Sequence[str]) -> list[int]:
    """Return the ids of readable stories of this programme, in the order in which they are named."""
    if not public_ids:
        return []
    query = readable(programme).with_only_columns(Story.public_id, Story.id).where(Story.public_id.in_(public_ids))
    found = dict(db.session.execute(query).all())
    return [found[public_id] for public_id in public_ids if public_id in found]


def progress(programme: Programme) -> Progress:
    """Count stories to code and those that wait, in one query."""
    waiting = or_(_has_open(), _is_untouched())
    query = readable(programme).with_only_columns(func.count(Story.id), func.count(Story.id).filter(waiting))
    n_stories, n_waiting = db.session.execute(query).one()
    return Progress(n_stories=n_stories, n_waiting=n_waiting)


def themes_with_tags(programme: Programme, story_id: int) -> list[tuple[Theme, Tag | None, str]]:
    """Return all themes in order, each with its tag on this story, if any, and the name of who decided."""
    query = (
        _themes(programme)
        .outerjoin(Tag, (Tag.theme_id == Theme.id) & (Tag.story_id == story_id))
        .outerjoin(Account, Account.id == Tag.decided_by_id)
        .with_only_columns(Theme, Tag, Account.name)
    )
    return [(theme, tag, name or "") for theme, tag, name in db.session.execute(query)]


def results_with_links(programme: Programme, story_id: int) -> list[tuple[SocialResult, ResultLink | None, str]]:
    """Return all results in order, each with its link to this story, if any, and the name of who decided."""
    query = (
        _results(programme)
        .outerjoin(ResultLink, (ResultLink.result_id == SocialResult.id) & (ResultLink.story_id == story_id))
        .outerjoin(Account, Account.id == ResultLink.decided_by_id)
        .with_only_columns(SocialResult, ResultLink, Account.name)
    )
    return [(result, link, name or "") for result, link, name in db.session.execute(query)]


def coded_story(story_id: int) -> CodedStory | None:
    """Return what a person said of a story as a whole."""
    return db.session.get(CodedStory, story_id)


def none_waits(story_id: int) -> bool:
    """Tell whether a person is asked if no result fits a story."""
    return db.session.scalar(select(Story.id).where(Story.id == story_id, none_is_open())) is not None


def themes_of(programme: Programme) -> list[Theme]:
    """Return all themes of a programme in order, inactive ones too: their place gives them their colour."""
    return list(db.session.scalars(_themes(programme)))


def results_of(programme: Programme) -> list[SocialResult]:
    """Return all results of a programme in order."""
    return list(db.session.scalars(_results(programme)))


def wordings_of(programme: Programme) -> list[ParticularWording]:
    """Return the particular wordings of a programme in order."""
    query = select(ParticularWording).where(
        ParticularWording.organisation_id == programme.organisation_id,
        ParticularWording.programme_id == programme.id,
    )
    return list(db.session.scalars(query.order_by(ParticularWording.position, ParticularWording.id)))


def indicators_of(programme: Programme, result_id: int) -> list[Indicator]:
    """Return the indicators of one result in order."""
    query = select(Indicator).where(
        Indicator.organisation_id == programme.organisation_id, Indicator.programme_id == programme.id,
        Indicator.result_id == result_id,
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Indicator.position, Indicator.id)))


def theme_of(programme: Programme, theme_id: int) -> Theme | None:
    """Return one theme of this programme."""
    return db.session.scalar(_themes(programme).where(Theme.id == theme_id))


def result_of(programme: Programme, result_id: int) -> SocialResult | None:
    """Return one result of this programme."""
    return db.session.scalar(_results(programme).where(SocialResult.id == result_id))


def story_to_code(programme: Programme, public_id: str) -> Story | None:
    """Return a story that may be coded and let nobody else decide on it meanwhile; call inside an act."""
    query = readable(programme).where(Story.public_id == public_id)
    return db.session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))


def second_readings(
    story_id: int, account_id: int, coder: CoderKind, *, theme_id: int | None = None, result_id: int | None = None
) -> list[CodingDecision]:
    """Return what a person, as what they code, has said of a story in a second reading."""
    query = select(CodingDecision).where(
        CodingDecision.story_id == story_id, CodingDecision.account_id == account_id, CodingDecision.coder == coder,
        CodingDecision.is_second, CodingDecision.undone_at.is_(None),
    )  # fmt: skip
    if theme_id is not None:
        query = query.where(CodingDecision.theme_id == theme_id)
    if result_id is not None:
        query = query.where(CodingDecision.result_id == result_id)
    return list(db.session.scalars(query.order_by(CodingDecision.id)))


def joint_decision(story_id: int, theme_id: int) -> JointDecision | None:
    """Return what readers decided together about a theme on a story."""
    query = select(JointDecision).where(JointDecision.story_id == story_id, JointDecision.theme_id == theme_id)
    return db.session.scalar(query)


def joint_decisions(story_id: int) -> dict[int, JointDecision]:
    """Return what readers decided together on a story, by theme."""
    found = db.session.scalars(select(JointDecision).where(JointDecision.story_id == story_id))
    return {one.theme_id: one for one in found}


def last_step(programme: Programme, account_id: int) -> tuple[CodingDecision, Story] | None:
    """Return the last step of a person that still stands, and the story it was about."""
    query = (
        select(CodingDecision, Story)
        .join(Story, Story.id == CodingDecision.story_id)
        .where(
            CodingDecision.organisation_id == programme.organisation_id,
            CodingDecision.programme_id == programme.id, CodingDecision.account_id == account_id,
            CodingDecision.undone_at.is_(None), Story.state == StoryState.SCREENED,
        )
        .order_by(CodingDecision.id.desc())
        .limit(1)
    )  # fmt: skip
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row is not None else None


def waits(story_id: int) -> bool:
    """Tell whether a story still has an open suggestion."""
    query = select(Story.id).where(Story.id == story_id, _has_open())
    return db.session.scalar(query) is not None


def _themes(programme: Programme) -> Select[Any]:
    query = select(Theme).where(Theme.organisation_id == programme.organisation_id, Theme.programme_id == programme.id)
    return query.order_by(Theme.position, Theme.id)


def _results(programme: Programme) -> Select[Any]:
    query = select(SocialResult).where(
        SocialResult.organisation_id == programme.organisation_id, SocialResult.programme_id == programme.id
    )
    return query.order_by(SocialResult.position, SocialResult.id)


def _has_open() -> Any:
    return or_(
        _coded(Tag, Tag.state == TagState.SUGGESTED), _coded(ResultLink, ResultLink.state == TagState.SUGGESTED),
        none_is_open(),
    )  # fmt: skip


def none_is_open() -> Any:
    """Return whether the story of the outer query waits for a person to say that no result fits, or that one does."""
    return and_(
        _coded(Analysis, *NONE_SUGGESTED),
        ~_coded(CodedStory, CodedStory.is_unplanned.is_not(None)),
        ~_coded(ResultLink, ResultLink.state == TagState.CONFIRMED),
    )


def _is_untouched() -> Any:
    return ~or_(_coded(Tag), _coded(ResultLink), exists().where(CodedStory.story_id == Story.id).correlate(Story))


def _coded(table: type[Any], *conditions: Any) -> Any:
    """Return whether the story of the outer query has such a row."""
    return exists().where(table.story_id == Story.id, *conditions).correlate(Story)
