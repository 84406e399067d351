"""Helplines: whom a child can call."""

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.people import Helpline


def helplines_of(organisation_id: int) -> list[Helpline]:
    """Return an organisation's helplines in its own order."""
    return list(
        db.session.scalars(
            select(Helpline).where(Helpline.organisation_id == organisation_id).order_by(Helpline.position, Helpline.id)
        )
    )


def all_helplines() -> list[Helpline]:
    """Return every helpline of the installation, for a visitor whose organisation is not known; each phone once."""
    lines = db.session.scalars(select(Helpline).order_by(Helpline.position, Helpline.id).limit(200))
    return list({line.phone: line for line in lines}.values())
