"""When the database cannot take it, the words stay on the page."""

import pytest
from sqlalchemy.exc import OperationalError

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from tests.builders import a_programme, an_invitation
from tests.web.storyteller.walks import HAPPENED, step_of, walk


@pytest.fixture
def token(app):
    return an_invitation(a_programme())[1]


def refuse_with(words: str):
    def refuse() -> None:
        raise OperationalError("COMMIT", {}, Exception(words))

    return refuse


@pytest.mark.parametrize(
    ("words", "status"),
    [("database is locked", 503), ("database or disk is full", 507)],
    ids=["a locked database", "a full disk"],
)
def test_a_step_that_cannot_be_kept_gives_the_words_back(client, token, monkeypatch, words, status):
    walk(client, token, to="happened")

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", refuse_with(words))
        client.submit({"happened": HAPPENED}, status=status)

    assert client.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == HAPPENED
    client.submit()
    assert step_of(client) == "matters"


@pytest.mark.parametrize(
    ("words", "status"),
    [("database is locked", 503), ("database or disk is full", 507)],
    ids=["a locked database", "a full disk"],
)
def test_a_send_that_fails_loses_nothing(client, token, monkeypatch, words, status):
    walk(client, token)

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", refuse_with(words))
        client.submit(status=status)

    client.get("/telling/check")
    assert HAPPENED in client.text()
    client.submit()
    assert step_of(client) == "receipt"
    assert db.session.scalar(db.select(db.func.count(Story.id))) == 1


def test_pages_and_the_last_press_need_few_queries(client, token):
    walk(client, token, to="matters")
    n_page = count_queries(lambda: client.get("/telling/matters"))
    client.submit({"matters": ""})
    walk(client, token)
    n_send = count_queries(lambda: client.submit(follow=False, status=303))

    assert n_page <= 4
    assert n_send <= 48  # the jobs of reading the story are done at once in tests


def count_queries(do) -> int:
    seen: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        seen.append(statement)

    db.event.listen(db.engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        db.event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
