"""The databases that tests run on: files of SQLite, or databases of a PostgreSQL server of the test run's own."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

import pg8000.dbapi
import pytest
from sqlalchemy.engine import URL, make_url

from marsad.store import open_store
from marsad.store.backends import choose_backend

_SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "postgresql.sh"
_NONE_TO_BE_HAD = 3  # exit code of the script


class Databases(Protocol):
    """Where the rows of data folders are kept during a test, and ways to reach them past the program."""

    name: str

    def used(self) -> Any:
        """While this context lasts, the store of any folder is opened in these databases."""

    def run(self, home: Path, statement: str) -> int:
        """Run one statement in the database of a folder; the number of rows it changed."""

    def copy(self, home: Path, target: Path) -> Path:
        """A copy of a folder with its database."""

    def environ(self, home: Path) -> dict[str, str]:
        """What a process needs to open the store of a folder."""


class SqliteDatabases:
    """A file in each folder."""

    name = "sqlite"

    @contextmanager
    def used(self) -> Iterator[None]:
        with patch("marsad.store.stores.find_backend", lambda home: choose_backend(home, None)):
            yield

    def run(self, home: Path, statement: str) -> int:
        connection = sqlite3.connect(home / "marsad.sqlite")
        with connection:
            count = connection.execute(statement).rowcount
        connection.close()
        return count

    def copy(self, home: Path, target: Path) -> Path:
        return Path(shutil.copytree(home, target))

    def environ(self, home: Path) -> dict[str, str]:
        return {"MARSAD_HOME": str(home), "MARSAD_DATABASE": ""}


class PostgresqlDatabases:
    """A database for each folder, made when the folder's store is opened first."""

    name = "postgresql"

    def __init__(self, server: URL, home: Path) -> None:
        """``home`` becomes the folder of the empty store that databases are copied from."""
        self.server = server
        self.prefix = f"marsad_{os.getpid()}"
        self.names: dict[Path, str] = {home.resolve(): self.prefix}
        self.command(f"create database {self.prefix}")
        with self.used(), open_store(home, write=True):
            pass

    @classmethod
    @contextmanager
    def serve(cls, home: Path) -> Iterator[PostgresqlDatabases]:
        """On the server that MARSAD_TEST_DATABASE names, or one started for this run; skips where none can be had."""
        if named := os.environ.get("MARSAD_TEST_DATABASE"):
            databases = cls(make_url(named), home)
            yield databases
            databases.command(f"drop database {databases.prefix} with (force)")
            return
        with subprocess.Popen([_SCRIPT], stdin=-1, stdout=-1, stderr=-1, text=True) as server:
            assert server.stdout and server.stderr and server.stdin
            address = server.stdout.readline().strip()
            if not address:
                said = server.stderr.read().strip()
                if server.wait() == _NONE_TO_BE_HAD:
                    pytest.skip(said)
                raise RuntimeError(said)
            try:
                yield cls(make_url(address), home)
            finally:
                server.communicate()

    @contextmanager
    def used(self) -> Iterator[None]:
        before = set(self.names)
        with patch("marsad.store.stores.find_backend", lambda home: choose_backend(home, self.address(home))):
            yield
        for home in self.names.keys() - before:
            self.command(f"drop database {self.names.pop(home)} with (force)")

    def address(self, home: Path) -> str:
        return self._url(home).render_as_string(hide_password=False)

    def run(self, home: Path, statement: str) -> int:
        return self._run(self._url(home), statement)

    def copy(self, home: Path, target: Path) -> Path:
        shutil.copytree(home, target)
        self._make(target, self.names[home.resolve()])
        return target

    def environ(self, home: Path) -> dict[str, str]:
        return {"MARSAD_HOME": str(home), "MARSAD_DATABASE": self.address(home)}

    def command(self, statement: str) -> int:
        """Something for the server itself."""
        return self._run(self.server, statement)

    def _url(self, home: Path) -> URL:
        if home.resolve() not in self.names:
            self._make(home, self.prefix)
        return self.server.set(database=self.names[home.resolve()])

    def _make(self, home: Path, template: str) -> None:
        """A database named by the folder; a forked process may have made it."""
        name = f"{self.prefix}_{hashlib.sha256(bytes(home.resolve())).hexdigest()[:16]}"
        self.names[home.resolve()] = name
        if not self.command(f"select from pg_database where datname = '{name}'"):
            self.command(f"create database {name} template {template} strategy file_copy")

    @staticmethod
    def _run(url: URL, statement: str) -> int:
        connection = pg8000.dbapi.connect(
            url.username or "", host=url.host or "", port=url.port or 0, password=url.password, database=url.database
        )
        connection.autocommit = True
        cursor = connection.cursor()
        try:
            cursor.execute(statement)
            return int(cursor.rowcount)
        finally:
            connection.close()
