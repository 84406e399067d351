"""The programme writes to a teller first; the teller reads it under the code, without a name."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Receipt, Story, TellerMessage
from storyapp.rules.people import Role
from storyapp.services import my_story
from storyapp.services.transaction import act
from tests import builders
from tests.builders import a_story


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def facilitator(client, russian, programme):
    account = builders.an_account(Role.FACILITATOR, programme=programme)
    builders.sign_in(russian, account)
    builders.sign_in(client, account)
    return account


def talk_of(programme, story):
    return f"/p/{programme.slug}/stories/{story.public_id}/talk"


def test_a_word_to_a_teller_waits_under_their_code(client, russian, programme, facilitator):
    story = a_story(programme)
    client.get(f"/p/{programme.slug}/stories/{story.public_id}")
    client.get(client.link("Talk with the teller"))
    russian.get(talk_of(programme, story))

    client.submit({"text": "The room you asked for opens in May."})

    assert "The room you asked for opens in May." in client.text()
    (said,) = my_story.messages_of(db.session.get(Story, story.id))
    assert (said.text, said.is_from_teller) == ("The room you asked for opens in May.", False)


def test_what_waits_for_an_answer_still_waits(client, programme, facilitator):
    story = a_story(programme)
    my_story.write(story.id, kind="question", text="When will the panel meet?")
    client.get(talk_of(programme, story))
    assert "When will the panel meet?" in client.text()

    client.submit({"text": "We found your mitten."})

    client.get(f"/p/{programme.slug}/messages")
    assert "When will the panel meet?" in client.text()


def test_a_call_for_help_is_not_read_here(client, programme, facilitator):
    story = a_story(programme)
    my_story.write(story.id, kind="help", text="Please help me.")

    client.get(talk_of(programme, story))

    assert "Please help me." not in client.text()


def test_an_empty_word_is_asked_for_again(client, programme, facilitator):
    story = a_story(programme)
    client.get(talk_of(programme, story))

    client.submit({"text": " "}, status=422)

    assert "Please check these answers" in client.text()
    assert not db.session.scalars(db.select(TellerMessage)).all()


def test_where_nobody_holds_a_code_nothing_is_written(client, russian, programme, facilitator):
    story = a_story(programme)
    with act("shell"):
        db.session.execute(db.delete(Receipt))

    client.get(talk_of(programme, story))
    russian.get(talk_of(programme, story))

    assert "This teller has no code" in client.text()
    client.post(talk_of(programme, story), {"text": "Nobody would read this."}, status=422)
    assert not db.session.scalars(db.select(TellerMessage)).all()


def test_a_story_of_another_programme_and_one_taken_back_are_not_there(client, programme, facilitator):
    gone, elsewhere = a_story(programme), a_story(builders.a_programme(slug="other"))
    my_story.withdraw(gone.id)

    client.get(talk_of(programme, gone), status=404)
    client.get(f"/p/{programme.slug}/stories/{elsewhere.public_id}/talk", status=404)
