"""Who is here and where, for the length of one request."""

from typing import TypeVar

from flask import abort, g

from storyapp.data.queries.telling import Place
from storyapp.data.tables.people import Account, Organisation, Visit
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Seat
from storyapp.data.tables.stories import Draft
from storyapp.rules.people import Capability, Role
from storyapp.services.collectors import AtWork
from storyapp.services.transaction import account_actor, seat_actor

T = TypeVar("T")


def account() -> Account:
    """Return the member of staff who is signed in."""
    return g.account


def visit() -> Visit:
    """Return the signed-in browser (staff or panellist)."""
    return g.visit


def programme() -> Programme:
    """Return the programme of the address."""
    return g.programme


def organisation() -> Organisation:
    """Return the organisation of the address."""
    return g.organisation


def seat() -> Seat:
    """Return the panellist's seat."""
    return g.seat


def at_work() -> AtWork:
    """Return the collector who came in by link."""
    return g.at_work


def draft() -> Draft:
    """Return the draft (telling now) or the returned teller's key (receipt entered)."""
    return g.draft


def place() -> Place:
    """Return by which invitation and for which programme somebody tells now."""
    return g.place


def token() -> str:
    """Return the secret of the teller's cookie, which opens the draft."""
    return g.token


def actor() -> str:
    """Return how the person here stands in the audit chain."""
    if g.get("account"):
        return account_actor(g.account.id)
    return seat_actor(g.seat.id) if g.get("seat") else "teller"


def roles() -> frozenset[Role]:
    """Return the roles that the signed-in person has here."""
    return g.get("roles") or frozenset()


def may(capability: Capability) -> bool:
    """Tell whether the signed-in person may do this here; templates use it to show only open doors."""
    return any(role.may(capability) for role in roles())


def found(thing: T | None) -> T:
    """Return the thing, or answer 404: what is foreign and what does not exist look the same."""
    if thing is None:
        abort(404)
    return thing
