"""What is kept for a time only goes when its time has come, without anybody having to think of it."""

from datetime import datetime

from sqlalchemy import delete, select

from storyapp.data.db import db, n_touched
from storyapp.data.queries.erasing import wipe_what_was_deleted
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import SealedOriginal, Story
from storyapp.gateways.kit import kit
from storyapp.rules.retention import Kept, RetentionPolicy, end_of_day, is_due
from storyapp.services.transaction import WORKER, act


def erase_old_originals() -> int:
    """Erase what tellers typed in programmes that ended long ago; return how many. The confirmed texts stay."""
    now = kit().clock()
    ended = db.session.scalars(select(Programme).where(Programme.ended_on.is_not(None)).order_by(Programme.id))
    due = [(one.id, one.organisation_id) for one in ended if _is_over(one, now)]
    return sum(_erase_originals(programme_id, organisation_id) for programme_id, organisation_id in due)


def _is_over(programme: Programme, now: datetime) -> bool:
    since = end_of_day(programme.ended_on) if programme.ended_on else None
    return is_due(
        Kept.ORIGINAL, since=since, now=now, policy=RetentionPolicy(original_months=programme.original_months)
    )


def _erase_originals(programme_id: int, organisation_id: int) -> int:
    theirs = select(Story.id).where(Story.organisation_id == organisation_id, Story.programme_id == programme_id)
    sealed = SealedOriginal.story_id.in_(theirs)
    if db.session.scalar(select(SealedOriginal.story_id).where(sealed).limit(1)) is None:
        return 0
    with act(WORKER) as doing:
        n = n_touched(delete(SealedOriginal).where(sealed))
        doing.note(organisation_id, "originals.erased", f"programme:{programme_id}", reason="RETENTION")
        doing.after.append(wipe_what_was_deleted)
    return n
