"""The database goes away and comes back: words stay on the page, jobs wait, and nobody has to start anything again."""

import sqlite3
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storyapp.data.db import db
from storyapp.data.tables.house import Job
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit, use_kit
from storyapp.gateways.tasks import Celery
from storyapp.rules.jobs import JobKind, JobState
from storyapp.services.transaction import act
from tests.builders import a_programme, an_invitation
from tests.conftest import POSTGRES
from tests.test_celery import wait_until
from tests.test_pulled_plug import plugged_in
from tests.web.storyteller.walks import HAPPENED, code_on, step_of, walk

A_MOMENT = 200  # milliseconds that SQLite waits in these tests


@pytest.fixture
def away(app, settings):
    """Return a block in which nobody reaches the database: SQLite's file is held by another, PostgreSQL lets nobody in."""
    return held_by_another(settings) if settings.database_url == "" else shut(settings)


@contextmanager
def held_by_another(settings):
    def wait_a_moment_only(connection, record, proxy) -> None:
        connection.execute(f"PRAGMA busy_timeout={A_MOMENT}")

    db.session.remove()
    sa.event.listen(db.engine, "checkout", wait_a_moment_only)
    other = sqlite3.connect(settings.data_folder / "storyapp.sqlite", isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        sa.event.remove(db.engine, "checkout", wait_a_moment_only)


@contextmanager
def shut(settings):
    name = settings.database_url.rsplit("/", 1)[1]
    db.session.remove()
    engine = sa.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        try:
            yield
        finally:
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    engine.dispose()


def test_a_teller_presses_again_and_goes_on(client, away):
    walk(client, an_invitation(a_programme())[1], to="happened")

    with away:
        client.submit({"happened": HAPPENED}, status=503)
        client.submit(status=503)
    client.submit()

    assert step_of(client) == "matters"


def test_a_story_that_could_not_be_sent_is_sent_by_the_next_press(client, away):
    walk(client, an_invitation(a_programme())[1])

    with away:
        client.submit(status=503)
    client.get("/telling/check")
    client.submit()

    assert step_of(client) == "receipt" and code_on(client)
    assert db.session.scalar(sa.select(sa.func.count(Story.id))) == 1


def test_a_worker_waits_and_goes_on_by_itself(app, settings, clock, away):
    clock.now = datetime.now(UTC)
    organisation_id = a_programme().organisation_id
    with plugged_in(settings, "worker"):
        with act("shell") as doing:
            first = doing.ask(organisation_id, JobKind.HARDEN_RECEIPT, 1)
        assert wait_until(lambda: db.session.get_one(Job, first).state is JobState.DONE)
        with away:
            time.sleep(2)
        db.engine.dispose()  # of the test's own connections; the worker has its own
        with act("shell") as doing:
            second = doing.ask(organisation_id, JobKind.HARDEN_RECEIPT, 1)
        assert wait_until(lambda: db.session.get_one(Job, second).state is JobState.DONE)


def test_a_broker_that_is_away_makes_nobody_wait_and_loses_no_job(app, settings, clock):
    organisation_id = a_programme().organisation_id
    use_kit(replace(kit(), tasks=Celery("redis://127.0.0.1:9/0", "nobody-listens")))  # the port of discards
    n_threads, begun = threading.active_count(), time.perf_counter()

    with act("shell") as doing:
        job_id = doing.ask(organisation_id, JobKind.HARDEN_RECEIPT, 1)
    took = time.perf_counter() - begun

    assert took < 1 and threading.active_count() <= n_threads + 2
    assert db.session.get_one(Job, job_id).state is JobState.QUEUED


@contextmanager
def a_full_disk(app):
    """Let SQLite's file grow no more, as where the disk is full."""
    n_pages = 0

    def grow_no_more(connection, record, proxy) -> None:
        connection.execute(f"PRAGMA max_page_count={n_pages}")

    n_pages = db.session.execute(sa.text("PRAGMA page_count")).scalar_one()
    db.session.remove()
    sa.event.listen(db.engine, "checkout", grow_no_more)
    try:
        yield
    finally:
        sa.event.remove(db.engine, "checkout", grow_no_more)
        db.session.remove()
        db.engine.dispose()


def test_a_teller_whose_words_find_no_room_goes_on_when_there_is_some(app, client, database_kind):
    if database_kind != "sqlite":
        pytest.skip("only SQLite lets its file be kept from growing")
    long = "At last my mentor understood me. " * 500
    walk(client, an_invitation(a_programme())[1], to="happened")

    with a_full_disk(app):
        client.submit({"happened": long}, status=507)
    kept = client.page.find(attrs={"name": "happened"})
    client.submit()

    assert (kept.get("value") or kept.get_text()).strip() == long.strip()
    assert step_of(client) == "matters"
