"""With too few safeguarding leads a link opens nothing, kindly; who has begun can still send."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, an_invitation
from tests.web.storyteller.walks import go_on, step_of, the_story, walk


@pytest.fixture
def programme(app):
    return a_programme()


def rest(programme):
    with act(SHELL):
        db.session.get(Programme, programme.id).is_short_of_leads = True


@pytest.mark.parametrize(("language", "words"), [("en", "Telling rests for a while"), ("ru", "Сбор историй ненадолго")])
def test_a_link_says_that_telling_rests_and_where_help_is(request, programme, language, words):
    _, token = an_invitation(programme)
    rest(programme)
    teller = request.getfixturevalue({"en": "client", "ru": "russian"}[language])

    teller.get(f"/t/{token}", status=503)

    assert words in teller.h1
    assert teller.page.find("main").find("a", href="/help")


def test_a_test_link_goes_on(client, programme):
    _, token = an_invitation(programme, is_test=True)
    rest(programme)

    client.get(f"/t/{token}")

    assert step_of(client) == "start"


def test_who_has_begun_can_still_send(client, programme):
    _, token = an_invitation(programme)
    walk(client, token, to="happened")
    rest(programme)

    go_on(client)
    client.submit()

    assert step_of(client) == "receipt" and the_story()
