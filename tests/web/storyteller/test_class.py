"""A class behind one address: as many as the link carries send at once, unslowed; a flood beyond it waits, unlost (A13)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import StoryInvitation
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import use_kit
from storyapp.gateways.vault import new_token
from storyapp.rules.people import Role
from storyapp.services import invitations, receipts, sessions, telling
from tests.builders import a_programme, an_account, an_invitation, sign_in
from tests.pages import PageClient
from tests.web.storyteller.walks import HAPPENED, step_of, walk

A_CLASS = 30
AT_ONCE = 6


@pytest.fixture
def programme(app):
    return a_programme()


def written(app, token: str, n: int) -> list[PageClient]:
    """Return as many browsers as there are in a class, each with a whole story before the last press."""
    first = PageClient(app, language="en")
    walk(first, token)
    cookie = first.http.get_cookie("telling").value
    place = sessions.telling_of(cookie)[1]
    contents = telling.contents_of(sessions.telling_of(cookie)[0], cookie)
    others = [_same(app, place, contents) for _ in range(n - 1)]
    return [first, *others]


def _same(app, place, contents) -> PageClient:
    client = PageClient(app, language="en")
    cookie = telling.begin(place)
    telling.keep(cookie, replace(contents, submission_key=new_token(), code=receipts.fresh_code().digits))
    client.http.set_cookie("telling", cookie)
    client.get("/telling/check")
    return client


def send_at_once(app, clients: list[PageClient]) -> list[str]:
    """Press "Send" in all browsers, several at a time; return where each is led."""

    def send(client: PageClient) -> str:
        with app.app_context():
            use_kit(app.extensions["kit"])
            answer = client.http.post("/telling/check", data={"csrf_token": client.csrf()})
            db.session.remove()
            return answer.headers.get("Location", str(answer.status_code))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, clients))


def n_stories() -> int:
    db.session.rollback()  # what others wrote meanwhile is read anew
    return db.session.query(Story).count()


def test_a_whole_class_sends_at_once_from_one_address_and_nobody_is_slowed(app, programme):
    _, token = an_invitation(programme, budget=A_CLASS)
    clients = written(app, token, A_CLASS)

    led_to = send_at_once(app, clients)

    assert led_to == ["/telling/receipt"] * A_CLASS
    assert n_stories() == A_CLASS


def test_a_flood_beyond_the_class_waits_with_its_words_and_goes_on_when_more_are_let_in(app, programme):
    invitation, token = an_invitation(programme, budget=4, is_test=True)
    clients = written(app, token, 7)

    led_to = send_at_once(app, clients)

    assert sorted(led_to) == ["/telling/check"] * 3 + ["/telling/receipt"] * 4
    assert n_stories() == 4
    late = clients[led_to.index("/telling/check")]
    late.get("/telling/check")
    assert HAPPENED in late.text() and "kept for a day" in late.text()

    invitations.extend(
        programme, invitation.id, days=0, more=3, account_id=an_account(Role.FACILITATOR, programme=programme).id
    )
    late.submit()
    assert step_of(late) == "receipt"


def test_who_opens_a_full_link_hears_it_before_writing(client, programme):
    _, token = an_invitation(programme, budget=0)

    client.get(f"/t/{token}")

    assert step_of(client) == "start" and "takes no more for now" in client.text()


def test_the_facilitator_sees_how_full_a_link_is_and_where_to_let_more_in(client, programme):
    invitation, _ = an_invitation(programme, budget=30)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    db.session.get_one(StoryInvitation, invitation.id).n_sent = 30
    db.session.commit()

    client.get(f"/p/{programme.slug}/invitations/{invitation.id}")

    assert "30 of 30 stories" in client.text() and "It is full." in client.text()
    assert client.page.find("details", open=True).find("input", attrs={"name": "more"}) is not None
