"""Copies of the rows as they were at one moment, taken while others write, and copies put in the place of the rows.

A backup is a folder laid out like a data folder: the database, ``objects/``, and ``backup.json`` that describes it.
What each database needs for that is in ``sqlite_snapshots`` and ``postgresql_snapshots``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePosixPath
from typing import Protocol

import msgspec
from sqlalchemy import Connection, MetaData, Table, func, inspect, select

from ..errors import StoreError
from .backends import Backend
from .objects import READ_ONLY, Objects, hash_file
from .records import PrivateRow, canonical
from .sqlite import Sqlite
from .sqlite_snapshots import SqliteSnapshots
from .tables import LOG, audited_tables

MANIFEST = "backup.json"
FORMAT = 1


class Snapshots(Protocol):
    """What a database can do with whole copies of itself; ``file`` is what a copy is called in a backup."""

    file: str

    def freeze(self, folder: Path) -> AbstractContextManager[Connection]:
        """Write a copy into a folder; the connection sees what was copied, whatever is written meanwhile."""

    def stage(self, home: Path) -> Backend:
        """The database of a data folder that is being made beside the one in use; nothing is in it yet."""

    def load(self, folder: Path, staged: Backend) -> None:
        """Bring the copy in a folder into a staged database."""

    def promote(self, staged: Backend, aside: str) -> None:
        """Put a staged database in the place of the one in use, which is kept under the name ``aside``."""

    def drop(self, staged: Backend) -> None:
        """Take a staged database away."""


def snapshots_of(backend: Backend) -> Snapshots:
    """Copies of the database of a backend."""
    if isinstance(backend, Sqlite):
        return SqliteSnapshots(backend.path)
    from .postgresql_snapshots import PostgresqlSnapshots

    return PostgresqlSnapshots(backend)


class Manifest(msgspec.Struct, kw_only=True):
    """What a backup holds. ``database`` is the file of the rows, ``files`` the SHA-256 of every file but objects.

    ``objects`` and ``bytes`` count the objects and their size, ``rows`` the rows by table.
    """

    format: int = FORMAT
    version: str
    schema: str
    made: str
    database: str
    objects: int
    bytes: int
    rows: dict[str, int]
    files: dict[str, str] = {}

    def save(self, folder: Path) -> None:
        """Hash the files of a backup and describe it; it is whole once this is there."""
        self.files = {name: hash_file(folder / name) for name in _files(folder) if name != MANIFEST}
        part = folder / f".{MANIFEST}"
        part.write_bytes(canonical(msgspec.to_builtins(self)) + b"\n")
        os.sync()
        part.replace(folder / MANIFEST)


def load_manifest(folder: Path) -> Manifest:
    """The description of a backup; StoreError when the folder holds none, or one of a newer program."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise StoreError(f"{folder}: no backup ({MANIFEST}: {error}). Name what `marsad backup` wrote.") from error
    if manifest.format > FORMAT:
        raise StoreError(f"{folder}: a backup of a newer Marsad ({manifest.version}). Restore it with that version.")
    outside = [
        name for name in manifest.files if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
    ]
    if outside:
        raise StoreError(f"{folder}: {outside[0]!r} leads out of it. Use another backup.")
    return manifest


def find_changes(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Files of a backup that are not those that were written; objects are checked with the rows that name them."""
    for name in _files(folder):
        if name != MANIFEST and name not in manifest.files:
            yield f"{name}: nobody knows this file"
    for name, wanted in manifest.files.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: missing"
        elif hash_file(path) != wanted:
            yield f"{name}: altered"


def copy_objects(source: Objects, target: Objects, keys: Iterable[str], link: bool) -> tuple[int, int]:
    """Copy or link objects; their number and bytes. What is missing or altered is left to whoever verifies the copy."""
    count = size = 0
    made: set[Path] = set()
    for key in keys:
        path, goal = source.path(key), target.path(key)
        if goal.parent not in made:
            goal.parent.mkdir(parents=True, exist_ok=True)
            made.add(goal.parent)
        with suppress(FileNotFoundError):
            if not (link and _link(path, goal)):
                shutil.copyfile(path, goal)
                goal.chmod(READ_ONLY)
            count, size = count + 1, size + path.stat().st_size
    return count, size


def _link(path: Path, goal: Path) -> bool:
    """Make a hard link where the file system can; both names then hold the same bytes, on the same disk."""
    try:
        goal.hardlink_to(path)
    except FileNotFoundError:
        raise
    except OSError:
        return False
    return True


def _files(folder: Path) -> Iterator[str]:
    """Names of the files in a folder but the objects, of which there may be a million."""
    for entry in sorted(folder.iterdir()):
        if entry.name != "objects":
            inside = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
            yield from (path.relative_to(folder).as_posix() for path in inside if path.is_file())


def reflect(connection: Connection) -> list[Table]:
    """The tables, as whatever version made them, that hold more than what can be derived from others."""
    names = {*audited_tables(), LOG, PrivateRow.table} & {*inspect(connection).get_table_names()}
    found = MetaData()
    found.reflect(connection, only=sorted(names), resolve_fks=False)
    return sorted(found.tables.values(), key=lambda table: str(table.name))


def count_rows(connection: Connection) -> dict[str, int]:
    """Number of rows by table."""
    return {
        str(table.name): connection.execute(select(func.count()).select_from(table)).scalar() or 0
        for table in reflect(connection)
    }


def digest_rows(connection: Connection) -> dict[str, str]:
    """A hash over every row of every table, of whatever version, for comparing a copy with what was copied."""
    found: dict[str, str] = {}
    for table in reflect(connection):
        digest = hashlib.sha256()
        query = select(table).order_by(*(table.primary_key.columns or table.columns))
        for row in connection.execute(query, execution_options={"yield_per": 1000}):
            digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
        found[str(table.name)] = digest.hexdigest()
    return found
