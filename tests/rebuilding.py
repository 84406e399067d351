"""A migration as one will be written some day: it rebuilds a table that has children."""

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine

from storyapp.data.db import foreign_keys_resting


def rebuild_stories(engine: Engine) -> None:
    """Add a column to `stories` by rebuilding it, the way `migrations/env.py` runs a batch."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        with foreign_keys_resting(connection):
            with (
                context.begin_transaction(),
                Operations(context).batch_alter_table("stories", recreate="always") as batch,
            ):
                batch.add_column(sa.Column("mood", sa.String(20), nullable=True))
            connection.commit()
