"""A device that goes round in a group: it knows its invitation and nothing of those who told (A7)."""

from datetime import timedelta

from sqlalchemy import delete, select

from storyapp.data.db import db
from storyapp.data.queries.telling import Place
from storyapp.data.tables.collectors import CircleVisit
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.services import leads
from storyapp.services.transaction import act

VISIT_LASTS = timedelta(hours=12)


def begin(invitation: StoryInvitation) -> str:
    """Let a device go round by this invitation; return its cookie."""
    token = new_token()
    with act("circle"):
        db.session.add(
            CircleVisit(
                token_hash=_hash(token), invitation_id=invitation.id, ends_at=kit().clock() + VISIT_LASTS
            )
        )  # fmt: skip
    return token


def here(token: str) -> Place | None:
    """Return by what the device of a cookie goes round; None where its day or its link has ended, or telling rests."""
    now = kit().clock()
    row = db.session.execute(
        select(StoryInvitation, Programme)
        .join(CircleVisit, CircleVisit.invitation_id == StoryInvitation.id)
        .join(Programme, Programme.id == StoryInvitation.programme_id)
        .where(
            CircleVisit.token_hash == _hash(token), CircleVisit.ends_at > now,
            StoryInvitation.revoked_at.is_(None), StoryInvitation.expires_at > now,
        )
    ).one_or_none()  # fmt: skip
    place = None if row is None else Place(invitation=row[0], programme=row[1])
    return None if place is None or leads.rests(place) else place


def end(token: str) -> None:
    """Forget the device."""
    with act("circle"):
        db.session.execute(delete(CircleVisit).where(CircleVisit.token_hash == _hash(token)))


def _hash(token: str) -> bytes:
    return kit().vault.fingerprint(token, "circle-visit")
