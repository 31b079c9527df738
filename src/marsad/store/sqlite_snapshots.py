"""Whole copies of a SQLite database by its backup API: copying the file while somebody writes damages the copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection

from .backends import Backend
from .sqlite import Sqlite, database_path


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, in one file; writers go on meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=60)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # readable from a disk that cannot be written
    with target.open("rb") as file:
        os.fsync(file.fileno())


class SqliteSnapshots:
    """Copies of the database file of a data folder."""

    file = "marsad.sqlite"

    def __init__(self, path: Path) -> None:
        """``path`` of the database in use."""
        self.path = path

    @contextmanager
    def freeze(self, folder: Path) -> Iterator[Connection]:
        """Copy the file; the connection reads the copy."""
        copy_database(self.path, folder / self.file)
        engine = Sqlite(folder / self.file).open_reader()
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def stage(self, home: Path) -> Backend:
        """The file of that folder."""
        return Sqlite(database_path(home))

    def load(self, folder: Path, staged: Backend) -> None:
        """Copy the file of a backup, which nobody writes."""
        shutil.copy2(folder / self.file, staged.name)
        Path(staged.name).chmod(0o600)

    def promote(self, staged: Backend, aside: str) -> None:
        """Nothing to do: the file goes with its folder."""

    def drop(self, staged: Backend) -> None:
        """Nothing to do: the file goes with its folder."""
