"""Runs migrations on the application's own engine; SQLite's foreign keys rest meanwhile.

A batch operation on SQLite drops and rebuilds the table, and ON DELETE CASCADE would silently empty its children.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

import storyapp.data.tables.coding
import storyapp.data.tables.collectors
import storyapp.data.tables.consenting
import storyapp.data.tables.evidence
import storyapp.data.tables.house
import storyapp.data.tables.memos
import storyapp.data.tables.method_changes
import storyapp.data.tables.outputs
import storyapp.data.tables.people
import storyapp.data.tables.polls
import storyapp.data.tables.programmes
import storyapp.data.tables.quotes
import storyapp.data.tables.rooms
import storyapp.data.tables.rounds
import storyapp.data.tables.signals
import storyapp.data.tables.stories
import storyapp.data.tables.unplanned
from storyapp.data.db import db, foreign_keys_resting


def run(connection: Connection) -> None:
    """Migrate over one connection and check that no child row lost its parent."""
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection, target_metadata=db.metadata, render_as_batch=is_sqlite, compare_type=True,
        transaction_per_migration=False, include_object=is_ours, render_item=render_plainly,
    )  # fmt: skip
    with foreign_keys_resting(connection):
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError("a row lost its parent; nothing was changed")
        connection.commit()


def is_ours(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave the full-text tables alone: they are made by hand."""
    return not (kind == "table" and (name or "").startswith("story_search"))


def render_plainly(kind: str, thing: object, autogen_context: object) -> str | bool:
    """Write our column types as plain ones, so that migrations import nothing of the application."""
    plain = {"UtcTime": "sa.DateTime(timezone=True)", "Words": "sa.JSON()", "ByName": "sa.String(length=40)"}
    return plain.get(type(thing).__name__, False) if kind == "type" else False


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with current_app.extensions["sqlalchemy"].engine.connect() as connection:
        run(connection)
