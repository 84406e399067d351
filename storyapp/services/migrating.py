"""Brings the database to the shape that this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storyapp.data.db import db


def migration_config(folder: Path) -> Config:
    """Return Alembic's configuration for our folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option(
        "file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(rev)s_%%(slug)s"
    )
    return config


def upgrade(folder: Path, target: str = "head") -> None:
    """Go up to `target`."""
    command.upgrade(migration_config(folder), target)


def downgrade(folder: Path, target: str = "base") -> None:
    """Go down to `target`."""
    command.downgrade(migration_config(folder), target)


def is_current(folder: Path) -> bool:
    """Tell whether the database has the newest shape."""
    head = ScriptDirectory.from_config(migration_config(folder)).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
