"""Helplines: whom a child can call."""

from datetime import timedelta

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.people import Helpline
from storyapp.gateways.kit import kit

CALLED_WITHIN = timedelta(days=183)  # each is called twice a year


def helplines_of(organisation_id: int) -> list[Helpline]:
    """Return an organisation's helplines in its own order."""
    return list(
        db.session.scalars(
            select(Helpline).where(Helpline.organisation_id == organisation_id).order_by(Helpline.position, Helpline.id)
        )
    )


def old_lines(organisation_id: int) -> list[Helpline]:
    """Return the helplines that nobody has called for half a year, or ever: a child would be the next to try."""
    long_ago = kit().clock().date() - CALLED_WITHIN
    return [one for one in helplines_of(organisation_id) if one.checked_on is None or one.checked_on < long_ago]


def all_helplines() -> list[Helpline]:
    """Return every helpline of the installation, for a visitor whose organisation is not known; each phone once."""
    lines = db.session.scalars(select(Helpline).order_by(Helpline.position, Helpline.id).limit(200))
    return list({line.phone: line for line in lines}.values())
