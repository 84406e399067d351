"""The words about consent and their versions."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import ConsentText
from storyapp.rules.people import Role
from storyapp.services.consents import text_hash
from tests.builders import a_programme, an_account, sign_in

WORDS = {"text_ru": "Можно прочитать?", "text_en": "May we read it?", "readers_ru": "Двое", "readers_en": "Two"}


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def place(client, russian, programme):
    facilitator = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, facilitator)
    sign_in(russian, facilitator)
    return f"/p/{programme.slug}/set-up/consent"


def texts(language="en"):
    query = db.select(ConsentText).where(ConsentText.language == language).order_by(ConsentText.version)
    return list(db.session.scalars(query))


def test_a_change_makes_a_new_version_and_keeps_the_old(client, place):
    client.get(f"{place}/panel/10-13")
    client.submit(WORDS)
    client.get(f"{place}/panel/10-13")

    client.submit({"text_en": "May grown-ups read it?"})

    assert [(t.version, t.text, t.is_current) for t in texts()] == [
        (1, "May we read it?", False),
        (2, "May grown-ups read it?", True),
    ]
    assert len(texts("ru")) == 1
    assert texts()[1].text_hash == text_hash("May grown-ups read it?")


def test_saving_the_same_words_changes_nothing(client, place):
    client.get(f"{place}/panel/10-13")
    client.submit(WORDS)
    client.get(f"{place}/panel/10-13")

    client.submit({})

    assert "Nothing was changed." in client.text()
    assert len(texts()) == 1


def test_the_history_shows_every_version_in_both_languages(client, russian, place):
    client.get(f"{place}/panel/10-13")
    client.submit(WORDS)

    for browser in (client, russian):
        browser.get(f"{place}/panel/10-13/history")

        assert "May we read it?" in browser.text()
        assert "Можно прочитать?" in browser.text()


def test_words_in_force_cannot_be_emptied(client, place):
    client.get(f"{place}/panel/10-13")
    client.submit(WORDS)
    client.get(f"{place}/panel/10-13")

    client.submit({"text_en": ""})

    assert "cannot be left empty" in client.text()
    assert len(texts()) == 1


def test_the_table_of_words_opens_in_russian(russian, place):
    russian.get(place)

    assert russian.h1 == "Тексты согласия"


def test_an_unknown_purpose_does_not_exist(client, place):
    client.get(f"{place}/dragons/10-13", status=404)
