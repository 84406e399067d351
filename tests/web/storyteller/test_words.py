"""A teller changes the own words with the code; staff see what is different."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.people import Role
from storyapp.services import my_story, reading, screening
from storyapp.services.screening import Texts
from tests.builders import a_programme, a_story, an_account, an_invitation, sign_in
from tests.pages import PageClient
from tests.services.round_builders import Table
from tests.web.storyteller.walks import HAPPENED, tell

NEW = "I still speak in class, but only when my friend sits beside me."
LINK = {"en": "Change the words of your story", "ru": "Изменить слова своей истории"}
KEEPS = {"en": "it goes on with the words that it has read", "ru": "группа остаётся с теми словами"}


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def reader(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def code(client, programme):
    return tell(client, an_invitation(programme)[1])


def the_story():
    db.session.expire_all()
    return db.session.scalars(db.select(Story).order_by(Story.id)).first()


def come_back(client, code):
    client.get("/my-story")
    client.submit({"code": code})


def confirm(programme, reader, words, version):
    screening.confirm_working_text(
        programme, the_story().public_id, Texts(title="Class", happened=words), account_id=reader.id,
        seen_version=version, language="en", domain_id=None,
    )  # fmt: skip


def staff(app, account, language="en"):
    client = PageClient(app, language=language)
    sign_in(client, account)
    return client


def came(desk):
    return " ".join(one.get_text() for one in desk.page.find_all("ins"))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_code_opens_the_words_and_new_ones_are_kept(app, programme, code, language):
    client = PageClient(app, language=language)
    come_back(client, code)
    assert client.link(LINK[language])

    client.get("/my-story/words")
    assert HAPPENED in str(client.page) and KEEPS[language] not in client.text()
    client.submit({"happened": NEW})

    assert client.url == "/my-story/view" and NEW in client.text()
    assert reading.newest_original(the_story().id)["happened"] == NEW


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_teller_whose_story_a_panel_has_reads_that_it_keeps_the_former_words(app, programme, reader, code, language):
    confirm(programme, reader, HAPPENED, 0)
    Table(programme=programme, stories=[the_story(), a_story(programme)])
    client = PageClient(app, language=language)
    come_back(client, code)

    client.get("/my-story/words")

    assert KEEPS[language] in client.text()


def test_what_cannot_be_taken_stays_on_the_page(client, code):
    come_back(client, code)
    client.get("/my-story/words")

    client.submit({"happened": "Too", "matters": "Because of my brother."})

    assert client.url == "/my-story/words"
    assert "Because of my brother." in str(client.page) and client.page.find(attrs={"aria-invalid": "true"})


def test_two_windows_do_not_write_over_each_other(client, code):
    come_back(client, code)
    client.get("/my-story/words")
    client.post("/my-story/words", {"version": "1", "happened": NEW})

    client.post("/my-story/words", {"version": "1", "happened": NEW + " Really."})

    assert "changed meanwhile" in client.text() and NEW + " Really." in str(client.page)
    assert reading.newest_original(the_story().id)["happened"] == NEW


@pytest.mark.parametrize(
    ("language", "waits", "shown"),
    [("en", "The teller changed the words", "Changed by the teller on"), ("ru", "Рассказчик изменил слова", "Изменено рассказчиком")],
)  # fmt: skip
def test_staff_see_that_and_what_the_teller_changed(app, client, programme, reader, code, language, waits, shown):
    confirm(programme, reader, HAPPENED, 0)
    come_back(client, code)
    client.get("/my-story/words")
    client.submit({"happened": f"{HAPPENED} And I laugh."})
    desk = staff(app, reader, language)
    place = f"/p/{programme.slug}/stories/{the_story().public_id}"

    desk.get(place)
    assert waits in desk.text()
    desk.get(f"/p/{programme.slug}/screening/{the_story().public_id}")
    assert waits in desk.text() and "And I laugh." in came(desk)
    confirm(programme, reader, f"{HAPPENED} And I laugh.", 1)
    desk.get(place)

    assert shown in desk.text() and "And I laugh." in came(desk)


def test_a_story_taken_back_has_no_words_to_change(client, code):
    come_back(client, code)
    client.post("/my-story/take-back")

    client.get("/my-story/words")

    assert client.url == "/my-story/view" and LINK["en"] not in client.text()


def test_whoever_took_the_story_back_in_another_window_is_told_that_and_nothing_else(client, code):
    come_back(client, code)
    client.get("/my-story/words")
    my_story.withdraw(the_story().id)

    client.submit({"happened": NEW})

    assert client.url == "/my-story/view"
    assert "You took this story back, so nothing more can be done with it." in client.text()
    assert "erased when its time had passed" not in client.text()


def test_the_way_of_the_story_waits_for_a_person_to_read_the_new_words(app, programme, code, reader):
    confirm(programme, reader, "I speak in class now.", 0)
    client = PageClient(app, language="en")
    come_back(client, code)
    assert step(client, "A person reads it") == "done"

    client.get("/my-story/words")
    client.submit({"happened": NEW})

    assert step(client, "A person reads it") == "current"


def step(client, words):
    """Return how far a step of the way is."""
    stone = next(one for one in client.page.select("ol.steps li") if words in one.get_text())
    return stone["class"][1].removeprefix("step-")
