"""Which database keeps the rows: SQLite in the data folder, or PostgreSQL where ``MARSAD_DATABASE`` names one.

What only one of them understands is in ``sqlite`` and ``postgresql``; everything else in this room speaks to both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from ..errors import StoreError
from . import sqlite
from .locks import OnWait


class Backend(Protocol):
    """What the store asks of a database. ``name`` is what messages call it, without a password."""

    name: str
    errors: tuple[type[Exception], ...]

    def open_writer(self, patience: float, on_wait: OnWait | None) -> Engine:
        """An engine with one connection that may write, alone; waits ``patience`` seconds for its turn."""

    def open_reader(self) -> Engine:
        """An engine that cannot write and waits for nobody; each transaction sees one moment."""

    def is_half_changed(self) -> bool:
        """Whether a killed writer left a change that only a writer can take back."""

    def explain(self, error: Exception) -> StoreError:
        """The database's complaint, with its remedy."""

    def settle_tables(self, connection: Connection) -> None:
        """What is to be done to tables that migrations have made, so that both databases give the same answers."""


def choose_backend(home: Path, address: str | None) -> Backend:
    """The database of a data folder: at ``address``, else SQLite. StoreError when the address cannot be read."""
    if address is None:
        return sqlite.Sqlite(sqlite.database_path(home))
    from . import postgresql  # the driver takes time to import

    return postgresql.Postgresql(postgresql.parse_address(address))


def find_damage(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its files and the references between rows."""
    if connection.dialect.name == "sqlite":
        return sqlite.find_damage(connection)
    from . import postgresql

    return postgresql.find_damage(connection)
