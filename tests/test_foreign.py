"""What belongs to another programme does not exist here: every address that names a thing, tried with things of others."""

import itertools
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, NumberConverter

from storyapp.data.db import db
from storyapp.data.tables.attachments import Attachment
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.paper_scans import PaperScan
from storyapp.data.tables.people import Membership, Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.people import Role
from storyapp.services.transaction import act
from storyapp.web.admin.nouns import OF_ORGANISATION, OF_PROGRAMME
from storyapp.web.common.access import Scope, Who, door_for
from storyapp.web.wings import DOORS
from tests import builders
from tests.demo_house import add_unfinished_work, as_in_a_server

NAMED = {"story", "public_id", "attachment"}  # in an address; all other things go by a number
FIRST_IDS = (1, 2, 3)  # the demo came first, so these are its own
OF_THE_HOUSE = {"facilitator.stop_job", "facilitator.try_job_again"}  # the machine works for all programmes of a house
# Doing these twice changes nothing, so a thing that is gone is no mistake: the answer is that of one that is not there.
QUIET = {
    "evaluator.open_difference_again": 303, "evaluator.take_memo_back": 303, "evaluator.take_quote_out": 303,
    "facilitator.answer_message": 422, "facilitator.message_for_report": 409, "facilitator.message_seen": 409,
    "facilitator.open_scan": 303, "facilitator.stop_guardian_card": 303, "reports.call_back": 303,
}  # fmt: skip


@pytest.fixture
def is_demo() -> bool:
    return True


@pytest.fixture
def person(app) -> builders.Account:
    """Somebody with every role in the demo's organisation and in another one."""
    add_unfinished_work()
    own = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
    somebody = builders.an_account(*Role, organisation=db.session.get_one(Organisation, own.organisation_id))
    elsewhere = builders.an_organisation("elsewhere")
    with act("shell"):
        db.session.add_all(
            Membership(account_id=somebody.id, organisation_id=elsewhere.id, programme_id=None, role=role)
            for role in Role
        )
    return somebody


def an_empty_place(slug: str) -> dict[str, str]:
    """Return how an empty programme of an organisation stands in an address."""
    house = db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
    return {"programme": builders.a_programme(house).slug, "organisation": slug}


def things_of(rule: Rule) -> list[str]:
    return [name for name, one in rule._converters.items() if name in NAMED or isinstance(one, NumberConverter)]


def rules_with_things(app: Flask, method: str) -> list[Rule]:
    """Return the routes of staff that name a thing of a programme or of an organisation."""
    return [
        rule for rule in app.url_map.iter_rules()
        if method in rule.methods and things_of(rule) and (door := door_for(DOORS, rule.endpoint, method)) is not None
        and door.who is Who.STAFF and door.scope is not Scope.NOTHING
    ]  # fmt: skip


def addresses(
    app: Flask, rule: Rule, place: dict[str, str], names: dict[str, list[str]], *, numbers: tuple[int, ...] = FIRST_IDS
) -> Iterator[str]:
    """Return addresses of a route in a place, with things that the demo has."""
    values: dict[str, list[object]] = {}
    for name in rule.arguments:
        one = rule._converters[name]
        if name in place:
            values[name] = [place[name]]
        elif isinstance(one, NumberConverter):
            values[name] = list(numbers)
        elif name in NAMED:
            values[name] = list(names[kind_of(rule, name)])
        elif name == "noun":
            values[name] = list(OF_ORGANISATION if "organisation" in rule.arguments else OF_PROGRAMME)
        else:
            values[name] = [min(one.items) if isinstance(one, AnyConverter) else "csv"]
    with app.test_request_context():
        bound = app.url_map.bind("localhost")
        return iter(
            [
                bound.build(rule.endpoint, dict(zip(values, some, strict=True)))
                for some in itertools.product(*values.values())
            ]
        )


def kind_of(rule: Rule, name: str) -> str:
    kinds = {"/reports/": "reports", "/attachments/": "attachments", "/scans/": "scans"}
    return (
        "attachments"
        if name == "attachment"
        else next((k for part, k in kinds.items() if part in rule.rule), "stories")
    )


def names_in_the_demo() -> dict[str, list[str]]:
    tables = {"stories": Story, "reports": IssuedReport, "scans": PaperScan, "attachments": Attachment}
    return {
        kind: list(db.session.scalars(select(table.public_id).order_by(table.id).limit(2)))
        for kind, table in tables.items()
    }


def answers(app: Flask, person_id: int, place: dict[str, str], method: str) -> Iterator[tuple[str, str, int]]:
    """Ask every route for things of the demo, in this place; return endpoint, address and status of each answer."""
    names, client = names_in_the_demo(), signed_in(app, person_id)
    for rule in rules_with_things(app, method):
        for address in addresses(app, rule, place, names):
            sent = {"data": token_of(app)} if method == "POST" else {}
            answer = as_in_a_server(client.open, address, method=method, **sent)
            yield rule.endpoint, f"{method} {address}", answer.status_code


def signed_in(app: Flask, person_id: int) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("staff", builders.begin_staff_visit(person_id, has_second_factor=True))
    client.set_cookie("visitor", "somebody")
    return client


def token_of(app: Flask) -> dict[str, str]:
    return {"csrf_token": app.extensions["kit"].vault.sign("somebody", "csrf")}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("organisation", ["the same", "another"])
def test_things_of_others_do_not_exist(app, person, method, organisation):
    person_id = person.id
    own = db.session.scalar(select(Organisation.slug).where(Organisation.slug != "elsewhere"))
    is_beside = organisation == "the same"
    place = an_empty_place(own if is_beside else "elsewhere")
    n_acts = count_acts()

    seen = [
        (endpoint, address, status)
        for endpoint, address, status in answers(app, person_id, place, method)
        if not (is_beside and (endpoint in OF_THE_HOUSE or address.split()[1].startswith("/o/")))
    ]

    assert len({endpoint for endpoint, *_ in seen}) > 60
    wrong = [f"{address}: {status}" for endpoint, address, status in seen if status != QUIET.get(endpoint, 404)]
    assert not wrong, "\n".join(wrong)
    assert is_beside or count_acts() == n_acts


def count_acts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEvent))


@pytest.mark.parametrize("endpoint", sorted(QUIET))
def test_where_nothing_is_done_twice_a_thing_of_others_is_answered_as_one_that_is_not(app, person, endpoint):
    place, names, person_id = an_empty_place("elsewhere"), names_in_the_demo(), person.id
    rule = next(one for one in app.url_map.iter_rules() if one.endpoint == endpoint)
    client = signed_in(app, person_id)

    foreign = next(addresses(app, rule, place, names))
    missing = next(addresses(app, rule, place, {kind: ["0" * 16] for kind in names}, numbers=(999_999_999,)))
    answers = [as_in_a_server(client.post, one, data=token_of(app)) for one in (foreign, missing)]
    differ = [
        name
        for pair in zip(foreign.split("/"), missing.split("/"), strict=True)
        if len(set(pair)) == 2
        for name in pair
    ]

    assert differ and len({one.status_code for one in answers}) == 1
    assert len({without_names(one.text, *differ) for one in answers}) == 1


def without_names(page: str, *names: str) -> str:
    """Return a page without what differs anyway: the token of forms, and the names of the two things."""
    for name in sorted(names, key=len, reverse=True):
        page = re.sub(rf"(?<![a-z0-9]){name}(?![a-z0-9])", "", page)
    return re.sub(r"[0-9a-f]{80}", "", page)
