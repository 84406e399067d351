"""Opens or keeps shut the door of every request, from the one table of doors."""

from collections.abc import Callable, Mapping

from flask import abort, g, redirect, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from storyapp.data.tables.programmes import Programme
from storyapp.rules.people import Role
from storyapp.services import circles, collectors, guardians, polls, sessions
from storyapp.web.common.access import Door, Scope, Who, door_for
from storyapp.web.common.cookies import CIRCLE, COLLECTING, GUARDIAN, MY_STORY, PANEL, POLL, STAFF, TELLING, read_cookie
from storyapp.web.common.here import may

Table = Mapping[str, Door | Mapping[str, Door]]


def check_door(table: Table) -> Response | None:
    """Let the request in, or answer instead: 404 for what is foreign, sign-in for strangers, 403 for a missing role."""
    if request.endpoint is None:
        if isinstance(request.routing_exception, RequestRedirect):  # it would repeat whatever the browser calls us
            abort(404)
        return None
    if "\0" in request.path or b"%00" in request.query_string:  # no database keeps such a sign in a text
        abort(404)
    door = door_for(table, request.endpoint, request.method)
    if door is None:
        abort(404)
    return _staff(door) if door.who is Who.STAFF else VISITORS[door.who]()


def _anyone() -> None:
    return None


def _teller() -> Response | None:
    token = read_cookie(TELLING)
    found = sessions.telling_of(token) if token else None
    if found is None:
        return redirect(url_for("storyteller.no_draft"), 303)
    (g.draft, g.place), g.token = found, token
    return None


def _returned() -> Response | None:
    token = read_cookie(MY_STORY)
    draft = sessions.draft_of(token) if token else None
    if draft is None or draft.invitation_id is not None:
        return redirect(url_for("storyteller.my_story"), 303)
    g.draft, g.token = draft, token
    return None


def _seat() -> Response | None:
    token = read_cookie(PANEL)
    found = sessions.seat_visit(token) if token else None
    if found is None:
        return redirect(url_for("panel.no_seat"), 303)
    g.visit, g.seat = found
    return None


def _visitor(
    cookie: str, find: Callable[[str], object], *, kept_as: str, without: str
) -> Callable[[], Response | None]:
    """Make the check of a cookie that says who comes; without one that still holds, the visitor is led elsewhere."""

    def check() -> Response | None:
        token = read_cookie(cookie)
        found = find(token) if token else None
        if found is None:
            return redirect(url_for(without), 303)
        setattr(g, kept_as, found)
        return None

    return check


def _staff(door: Door) -> Response | None:
    token = read_cookie(STAFF)
    found = sessions.staff_visit(token, programme=_in_address("programme")) if token else None
    if found is None:
        following = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=following), 303)
    g.visit, g.account = found.visit, found.account
    if not door.before_second_factor and sessions.needs_second_factor(g.account) and not g.visit.has_second_factor:
        return redirect(url_for("account.second_factor"), 303)
    if door.scope is Scope.PROGRAMME:
        _place_in_programme(found.programme)
    elif door.scope is Scope.ORGANISATION:
        _place_in_organisation()
    if door.capability is not None and not may(door.capability):
        abort(403)
    return None


def _place_in_programme(programme: Programme | None) -> None:
    roles: frozenset[Role] = frozenset()
    if programme is not None:
        roles = sessions.roles_in(g.account, programme.organisation_id, programme.id)
    if programme is None or not roles:
        abort(404)
    g.programme, g.roles = programme, roles


def _place_in_organisation() -> None:
    organisation = sessions.organisation_by_slug(_in_address("organisation"))
    roles: frozenset[Role] = frozenset()
    if organisation is not None:
        roles = sessions.roles_in(g.account, organisation.id, None)
    if organisation is None or not roles:
        abort(404)
    g.organisation, g.roles = organisation, roles


def _in_address(name: str) -> str:
    return (request.view_args or {}).get(name, "")


VISITORS: Mapping[Who, Callable[[], Response | None]] = {
    Who.ANYONE: _anyone,
    Who.TELLER: _teller,
    Who.RETURNED: _returned,
    Who.SEAT: _seat,
    Who.GUARDIAN: _visitor(GUARDIAN, guardians.here, kept_as="guardian", without="guardian.come_back"),
    Who.COLLECTOR: _visitor(COLLECTING, collectors.at_work, kept_as="at_work", without="collector.no_link"),
    Who.POLLED: _visitor(POLL, polls.visiting, kept_as="visiting", without="polling.no_poll"),
    Who.CIRCLE: _visitor(CIRCLE, circles.here, kept_as="place", without="storyteller.no_draft"),
}
