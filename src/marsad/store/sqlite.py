"""SQLite as the backend: everything that only SQLite understands is here.

WAL with synchronous FULL: measured elsewhere, NORMAL loses acknowledged commits at power loss and FULL loses none.
Versions before 3.51.3 can damage the WAL when several connections write or checkpoint; one process writes at a time
(``locks``) over one connection, and readers open read-only, which never checkpoints.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

_PATIENCE = 30  # seconds a statement waits for another connection
ERRORS = (DBAPIError, sqlite3.Error)  # setting up a connection fails without SQLAlchemy's wrapping
# Pages kept in memory (64 MB) and written to the log before it is worked into the file (16 MB): speed, not safety.
# What is deleted is overwritten: an erased name is not to be found in the file.
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "wal_autocheckpoint=4000",
    "secure_delete=ON",
)  # fmt: skip


def open_writer(path: Path) -> Engine:
    """An engine with one connection that may write; the file is made if need be."""
    engine = create_engine("sqlite://", creator=lambda: _connect(str(path), False), poolclass=StaticPool)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def open_reader(path: Path) -> Engine:
    """An engine that cannot write; readers do not wait for the writer."""
    name = f"{path.absolute().as_uri()}?mode=ro"
    engine = create_engine("sqlite://", creator=lambda: _connect(name, True), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def is_half_changed(path: Path) -> bool:
    """Whether a change was cut off before the file was in WAL mode; only a writer can take it back."""
    return path.with_name(f"{path.name}-journal").exists()


def open_empty() -> Engine:
    """An engine over an empty store in memory: what a data folder is that holds nothing yet."""
    return create_engine("sqlite://", poolclass=StaticPool)


def _connect(name: str, uri: bool) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=_PATIENCE, uri=uri, isolation_level=None, check_same_thread=False)


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin in so many words: the driver would leave out changes of tables."""
    connection.exec_driver_sql("BEGIN")


def wipe_deleted(engine: Engine) -> None:
    """Work the log into the file and empty it, so that deleted rows are in neither; readers at work put it off."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def find_damage(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file and the references between rows."""
    found = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(20)")) if row[0] != "ok"]
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(20)
    return found + [f"table {row[0]}: a row points to a missing row of {row[2]}" for row in broken]
