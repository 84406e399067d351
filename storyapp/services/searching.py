"""Finds stories by words in any form, and by what is known about them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, cast, null, select, union_all

from storyapp.data.db import db
from storyapp.data.queries import stories
from storyapp.data.queries.stories import MOST_COUNTED, StoryFilter, StoryRow
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.gateways import nlp
from storyapp.rules.wording import Wording

MOST_FACETED = 400  # a year of a typical programme; a longer list says no numbers beside its facets


def _named(table: type[Domain] | type[Period], position: Any, starts_on: Any) -> Select[Any]:
    return select(table.id, table.name, position.label("position"), starts_on.label("starts_on")).where(
        table.organisation_id == bindparam("organisation"), table.programme_id == bindparam("programme")
    )


NAMED = union_all(
    _named(Domain, Domain.position, cast(null(), Date)), _named(Period, cast(null(), Integer), Period.starts_on)
)


@dataclass(frozen=True, kw_only=True)
class StoryList:
    """One page of stories; a count above a thousand is not counted out."""

    rows: list[StoryRow]
    n: int
    previous: str  # public id to go back from, or nothing
    following: str  # public id to go on from, or nothing
    counts: Mapping[str, Mapping[str, int]]  # by facet and value; empty where there are too many to count each time

    @property
    def is_more_than_counted(self) -> bool:
        """Tell whether there are more than were counted."""
        return self.n > MOST_COUNTED


def find_stories(
    programme: Programme, narrowed: StoryFilter, *, words: str = "", before: str = "", after: str = ""
) -> StoryList:
    """Return a page of stories; `words` are looked for in any grammatical form, all of them."""
    if words.strip():
        narrowed = replace(narrowed, terms=nlp.search_words(words), is_searched=True)
    rows, has_more, n = stories.newest(programme, narrowed, before=before, after=after)
    is_first = (not before and not after) or (bool(after) and not has_more)
    is_last = not after and not has_more
    return StoryList(
        rows=rows, n=n, counts=stories.facet_counts(programme, narrowed) if 0 < n <= MOST_FACETED else {},
        previous="" if is_first or not rows else rows[0].public_id,
        following="" if is_last or not rows else rows[-1].public_id,
    )  # fmt: skip


def names_of(programme: Programme) -> tuple[Mapping[int, Wording], Mapping[int, Wording]]:
    """Return names of a programme's domains (as it orders them) and periods (the latest first), by id."""
    rows = db.session.execute(NAMED, {"organisation": programme.organisation_id, "programme": programme.id}).all()
    domains = sorted((row for row in rows if row.starts_on is None), key=lambda row: (row.position, row.id))
    told = (row for row in rows if row.starts_on is not None)
    periods = sorted(told, key=lambda row: (-row.starts_on.toordinal(), row.id))
    return {row.id: row.name for row in domains}, {row.id: row.name for row in periods}


def is_here(programme: Programme, public_id: str) -> bool | None:
    """Tell that a story belongs to this programme; None where it does not."""
    return True if stories.story_by_public_id(programme, public_id) is not None else None
