"""Polls of a programme, each with what can be chosen."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, or_, select

from storyapp.data.db import db
from storyapp.data.tables.polls import Poll, PollOption
from storyapp.data.tables.programmes import Programme
from storyapp.rules.polls import PollKind

MOST_LISTED, LONGEST_SERIES = 200, 24


def polls_of(programme: Programme) -> Sequence[Poll]:
    """Return a programme's polls, the newest first."""
    query = select(Poll).where(*_in(programme)).order_by(Poll.id.desc()).limit(MOST_LISTED)
    return db.session.scalars(query).all()


def poll_of(programme: Programme, poll_id: int, *, locked: bool = False) -> Poll | None:
    """Return one poll of this programme."""
    query = select(Poll).where(*_in(programme), Poll.id == poll_id).execution_options(populate_existing=locked)
    return db.session.scalar(query.with_for_update() if locked else query)


def poll_by_token(token_hash: bytes) -> Poll | None:
    """Return the poll that a link opens."""
    return db.session.scalar(select(Poll).where(Poll.token_hash == token_hash))


def options_of(poll_ids: Collection[int]) -> Mapping[int, list[PollOption]]:
    """Return what can be chosen in each poll, in its order."""
    found: dict[int, list[PollOption]] = defaultdict(list)
    query = select(PollOption).where(PollOption.poll_id.in_(poll_ids))
    for option in db.session.scalars(query.order_by(PollOption.poll_id, PollOption.item, PollOption.position)):
        found[option.poll_id].append(option)
    return found


def series_of(poll: Poll) -> Sequence[Poll]:
    """Return the polls that ask the same, the oldest first; pulses of a programme are all of one series."""
    same = Poll.kind == PollKind.PULSE
    if poll.kind is not PollKind.PULSE:
        first = poll.series_id or poll.id
        same = or_(Poll.id == first, Poll.series_id == first)
    mine = (Poll.organisation_id == poll.organisation_id, Poll.programme_id == poll.programme_id, same)
    found = db.session.scalars(select(Poll).where(*mine).order_by(Poll.id.desc()).limit(LONGEST_SERIES)).all()
    return found[::-1]


def _in(programme: Programme) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Poll.organisation_id == programme.organisation_id, Poll.programme_id == programme.id
