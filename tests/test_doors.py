"""Every route says who may open it, and the guard keeps to it: route × method × role × relation."""

import itertools
import re

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing.converters import AnyConverter, BaseConverter, NumberConverter

from storyapp.app import create_app
from storyapp.config import settings_from
from storyapp.rules.people import Role
from storyapp.web.common.access import Scope, Who, door_for
from storyapp.web.common.csrf import SAFE
from storyapp.web.wings import DOORS
from tests import builders

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
OPENED = "opened"


@pytest.fixture(scope="module")
def routes(tmp_path_factory) -> list[tuple[str, str]]:
    app = create_app(
        settings_from(
            {"STORYAPP_DATA": str(tmp_path_factory.mktemp("doors")), "STORYAPP_TASKS": "inline"}, testing=True
        )
    )
    return [
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


def test_every_route_stands_in_the_table(routes):
    shut = [f"{method} {endpoint}" for endpoint, method in routes if door_for(DOORS, endpoint, method) is None]

    assert not shut, f"no door for: {shut}"


def test_the_table_names_no_route_that_is_gone(routes):
    assert sorted(set(DOORS) - {endpoint for endpoint, _ in routes}) == []


def test_addresses_are_plain_words(app):
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if re.sub(r"<[^>]+>", "", rule.rule) != re.sub(r"<[^>]+>", "", rule.rule).lower()
        or "_" in re.sub(r"<[^>]+>", "", rule.rule)
    ]

    assert odd == []


@pytest.fixture
def world(app):
    """Two organisations; every role in the programme, in its neighbour, in the whole organisation, and elsewhere."""
    programme = builders.a_programme()
    organisation = builders.db.session.get(builders.Organisation, programme.organisation_id)
    neighbour = builders.a_programme(organisation)
    elsewhere = builders.a_programme()
    accounts = {}
    for role in Role:
        accounts[role, "own programme"] = builders.an_account(role, programme=programme).id
        accounts[role, "neighbour programme"] = builders.an_account(role, programme=neighbour).id
        accounts[role, "own organisation"] = builders.an_account(role, organisation=organisation).id
        accounts[role, "other organisation"] = builders.an_account(role, programme=elsewhere).id
    cookies = {
        key: builders.begin_staff_visit(account_id, has_second_factor=True) for key, account_id in accounts.items()
    }
    half = builders.begin_staff_visit(accounts[Role.FACILITATOR, "own programme"], has_second_factor=False)
    for endpoint in app.view_functions:
        app.view_functions[endpoint] = lambda **_: OPENED
    return {
        "app": app,
        "programme": programme.slug,
        "organisation": organisation.slug,
        "cookies": cookies,
        "half": half,
    }


def sample(converter: BaseConverter) -> int | str:
    """Return a value that an address of this kind may carry."""
    if isinstance(converter, NumberConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "x"


def address(app, rule, world) -> str:
    values = {name: sample(rule._converters[name]) for name in rule.arguments}
    values |= {name: world[name] for name in ("programme", "organisation") if name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def answer(app, url: str, method: str, cookie: str | None) -> str:
    """Return what the guard does before any view: opens, 403, 404, or sends elsewhere. No page is drawn for it."""
    cookies = "visitor=somebody" + (f"; staff={cookie}" if cookie else "")
    data = None if method in SAFE else {"csrf_token": app.extensions["kit"].vault.sign("somebody", "csrf")}
    with app.test_request_context(url, method=method, data=data, headers={"Cookie": cookies}):
        try:
            response = app.preprocess_request()
        except HTTPException as refused:
            return str(refused.code)
    return OPENED if response is None else response.headers["Location"].split("?")[0]


def expected(door, role: Role, relation: str) -> str:
    if door.who is not Who.STAFF or door.scope is Scope.NOTHING:
        return OPENED
    within = {Scope.PROGRAMME: {"own programme", "own organisation"}, Scope.ORGANISATION: {"own organisation"}}[
        door.scope
    ]
    if relation not in within:
        return "404"
    return OPENED if door.capability is None or role.may(door.capability) else "403"


def test_the_guard_keeps_to_the_table(world):
    app, wrong = world["app"], []
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            door, url = door_for(DOORS, rule.endpoint, method), address(app, rule, world)
            if door.who is not Who.STAFF:
                continue
            for (role, relation), cookie in world["cookies"].items():
                outcome, wanted = answer(app, url, method, cookie), expected(door, role, relation)
                if outcome != wanted:
                    wrong.append(f"{method} {rule.rule} as {role.name} of {relation}: {outcome}, not {wanted}")
            stranger = answer(app, url, method, None)
            if stranger != "/sign-in":
                wrong.append(f"{method} {rule.rule} as a stranger: {stranger}")
            half = answer(app, url, method, world["half"])
            if half != "/second-factor" and not door.before_second_factor:
                wrong.append(f"{method} {rule.rule} with a password alone: {half}")

    assert not wrong, "\n".join(wrong)


def test_tellers_panellists_and_collectors_need_their_cookie(world):
    app, wrong = world["app"], []
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            door = door_for(DOORS, rule.endpoint, method)
            if (
                door.who in (Who.TELLER, Who.RETURNED, Who.GUARDIAN, Who.SEAT, Who.COLLECTOR)
                and answer(app, address(app, rule, world), method, None) == OPENED
            ):
                wrong.append(f"{method} {rule.rule}")

    assert not wrong


def test_a_change_without_the_token_of_our_page_is_refused(world):
    app = world["app"]
    posts = [(rule, m) for rule, m in itertools.product(app.url_map.iter_rules(), CHANGING) if m in rule.methods]
    client = app.test_client()

    statuses = {client.open(address(app, rule, world), method=method).status_code for rule, method in posts}

    assert statuses == {400}
