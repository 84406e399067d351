"""Memos of one programme, with their stories and who wrote them."""

from typing import Any

from sqlalchemy import func, or_, select

from storyapp.data.db import db
from storyapp.data.queries.coding import readable
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story

MOST_SHOWN = 200


def memos_of_theme(programme: Programme, theme_id: int) -> list[tuple[Memo, Story | None, str]]:
    """Return the newest memos on a theme, those on its stories as well, with who wrote each."""
    return _rows(_memos(programme).where(Memo.theme_id == theme_id))


def memos_of_story(programme: Programme, story_id: int) -> list[tuple[Memo, Story | None, str]]:
    """Return the newest memos on the themes of a story."""
    return _rows(_memos(programme).where(Memo.story_id == story_id))


def n_memos(programme: Programme) -> dict[int, int]:
    """Count memos that may be read, by theme."""
    query = _memos(programme).with_only_columns(Memo.theme_id, func.count(Memo.id)).group_by(Memo.theme_id)
    return dict(db.session.execute(query).all())


def own_memo(programme: Programme, memo_id: int, account_id: int) -> tuple[Memo, Story | None] | None:
    """Return a memo that this person wrote, and its story."""
    query = _memos(programme).where(Memo.id == memo_id, Memo.author_id == account_id)
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row is not None else None


def memos_at_places(story_id: int) -> list[Memo]:
    """Return the memos on words of one story."""
    query = select(Memo).where(Memo.story_id == story_id, Memo.start.is_not(None))
    return list(db.session.scalars(query.order_by(Memo.id)))


def _memos(programme: Programme) -> Any:
    """Return memos about themes as a whole, and about stories that may be coded now."""
    may_be_read = readable(programme).with_only_columns(Story.id)
    return (
        select(Memo, Story, Account.name)
        .outerjoin(Story, Story.id == Memo.story_id)
        .outerjoin(Account, Account.id == Memo.author_id)
        .where(
            Memo.organisation_id == programme.organisation_id, Memo.programme_id == programme.id,
            or_(Memo.story_id.is_(None), Memo.story_id.in_(may_be_read)),
        )
    )  # fmt: skip


def _rows(query: Any) -> list[tuple[Memo, Story | None, str]]:
    found = db.session.execute(query.order_by(Memo.id.desc()).limit(MOST_SHOWN))
    return [(memo, story, name or "") for memo, story, name in found]
