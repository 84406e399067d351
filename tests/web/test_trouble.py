"""When something goes wrong, whoever is there reads a page of ours: in their language, with a way on, and no word of code."""

from contextlib import contextmanager
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import abort
from sqlalchemy.exc import IntegrityError, OperationalError

from storyapp.app import LARGEST_FORM_PART, LARGEST_PLAIN_FORM
from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.web.account.entering import signed_in
from storyapp.web.common.pages import TROUBLE
from storyapp.words.speech import say, use_language
from tests import builders
from tests.web.storyteller.walks import walk

CODE = ("Traceback", "Error", "Exception", "sqlalchemy", "SELECT", ".py")


@pytest.fixture
def helpless(app):
    """Let the page of help lines do something else."""

    def instead(what) -> None:
        app.view_functions["front.help_lines"] = what

    return instead


@pytest.fixture(params=["en", "ru"])
def reader(request, client, russian):
    return client if request.param == "en" else russian


def is_plain(page) -> bool:
    return page.find("main").find("a", class_="button") is not None and not any(
        word in page.get_text() for word in CODE
    )


@pytest.mark.parametrize("status", sorted(set(TROUBLE) - {507}))
def test_every_trouble_has_a_page_in_the_language_of_its_reader(helpless, reader, status):
    helpless(lambda: abort(status))

    page = reader.get("/help", status=status)

    use_language(reader.language)
    assert reader.h1 == say(TROUBLE[status][0]) and say(TROUBLE[status][1]) in reader.text()
    assert is_plain(page)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("SELECT 1", {}, Exception("server closed the connection")), 503),
        (OperationalError("SELECT 1", {}, Exception("database or disk is full")), 507),
        (OSError(28, "No space left on device"), 507),
        (OSError(5, "Input/output error"), 500),
        (ZeroDivisionError("a secret"), 500),
        (RuleBroken("ballot.round-closed"), 409),
    ],
    ids=["a lost database", "a full database", "a full disk", "a broken disk", "a mistake of ours", "a broken rule"],
)
def test_what_nobody_caught_has_a_page_too(helpless, reader, error, status):
    def fail():
        raise error

    helpless(fail)

    page = reader.get("/help", status=status)

    assert is_plain(page)


def test_a_form_that_is_too_large_is_refused_in_the_language_of_who_sent_it(client, russian):
    client.get("/sign-in")
    russian.get("/help")  # the thread that answers next has just spoken Russian

    client.post("/sign-in", {"email": "x" * (LARGEST_FORM_PART + 1)}, status=413, content_type="multipart/form-data")

    assert client.h1 == TROUBLE[413][0]


def test_words_beyond_the_limit_are_refused_also_where_no_file_comes_along(client):
    client.get("/sign-in")

    client.post("/sign-in", {"email": "x" * (LARGEST_PLAIN_FORM + 1)}, status=413)


def test_more_than_the_largest_file_is_refused_before_it_is_read(client):
    client.get("/sign-in")

    client.post(
        "/sign-in", {"file": (BytesIO(b"x"), "x.pdf")}, status=413, environ_overrides={"CONTENT_LENGTH": "99999999999"}
    )


@contextmanager
def gone_after(n_queries: int):
    """Let the database answer so many queries and no more."""
    seen = []

    def answer(*facts) -> None:
        seen.append(facts)
        if len(seen) > n_queries:
            raise OperationalError("SELECT 1", {}, Exception("server closed the connection unexpectedly"))

    db.event.listen(db.engine, "before_cursor_execute", answer)
    try:
        yield
    finally:
        db.event.remove(db.engine, "before_cursor_execute", answer)


@pytest.mark.parametrize("n_queries", range(12))
def test_a_database_that_goes_in_the_middle_of_a_page_is_said_to_staff_and_then_forgotten(reader, n_queries):
    programme = builders.a_programme()
    account = builders.an_account(Role.FACILITATOR, programme=programme)
    reader.http.set_cookie("staff", builders.begin_staff_visit(account.id, has_second_factor=True))
    address = f"/p/{programme.slug}"
    db.session.remove()

    with gone_after(n_queries):
        page = reader.get(address, status=503)
    reader.get(address)

    assert is_plain(page)


def test_a_rule_broken_while_the_database_goes_is_said_as_well(helpless, client):
    account = builders.an_account(Role.FACILITATOR, programme=builders.a_programme())
    client.http.set_cookie("staff", builders.begin_staff_visit(account.id, has_second_factor=True))

    def fail():
        signed_in()
        db.session.rollback()
        raise RuleBroken("ballot.round-closed")

    helpless(fail)

    with gone_after(3):
        client.get("/help", status=409)


WORDS = 'At last my mentor "understood" me & I stayed.\nSecond line.'


def test_what_a_teller_typed_is_sent_again_once_the_database_is_back(reader):
    _, token = builders.an_invitation(builders.a_programme())
    walk(reader, token, to="happened")

    with gone_after(0):
        reader.submit({"happened": WORDS}, status=503)
        kept = reader.page.find("input", attrs={"name": "happened"})["value"]
        reader.submit(status=503)
    reader.submit()

    assert kept == WORDS and reader.url == "/telling/matters"
    reader.get("/telling/happened")
    assert reader.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == WORDS


def test_words_that_came_too_late_are_there_to_be_copied(app, reader):
    app.view_functions["account.sign_in"] = refuse
    reader.get("/help")

    reader.post("/sign-in", {"email": "short", "note": WORDS}, status=409)

    assert [one.get_text() for one in reader.page.find_all("blockquote")] == [WORDS]


def refuse():
    raise RuleBroken("ballot.round-closed")


@pytest.mark.parametrize(("site", "n_shown"), [("same-origin", 1), ("cross-site", 0), ("none", 0), (None, 0)])
def test_words_of_a_form_that_is_too_old_are_given_back_to_our_own_pages_only(client, site, n_shown):
    headers = {"Sec-Fetch-Site": site} if site else {}

    client.get("/sign-in")
    client.post("/sign-in", {"csrf_token": "old", "note": WORDS}, status=400, headers=headers)

    assert len(client.page.find_all("blockquote")) == n_shown


def test_a_password_is_never_given_back(client):
    client.get("/sign-in")

    with gone_after(0):
        client.submit({"email": "somebody@example.org", "password": "a long password"}, status=503)

    assert "somebody@example.org" in str(client.page) and "a long password" not in str(client.page)


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal: {WORDS}"),
        IntegrityError("INSERT", {}, Exception(f"violates a check\nDETAIL:  Failing row contains (1, {WORDS}).")),
    ],
    ids=["a mistake of ours", "a row that PostgreSQL refused"],
)
def test_the_log_says_where_it_broke_and_no_word_of_anybody(helpless, client, caplog, error):
    def fail():
        raise RuntimeError(WORDS) from error

    helpless(fail)

    client.get("/help", status=500)

    assert WORDS not in caplog.text and "mentor" not in caplog.text
    assert "RuntimeError" in caplog.text and type(error).__name__ in caplog.text and "test_trouble.py" in caplog.text
    assert client.page.find(class_="reference").find("code").get_text() in caplog.text


def test_whoever_saves_what_another_saved_at_that_moment_is_told_so(helpless, reader):
    slug, other = builders.a_programme().slug, builders.a_programme(slug="another").id
    helpless(lambda: db.session.execute(sa.update(Programme).where(Programme.id == other).values(slug=slug)))

    page = reader.get("/help", status=409)

    use_language(reader.language)
    assert reader.h1 == say("Somebody was faster") and is_plain(page)
