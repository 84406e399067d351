"""The application on a real database (SQLite; PostgreSQL with --database=postgresql), and people who use it."""

import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from storyapp.app import create_app
from storyapp.config import Settings, settings_from, shipped_folder
from storyapp.data.db import db
from storyapp.gateways import nlp
from storyapp.gateways.found import OriginalRead
from storyapp.gateways.kit import Kit, make_kit, use_kit
from storyapp.gateways.nlp import Original
from storyapp.services import demo
from storyapp.services.migrating import upgrade
from storyapp.words.speech import use_language
from tests.pages import PageClient

POSTGRES = os.environ.get("STORYAPP_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
# Words alone, which is quick; a test about sentence vectors asks for the fixture `with_encoders`.
os.environ.setdefault("STORYNLP_MODELS", str(Path(__file__).parent / "no-models"))
NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
DEMO_NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)  # the last day of the demo's year


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"], help="where the tests write")


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.config.getoption("--database")


@pytest.fixture
def with_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoders as they are shipped."""
    monkeypatch.delenv("STORYNLP_MODELS")


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


def plain_settings(folder: Path, keys: Path, database: str = "") -> Settings:
    return settings_from(
        {"STORYAPP_DATA": str(folder), "STORYAPP_DATABASE": database, "STORYAPP_TASKS": "inline"},
        testing=True, key_file=keys / "wrapping.key", secret_file=keys / "secrets.json",
    )  # fmt: skip


@pytest.fixture(scope="session")
def template_database(database_kind: str, tmp_path_factory: pytest.TempPathFactory, keys_folder: Path) -> Iterator[str]:
    """One migrated, empty database a test process: a file or a name that each test copies."""
    folder = tmp_path_factory.mktemp("template")
    name = f"storyapp_template_{uuid.uuid4().hex[:12]}"
    address = "" if database_kind == "sqlite" else _make_postgres(name)
    app = create_app(plain_settings(folder, keys_folder, address))
    with app.app_context():
        upgrade(shipped_folder("migrations"))
        if database_kind == "sqlite":
            with db.engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    yield str(folder / "storyapp.sqlite") if database_kind == "sqlite" else name
    if database_kind == "postgresql":
        _drop_postgres(name)


class Emptied:
    """One PostgreSQL database a test process, emptied after each test: copying one takes a second on a busy disk.

    A connection that stays open asks which tables a test has filled, and touches no other.
    """

    def __init__(self, name: str, template: str) -> None:
        self.name, self.address = name, _make_postgres(name, template=template)
        names = [table.name for table in reversed(db.metadata.sorted_tables)]
        self.filled = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM \"{one}\")" for one in names)
        self.connection: psycopg.Connection[Any] | None = None

    def empty(self) -> None:
        """Delete every row and count from one again; a connection that still holds a row is ended first."""
        try:
            self._empty()
        except psycopg.OperationalError:  # a test pulled the plug
            self.connection = None
            self._empty()

    def _empty(self) -> None:
        if self.connection is None:
            self.connection = psycopg.connect(self.address, autocommit=True)
            self.connection.execute("SET session_replication_role = replica")
        self.connection.execute(OTHERS_END)
        tables = self.connection.execute(self.filled, prepare=True).fetchall()
        counters = self.connection.execute(COUNTED, prepare=True).fetchall()
        statements = [f'DELETE FROM "{name}"' for (name,) in tables]
        statements += [f"SELECT setval('{name}', 1, false)" for (name,) in counters]
        if statements:
            self.connection.execute("; ".join(statements))


OTHERS_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
COUNTED = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"


@pytest.fixture(scope="session")
def emptied_database(database_kind: str, template_database: str) -> Iterator[Emptied]:
    one = Emptied(f"storyapp_test_{uuid.uuid4().hex[:12]}", template_database)
    yield one
    _drop_postgres(one.name)


@contextmanager
def copied(kind: str, template: str, folder: Path, keys: Path) -> Iterator[Settings]:
    """Lend an installation of its own: settings with a copy of a template database."""
    if kind == "sqlite":
        shutil.copy(template, folder / "storyapp.sqlite")
        yield plain_settings(folder, keys)
        return
    name = f"storyapp_test_{uuid.uuid4().hex[:12]}"
    address = _make_postgres(name, template=template)
    yield plain_settings(folder, keys, address)
    _drop_postgres(name)


@pytest.fixture
def is_demo() -> bool:
    """Tell whether a test works on a copy of the demo; a module that does says so by a fixture of its own."""
    return False


@pytest.fixture
def settings(
    request: pytest.FixtureRequest, database_kind: str, is_demo: bool, tmp_path: Path, keys_folder: Path
) -> Iterator[Settings]:
    """Settings of a fresh installation with a migrated database, empty or with the demo."""
    if database_kind == "postgresql" and not is_demo:
        emptied = request.getfixturevalue("emptied_database")
        yield plain_settings(tmp_path, keys_folder, emptied.address)
        emptied.empty()
        return
    template = request.getfixturevalue("demo_database" if is_demo else "template_database")
    with copied(database_kind, template, tmp_path, keys_folder) as settings:
        yield replace(settings, is_demo=is_demo)


@pytest.fixture(scope="session")
def demo_database(
    database_kind: str, template_database: str, tmp_path_factory: pytest.TempPathFactory, keys_folder: Path
) -> Iterator[str]:
    """The demo, loaded once a test process; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("demo")
    with copied(database_kind, template_database, folder, keys_folder) as settings:
        made = make_kit(replace(settings, is_demo=True))
        kit = replace(made, clock=lambda: DEMO_NOW)
        app = create_app(kit.settings, kit=kit)
        with app.app_context():
            use_kit(kit)
            use_language("en")
            demo.load()
            db.session.remove()
            if database_kind == "sqlite":
                with db.engine.connect() as connection:
                    connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
        yield settings.database.rsplit("/", 1)[1] if settings.database_url else str(folder / "storyapp.sqlite")


