"""How long a report over 10,560 stories takes, as a job, and what it weighs."""

import random
import time
from collections.abc import Iterator

import psutil
import sqlalchemy as sa

from bench.figures import Figure
from bench.house import a_house, add_stories, count_rows, has_postgres, resident_mb
from storyapp import worker
from storyapp.data.db import db
from storyapp.data.tables.coding import Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.jobs import JobKind
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.wording import Wording
from storyapp.services import reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests import builders

N_STORIES, N_THEMES, TAGS_EACH = 10_560, 15, 2


def run() -> Iterator[Figure]:
    """Measure on SQLite and, where there is a server, on PostgreSQL."""
    for database in ("sqlite", "postgresql"):
        if database == "sqlite" or has_postgres():
            with a_house(database):
                yield from _report(database)


def _report(database: str) -> Iterator[Figure]:
    programme = builders.a_programme()
    programme_id, organisation_id = programme.id, programme.organisation_id
    period_id = builders.the_period(programme).id
    domain_ids = [domain.id for domain in builders.domains(programme)]
    add_stories(programme_id, organisation_id, domain_ids, N_STORIES)
    db.session.execute(sa.update(Story).values(period_id=period_id))
    db.session.commit()
    _add_tags(programme_id, organisation_id)
    count_rows()
    order = Order(period_ids=(period_id,), language="en", audience="inside", length="full")
    reporting.request_report(db.session.get_one(Programme, programme_id), order, actor=SHELL)
    job_id = db.session.scalar(sa.select(Job.id).where(Job.kind == JobKind.BUILD_REPORT))
    began = time.perf_counter()
    worker.do_job(job_id)
    took = time.perf_counter() - began
    one = db.session.scalars(sa.select(IssuedReport)).one()
    yield Figure(f"report over {N_STORIES:,} stories, {database}", took, "s", at_most=10)
    yield Figure(
        f"report over {N_STORIES:,} stories, {database}: state is ready (0: yes)",
        float(one.state != "ready"),
        "",
        at_most=0,
    )
    began = time.perf_counter()
    size = len(reporting.download(one, "docx"))
    yield Figure(f"its DOCX of {size // 1024} KB, {database}", time.perf_counter() - began, "s")
    yield Figure(f"memory after it, {database}", resident_mb(psutil.Process()), "MB")


def _add_tags(programme_id: int, organisation_id: int) -> None:
    chance, ids = random.Random(7), {"programme_id": programme_id, "organisation_id": organisation_id}
    with act(SHELL):
        for n in range(N_THEMES):
            name = Wording(ru=f"Тема {n}", en=f"Theme {n}")
            db.session.add(Theme(**ids, code=f"t{n}", name=name, description=Wording(), seeds={}, position=n))
    themes = list(db.session.scalars(sa.select(Theme.id)))
    stories = list(db.session.scalars(sa.select(Story.id)))
    rows = [
        {
            **ids, "story_id": story_id, "theme_id": theme_id, "coder": CoderKind.MODEL, "state": TagState.CONFIRMED,
            "score": 0.8, "engine": "bench", "text_version": 1, "decided_as": CoderKind.PERSON,
            "decided_at": kit().clock(), "evidence": [{"start": 0, "end": 34, "text": "Our mentor came every week and I b"}],
        }
        for story_id in stories
        for theme_id in chance.sample(themes, TAGS_EACH)
    ]  # fmt: skip
    for begin in range(0, len(rows), 5000):
        db.session.execute(sa.insert(Tag), rows[begin : begin + 5000])
        db.session.commit()
