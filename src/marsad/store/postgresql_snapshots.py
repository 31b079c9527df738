"""Whole copies of a PostgreSQL database by ``pg_dump`` and ``pg_restore``, as they are found on the PATH.

A copy is restored into a database of its own beside the one in use, checked there, and only then takes its name; for
that the user of ``MARSAD_DATABASE`` must be allowed to create databases (``ALTER USER … CREATEDB``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, text

from ..errors import StoreError
from .addresses import Address
from .backends import Backend
from .postgresql import Postgresql

_SERVICE = "postgres"  # the database to stand in while others are renamed


class PostgresqlSnapshots:
    """Copies of a database of a server."""

    file = "marsad.pgdump"

    def __init__(self, backend: Backend) -> None:
        """``backend`` of the database in use."""
        assert isinstance(backend, Postgresql)
        self.address = backend.address

    @contextmanager
    def freeze(self, folder: Path) -> Iterator[Connection]:
        """Dump what a transaction sees, while that transaction lasts."""
        engine = Postgresql(self.address).open_reader()
        try:
            with engine.begin() as connection:
                snapshot = connection.execute(text("select pg_export_snapshot()")).scalar()
                options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
                _run("pg_dump", self.address, *options, f"--file={folder / self.file}")
                yield connection
        finally:
            engine.dispose()

    def stage(self, home: Path) -> Backend:
        """A database named after the one in use."""
        return Postgresql(replace(self.address, database=f"{self.address.database}_staged"))

    def load(self, folder: Path, staged: Backend) -> None:
        """Make the staged database, over one that was left behind, and restore the dump into it."""
        assert isinstance(staged, Postgresql)
        self._tell(
            f'drop database if exists "{staged.address.database}"', f'create database "{staged.address.database}"'
        )
        options = ["--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={staged.address.database}"]
        _run("pg_restore", staged.address, *options, str(folder / self.file))

    def promote(self, staged: Backend, aside: str) -> None:
        """Rename the database in use, then the staged one."""
        assert isinstance(staged, Postgresql)
        name = self.address.database
        kept = f"{name}_{aside}"
        self._tell(
            f'alter database "{name}" rename to "{kept}"',
            f'alter database "{staged.address.database}" rename to "{name}"',
        )

    def drop(self, staged: Backend) -> None:
        """Drop the staged database."""
        assert isinstance(staged, Postgresql)
        self._tell(f'drop database if exists "{staged.address.database}"')

    def _tell(self, *statements: str) -> None:
        """Statements about databases, which no transaction can hold."""
        backend = Postgresql(replace(self.address, database=_SERVICE))
        engine = backend.open_reader()
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("set session characteristics as transaction read write"))
                for statement in statements:
                    connection.execute(text(statement))
        except backend.errors as error:
            raise backend.explain(error) from error
        finally:
            engine.dispose()


def _run(tool: str, address: Address, *options: str) -> None:
    """Run a tool of PostgreSQL; its complaint comes as StoreError, without the password."""
    found = shutil.which(tool)
    if found is None:
        raise StoreError(f"{address}: {tool} is not installed. Install PostgreSQL's client (postgresql-client).")
    where = {
        "PGHOST": address.host, "PGPORT": str(address.port), "PGUSER": address.user, "PGDATABASE": address.database,
        "PGSSLMODE": address.sslmode,
    }  # fmt: skip
    password = {"PGPASSWORD": address.password} if address.password is not None else {}
    done = subprocess.run(
        [found, "--no-password", *options], env={**os.environ, **where, **password}, capture_output=True, text=True
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StoreError(f"{address}: {tool}: {reason}. See that its version is not older than the server's.")
