"""Which database keeps the rows: SQLite in the data folder, or PostgreSQL where ``MARSAD_DATABASE`` names one.

What only one of them understands is in ``sqlite`` and ``postgresql``; everything else in this room speaks to both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Engine, FromClause, Select

from ..errors import StoreError
from ..model import Box
from . import sqlite
from .addresses import parse_address
from .locks import OnWait


class Backend(Protocol):
    """What the store asks of a database. ``name`` is what messages call it, without a password."""

    name: str
    errors: tuple[type[Exception], ...]

    def open_writer(self, patience: float, on_wait: OnWait | None) -> Engine:
        """An engine with one connection that may write, alone; waits ``patience`` seconds for its turn."""

    def open_reader(self, keep: bool = False) -> Engine:
        """An engine that cannot write and waits for nobody; each transaction sees one moment.

        ``keep``: connections are used again, for who asks often.
        """

    def is_half_changed(self) -> bool:
        """Whether a killed writer left a change that only a writer can take back."""

    def explain(self, error: Exception) -> StoreError:
        """The database's complaint, with its remedy."""

    def settle_tables(self, connection: Connection) -> None:
        """What is to be done to tables that migrations have made, so that both databases give the same answers."""

    def wipe_deleted(self, engine: Engine) -> None:
        """Make sure that what was deleted over this engine can no longer be read from the files of the database."""


def choose_backend(home: Path, address: str | None) -> Backend:
    """The database of a data folder: at ``address``, else SQLite. StoreError when the address cannot be read."""
    if address is None:
        return sqlite.Sqlite(sqlite.database_path(home))
    from . import postgresql  # the driver takes time to import

    return postgresql.Postgresql(parse_address(address))


class Speech(Protocol):
    """What is said differently to each database: its own checks, and the indexes of words and places."""

    def find_damage(self, connection: Connection) -> list[str]:
        """What the database itself finds wrong with its files and the references between rows."""

    def make_indexes(self, connection: Connection) -> None:
        """Make the indexes of words and places anew, empty."""

    def add_words(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
        """Index texts: number, folded words with spaces between."""

    def add_places(self, connection: Connection, rows: Sequence[tuple[int, float, float]]) -> None:
        """Index events: number, latitude, longitude."""

    def drop_places(self, connection: Connection, ids: Select[int]) -> None:
        """Take events out of the index of places."""

    def match_words(self, words: Sequence[tuple[str, bool]]) -> Select[int]:
        """The numbers of texts that hold all of these folded words, or words that begin so (True)."""

    def match_box(self, box: Box) -> Select[int]:
        """The numbers of events in a rectangle, and perhaps of some a hair outside."""

    def tally(
        self, connection: Connection, columns: Mapping[str, ColumnElement[int]], rows: FromClause,
        chosen: Sequence[ColumnElement[bool]],
    ) -> dict[str, dict[int | None, int]]:  # fmt: skip
        """How often each column has each value, in one pass over the rows."""


def speech(connection: Connection) -> Speech:
    """How the database of a connection is spoken to."""
    if connection.dialect.name == "sqlite":
        return sqlite
    from . import postgresql

    return postgresql
