"""A house for measuring: a fresh database with one programme and n stories, served by waitress in a process of its own."""

import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psutil
import sqlalchemy as sa
from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy

from storyapp.app import create_app
from storyapp.cli.serving import answer, open_port, share
from storyapp.config import Settings, settings_from, shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import use_kit
from storyapp.gateways.vault import new_public_id
from storyapp.rules.consent import Light
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction, Mode, StoryState
from storyapp.services.migrating import upgrade

POSTGRES = os.environ.get("STORYAPP_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Served:
    """A server under measurement."""

    port: int
    process: psutil.Process


def bare_app() -> Flask:
    """Return the page that everything is compared with."""
    app = Flask("bare")

    @app.route("/")
    def hello() -> str:
        return "<!doctype html><title>hello</title><h1>hello</h1>"

    return app


def reading_app(settings: Settings) -> Flask:
    """Return the least that a page about somebody can do: read one row by SQLAlchemy, write it through a template."""
    app = Flask("reading")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    people = SQLAlchemy(app)
    rows = sa.table("organisations", sa.column("id"), sa.column("name"))

    @app.route("/")
    def hello() -> str:
        row = people.session.execute(sa.select(rows.c.name).order_by(rows.c.id).limit(1)).first()
        return render_template_string(READING, name=row.name if row else "")

    return app


READING = "<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1>"


def full_app(settings: Settings) -> Flask:
    """Return the whole application."""
    return create_app(settings)


@contextmanager
def served(make: object, *arguments: object, processes: int = 1) -> Iterator[Served]:
    """Serve an application in a process of its own, or in several that this one starts, until the block ends."""
    port = free_port()
    how = (make, arguments, port, processes)
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=how, daemon=True)
    process.start()
    for _ in range(1200):  # a busy machine takes its time
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
            break
        except OSError:
            time.sleep(0.05)
    yield Served(port=port, process=psutil.Process(process.pid))
    process.terminate()
    process.join(10)


def _serve(make: object, arguments: tuple[object, ...], port: int, processes: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app = make(*arguments)
    if processes == 1:
        answer(app, host="127.0.0.1", port=port)
    else:
        share(app, open_port("127.0.0.1", port), processes)


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def a_house(database: str) -> Iterator[tuple[Flask, Settings]]:
    """Open a fresh, migrated installation on SQLite or PostgreSQL; jobs stay in their table."""
    with tempfile.TemporaryDirectory() as folder:
        address = "" if database == "sqlite" else _make_postgres()
        settings = settings_from({"STORYAPP_DATA": folder, "STORYAPP_DATABASE": address, "STORYAPP_TASKS": "local"})
        app = create_app(settings)
        with app.app_context():
            use_kit(app.extensions["kit"])
            upgrade(shipped_folder("migrations"))
            yield app, settings
            db.session.remove()
            db.engine.dispose()
        if address:
            _postgres(f'DROP DATABASE "{address.rsplit("/", 1)[1]}" WITH (FORCE)')


def add_stories(programme_id: int, organisation_id: int, domain_ids: list[int], n: int) -> None:
    """Put n screened stories into the table at once; for lists and reports only, without seals."""
    bands, directions, day = list(AgeBand), list(Direction), date(2026, 3, 1)
    for begin in range(0, n, 5000):
        rows = [
            {
                "public_id": new_public_id(), "organisation_id": organisation_id, "programme_id": programme_id,
                "domain_id": domain_ids[i % len(domain_ids)], "language": ("ru", "en")[i % 2], "age_band": bands[i % 5],
                "teller_role": TellerRole.YOUNG_PERSON, "direction": directions[i % 4], "mode": Mode.SELF,
                "state": StoryState.SCREENED, "is_held": False, "is_test": False, "wants_help": False,
                "told_on": day + timedelta(days=i % 90), "n_words": 60, "title": f"Story {i}",
                "happened": "Our mentor came every week and I began to speak in class again. " * 5,
                "matters": "It matters to me.", "considered": [], "text_version": 1, "screened_on": day,
                "guardian_needed": False, "may_count": Light.YES, "may_panel": Light.YES, "may_quote": Light.YES,
                "may_youth_panel": Light.YES, "may_publish": Light.NO, "may_train": Light.NO,
            }
            for i in range(begin, min(begin + 5000, n))
        ]  # fmt: skip
        db.session.execute(sa.insert(Story), rows)
        db.session.commit()
    count_rows()


def count_rows() -> None:
    """Let the database count what it holds, as PostgreSQL does by itself within a minute, and our sweep on SQLite."""
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def resident_mb(process: psutil.Process) -> float:
    """Return the memory of a process in MiB."""
    return process.memory_info().rss / 2**20


def has_postgres() -> bool:
    """Tell whether a PostgreSQL server can be reached."""
    try:
        _postgres("SELECT 1")
    except sa.exc.OperationalError:
        return False
    return True


def _make_postgres() -> str:
    name = f"storyapp_bench_{uuid.uuid4().hex[:10]}"
    _postgres(f'CREATE DATABASE "{name}"')
    return POSTGRES.rsplit("/", 1)[0] + f"/{name}"


def _postgres(statement: str) -> None:
    engine = sa.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


FOLDER = Path(__file__).parent
