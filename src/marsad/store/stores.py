"""``open_store``: the evidence store of a data folder, for reading or, one process at a time, for writing.

Example: ``with open_store(data_home(), write=True) as store, store.transaction() as connection: …``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from ..errors import StoreError
from .locks import hold_lock
from .objects import Objects
from .sqlite import ERRORS, is_half_changed, open_empty, open_reader, open_writer
from .tables import metadata

SCHEMA = "0006"  # the newest of migrations/versions
_PATIENCE = 600.0  # seconds to wait for another writer

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Store:
    """Objects and rows of one data folder; ``clock`` dates the custody log and nothing else."""

    home: Path
    objects: Objects
    engine: Engine
    clock: Clock = _now

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing; what was committed is on the disk. Database errors come as StoreError."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except ERRORS as error:
            raise _explain(self.home, error) from error


def database_path(home: Path) -> Path:
    """The database file of a data folder."""
    return home / "marsad.sqlite"


@contextmanager
def open_store(
    home: Path, write: bool = False, *, patience: float = _PATIENCE, on_wait: Callable[[str], object] | None = None,
    clock: Clock = _now,
) -> Iterator[Store]:  # fmt: skip
    """The store of ``home``; a writer waits ``patience`` seconds for its turn. Nothing kept yet reads as empty."""
    with ExitStack() as stack:
        if write:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            stack.enter_context(hold_lock(home / "marsad.lock", patience, on_wait))
        elif is_half_changed(database_path(home)):
            _recover(home)
        store = Store(home, Objects(home / "objects"), _open_engine(home, write), clock)
        stack.callback(lambda: store.engine.dispose())
        _prepare(store, write)
        yield store


def _recover(home: Path) -> None:
    """Let SQLite take back what a killed first run left half written; a living one holds the lock and goes on."""
    with suppress(StoreError), hold_lock(home / "marsad.lock", 0):
        engine = open_writer(database_path(home))
        with engine.begin():
            pass
        engine.dispose()


def _open_engine(home: Path, write: bool) -> Engine:
    path = database_path(home)
    if write:
        return open_writer(path)
    return open_reader(path) if path.exists() else open_empty()


def _prepare(store: Store, write: bool) -> None:
    """Bring the tables up to this program's version, or refuse a store of a newer one."""
    with store.transaction() as connection:
        found = _schema(connection)
        _check_schema(store.home, found, write)
        if write and found != SCHEMA:
            _migrate(connection)
    if write:
        store.objects.sweep()
    elif found is None:  # nothing there, or a first run that ended before it made its tables
        store.engine.dispose()
        store.engine = open_empty()
        with store.transaction() as connection:
            metadata.create_all(connection)


def _check_schema(home: Path, found: str | None, write: bool) -> None:
    if found is not None and found > SCHEMA:
        raise StoreError(
            f"{database_path(home)}: written by a newer Marsad (schema {found}, this one knows {SCHEMA}). "
            "Use that version, or another MARSAD_HOME."
        )
    if found is not None and found < SCHEMA and not write:
        raise StoreError(
            f"{database_path(home)}: written by an older Marsad (schema {found}). "
            "Run `marsad add` with something to add: it brings the store up to date."
        )


def _schema(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    return None if found is None else str(found)


def _migrate(connection: Connection) -> None:
    from alembic import command  # slow to import; only a new or older store needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _explain(home: Path, error: Exception) -> StoreError:
    """The database's complaint with its remedy."""
    reason = str(getattr(error, "orig", error))
    if "disk is full" in reason or "disk I/O" in reason:
        remedy = "Free disk space and run the same command again; what was acknowledged is safe"
    elif "malformed" in reason or "not a database" in reason:
        remedy = "The file is damaged: restore it from a backup; the originals under objects/ can be added again"
    else:
        remedy = "Check the rights of the data folder"
    return StoreError(f"{database_path(home)}: {reason}. {remedy}.")
