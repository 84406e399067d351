"""A link that carries a secret: long enough, exchanged for a cookie at once, written nowhere, and good for one thing."""

import logging

import pytest
import sqlalchemy as sa
from sqlalchemy import LargeBinary, select

from storyapp.data.db import db
from storyapp.data.tables.people import Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.people import Role
from storyapp.rules.stories import StoryState
from storyapp.services import forgotten, guardians, inviting, polls
from storyapp.services.inviting import Inviting
from tests import builders
from tests.demo_house import open_link
from tests.services.round_builders import Table

LEAST_BITS = 128
BITS_OF_A_SIGN = 5  # our tokens are written in 32 signs


@pytest.fixture
def is_demo() -> bool:
    return True


def to_tell() -> str:
    return open_link("en")


def of_a_guardian() -> str:
    waiting = select(Story.id).where(Story.state == StoryState.WAITING_FOR_GUARDIAN).order_by(Story.id)
    story_id = db.session.scalars(waiting.limit(1)).one()
    if guardians.card_of(story_id) is None:
        guardians.make_card(story_id)
    return f"/g/{guardians.card_of(story_id).token}"


def of_a_seat() -> str:
    return f"/panel/enter/{Table().token('Owl')}"


def of_a_poll() -> str:
    programme = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
    return f"/poll/enter/{next(one for one in polls.listed(programme) if not one.is_over).token}"


def to_work_here() -> str:
    house, boss = a_boss()
    wanted = Inviting(emails=("new@example.org",), roles=(Role.FACILITATOR,), programme_id=None)
    return inviting.invite(house.id, wanted, by_id=boss.id)[0].path


def to_a_new_password() -> str:
    house, boss = a_boss()
    colleague = builders.an_account(Role.FUNDER_VIEWER, organisation=house)
    return forgotten.allow_new_password(house.id, colleague.id, by_id=boss.id)


def a_boss() -> tuple[Organisation, builders.Account]:
    house = builders.an_organisation()
    return house, builders.an_account(Role.ADMINISTRATOR, organisation=house)


@pytest.mark.parametrize("link", [to_tell, of_a_guardian, of_a_seat, of_a_poll, to_work_here, to_a_new_password])
def test_a_secret_leaves_its_address_at_once_and_is_written_nowhere(app, client, caplog, link):
    path = link()
    token = path.rsplit("/", 1)[1]
    secret = token.rsplit(".", 1)[-1]
    caplog.set_level(logging.DEBUG)

    opened = client.http.get(path)
    client.get(opened.headers["Location"], status=client.http.get(opened.headers["Location"]).status_code)

    assert len(secret) * BITS_OF_A_SIGN >= LEAST_BITS
    assert opened.status_code == 303 and secret not in opened.headers["Location"]
    assert secret not in str(client.page) and secret not in caplog.text
    assert [cookie for cookie in opened.headers.getlist("Set-Cookie") if "HttpOnly" in cookie]
    assert secret not in everything_written()


def everything_written() -> str:
    """Return all that stands in the database in the clear; what is sealed or hashed is bytes."""
    parts = []
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
        parts += [str(row) for row in db.session.execute(sa.select(*columns))] if columns else []
    return "\n".join(parts)


@pytest.mark.parametrize("path", ["/t/", "/g/", "/panel/enter/", "/poll/enter/", "/invitation/", "/new-password/"])
def test_a_secret_of_one_kind_opens_nothing_else(app, client, path):
    own = to_tell() if path != "/t/" else of_a_seat()
    secret = own.rsplit("/", 1)[1]

    answer = client.http.get(path + secret, follow_redirects=True)

    assert answer.status_code in (200, 403, 404, 410)
    assert not {"telling", "panel", "guardian", "poll"} & {
        cookie for cookie in ("telling", "panel", "guardian", "poll") if client.http.get_cookie(cookie)
    }
