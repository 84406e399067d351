"""What the codes of a programme add up to: counts by theme and result, who agreed, the stories behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select

from storyapp.data.db import db
from storyapp.data.queries.coding import none_is_open, readable
from storyapp.data.tables.coding import CodedStory, CodingDecision, JointDecision, ResultLink, Tag
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.coding import CodingStep
from storyapp.rules.people import AgeBand
from storyapp.rules.results import LinkDirection
from storyapp.rules.stories import Direction
from storyapp.rules.tags import CoderKind, TagState

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class TagCount:
    """How many tags of one theme are alike in all of this."""

    theme_id: int
    state: TagState
    coder: CoderKind
    direction: Direction | None
    n: int


@dataclass(frozen=True, kw_only=True)
class TwoReadings:
    """What stands on a story for a theme, and what a second reader said."""

    story: Story
    theme_id: int
    stands: bool
    stands_by_id: int | None
    stands_as: CoderKind | None
    said: bool
    said_as: CoderKind
    put_by_module: bool  # the module had suggested the theme; otherwise a person put it
    together: JointDecision | None  # what was decided afterwards


# What each reader said alone: a joint decision keeps how the tag stood before it.
ALONE_STATE: Any = func.coalesce(JointDecision.first_state, Tag.state)
ALONE_AS: Any = func.coalesce(JointDecision.first_as, Tag.decided_as)
ALONE_BY: Any = case((JointDecision.id.is_not(None), JointDecision.first_by_id), else_=Tag.decided_by_id)
OF_TAG = (JointDecision.story_id == Tag.story_id) & (JointDecision.theme_id == Tag.theme_id)


def tag_counts(programme: Programme, *, only_coded: bool = False, alone: bool = False) -> list[TagCount]:
    """Count tags on readable stories by theme, state, coder and direction of the story.

    `only_coded` leaves out stories with an open suggestion; `alone` counts what was said before deciding together.
    """
    state = ALONE_STATE if alone else Tag.state
    query = (
        _inside(programme, Tag)
        .outerjoin(JointDecision, OF_TAG)
        .with_only_columns(Tag.theme_id, state, Tag.coder, Story.direction, func.count(Tag.id))
        .group_by(Tag.theme_id, state, Tag.coder, Story.direction)
    )
    if only_coded:
        still_open = select(Tag.story_id).where(Tag.programme_id == programme.id, Tag.state == TagState.SUGGESTED)
        query = query.where(Story.id.not_in(still_open))
    return [
        TagCount(theme_id=theme_id, state=state, coder=coder, direction=direction, n=n)
        for theme_id, state, coder, direction, n in db.session.execute(query)
    ]


def directions_of_readable(programme: Programme) -> dict[Direction | None, int]:
    """Count readable stories by the direction of what they tell."""
    query = readable(programme).with_only_columns(Story.direction, func.count(Story.id)).group_by(Story.direction)
    return dict(db.session.execute(query).all())


def ages_of_readable(programme: Programme) -> set[AgeBand | None]:
    """Return which ages tellers of readable stories have."""
    return set(db.session.scalars(readable(programme).with_only_columns(Story.age_band).distinct()))


def rolled_up(programme: Programme) -> dict[int, int]:
    """Count for each theme the stories with it or with any theme below it confirmed; a story counts once."""
    trees = (
        select(Theme.id.label("top_id"), Theme.id.label("theme_id"))
        .where(Theme.organisation_id == programme.organisation_id, Theme.programme_id == programme.id)
        .cte("trees", recursive=True)
    )
    below = select(trees.c.top_id, Theme.id).join(trees, Theme.parent_id == trees.c.theme_id)
    trees = trees.union(below)  # no "all": a circle would end
    query = (
        _inside(programme, Tag)
        .join(trees, trees.c.theme_id == Tag.theme_id)
        .where(Tag.state == TagState.CONFIRMED)
        .with_only_columns(trees.c.top_id, func.count(Story.id.distinct()))
        .group_by(trees.c.top_id)
    )
    return dict(db.session.execute(query).all())


def decided_by(
    programme: Programme, *, theme_id: int | None = None, result_id: int | None = None
) -> list[tuple[str, CoderKind, TagState, int]]:
    """Count what the module suggested and people decided: name of the coder, as what they coded, decision, number.

    Of all themes, of one, or of one result.
    """
    rows: type[Any] = Tag if result_id is None else ResultLink
    by, said_as, state = (
        (ALONE_BY, ALONE_AS, ALONE_STATE) if rows is Tag else (rows.decided_by_id, rows.decided_as, rows.state)
    )
    found = _inside(programme, rows)
    found = found.outerjoin(JointDecision, OF_TAG) if rows is Tag else found
    query = (
        found.outerjoin(Account, Account.id == by)
        .where(rows.coder == CoderKind.MODEL, rows.state != TagState.SUGGESTED)
        .with_only_columns(Account.name, said_as, state, func.count(rows.id))
        .group_by(Account.id, Account.name, said_as, state)
        .order_by(Account.name, Account.id, said_as, state)
    )
    if theme_id is not None:
        query = query.where(Tag.theme_id == theme_id)
    if result_id is not None:
        query = query.where(ResultLink.result_id == result_id)
    return [(name or "", kind, state, n) for name, kind, state, n in db.session.execute(query)]


def against_module(programme: Programme, *, limit: int) -> list[tuple[Story, Tag]]:
    """Return where a person refused what the module suggested, or put what it did not; the newest decision first."""
    refused = (Tag.coder == CoderKind.MODEL) & (Tag.state == TagState.REFUSED)
    put = (Tag.coder != CoderKind.MODEL) & (Tag.state == TagState.CONFIRMED)
    query = _inside(programme, Tag).where(or_(refused, put)).with_only_columns(Story, Tag)
    rows = db.session.execute(query.order_by(Tag.decided_at.desc(), Tag.id.desc()).limit(limit))
    return [(story, tag) for story, tag in rows]


def scores_of(programme: Programme, theme_id: int) -> list[tuple[float, TagState]]:
    """Return score and state of each suggestion of a theme."""
    return _scores(programme, Tag, Tag.theme_id == theme_id)


def scores_of_result(programme: Programme, result_id: int) -> list[tuple[float, TagState]]:
    """Return score and state of each suggestion of a result."""
    return _scores(programme, ResultLink, ResultLink.result_id == result_id)


def link_states(programme: Programme, result_id: int | None = None) -> list[tuple[TagState, CoderKind, int]]:
    """Count links of one result, or of all, on readable stories by state and by who put them forward."""
    query = (
        _inside(programme, ResultLink)
        .with_only_columns(ResultLink.state, ResultLink.coder, func.count(ResultLink.id))
        .group_by(ResultLink.state, ResultLink.coder)
    )
    if result_id is not None:
        query = query.where(ResultLink.result_id == result_id)
    return [(state, coder, n) for state, coder, n in db.session.execute(query)]


def stories_with_theme(programme: Programme, theme_id: int, *, after_id: int = 0) -> list[tuple[Tag, Story]]:
    """Return a page and one more of confirmed tags of a theme with their stories, oldest first."""
    query = (
        _inside(programme, Tag)
        .with_only_columns(Tag, Story)
        .where(Tag.theme_id == theme_id, Tag.state == TagState.CONFIRMED, Story.id > after_id)
        .order_by(Story.id)
        .limit(PAGE + 1)
    )
    return [(tag, story) for tag, story in db.session.execute(query)]


def link_counts(programme: Programme) -> dict[tuple[int, LinkDirection], int]:
    """Count confirmed links on readable stories by result and direction."""
    query = (
        _inside(programme, ResultLink)
        .with_only_columns(ResultLink.result_id, ResultLink.direction, func.count(ResultLink.id))
        .where(ResultLink.state == TagState.CONFIRMED)
        .group_by(ResultLink.result_id, ResultLink.direction)
    )
    return {(result_id, way): n for result_id, way, n in db.session.execute(query)}


def n_open_links(programme: Programme) -> dict[int, int]:
    """Count open suggestions by result."""
    query = (
        _inside(programme, ResultLink)
        .with_only_columns(ResultLink.result_id, func.count(ResultLink.id))
        .where(ResultLink.state == TagState.SUGGESTED)
        .group_by(ResultLink.result_id)
    )
    return dict(db.session.execute(query).all())


def link_groups(programme: Programme, result_id: int) -> list[tuple[AgeBand | None, LinkDirection | None, int]]:
    """Count readable stories by age band and what they say of a result; None: silent."""
    link = (ResultLink.story_id == Story.id) & (ResultLink.result_id == result_id)
    query = (
        readable(programme)
        .outerjoin(ResultLink, link & (ResultLink.state == TagState.CONFIRMED))
        .with_only_columns(Story.age_band, ResultLink.direction, func.count(Story.id))
        .group_by(Story.age_band, ResultLink.direction)
    )
    return [(band, way, n) for band, way, n in db.session.execute(query)]


def stories_with_result(
    programme: Programme, result_id: int, way: LinkDirection, *, limit: int = PAGE
) -> list[tuple[ResultLink, Story]]:
    """Return confirmed links of one direction with their stories, newest first."""
    query = (
        _inside(programme, ResultLink)
        .with_only_columns(ResultLink, Story)
        .where(
            ResultLink.result_id == result_id, ResultLink.state == TagState.CONFIRMED, ResultLink.direction == way
        )
        .order_by(Story.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [(link, story) for link, story in db.session.execute(query)]


def n_readable(programme: Programme) -> int:
    """Count stories that may be coded."""
    return db.session.scalar(readable(programme).with_only_columns(func.count(Story.id))) or 0


def n_stories_coded(programme: Programme) -> int:
    """Count stories on which nothing is open and something was decided about themes."""
    decided = exists().where(Tag.story_id == Story.id, Tag.state != TagState.SUGGESTED).correlate(Story)
    still_open = exists().where(Tag.story_id == Story.id, Tag.state == TagState.SUGGESTED).correlate(Story)
    query = readable(programme).where(decided, ~still_open).with_only_columns(func.count(Story.id))
    return db.session.scalar(query) or 0


def unplanned(programme: Programme) -> list[Story]:
    """Return stories of which a person said that they fit no result, newest first."""
    query = (
        readable(programme).join(CodedStory, CodedStory.story_id == Story.id).where(CodedStory.is_unplanned.is_(True))
    )
    return list(db.session.scalars(query.order_by(Story.id.desc()).limit(PAGE)))


def none_counts(programme: Programme) -> tuple[int, int, int, int, int]:
    """Count stories that fit no result, those that fit one, those of which it is suggested, and of suggestions right and all."""
    is_none, was_suggested = CodedStory.is_unplanned, CodedStory.score.is_not(None)
    query = (
        readable(programme)
        .outerjoin(CodedStory, CodedStory.story_id == Story.id)
        .with_only_columns(
            func.count().filter(is_none.is_(True)), func.count().filter(is_none.is_(False)),
            func.count().filter(none_is_open()), func.count().filter(was_suggested, is_none.is_(True)),
            func.count().filter(was_suggested, is_none.is_not(None)),
        )
    )  # fmt: skip
    n_none, n_fits, n_open, n_right, n_decided = db.session.execute(query).one()
    return n_none, n_fits, n_open, n_right, n_decided


def two_readings(programme: Programme) -> list[TwoReadings]:
    """Return every theme that was read by two: what the first said alone, and what the second reader said."""
    query = (
        _inside(programme, Tag)
        .join(
            CodingDecision, (CodingDecision.story_id == Tag.story_id) & (CodingDecision.theme_id == Tag.theme_id)
        )
        .outerjoin(JointDecision, OF_TAG)
        .where(CodingDecision.is_second, CodingDecision.undone_at.is_(None), Tag.state != TagState.SUGGESTED)
        .with_only_columns(
            Story, Tag.theme_id, Tag.coder, ALONE_STATE, ALONE_BY, ALONE_AS, CodingDecision.step, CodingDecision.coder,
            JointDecision,
        )
        .order_by(CodingDecision.id)
    )  # fmt: skip
    return [
        TwoReadings(
            story=story, theme_id=theme_id, stands=state is TagState.CONFIRMED, stands_by_id=by, stands_as=stands_as,
            said=step is CodingStep.CONFIRMED, said_as=said_as, put_by_module=coder is CoderKind.MODEL,
            together=together,
        )
        for story, theme_id, coder, state, by, stands_as, step, said_as, together in db.session.execute(query)
    ]  # fmt: skip


def said_of(story_id: int, theme_id: int) -> list[dict[str, Any]]:
    """Return what each reader said alone of a theme on a story, the first one first: name, kind, fits, at, is_first."""
    first = (
        select(Account.name, ALONE_AS, ALONE_STATE, func.coalesce(JointDecision.first_at, Tag.decided_at))
        .select_from(Tag)
        .outerjoin(JointDecision, OF_TAG)
        .outerjoin(Account, Account.id == ALONE_BY)
        .where(Tag.story_id == story_id, Tag.theme_id == theme_id, Tag.state != TagState.SUGGESTED)
    )
    second = (
        select(Account.name, CodingDecision.coder, CodingDecision.step, CodingDecision.made_at)
        .outerjoin(Account, Account.id == CodingDecision.account_id)
        .where(
            CodingDecision.story_id == story_id, CodingDecision.theme_id == theme_id, CodingDecision.is_second,
            CodingDecision.undone_at.is_(None),
        )
        .order_by(CodingDecision.id)
    )  # fmt: skip
    return [
        {"name": name or "", "kind": kind, "fits": said in (TagState.CONFIRMED, CodingStep.CONFIRMED), "at": at,
         "is_first": is_first}
        for query, is_first in ((first, True), (second, False))
        for name, kind, said, at in db.session.execute(query)
    ]  # fmt: skip


def tag_on(story_id: int, theme_id: int) -> Tag | None:
    """Return the theme as it stands on a story."""
    return db.session.scalar(select(Tag).where(Tag.story_id == story_id, Tag.theme_id == theme_id))


def name_of(account_id: int | None) -> str:
    """Return the name of somebody who works here, or nothing."""
    return db.session.scalar(select(Account.name).where(Account.id == account_id)) or "" if account_id else ""


def first_by_young(programme: Programme) -> list[tuple[Story, int, bool, bool]]:
    """Return what young people were the first to say: story, theme, whether the module had suggested it, whether it fits."""
    query = (
        _inside(programme, Tag)
        .outerjoin(JointDecision, OF_TAG)
        .where(Tag.state != TagState.SUGGESTED, ALONE_AS == CoderKind.YOUNG_PERSON)
        .with_only_columns(Story, Tag.theme_id, Tag.coder, ALONE_STATE)
        .order_by(Tag.id)
    )
    return [
        (story, theme_id, coder is CoderKind.MODEL, state is TagState.CONFIRMED)
        for story, theme_id, coder, state in db.session.execute(query)
    ]


def next_for_second(programme: Programme, account_id: int, kind: CoderKind, *, after_id: int = 0) -> Story | None:
    """Return the next story with a theme or a result that others have decided and this reader has not read."""
    unread = exists().where(Tag.story_id == Story.id, *_for_second(account_id, kind)).correlate(Story)
    of_results = exists().where(ResultLink.story_id == Story.id, *_for_second(account_id, kind, ResultLink))
    query = (
        readable(programme)
        .where(or_(unread, of_results.correlate(Story)))
        .order_by((Story.id <= after_id), Story.id)
        .limit(1)
    )
    return db.session.scalar(query)


def themes_for_second(story_id: int, account_id: int, kind: CoderKind) -> Sequence[int]:
    """Return ids of themes on a story that this reader has not read."""
    query = select(Tag.theme_id).where(Tag.story_id == story_id, *_for_second(account_id, kind))
    return list(db.session.scalars(query.order_by(Tag.theme_id)))


def results_for_second(story_id: int, account_id: int, kind: CoderKind) -> Sequence[int]:
    """Return ids of results on a story that this reader has not read."""
    query = select(ResultLink.result_id).where(
        ResultLink.story_id == story_id, *_for_second(account_id, kind, ResultLink)
    )
    return list(db.session.scalars(query.order_by(ResultLink.result_id)))


def texts_by_ids(programme: Programme, ids: Any, *, limit: int) -> list[Story]:
    """Return readable stories whose ids a search found, newest first."""
    return list(db.session.scalars(readable(programme).where(Story.id.in_(ids)).order_by(Story.id.desc()).limit(limit)))


def _for_second(account_id: int, kind: CoderKind, rows: type[Any] = Tag) -> tuple[Any, ...]:
    of_theme = rows is Tag
    same = CodingDecision.theme_id == Tag.theme_id if of_theme else CodingDecision.result_id == ResultLink.result_id
    said = exists().where(
        CodingDecision.story_id == rows.story_id, same, CodingDecision.is_second, CodingDecision.undone_at.is_(None),
        CodingDecision.account_id == account_id, CodingDecision.coder == kind,
    ).correlate(rows)  # fmt: skip
    by_another = or_(rows.decided_by_id.is_(None), rows.decided_by_id != account_id, rows.decided_as != kind)
    together = (~exists().where(OF_TAG).correlate(Tag),) if of_theme else ()  # what readers settled is not read again
    return (rows.state != TagState.SUGGESTED, by_another, ~said, *together)


def _scores(programme: Programme, rows: type[Any], about: Any) -> list[tuple[float, TagState]]:
    query = (
        _inside(programme, rows)
        .with_only_columns(rows.score, rows.state)
        .where(about, rows.coder == CoderKind.MODEL, rows.score.is_not(None))
        .order_by(rows.id)
    )
    return [(score, state) for score, state in db.session.execute(query)]


def _inside(programme: Programme, table: type[Any]) -> Select[Any]:
    """Return the query of codes on readable stories of a programme."""
    return readable(programme).join(table, table.story_id == Story.id)
