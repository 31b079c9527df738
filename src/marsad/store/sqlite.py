"""SQLite as the backend: everything that only SQLite understands is here.

WAL with synchronous FULL: measured elsewhere, NORMAL loses acknowledged commits at power loss and FULL loses none.
Versions before 3.51.3 can damage the WAL when several connections write or checkpoint; one process writes at a time
(``locks``) over one connection, and readers open read-only, which never checkpoints.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Engine,
    FromClause,
    Integer,
    Select,
    column,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from ..errors import StoreError
from ..model import Box
from .locks import OnWait

_POOLS = {False: NullPool, True: QueuePool}
_PATIENCE = 30  # seconds a statement waits for another connection
# Pages kept in memory (64 MB) and written to the log before it is worked into the file (16 MB): speed, not safety.
# What is deleted is overwritten: an erased name is not to be found in the file.
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "wal_autocheckpoint=4000",
    "secure_delete=ON",
)  # fmt: skip


def database_path(home: Path) -> Path:
    """The database file of a data folder."""
    return home / "marsad.sqlite"


class Sqlite:
    """The database file of a data folder."""

    # Setting up a connection fails without SQLAlchemy's wrapping.
    errors: tuple[type[Exception], ...] = (DBAPIError, sqlite3.Error)

    def __init__(self, path: Path) -> None:
        """``path`` is made when somebody writes."""
        self.path = path
        self.name = str(path)

    def open_writer(self, patience: float, on_wait: OnWait | None) -> Engine:
        """An engine with one connection that may write; the lock of the data folder has kept others out."""
        engine = create_engine("sqlite://", creator=lambda: _connect(self.name, False), poolclass=StaticPool)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "close", _note_statistics)
        return engine

    def open_reader(self, keep: bool = False) -> Engine:
        """An engine that cannot write; readers do not wait for the writer. Empty where there is no file."""
        if not self.path.exists():
            return open_empty()
        name = f"{self.path.absolute().as_uri()}?mode=ro"
        engine = create_engine("sqlite://", creator=lambda: _connect(name, True), poolclass=_POOLS[keep])
        event.listen(engine, "begin", _begin)
        return engine

    def is_half_changed(self) -> bool:
        """Whether a change was cut off before the file was in WAL mode; only a writer can take it back."""
        return self.path.with_name(f"{self.path.name}-journal").exists()

    def explain(self, error: Exception) -> StoreError:
        """What SQLite says, with what to do."""
        reason = str(getattr(error, "orig", error))
        if "disk is full" in reason or "disk I/O" in reason:
            remedy = "Free disk space and run the same command again; what was acknowledged is safe"
        elif "malformed" in reason or "not a database" in reason:
            remedy = "The file is damaged: restore it from a backup; the originals under objects/ can be added again"
        else:
            remedy = "Check the rights of the data folder"
        return StoreError(f"{self.name}: {reason}. {remedy}.")

    def settle_tables(self, connection: Connection) -> None:
        """Nothing to do: SQLite sorts text by code points."""

    def wipe_deleted(self, engine: Engine) -> None:
        """Work the log into the file and empty it: deleted rows are in neither. Readers at work put it off."""
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def open_empty() -> Engine:
    """An engine over an empty store in memory: what a data folder is that holds nothing yet."""
    return create_engine("sqlite://", poolclass=StaticPool)


def _connect(name: str, uri: bool) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=_PATIENCE, uri=uri, isolation_level=None, check_same_thread=False)


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _note_statistics(connection: Any, _record: Any) -> None:
    """Let readers know which indexes are worth asking: a hundredth of a second, whatever the size."""
    with suppress(sqlite3.Error):  # on a full disk the old ones do
        connection.execute("PRAGMA analysis_limit=1000")
        connection.execute("ANALYZE")


def _begin(connection: Connection) -> None:
    """Begin in so many words: the driver would leave out changes of tables."""
    connection.exec_driver_sql("BEGIN")


def find_damage(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file and the references between rows."""
    found = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(20)")) if row[0] != "ok"]
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(20)
    return found + [f"table {row[0]}: a row points to a missing row of {row[2]}" for row in broken]


# -- indexes of words and places ---------------------------------------------------------------------------

# Words come folded and split (outlines.find_words), so the tokenizer has nothing to decide; without their places in the
# text and without a copy of it, the index is a quarter of the size. R*Trees keep 32 bits of a coordinate, rounded
# outwards: what they give is compared with the exact values.
_INDEXES = (
    "create virtual table text_words using fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')",
    "create virtual table event_place using rtree(id, west, east, south, north)",
)
_words = table("text_words", column("rowid", Integer), column("text_words"))
_corners = [column(name, Double) for name in ("west", "east", "south", "north")]
_places = table("event_place", column("id", Integer), *_corners)


def make_indexes(connection: Connection) -> None:
    """Make the indexes of words and places anew, empty."""
    for name, statement in zip(("text_words", "event_place"), _INDEXES, strict=True):
        connection.execute(text(f"drop table if exists {name}"))
        connection.execute(text(statement))


def add_words(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Index texts: number, words with spaces between."""
    values = [{"id": number, "words": words} for number, words in rows]
    connection.execute(text("insert into text_words (rowid, words) values (:id, :words)"), values)


def add_places(connection: Connection, rows: Sequence[tuple[int, float, float]]) -> None:
    """Index events: number, latitude, longitude."""
    values = [{"id": n, "west": lon, "east": lon, "south": lat, "north": lat} for n, lat, lon in rows]
    connection.execute(insert(_places), values)


def drop_places(connection: Connection, ids: Select[int]) -> None:
    """Take events out of the index of places."""
    connection.execute(delete(_places).where(_places.c.id.in_(ids)))


def match_words(words: Sequence[tuple[str, bool]]) -> Select[int]:
    """The numbers of texts that hold all of these folded words, or words that begin so."""
    wanted = " AND ".join(f'"{word}"{"*" if begins else ""}' for word, begins in words)
    return select(_words.c.rowid).where(_words.c.text_words.op("match")(wanted))


def match_box(box: Box) -> Select[int]:
    """The numbers of events that may lie in a rectangle, those on its edge and a hair outside among them."""
    at = _places.c
    return select(at.id).where(at.west <= box.east, at.east >= box.west, at.south <= box.north, at.north >= box.south)


def tally(
    connection: Connection, columns: Mapping[str, ColumnElement[int]], rows: FromClause,
    chosen: Sequence[ColumnElement[bool]],
) -> dict[str, dict[int | None, int]]:  # fmt: skip
    """How often each column has each value; sorting the rows for each, as GROUP BY does, would take twice as long."""
    gathered = [func.json_group_array(column) for column in columns.values()]
    row = connection.execute(select(*gathered).select_from(rows).where(*chosen)).one()
    return {name: Counter(orjson.loads(values)) for name, values in zip(columns, row, strict=True)}
