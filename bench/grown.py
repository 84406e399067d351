"""Many stories read by one worker and by two, on SQLite and PostgreSQL; how much memory it takes; what a process of its own costs."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles

import psutil
import sqlalchemy as sa

from bench.figures import Figure
from bench.house import a_house, add_stories, has_postgres
from bench.nlp import texts as nlp_texts
from storyapp.config import Settings
from storyapp.data.db import db
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Theme
from storyapp.data.tables.stories import Story
from storyapp.gateways.module import Apart, Here, nothing
from storyapp.gateways.nlp import Codebook, ThemeEntry, Working
from storyapp.rules.jobs import JobState
from storyapp.rules.wording import Wording
from storyapp.services.analysing import ask_for_reanalysis
from storyapp.services.transaction import act
from tests import builders

N_RATE = int(os.environ.get("BENCH_RATE_STORIES", "1000"))  # for each throughput
N_LONG = int(os.environ.get("BENCH_STORIES", "10000"))  # for memory; 100000 takes an hour and more
LONG_WORDS = int(os.environ.get("BENCH_WORDS", "200"))  # of each of them
N_TEXTS, N_ALONE = 1000, 200
NEEDS = ("happydb", "sib200")
FINISHED = (JobState.DONE, JobState.PARKED, JobState.STOPPED)


@dataclass
class Watched:
    """What a run of workers took: seconds, and MiB of each worker with its reading process, early and late."""

    seconds: float = 0.0
    memory: list[tuple[float, float]] = field(default_factory=list)  # (share done, the largest worker)

    @property
    def peak(self) -> float:
        return max(mib for _, mib in self.memory)

    def within(self, begin: float, end: float) -> float:
        return max((mib for done, mib in self.memory if begin <= done <= end), default=0.0)


def run() -> Iterator[Figure]:
    """Measure; without public texts beside the checkout there is nothing to read."""
    missing = [name for name in NEEDS if not nlp_texts.has(name)]
    if missing:
        print(f"    passed over, not in ../shared/data/nlp: {', '.join(missing)}", flush=True)
        return
    yield from apart()
    texts = nlp_texts.stories(N_TEXTS)
    for database in ("sqlite", *(("postgresql",) if has_postgres() else ())):
        rates = []
        for n_workers in (1, 2):
            with a_house(database) as (_, settings):
                watched = _read_all(settings, texts, N_RATE, n_workers)
            rates.append(N_RATE / watched.seconds)
            yield Figure(
                f"{N_RATE:,} stories of 200 words, {n_workers} worker(s), {database}", rates[-1], "stories/s",
                goal=20 if n_workers == 2 else None,
            )  # fmt: skip
        yield Figure(f"two workers against one, {database}", rates[1] / rates[0], "×", goal=1.7)
    with a_house("sqlite") as (_, settings):
        watched = _read_all(settings, nlp_texts.stories(N_TEXTS, LONG_WORDS), N_LONG, 2)
    yield Figure(
        f"{N_LONG:,} stories of {LONG_WORDS} words, 2 workers, sqlite", N_LONG / watched.seconds, "stories/s", goal=20
    )
    yield Figure("memory of one worker with its reading process, peak", watched.peak, "MB", at_most=700)
    grown = watched.within(0.8, 1.0) / watched.within(0.2, 0.4)
    yield Figure("its memory in the last fifth against the second", grown, "×", at_most=1.15)


def apart() -> Iterator[Figure]:
    """Compare reading in a process of its own with reading here, by processor time; and time stories one by one."""
    book = _codebook()
    texts = [Working(text=text, language=language, title="") for text, language in nlp_texts.stories(N_ALONE)]
    module = Apart()
    module.read_working(texts[:20], book, nothing)
    Here().read_working(texts[:20], book, nothing)
    child = psutil.Process(module._process.pid)  # type: ignore[union-attr]
    ratios = []
    for _ in range(3):
        begun, child_begun = time.process_time(), sum(child.cpu_times()[:2])
        module.read_working(texts, book, nothing)
        far = time.process_time() - begun + sum(child.cpu_times()[:2]) - child_begun
        begun = time.process_time()
        Here().read_working(texts, book, nothing)
        ratios.append(far / (time.process_time() - begun))
    yield Figure("reading in a process of its own against here, processor", min(ratios), "×", at_most=1.1, digits=2)
    took = []
    for text in texts:
        begun = time.perf_counter()
        module.read_working([text], book, nothing)
        took.append(time.perf_counter() - begun)
    module.close()
    yield Figure("one story alone, 95 of 100 within", 1000 * quantiles(took, n=20)[-1], "ms", at_most=400)


def _codebook() -> Codebook:
    return Codebook(
        programme_id=1,
        themes=tuple(
            ThemeEntry(code=t.code, name=t.name, description={}, seeds={k: tuple(v) for k, v in t.seeds.items()})
            for t in nlp_texts.codebook("happydb", "en")
        ),
    )


def _read_all(settings: Settings, texts: list[tuple[str, str]], n: int, n_workers: int) -> Watched:
    """Fill a fresh house and have workers read all of it."""
    programme = builders.a_programme()
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    add_stories(programme.id, programme.organisation_id, [one.id for one in builders.domains(programme)], n)
    rows = db.session.scalars(sa.select(Story.id).order_by(Story.id)).all()
    told = sa.update(Story.__table__).where(Story.__table__.c.id == sa.bindparam("of"))
    db.session.execute(told.values(happened=sa.bindparam("text"), language=sa.bindparam("spoken")), [
        {"of": story_id, "text": texts[place % len(texts)][0], "spoken": texts[place % len(texts)][1]}
        for place, story_id in enumerate(rows)
    ])  # fmt: skip
    db.session.commit()
    with act("shell"):
        db.session.add_all(
            Theme(**ids, code=t.code, name=Wording(en=t.code), description=Wording(), seeds=dict(t.seeds))
            for t in _codebook().themes
        )
    with _workers(settings, n_workers) as workers:
        time.sleep(5)  # they start
        ask_for_reanalysis(ids["programme_id"], actor="shell")
        return _watch(workers)


def _watch(workers: list[psutil.Process]) -> Watched:
    """Wait for the reading; the clock begins with the second share, so that no start is measured."""
    watched, begun, first = Watched(), 0.0, 0
    job_id = db.session.scalar(sa.select(sa.func.min(Job.id)))
    while True:
        db.session.rollback()
        job = db.session.get_one(Job, job_id)
        if not begun and job.n_done:
            begun, first = time.monotonic(), job.n_done
        if begun:
            watched.memory.append((job.n_done / job.n_total, max(_with_children(worker) for worker in workers)))
        if job.state in FINISHED:
            if job.state is not JobState.DONE:
                raise RuntimeError(f"the reading ended as {job.state}")
            watched.seconds = (time.monotonic() - begun) * job.n_total / (job.n_total - first)
            return watched
        time.sleep(0.2)


def _with_children(worker: psutil.Process) -> float:
    """Return what a worker and its reading process hold; pages that both map are counted twice."""
    family = [worker, *worker.children(recursive=True)]
    return sum(one.memory_info().rss for one in family) / 2**20


@contextmanager
def _workers(settings: Settings, n: int) -> Iterator[list[psutil.Process]]:
    environment = {**os.environ, "STORYAPP_DATA": str(settings.data_folder), "STORYAPP_DATABASE": settings.database_url}
    command = [sys.executable, "-m", "storyapp", "worker"]
    started = [subprocess.Popen(command, env=environment) for _ in range(n)]
    try:
        yield [psutil.Process(one.pid) for one in started]
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(timeout=60)
