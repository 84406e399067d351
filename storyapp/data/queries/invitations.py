"""Invitations of one programme."""

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import PassedLink, Programme, StoryInvitation

MOST_LISTED = 200


def invitations_of(programme: Programme) -> list[StoryInvitation]:
    """Return a programme's invitations, newest first; links that tellers passed on are counted at their root."""
    passed = select(PassedLink.invitation_id).where(PassedLink.depth > 0)
    query = select(StoryInvitation).where(
        StoryInvitation.organisation_id == programme.organisation_id, StoryInvitation.programme_id == programme.id,
        StoryInvitation.id.not_in(passed),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(StoryInvitation.id.desc()).limit(MOST_LISTED)))


def invitation_of(programme: Programme, invitation_id: int) -> StoryInvitation | None:
    """Return one invitation of this programme; a link that a teller passed on follows its root and is met only there."""
    passed = select(PassedLink.invitation_id).where(PassedLink.depth > 0)
    return db.session.scalar(
        select(StoryInvitation).where(
            StoryInvitation.organisation_id == programme.organisation_id,
            StoryInvitation.programme_id == programme.id, StoryInvitation.id == invitation_id,
            StoryInvitation.id.not_in(passed),
        )
    )  # fmt: skip
