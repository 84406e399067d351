"""Looks how the house is, for its administrators and for the command that asks."""

import platform
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import func, select

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.house import HouseMark, Job
from storyapp.gateways.kit import kit
from storyapp.rules.health import HealthFacts, HealthLine, health_of
from storyapp.rules.jobs import JobState
from storyapp.services.migrating import is_current
from storyapp.services.transaction import WORKER, act

WORKER_SEEN, BACKED_UP = "worker", "backup"
OTHERS_MAY = 0o077
PARTS = ("storyapp", "Flask", "SQLAlchemy", "spacy")
SAID_AGAIN_AFTER = timedelta(seconds=20)


@dataclass(frozen=True, kw_only=True)
class Health:
    """All that the page shows: lines, and what the house is made of."""

    lines: tuple[HealthLine, ...]
    parts: tuple[tuple[str, str], ...]  # name → version


def look() -> Health:
    """Look at database, worker, queue, room, backup and keys; no word of any story is opened."""
    return Health(lines=health_of(_facts()), parts=tuple(_parts()))


def mark(name: str) -> None:
    """Write down that something was there, or was done, just now."""
    now = kit().clock()
    seen = db.session.get(HouseMark, name)
    if seen is not None and abs(now - seen.at) < SAID_AGAIN_AFTER:
        return
    with act(WORKER):
        db.session.merge(HouseMark(name=name, at=now))


def _facts() -> HealthFacts:
    settings, now = kit().settings, kit().clock()
    seen = _on_disk(HealthFacts(now=now, is_newest_shape=False, does_jobs_itself=settings.tasks == "inline"))
    if not is_current(shipped_folder("migrations")):
        return seen
    marks = {row.name: row.at for row in db.session.execute(select(HouseMark.name, HouseMark.at))}
    waiting = (Job.state == JobState.QUEUED) & (Job.due_at <= now)
    n_waiting, since = db.session.execute(select(func.count(Job.id), func.min(Job.due_at)).where(waiting)).one()
    n_parked = db.session.scalar(select(func.count(Job.id)).where(Job.state == JobState.PARKED)) or 0
    return replace(
        seen, is_newest_shape=True, worker_seen_at=marks.get(WORKER_SEEN), backed_up_at=marks.get(BACKED_UP),
        n_waiting=n_waiting, waits_since=since, n_parked=n_parked,
    )  # fmt: skip


def _on_disk(facts: HealthFacts) -> HealthFacts:
    settings = kit().settings
    files = [settings.keys, settings.secrets]
    there = [file for file in files if file.is_file()]
    return replace(
        facts, free_mb=shutil.disk_usage(settings.data_folder).free // 2**20, has_keys=len(there) == len(files),
        are_keys_private=not any(_is_open(file) for file in there),
    )  # fmt: skip


def _is_open(file: Path) -> bool:
    return bool(file.stat().st_mode & OTHERS_MAY)


def _parts() -> list[tuple[str, str]]:
    dialect = db.engine.dialect
    shown = ".".join(str(one) for one in dialect.server_version_info or ())
    found = [("Python", platform.python_version()), ({"sqlite": "SQLite"}.get(dialect.name, "PostgreSQL"), shown)]
    for name in PARTS:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found
