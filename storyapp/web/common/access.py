"""Who may open which door. A route that stands in no table stays shut, and the build fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from storyapp.rules.people import Capability


class Who(Enum):
    """Which kind of visitor a door expects."""

    ANYONE = "anyone"
    TELLER = "teller"  # somebody telling now, known by the cookie of the draft
    RETURNED = "returned"  # somebody who came back with a receipt code
    GUARDIAN = "guardian"  # a guardian who came in by a card or with a code
    SEAT = "seat"  # a panellist who came in by link
    POLLED = "polled"  # somebody who opened the link of a poll
    COLLECTOR = "collector"  # somebody who asks and writes down, who came in by link
    CIRCLE = "circle"  # a device that goes round in a group, between two who tell
    STAFF = "staff"


class Scope(Enum):
    """Over what a member of staff needs the capability."""

    NOTHING = "nothing"
    PROGRAMME = "programme"  # the address carries <programme>
    ORGANISATION = "organisation"  # the address carries <organisation>


@dataclass(frozen=True, kw_only=True)
class Door:
    """What it takes to open one route with one of its methods."""

    who: Who
    capability: Capability | None = None
    scope: Scope = Scope.NOTHING
    before_second_factor: bool = False  # sign-in steps only


ANYONE = Door(who=Who.ANYONE)
TELLER = Door(who=Who.TELLER)
RETURNED = Door(who=Who.RETURNED)
GUARDIAN = Door(who=Who.GUARDIAN)
SEAT = Door(who=Who.SEAT)
COLLECTOR = Door(who=Who.COLLECTOR)
POLLED = Door(who=Who.POLLED)
CIRCLE = Door(who=Who.CIRCLE)
SIGNED_IN = Door(who=Who.STAFF)


def in_programme(capability: Capability) -> Door:
    """Return a door for staff who may do this in the programme of the address."""
    return Door(who=Who.STAFF, capability=capability, scope=Scope.PROGRAMME)


def in_organisation(capability: Capability) -> Door:
    """Return a door for staff who may do this in the whole organisation of the address."""
    return Door(who=Who.STAFF, capability=capability, scope=Scope.ORGANISATION)


def by_method(*, get: Door, post: Door) -> Mapping[str, Door]:
    """Return a door that asks more of those who change something."""
    return {"GET": get, "POST": post}


def door_for(table: Mapping[str, Door | Mapping[str, Door]], endpoint: str, method: str) -> Door | None:
    """Find the door of a route; HEAD and OPTIONS are as GET."""
    entry = table.get(endpoint)
    if entry is None or isinstance(entry, Door):
        return entry
    return entry.get("GET" if method in ("HEAD", "OPTIONS") else method)
