"""Finds stories by words in any form, and by what is known about them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries import stories
from storyapp.data.queries.stories import MOST_COUNTED, StoryFilter, StoryRow
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.gateways import nlp
from storyapp.rules.wording import Wording


@dataclass(frozen=True, kw_only=True)
class StoryList:
    """One page of stories; a count above a thousand is not counted out."""

    rows: list[StoryRow]
    n: int
    previous: str  # public id to go back from, or nothing
    following: str  # public id to go on from, or nothing

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
    rows, has_more = stories.newest(programme, narrowed, before=before, after=after)
    is_first = (not before and not after) or (bool(after) and not has_more)
    is_last = not after and not has_more
    return StoryList(
        rows=rows, n=stories.count(programme, narrowed),
        previous="" if is_first or not rows else rows[0].public_id,
        following="" if is_last or not rows else rows[-1].public_id,
    )  # fmt: skip


def names_of(programme: Programme) -> tuple[Mapping[int, Wording], Mapping[int, Wording]]:
    """Return names of a programme's domains and periods by id, in their order."""
    domains = select(Domain.id, Domain.name).where(
        Domain.organisation_id == programme.organisation_id, Domain.programme_id == programme.id
    )
    periods = select(Period.id, Period.name).where(
        Period.organisation_id == programme.organisation_id, Period.programme_id == programme.id
    )
    return (
        dict(db.session.execute(domains.order_by(Domain.position, Domain.id)).all()),
        dict(db.session.execute(periods.order_by(Period.starts_on.desc(), Period.id)).all()),
    )


def is_here(programme: Programme, public_id: str) -> bool | None:
    """Tell that a story belongs to this programme; None where it does not."""
    return True if stories.story_by_public_id(programme, public_id) is not None else None
