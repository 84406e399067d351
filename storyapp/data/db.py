"""The database: one session, constraint names, and how SQLite is made to behave."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, Engine, ForeignKey, MetaData, UpdateBase, event
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.pool import Pool

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_SECONDS = 20
RESTS_SECONDS = 5
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """The ground of all tables."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)


class OfOrganisation:
    """A row that belongs to one organisation; queries over people's data start from it."""

    @declared_attr
    def organisation_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)


class OfProgramme(OfOrganisation):
    """A row that belongs to one programme of one organisation."""

    @declared_attr
    def programme_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), index=True)


def n_touched(statement: UpdateBase) -> int:
    """Run an update or a delete and return how many rows it touched."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


def add_unless_there(model: type[Base], **values: Any) -> None:
    """Insert a row; where another has its key, also one that is being written at this moment, nothing happens."""
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgres_insert
    db.session.execute(insert(model).values(**values).on_conflict_do_nothing())


@contextmanager
def writing() -> Iterator[None]:
    """Make transactions begun inside take SQLite's write lock at once.

    A deferred BEGIN that reads first and writes later fails under concurrency with no retry possible.
    """
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def leave_connections() -> None:
    """Close what is open to the database, so that a process made from this one opens connections of its own."""
    db.session.remove()
    db.engine.dispose()


def is_taken(error: DBAPIError) -> bool:
    """Tell whether a row was refused because another has what only one may have: somebody wrote it a moment before."""
    return getattr(error.orig, "sqlstate", "") == "23505" or str(error.orig).startswith("UNIQUE constraint failed")


def is_writing() -> bool:
    """Tell whether an act is under way in this context."""
    return _writing.get()


def engine_options(url: str) -> dict[str, Any]:
    """Return SQLAlchemy's engine options for a database address; parameters never reach an error text."""
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return options | {"connect_args": {"timeout": BUSY_SECONDS}}
    return options | {"pool_size": 8, "max_overflow": 8, "connect_args": {"connect_timeout": 5}}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # BEGIN is ours to say
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Pool, "checkout")
def _ping_rested(connection: Any, record: Any, proxy: Any) -> None:
    """Ask a connection that rested whether it is still there; one that was used a moment ago is not asked."""
    if isinstance(connection, sqlite3.Connection):
        return
    rested_since = record.info.get("rested_since")
    if rested_since is None or time.monotonic() - rested_since < RESTS_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Exception as gone:  # each driver has words of its own for a lost connection
        raise DisconnectionError from gone


@event.listens_for(Pool, "checkin")
def _note_rest(connection: Any, record: Any) -> None:
    record.info["rested_since"] = time.monotonic()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def foreign_keys_resting(connection: Connection) -> Iterator[None]:
    """Let SQLite's foreign keys rest while a migration rebuilds tables; the pragma does nothing in a transaction."""
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def keep_quick() -> None:
    """Let SQLite learn how its tables are filled; without that it picks the wrong index at 100,000 stories."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA optimize=0x10002")
            connection.commit()
