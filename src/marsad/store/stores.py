"""``open_store``: the evidence store of a data folder, for reading or, one process at a time, for writing.

Example: ``with open_store(data_home(), write=True) as store, store.transaction() as connection: …``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, event, inspect, text

from ..errors import StoreError
from ..folders import current_user, database_address
from .backends import Backend, choose_backend
from .ledgers import close_journal, open_journal
from .locks import OnWait, hold_lock
from .objects import Objects
from .precautions import save_before
from .sqlite import open_empty
from .terms import forget_terms

SCHEMA = "0009"  # the newest of migrations/versions
PATIENCE = 600.0  # seconds to wait for another writer

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Store:
    """Objects and rows of one data folder; ``clock`` dates the audit log and nothing else, ``by`` is who writes."""

    home: Path
    objects: Objects
    backend: Backend
    engine: Engine
    clock: Clock = _now
    by: str | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing, the audit log included; what was committed is on the disk. Database errors: StoreError."""
        try:
            with self.engine.begin() as connection:
                open_journal(connection)
                yield connection
                close_journal(connection, self.clock(), self.by)
        except self.backend.errors as error:
            raise self.backend.explain(error) from error


def find_backend(home: Path) -> Backend:
    """The database of a data folder: the one that ``MARSAD_DATABASE`` names, else SQLite in the folder."""
    return choose_backend(home, database_address())


@contextmanager
def open_store(
    home: Path, write: bool = False, *, patience: float = PATIENCE, on_wait: OnWait | None = None, clock: Clock = _now,
    by: str | None = None, backend: Backend | None = None, keep: bool = False,
) -> Iterator[Store]:  # fmt: skip
    """The store of ``home``; a writer waits ``patience`` seconds for its turn. Nothing kept yet reads as empty.

    ``by`` is who writes, for the audit log: whoever runs the program when nobody is named. ``backend`` is the database
    where it is not that of the folder: of a copy that is being checked, or restored. ``keep``: somebody who
    reads often.
    """
    copy = backend is not None
    backend = backend or find_backend(home)
    with ExitStack() as stack:
        if write:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            stack.enter_context(hold_lock(home / "marsad.lock", patience, on_wait))
        elif backend.is_half_changed():
            _recover(home, backend)
        engine = backend.open_writer(patience, on_wait) if write else backend.open_reader(keep)
        event.listen(engine, "rollback", forget_terms)
        store = Store(home, Objects(home / "objects"), backend, engine, clock, by or current_user())
        stack.callback(lambda: store.engine.dispose())
        _prepare(store, write, copy)
        yield store


def _recover(home: Path, backend: Backend) -> None:
    """Let a writer take back what a killed first run left half written; a living one holds the lock and goes on."""
    with suppress(StoreError), hold_lock(home / "marsad.lock", 0):
        engine = backend.open_writer(0, None)
        with engine.begin():
            pass
        engine.dispose()


def _prepare(store: Store, write: bool, copy: bool) -> None:
    """Bring the tables up to this program's version, or refuse a store of a newer one; save what is there before."""
    with store.transaction() as connection:
        found = _schema(connection)
        _check_schema(store.backend, found, write)
        filled = found is not None and connection.execute(text("select count(*) from custody")).scalar()
    if write and found != SCHEMA:
        if found is not None and filled and not copy:
            save_before(store.home, store.backend, found, store.clock())
        with store.transaction() as connection:
            migrate(connection)
            store.backend.settle_tables(connection)
    if write:
        store.objects.sweep()
    elif found is None:  # nothing there, or a first run that ended before it made its tables
        store.engine.dispose()
        store.engine = open_empty()
        with store.transaction() as connection:
            migrate(connection)


def _check_schema(backend: Backend, found: str | None, write: bool) -> None:
    if found is not None and found > SCHEMA:
        raise StoreError(
            f"{backend.name}: written by a newer Marsad (schema {found}, this one knows {SCHEMA}). "
            "Use that version, or another MARSAD_HOME or MARSAD_DATABASE."
        )
    if found is not None and found < SCHEMA and not write:
        raise StoreError(
            f"{backend.name}: written by an older Marsad (schema {found}). "
            "Run `marsad add` with something to add: it brings the store up to date."
        )


def _schema(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    return None if found is None else str(found)


def migrate(connection: Connection, version: str = "head") -> None:
    """Bring the tables up to a version."""
    from alembic import command  # slow to import; only a new or older store needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)
