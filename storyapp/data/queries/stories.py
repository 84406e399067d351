"""Stories of one programme: lists by keyset, bounded counts, the queue of those to screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from storyapp.data.db import db
from storyapp.data.tables.coding import MaskSuggestion
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round
from storyapp.data.tables.stories import Story, StoryWords
from storyapp.rules.consent import Light
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.rounds import RoundState
from storyapp.rules.stories import Direction, Mode, StoryState

PAGE = 50
MOST_COUNTED = 1000
HANDED_OVER = "story.handed-over"
FACETS = {
    "state": Story.state, "period": Story.period_id, "domain": Story.domain_id, "direction": Story.direction,
    "age": Story.age_band, "role": Story.teller_role, "mode": Story.mode, "language": Story.language,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StoryFilter:
    """What a list of stories is narrowed to; `terms` are lemmas that must all occur."""

    terms: tuple[str, ...] = ()
    is_searched: bool = False
    state: StoryState | None = None
    period_id: int | None = None
    domain_id: int | None = None
    direction: Direction | None = None
    age_band: AgeBand | None = None
    teller_role: TellerRole | None = None
    mode: Mode | None = None
    language: str = ""
    import_batch_id: int | None = None


class StoryRow(NamedTuple):
    """One line of a list of stories, as the columns of `LISTED` give it."""

    public_id: str
    title: str
    beginning: str
    language: str
    domain_id: int | None
    direction: Direction | None
    age_band: AgeBand | None
    teller_role: TellerRole
    state: StoryState
    is_held: bool
    is_test: bool
    may_panel: Light
    told_on: date

    @property
    def is_ready(self) -> bool:
        """Tell that nothing needs to be said about its state: screened, and open to rounds."""
        is_open = not self.is_held and not self.is_test and self.may_panel is not Light.NO
        return is_open and self.state is StoryState.SCREENED


class StoryPage(NamedTuple):
    """A page of a list: its lines, whether more follow in the direction asked for, and how many fit (to 1,001)."""

    rows: list[StoryRow]
    has_more: bool
    n: int


LISTED = (
    Story.public_id, Story.title, func.substr(Story.happened, 1, 200).label("beginning"), Story.language,
    Story.domain_id, Story.direction, Story.age_band, Story.teller_role, Story.state, Story.is_held, Story.is_test,
    Story.may_panel, Story.told_on,
)  # fmt: skip


def of_programme(programme: Programme) -> Select[Story]:
    """Return the query that all others start from: stories of this programme and its organisation."""
    return select(Story).where(Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id)


def story_by_public_id(programme: Programme, public_id: str) -> Story | None:
    """Return a story of this programme."""
    return db.session.scalar(of_programme(programme).where(Story.public_id == public_id))


def newest(programme: Programme, narrowed: StoryFilter, *, before: str = "", after: str = "") -> StoryPage:
    """Return a page of stories, newest first, counted in the same query.

    `before` and `after` are public ids of the edge of the page that was seen.
    """
    fitting = matching(programme, narrowed)
    n = _bounded(fitting.with_only_columns(Story.id)).scalar_subquery()
    query = fitting.with_only_columns(*LISTED, n.label("n"))
    if after:
        query = query.where(Story.id > _id_of(programme, after)).order_by(Story.id)
    else:
        if before:
            query = query.where(Story.id < _id_of(programme, before))
        query = query.order_by(Story.id.desc())
    found = db.session.execute(query.limit(PAGE + 1)).all()
    rows = [StoryRow._make(row[:-1]) for row in found[:PAGE]]
    n_fitting = found[0].n if found else count(programme, narrowed) if before or after else 0
    return StoryPage(rows=rows[::-1] if after else rows, has_more=len(found) > PAGE, n=n_fitting)


def count(programme: Programme, narrowed: StoryFilter) -> int:
    """Count stories, stopping after a thousand: one more means "more than"."""
    return bounded_count(matching(programme, narrowed).with_only_columns(Story.id))


def facet_counts(programme: Programme, narrowed: StoryFilter) -> dict[str, dict[str, int]]:
    """Count fitting stories by each facet and value (names of states, ids as text), in one query."""
    fitting = matching(programme, narrowed).with_only_columns(*(c.label(name) for name, c in FACETS.items())).cte()
    counts = union_all(
        *(
            select(literal(name).label("facet"), cast(fitting.c[name], String).label("value"), func.count().label("n"))
            .where(fitting.c[name].is_not(None))
            .group_by(fitting.c[name])
            for name in FACETS
        )
    )
    found: dict[str, dict[str, int]] = {}
    for facet, value, n in db.session.execute(counts):
        found.setdefault(facet, {})[value] = n
    return found


def matching(programme: Programme, narrowed: StoryFilter) -> Select[Any]:
    """Return the query of a filter; withdrawn stories only where they are asked for."""
    query = of_programme(programme)
    for column, value in (
        (Story.state, narrowed.state), (Story.period_id, narrowed.period_id), (Story.domain_id, narrowed.domain_id),
        (Story.direction, narrowed.direction), (Story.age_band, narrowed.age_band),
        (Story.teller_role, narrowed.teller_role), (Story.mode, narrowed.mode),
        (Story.language, narrowed.language or None), (Story.import_batch_id, narrowed.import_batch_id),
    ):  # fmt: skip
        if value is not None:
            query = query.where(column == value)
    if narrowed.state is None:
        query = query.where(Story.state != StoryState.WITHDRAWN)
    return query.where(Story.id.in_(holding(narrowed.terms))) if narrowed.is_searched else query


def holding(terms: Sequence[str]) -> Any:
    """Return the query of ids of stories in which all these lemmas occur; every term is quoted."""
    if not terms:
        return select(StoryWords.story_id).where(text("1 = 0"))
    if db.engine.dialect.name == "sqlite":
        quoted = " AND ".join('"' + term.replace('"', '""') + '"' for term in terms)
        rows = text("SELECT rowid AS story_id FROM story_search WHERE story_search MATCH :terms")
        return rows.bindparams(terms=quoted).columns(StoryWords.story_id)
    simple: ColumnElement[str] = literal_column("'simple'")
    words = func.to_tsvector(simple, StoryWords.lemmas)
    wanted = [words.op("@@")(func.plainto_tsquery(simple, term)) for term in terms]
    return select(StoryWords.story_id).where(*wanted)


def to_screen(programme: Programme) -> Select[Story]:
    """Return stories that wait for a reader, oldest first; those a reader handed to the lead do not."""
    handed = (
        select(AuditEvent.id)
        .where(
            AuditEvent.organisation_id == programme.organisation_id, AuditEvent.act == HANDED_OVER,
            AuditEvent.subject == literal_column("'story:'") + Story.public_id,
        )
        .exists()
    )  # fmt: skip
    again = (Story.state == StoryState.SCREENED) & or_(
        Story.text_objected_on.is_not(None) & Story.objection_answered_on.is_(None), Story.reworded_on.is_not(None)
    )
    waiting = of_programme(programme).where((Story.state == StoryState.TOLD) | again)
    return waiting.where(~(Story.is_held & handed)).order_by(Story.id)


def is_for_outside() -> ColumnElement[bool]:
    """Return the condition that a round with readers from outside, planned or open, could take a story."""
    agreed = or_(
        (Round.is_youth.is_(False)) & (Story.may_panel == Light.YES),
        Round.is_youth & (Story.may_youth_panel == Light.YES),
    )
    return (
        exists()
        .where(
            Round.programme_id == Story.programme_id, Round.period_id == Story.period_id, Round.is_outside, agreed,
            or_(Round.domain_id.is_(None), Round.domain_id == Story.domain_id),
            Round.state.in_((RoundState.DRAFT, RoundState.OPEN)),
        )
        .correlate(Story)
    )  # fmt: skip


def to_approve(programme: Programme, *, account_id: int) -> Select[Story]:
    """Return stories that may be published, or read by people from outside, once a second person has read them.

    Those that this person screened are not among them.
    """
    return (
        of_programme(programme)
        .where(
            Story.state == StoryState.SCREENED, or_(Story.may_publish == Light.YES, is_for_outside()),
            Story.is_held.is_(False),
            Story.is_test.is_(False), Story.text_objected_on.is_(None), Story.reworded_on.is_(None),
            Story.approved_version != Story.text_version,
            Story.screened_by_id.is_distinct_from(account_id),
        )
        .order_by(Story.id)
    )  # fmt: skip


def n_to_screen(programme: Programme) -> int:
    """Count stories that wait for a reader, to a thousand and one."""
    return bounded_count(to_screen(programme).order_by(None).with_only_columns(Story.id))


def next_to_screen(programme: Programme, *, after_id: int = 0) -> Story | None:
    """Return the next story that waits for a reader; behind the last one comes the first."""
    following = db.session.scalar(to_screen(programme).where(Story.id > after_id).limit(1))
    return following or db.session.scalar(to_screen(programme).where(Story.id != after_id).limit(1))


def n_in_state(programme: Programme, state: StoryState) -> int:
    """Count stories in one state, to a thousand and one."""
    return bounded_count(of_programme(programme).where(Story.state == state).with_only_columns(Story.id))


def mask_suggestions(story_id: int) -> list[MaskSuggestion]:
    """Return what the language module thinks a reader should cover, in order of the text."""
    query = select(MaskSuggestion).where(MaskSuggestion.story_id == story_id)
    return list(db.session.scalars(query.order_by(MaskSuggestion.start, MaskSuggestion.id)))


def acts_on(programme: Programme, story: Story, *, limit: int = 30) -> list[AuditEvent]:
    """Return the newest acts on a story: who read it, opened it, changed it."""
    query = select(AuditEvent).where(
        AuditEvent.organisation_id == programme.organisation_id, AuditEvent.subject == f"story:{story.public_id}"
    )
    return list(db.session.scalars(query.order_by(AuditEvent.sequence.desc()).limit(limit)))


def bounded_count(query: Select[Any]) -> int:
    """Count rows of any query, to a thousand and one."""
    return db.session.scalar(_bounded(query)) or 0


def _bounded(query: Select[Any]) -> Select[int]:
    return select(func.count()).select_from(query.limit(MOST_COUNTED + 1).subquery())


def _id_of(programme: Programme, public_id: str) -> int:
    return (
        db.session.scalar(of_programme(programme).with_only_columns(Story.id).where(Story.public_id == public_id)) or 0
    )
