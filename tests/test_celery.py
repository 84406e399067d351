"""The grown house: rows in PostgreSQL or SQLite, row ids through Redis, Celery workers; what the broker loses is found."""

import os
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import replace

import pytest

from storyapp.app import create_app
from storyapp.data.db import db
from storyapp.data.tables.coding import Analysis
from storyapp.data.tables.house import Job
from storyapp.data.tables.stories import Receipt
from storyapp.gateways.kit import use_kit
from storyapp.rules.jobs import JobKind, JobState
from storyapp.services.analysing import ask_for_reanalysis
from storyapp.services.transaction import act
from tests import builders

REDIS = ("127.0.0.1", 6379)


def is_reachable(place: tuple[str, int]) -> bool:
    try:
        socket.create_connection(place, timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def grown(settings):
    """An application that publishes to Redis, and a worker process that takes from it."""
    if not is_reachable(REDIS):
        pytest.skip("needs a Redis server on 127.0.0.1:6379")
    settings = replace(
        settings, tasks="celery", broker_url=f"redis://{REDIS[0]}:{REDIS[1]}/5", queue=f"test-{uuid.uuid4().hex[:8]}"
    )
    app = create_app(settings)
    environment = {
        **os.environ,
        "STORYAPP_DATA": str(settings.data_folder), "STORYAPP_DATABASE": settings.database_url, "STORYAPP_TASKS": "celery",
        "STORYAPP_BROKER": settings.broker_url, "STORYAPP_QUEUE": settings.queue, "STORYAPP_SWEEP_SECONDS": "2",
        "STORYAPP_KEYS": str(settings.keys), "STORYAPP_SECRETS": str(settings.secrets),
    }  # fmt: skip
    worker = subprocess.Popen([sys.executable, "-m", "storyapp", "worker", "--celery"], env=environment)
    with app.app_context():
        use_kit(app.extensions["kit"])
        yield app
        db.session.remove()
        db.engine.dispose()
    worker.terminate()
    worker.wait(timeout=20)


def wait_until(question, *, seconds: float = 60, pause: float = 0.3) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        db.session.rollback()
        if question():
            return True
        time.sleep(pause)
    return False


def test_a_story_is_read_and_its_receipt_hardened_by_a_worker(grown):
    story_id = builders.a_story(builders.a_programme(), screened=False).id

    assert wait_until(lambda: db.session.get(Receipt, story_id).verifier_argon2 is not None)
    assert wait_until(lambda: all(job.state is JobState.DONE for job in db.session.scalars(db.select(Job))))


def test_what_the_broker_lost_is_found_by_the_sweep(grown):
    story = builders.a_story(builders.a_programme(), screened=False)
    story_id, organisation_id = story.id, story.organisation_id
    with act("shell") as doing:
        job_id = doing.ask(organisation_id, JobKind.HARDEN_RECEIPT, story_id)
        doing.jobs.clear()  # the broker never hears of it

    assert wait_until(lambda: db.session.get(Job, job_id).state is JobState.DONE)


def test_many_stories_are_read_in_shares(grown):
    programme = builders.a_programme()
    stories = [builders.a_story(programme).id for _ in range(3)]
    asked = programme.id

    ask_for_reanalysis(asked, actor="shell")

    def is_read() -> bool:
        job = db.session.scalar(db.select(Job).where(Job.kind == JobKind.ANALYSE_MANY))
        return (job.state, job.n_done, job.n_total) == (JobState.DONE, 3, 3)

    assert wait_until(is_read)
    assert set(db.session.scalars(db.select(Analysis.story_id).where(Analysis.stage == "working"))) == set(stories)
