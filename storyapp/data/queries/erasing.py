"""Makes deleted words disappear from the database file as well."""

import logging
import sqlite3

from storyapp.data.db import BUSY_SECONDS, db

log = logging.getLogger(__name__)
PATIENCE_MS = 3000


def wipe_what_was_deleted() -> None:
    """Rewrite SQLite's search index and empty its write-ahead log; PostgreSQL keeps its files to itself.

    The rows are gone already. Where others keep the file busy, the next wipe clears what is left between pages.
    """
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    connection = db.engine.raw_connection()  # outside transactions: a checkpoint cannot run in one
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        cursor.execute("INSERT INTO story_search(story_search) VALUES ('optimize')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError as busy:
        log.warning("wiping waits for the next time: %s", busy)
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        connection.close()
