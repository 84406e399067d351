"""Sentences that were chosen to be quoted, and those that may be: from stories whose tellers said yes to it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, select

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.queries.coding import readable
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.quotes import ChosenQuote
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.tags import TagState


@dataclass(frozen=True, kw_only=True, slots=True)
class ChosenRow:
    """A chosen sentence of a counted story, as a report looks at it."""

    story_id: int
    theme_id: int | None
    result_id: int | None
    start: int
    end: int


def quotable(programme: Programme) -> Select[Story]:
    """Return the stories of which sentences may be chosen now."""
    return readable(programme).where(*appears(Where.QUOTES))


def story_to_quote(programme: Programme, public_id: str) -> Story | None:
    """Return a story of which a sentence may be chosen; its consent stays as it is until the act ends."""
    query = quotable(programme).where(Story.public_id == public_id)
    return db.session.scalar(query.with_for_update(of=Story, key_share=True).execution_options(populate_existing=True))


def basket(programme: Programme) -> list[tuple[ChosenQuote, Story, str]]:
    """Return the chosen quotes that may be seen now, with their stories and who chose them, in order of choice."""
    query = (
        quotable(programme)
        .join(ChosenQuote, ChosenQuote.story_id == Story.id)
        .outerjoin(Account, Account.id == ChosenQuote.chosen_by_id)
        .with_only_columns(ChosenQuote, Story, Account.name)
        .order_by(ChosenQuote.id)
    )
    return [(quote, story, name or "") for quote, story, name in db.session.execute(query)]


def quote_of(programme: Programme, quote_id: int) -> tuple[ChosenQuote, Story] | None:
    """Return one quote of the basket with its story."""
    query = quotable(programme).join(ChosenQuote, ChosenQuote.story_id == Story.id)
    found = db.session.execute(
        query.with_only_columns(ChosenQuote, Story).where(ChosenQuote.id == quote_id)
    ).one_or_none()
    return (found[0], found[1]) if found is not None else None


def n_chosen(programme: Programme) -> int:
    """Count the quotes in the basket, also those that may not be seen now."""
    return db.session.scalar(select(func.count(ChosenQuote.id)).where(ChosenQuote.programme_id == programme.id)) or 0


def quotes_of_story(story_id: int) -> list[ChosenQuote]:
    """Return what was chosen of one story."""
    return list(
        db.session.scalars(select(ChosenQuote).where(ChosenQuote.story_id == story_id).order_by(ChosenQuote.id))
    )


def places_of(programme: Programme, story_ids: Collection[int]) -> set[tuple[int, int, int]]:
    """Return which sentences of these stories are chosen: story, from, to, in their present texts."""
    query = (
        select(ChosenQuote.story_id, ChosenQuote.start, ChosenQuote.end)
        .join(Story, Story.id == ChosenQuote.story_id)
        .where(
            ChosenQuote.programme_id == programme.id, ChosenQuote.story_id.in_(story_ids),
            ChosenQuote.text_version == Story.text_version,
        )
    )  # fmt: skip
    return {(story_id, start, end) for story_id, start, end in db.session.execute(query)}


def forget_quotes(story_id: int) -> None:
    """Take every sentence of a story out of the basket."""
    db.session.execute(delete(ChosenQuote).where(ChosenQuote.story_id == story_id))


def confirmed_on(programme: Programme, table: type[Any], subject: Any, *, limit: int) -> list[tuple[Any, Story]]:
    """Return confirmed tags or links of one theme or result on stories that may be quoted, the newest first."""
    query = quotable(programme).join(table, table.story_id == Story.id).with_only_columns(table, Story)
    query = query.where(subject, table.state == TagState.CONFIRMED).order_by(Story.id.desc()).limit(limit)
    return [(code, story) for code, story in db.session.execute(query)]


def codes_on(story_id: int) -> list[Tag | ResultLink]:
    """Return the confirmed themes and results of a story, themes first."""
    found: list[Tag | ResultLink] = []
    for table in (Tag, ResultLink):
        confirmed = select(table).where(table.story_id == story_id, table.state == TagState.CONFIRMED)
        found += db.session.scalars(confirmed.order_by(table.id))
    return found


def chosen_for_report(programme: Programme, period_ids: Collection[int]) -> list[ChosenRow]:
    """Return the chosen sentences of these periods that stand in the present texts, in order of choice."""
    query = (
        select(
            ChosenQuote.story_id, ChosenQuote.theme_id, ChosenQuote.result_id, ChosenQuote.start, ChosenQuote.end
        )
        .join(Story, Story.id == ChosenQuote.story_id)
        .where(
            ChosenQuote.organisation_id == programme.organisation_id, ChosenQuote.programme_id == programme.id,
            Story.period_id.in_(period_ids), ChosenQuote.text_version == Story.text_version,
        )
        .order_by(ChosenQuote.id)
    )  # fmt: skip
    return [ChosenRow(**row._mapping) for row in db.session.execute(query)]
