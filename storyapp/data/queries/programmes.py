"""The lists of one programme that many rooms ask for: its periods and its domains of change."""

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Domain, Period, Programme


def periods_of(programme: Programme, *, only_open: bool = False) -> list[Period]:
    """Return the periods of a programme, the latest first; `only_open` leaves out those that gather no stories."""
    query = select(Period).where(
        Period.organisation_id == programme.organisation_id, Period.programme_id == programme.id
    )
    query = query.where(Period.is_open) if only_open else query
    return list(db.session.scalars(query.order_by(Period.starts_on.desc(), Period.id.desc())))


def domains_of(programme: Programme, *, only_active: bool = False) -> list[Domain]:
    """Return the domains of a programme in its order; `only_active` leaves out those put aside."""
    query = select(Domain).where(
        Domain.organisation_id == programme.organisation_id, Domain.programme_id == programme.id
    )
    query = query.where(Domain.is_active) if only_active else query
    return list(db.session.scalars(query.order_by(Domain.position, Domain.id)))
