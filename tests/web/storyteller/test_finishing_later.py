"""Half-told stories: nothing is dropped unasked, and one can go on elsewhere."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Draft
from tests.builders import a_programme, an_invitation
from tests.pages import PageClient
from tests.web.storyteller.walks import HAPPENED, code_on, go_on, step_of, the_story, walk


@pytest.fixture
def token(app):
    return an_invitation(a_programme())[1]


def later(client) -> str:
    """Press "Finish later" with words in the field and return the code."""
    client.submit({"later": "1", "happened": "Not whole yet, but mine"})
    return code_on(client)


def test_a_story_is_finished_on_another_device(client, token, app):
    walk(client, token, to="happened")
    code = later(client)
    other = PageClient(app, language="en")
    other.get("/telling/resume")

    other.submit({"code": code})

    assert step_of(other) == "happened"
    assert "Not whole yet, but mine" in other.text()
    go_on(other)
    other.submit()
    assert the_story()


def test_the_device_that_was_left_holds_nothing(client, token):
    walk(client, token, to="happened")
    later(client)

    client.post("/telling/put-away")
    client.get("/telling/happened")

    assert client.h1 == "Nothing is open here"
    assert db.session.scalar(db.select(db.func.count()).select_from(Draft)) == 1


def test_a_wrong_code_is_refused_kindly(client):
    client.get("/telling/resume")

    client.submit({"code": "1234 5678 9012 3456 7890"})

    assert client.url == "/telling/resume"
    assert "We do not find a story with this code" in client.text()


def test_finishing_later_is_offered_only_after_consent(client, token):
    walk(client, token, to="consent")
    before = client.text()
    go_on(client, to="range")

    assert "Finish later" not in before
    assert "Finish later" in client.text()


def test_a_link_opened_again_does_not_drop_a_half_told_story(client, token):
    walk(client, token, to="matters")

    client.get(f"/t/{token}")
    assert client.h1 == "A story was begun here"
    assert HAPPENED not in client.text()
    client.submit({"words": "Mentors practised!"})

    assert step_of(client) == "matters"


@pytest.mark.parametrize(
    "typed",
    ["", "mentor", "class before", "mentor elephant", "mentor practised bus talk elephant dog"],
    ids=["nothing", "one word", "words that everybody uses", "one right, one wrong", "many guesses at once"],
)
def test_the_next_person_on_the_phone_opens_nothing_of_it(client, token, typed):
    walk(client, token, to="matters")
    client.get(f"/t/{token}")

    client.submit({"words": typed})

    assert client.h1 == "A story was begun here"
    assert "do not find both words" in client.text()


@pytest.mark.parametrize("page", ["happened", "range", "check", "later", "receipt"])
def test_no_page_shows_anything_of_it_meanwhile(client, token, page):
    walk(client, token, to="matters")
    client.submit({"later": "1", "matters": ""})
    client.get(f"/t/{token}")

    client.get(f"/telling/{page}")

    assert client.h1 == "A story was begun here"
    assert HAPPENED not in client.text()


def test_who_guesses_has_to_wait_and_the_teller_can_go_on_afterwards(client, token, clock):
    walk(client, token, to="matters")
    client.get(f"/t/{token}")
    for _ in range(3):
        client.submit({"words": "elephant zebra"})

    client.submit({"words": "mentor practised"})
    assert "minutes left: 1" in client.text()
    clock.now += timedelta(minutes=1)
    client.submit({"words": "mentor practised"})

    assert step_of(client) == "matters"


def test_a_story_without_words_is_begun_anew_unasked(client, token):
    walk(client, token, to="range")

    client.get(f"/t/{token}")

    assert step_of(client) == "start"


def test_on_an_own_phone_a_link_of_another_story_asks_for_no_words(client, token, app):
    client.get(f"/t/{token}")
    client.submit({"own_phone": "y"})
    go_on(client, to="matters")
    client.get(f"/t/{an_invitation(a_programme())[1]}")

    client.post("/telling/go-on")

    assert step_of(client) == "matters"


def test_whoever_begins_anew_finds_nothing_of_the_story_before(client, token):
    walk(client, token, to="matters")
    client.get(f"/t/{token}")

    client.post("/telling/begin-anew")

    assert step_of(client) == "start"
    go_on(client, to="happened")
    assert client.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == ""
    assert db.session.scalar(db.select(db.func.count()).select_from(Draft)) == 1


def test_nothing_is_asked_where_nothing_was_written(client, token):
    client.get(f"/t/{token}")

    client.get(f"/t/{token}")

    assert step_of(client) == "start"


def test_an_own_phone_can_be_emptied_by_hand(client, token):
    client.get(f"/t/{token}")
    client.submit({"own_phone": "y"})
    go_on(client, to="matters")
    assert "Erase from this phone" in client.text()

    client.post("/telling/erase")

    assert "Nothing of it is left" in client.text()
    assert db.session.scalar(db.select(db.func.count()).select_from(Draft)) == 0
    assert client.http.get_cookie("telling") is None


def test_the_pages_speak_russian_too(russian, token):
    walk(russian, token, to="happened")
    russian.submit({"later": "1", "happened": ""})
    assert russian.h1 == "Закончить позже"
    russian.get("/telling/resume")
    russian.get(f"/t/{token}")

    assert russian.h1 == "Здесь начата история"