class CompiledTemplates(BytecodeCache):
    """Templates that an earlier test of this process compiled; compiling them was a third of all its time."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledTemplates()


ROUTES: dict[tuple[object, ...], dict[str, Any]] = {}
compile_route = Rule.compile


def _compile_route_once(rule: Rule) -> None:
    """Work out the pattern and the address of a route once a test process: it was nine tenths of making an application."""
    key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), rule.merge_slashes)
    known = ROUTES.get(key)
    if known is None:
        compile_route(rule)
        names = ("_parts", "_trace", "_converters", "arguments")
        ROUTES[key] = {name: getattr(rule, name) for name in names} | {
            name: getattr(rule, name).__func__ for name in ("_build", "_build_unknown")
        }
        return
    rule._parts, rule._trace, rule._converters = (
        list(known["_parts"]),
        list(known["_trace"]),
        dict(known["_converters"]),
    )
    rule.arguments = set(known["arguments"])
    rule._build = known["_build"].__get__(rule, None)
    rule._build_unknown = known["_build_unknown"].__get__(rule, None)


Rule.compile = _compile_route_once  # type: ignore[method-assign]


# Statements that an earlier test of this process compiled, each database's own: compiling them took an eighth of all time.
STATEMENTS: dict[str, LRUCache[Any, Any]] = {}


def _keep_statements() -> None:
    """Let all engines of a kind share what was compiled; they have one dialect, set alike."""
    engine = db.engine
    dialect = type(engine.dialect)
    if dialect.__hash__ is object.__hash__:
        dialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign, assignment]
        dialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign, assignment]
    engine._compiled_cache = STATEMENTS.setdefault(engine.dialect.name, LRUCache(4000))


READINGS: dict[str, OriginalRead] = {}
read_original = nlp.read_original


def _read_original_once(original: Original, others: Mapping[int, str]) -> OriginalRead:
    """Read the same story among the same others once a test process: nearly every test has one told."""
    key = repr((original, others, os.environ.get("STORYNLP_MODELS")))
    if key not in READINGS:
        READINGS[key] = read_original(original, others)
    return READINGS[key]


nlp.read_original = _read_original_once


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(is_demo: bool) -> Clock:
    clock = Clock()
    clock.now = DEMO_NOW if is_demo else NOW
    return clock


@pytest.fixture
def kit(settings: Settings, clock: Clock) -> Kit:
    return replace(make_kit(settings), clock=clock)


@pytest.fixture
def app(settings: Settings, kit: Kit) -> Iterator[Flask]:
    """The whole application; an application context is pushed, as in a command or a worker."""
    app = create_app(settings, kit=kit)
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        _keep_statements()
        use_kit(kit)
        use_language("en")
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser that checks each page it opens, in English."""
    return PageClient(app, language="en")


@pytest.fixture
def russian(app: Flask) -> PageClient:
    """A browser that checks each page it opens, in Russian."""
    return PageClient(app, language="ru")


def _run_postgres(statement: str) -> None:
    engine = sa.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def _make_postgres(name: str, template: str = "template0") -> str:
    _run_postgres(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _run_postgres(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # no test pulls the plug
    return POSTGRES.rsplit("/", 1)[0] + f"/{name}"


def _drop_postgres(name: str) -> None:
    _run_postgres(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """In strict mode a test that was skipped for want of a server, a browser or an office program has failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("STORYAPP_STRICT") and "needs " in str(report.longrepr):
        report.outcome = "failed"
