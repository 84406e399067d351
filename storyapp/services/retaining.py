"""What is kept for a time only goes when its time has come; who wants to know beforehand what will go is shown it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, delete, func, select

from storyapp.data.db import db, n_touched
from storyapp.data.queries.erasing import wipe_what_was_deleted
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.data.tables.stories import Draft, SealedOriginal, Story
from storyapp.gateways.kit import kit
from storyapp.rules.retention import (
    Destroyed,
    Ground,
    Kept,
    KeptThing,
    RetentionPolicy,
    end_of_day,
    erase_at,
    erasures,
    is_due,
)
from storyapp.rules.stories import StoryState
from storyapp.services.destroying import note_destroyed
from storyapp.services.transaction import WORKER, act

SEEN_AHEAD = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class WillGo:
    """So many things of a kind will be erased on a day."""

    kept: Kept
    on: date
    n: int


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What will be erased within a year unless something happens, and what stays while the programme goes on."""

    lines: tuple[WillGo, ...]
    n_originals: int
    originals_go_on: date | None  # None while the programme goes on


def preview(programme: Programme) -> Preview:
    """Return what will be erased, by kind and day, soonest first."""
    now, policy = kit().clock(), _policy(programme)
    found = erasures(_things(programme), until=now + SEEN_AHEAD, policy=policy)
    counted = Counter((one.due_at.astimezone(UTC).date(), one.kept) for one in found)
    ends = erase_at(Kept.ORIGINAL, since=_ended_at(programme), policy=policy)
    n_originals = db.session.scalar(
        select(func.count(SealedOriginal.story_id.distinct())).where(SealedOriginal.story_id.in_(_stories(programme)))
    )
    return Preview(
        lines=tuple(
            WillGo(kept=kept, on=on, n=n)
            for (on, kept), n in sorted(counted.items(), key=lambda one: (one[0][0], one[0][1].value))
        ),
        n_originals=n_originals or 0, originals_go_on=ends.date() if ends else None,
    )  # fmt: skip


def erase_old_originals() -> int:
    """Erase what tellers typed in programmes that ended long ago; return how many. The confirmed texts stay."""
    now = kit().clock()
    ended = db.session.scalars(select(Programme).where(Programme.ended_on.is_not(None)).order_by(Programme.id))
    due = [(one.id, one.organisation_id) for one in ended if _is_over(one, now)]
    return sum(_erase_originals(programme_id, organisation_id) for programme_id, organisation_id in due)


def _policy(programme: Programme) -> RetentionPolicy:
    return RetentionPolicy(original_months=programme.original_months)


def _ended_at(programme: Programme) -> datetime | None:
    return end_of_day(programme.ended_on) if programme.ended_on else None


def _is_over(programme: Programme, now: datetime) -> bool:
    return is_due(Kept.ORIGINAL, since=_ended_at(programme), now=now, policy=_policy(programme))


def _stories(programme: Programme) -> Select[int]:
    return select(Story.id).where(
        Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id
    )


def _things(programme: Programme) -> Iterator[KeptThing]:
    waiting = _stories(programme).where(Story.state == StoryState.WAITING_FOR_GUARDIAN)
    for story_id, told_on in db.session.execute(waiting.with_only_columns(Story.id, Story.told_on).order_by(Story.id)):
        since = datetime.combine(told_on, time(), UTC)
        yield KeptThing(thing_id=story_id, kept=Kept.WAITING_FOR_GUARDIAN, since=since)
    drafts = (
        select(Draft.expires_at)
        .join(StoryInvitation, StoryInvitation.id == Draft.invitation_id)
        .where(StoryInvitation.programme_id == programme.id, Draft.story_id.is_(None))
        .order_by(Draft.expires_at)
    )
    for n, ends_at in enumerate(db.session.scalars(drafts)):
        yield KeptThing(thing_id=n, kept=Kept.DRAFT, since=ends_at - timedelta(hours=RetentionPolicy().draft_hours))
    originals = select(SealedOriginal.story_id).where(SealedOriginal.story_id.in_(_stories(programme))).distinct()
    for story_id in db.session.scalars(originals.order_by(SealedOriginal.story_id)):
        yield KeptThing(thing_id=story_id, kept=Kept.ORIGINAL, since=_ended_at(programme))


def _erase_originals(programme_id: int, organisation_id: int) -> int:
    theirs = select(Story.id).where(Story.organisation_id == organisation_id, Story.programme_id == programme_id)
    sealed = SealedOriginal.story_id.in_(theirs)
    if db.session.scalar(select(SealedOriginal.story_id).where(sealed).limit(1)) is None:
        return 0
    with act(WORKER) as doing:
        n = n_touched(delete(SealedOriginal).where(sealed))
        doing.note(organisation_id, "originals.erased", f"programme:{programme_id}", reason="RETENTION")
        note_destroyed(doing, organisation_id, programme_id, Destroyed.ORIGINAL, Ground.RETENTION, n=n)
        doing.after.append(wipe_what_was_deleted)
    return n
