"""The plug is pulled: servers and workers killed in the middle lose nothing that was acknowledged, and do nothing twice."""

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from storyapp.data.db import db
from storyapp.data.tables.coding import Analysis
from storyapp.data.tables.house import AuditEvent, Job
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.stories import Receipt, Story
from storyapp.rules.jobs import JobKind, JobState
from storyapp.services import auditing
from storyapp.services.transaction import act
from tests.builders import a_programme, a_story, an_invitation
from tests.services.test_importing import a_batch
from tests.test_celery import wait_until
from tests.web.storyteller.test_lossy_line import assert_each_is_kept_once, tell

N_KILLS = int(os.environ.get("STORYAPP_KILLS", "3"))
N_STORIES = 5 * N_KILLS + 9
N_TORN = 10 * N_KILLS
AT_ONCE = 6
N_ROWS = 3000
TABLE = "Story,Age\n" + "".join(f"On day {n} somebody listened to me for once.,{10 + n % 30}\n" for n in range(N_ROWS))


def environment(settings) -> dict[str, str]:
    return os.environ | {
        "STORYAPP_DATA": str(settings.data_folder), "STORYAPP_DATABASE": settings.database_url, "STORYAPP_TASKS": "local",
        "STORYAPP_KEYS": str(settings.keys), "STORYAPP_SECRETS": str(settings.secrets),
    }  # fmt: skip


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Plug:
    """A process of the house, whose plug can be pulled and put in again."""

    def __init__(self, settings, *words: str) -> None:
        self.settings, self.words = settings, words
        self.put_in()

    def put_in(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "storyapp", *self.words], env=environment(self.settings))

    def pull(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)


@contextmanager
def plugged_in(settings, *words: str):
    plug = Plug(settings, *words)
    try:
        yield plug
    finally:
        plug.pull()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def pull_now_and_then(plug: Plug, port: int, done: threading.Event) -> int:
    """Kill the server at odd moments until all is told; return how often."""
    chance, n_pulled = random.Random(2026), 0
    while n_pulled < N_KILLS and not done.is_set():
        while not answers(port) and not done.is_set():
            time.sleep(0.05)
        time.sleep(chance.uniform(0.2, 0.9))
        plug.pull()
        n_pulled += 1
        plug.put_in()
    return n_pulled


def test_a_server_killed_in_the_middle_loses_no_story_and_keeps_none_twice(app, settings, clock):
    clock.now = datetime.now(UTC)
    _, token = an_invitation(a_programme(), budget=N_STORIES)
    markers = [f"marker{n:05d}" for n in range(N_STORIES)]
    port, done = a_free_port(), threading.Event()
    url = f"http://127.0.0.1:{port}"
    db.session.remove()

    def tell_one(n: int) -> str:
        return tell(url, token, markers[n], random.Random(n), pause=0.25)

    with (
        plugged_in(settings, "serve", "--no-worker", "--port", str(port)) as plug,
        ThreadPoolExecutor(AT_ONCE + 1) as pool,
    ):
        pulling = pool.submit(pull_now_and_then, plug, port, done)
        codes = dict(zip(markers, pool.map(tell_one, range(N_STORIES)), strict=True))
        done.set()
        n_pulled = pulling.result()

    assert n_pulled >= 2
    assert_each_is_kept_once(app, codes)
    assert all(found.holds for _, found in auditing.check_all())


def five_minutes_later() -> None:
    """Let the leases of whoever was killed run out, as they do by themselves after five minutes."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    with act("shell"):
        db.session.execute(update(Job).where(Job.state == JobState.RUNNING).values(leased_until=past))


def test_a_worker_killed_in_the_middle_of_a_table_takes_each_row_once(app, settings, clock):
    clock.now = datetime.now(UTC)
    programme = a_programme()
    batch_id = a_batch(programme, TABLE)
    with act("shell") as doing:
        job_id = doing.ask(programme.organisation_id, JobKind.IMPORT_BATCH, batch_id)
        db.session.get_one(ImportBatch, batch_id).state = "running"
        doing.jobs.clear()

    def n_taken() -> int:
        return db.session.scalar(select(func.count()).select_from(Story))

    seen = [0]
    with plugged_in(settings, "worker") as plug:
        for _ in range(2):
            assert wait_until(lambda: n_taken() > seen[-1], pause=0.02)
            plug.pull()
            seen.append(n_taken())
            five_minutes_later()
            plug.put_in()
        assert wait_until(lambda: db.session.get_one(Job, job_id).state is JobState.DONE)

    assert 0 < seen[1] < seen[2] < N_ROWS
    rows = list(db.session.scalars(select(Story.import_row)))
    assert len(rows) == len(set(rows)) == N_ROWS
    assert db.session.get_one(ImportBatch, batch_id).n_taken == N_ROWS


def test_a_worker_killed_while_it_reads_stories_reads_each_in_the_end(app, settings, clock):
    clock.now = datetime.now(UTC)
    programme = a_programme()
    _, token = an_invitation(programme, budget=20)
    db.session.remove()
    port = a_free_port()
    url = f"http://127.0.0.1:{port}"
    with plugged_in(settings, "serve", "--no-worker", "--port", str(port)):
        assert wait_until(lambda: answers(port))
        for n in range(6):
            tell(url, token, f"marker{n:05d}", random.Random(n), pause=0.25)

    def n_done() -> int:
        return db.session.scalar(select(func.count()).where(Job.state == JobState.DONE))

    with plugged_in(settings, "worker") as plug:
        for n in (1, 4):
            assert wait_until(lambda n=n: n_done() >= n)
            plug.pull()
            five_minutes_later()
            plug.put_in()
        assert wait_until(lambda: not db.session.scalar(select(func.count()).where(Job.state != JobState.DONE)))

    assert db.session.scalar(select(func.count()).select_from(Analysis).where(Analysis.stage == "original")) == 6
    assert db.session.scalar(select(func.count()).where(Receipt.verifier_argon2.is_(None))) == 0
    assert db.session.scalar(select(func.count()).where(AuditEvent.act == "story.told")) == 6


def test_what_was_acknowledged_is_there_after_a_torn_end_of_the_log(app, settings, database_kind, tmp_path):
    """SQLite writes to its log first: whatever a lost machine tore off at the end of it, all before that is there."""
    if database_kind != "sqlite":
        pytest.skip("the log of PostgreSQL is its own affair")
    programme, chance = a_programme(), random.Random(2026)
    file, log = settings.data_folder / "storyapp.sqlite", settings.data_folder / "storyapp.sqlite-wal"
    lost, n_cut = [], 0

    for n in range(1, N_TORN + 1):
        a_story(programme, screened=False)
        kept_until_here = log.stat().st_size if log.exists() else 0
        a_story(programme, screened=False)
        torn = tmp_path / f"torn-{n}"
        torn.mkdir()
        (torn / file.name).write_bytes(file.read_bytes())
        whole = log.read_bytes()
        end = chance.randint(min(kept_until_here, len(whole)), len(whole))
        (torn / log.name).write_bytes(whole[:end] + chance.randbytes(chance.randint(0, 5000)))
        with sqlite3.connect(torn / file.name) as opened:
            is_sound = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            n_stories = opened.execute("SELECT count(*) FROM stories").fetchone()[0]
        n_cut += n_stories == 2 * n - 1
        if not is_sound or n_stories < 2 * n - 1:
            lost.append((n, is_sound, n_stories))

    assert lost == []
    assert n_cut > N_TORN / 4  # the story that was being written when the machine was lost
