"""PostgreSQL as the backend: everything that only PostgreSQL understands is here.

One writer at a time holds an advisory lock of the database, on the connection it writes with: the server frees it
when that connection ends, however it ends. Readers see one moment a transaction and never wait. Commits are on the
disk when they return, whatever the server's default.

The driver is pg8000 (BSD-3, pure Python).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import orjson
import pg8000.dbapi
from scramp import ScramException
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Engine,
    FromClause,
    Select,
    and_,
    cast,
    column,
    create_engine,
    delete,
    event,
    func,
    literal,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.dialects.postgresql.pg8000 import PGExecutionContext_pg8000
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from ..errors import StoreError
from ..model import Box
from .addresses import Address, encryption
from .locks import OnWait, wait_turn
from .records import PrivateRow
from .tables import metadata

_LOCK = int.from_bytes(b"marsad")  # the advisory lock of whoever writes in a database
_READERS = 5  # connections that are kept open
_ROWS = 500  # in one INSERT

# What the server says (SQLSTATE, or its class) and what to do.
_REMEDIES = {
    "28": "Check user and password in MARSAD_DATABASE",
    "3D000": "Create the database (createdb), or name another in MARSAD_DATABASE",
    "42501": "Ask whoever runs the server for this right; extensions are made once with: CREATE EXTENSION postgis",
    "0A000": "Install PostGIS on the server (on Debian or Ubuntu: apt-get install postgresql-postgis)",
    "53": "Free disk space or memory on the server and run the same command again; what was acknowledged is safe",
    "57": "Run the same command again when the server is back; what was acknowledged is safe",
    "XX": "The database is damaged: restore it from a backup; the originals under objects/ can be added again",
}
_UNUSABLE = "28P01"  # invalid password
_UNREACHED = "Check that the server runs and can be reached, then do the same again; what was acknowledged is safe"
_OTHER = "See the log of the server, and check MARSAD_DATABASE"


class _Execution(PGExecutionContext_pg8000):
    """Whoever asks for rows a part at a time gets a cursor of the server; what gives no rows cannot have one."""

    def create_server_side_cursor(self) -> Any:
        if getattr(self.compiled, "is_select", False):
            return super().create_server_side_cursor()  # type: ignore[no-untyped-call]
        self._is_server_side = False
        return self.create_default_cursor()


class Postgresql:
    """A database of a PostgreSQL server with PostGIS."""

    errors: tuple[type[Exception], ...] = (DBAPIError, pg8000.dbapi.Error)

    def __init__(self, address: Address) -> None:
        """Nothing is asked of the server yet."""
        self.address = address
        self.name = str(address)

    def open_writer(self, patience: float, on_wait: OnWait | None) -> Engine:
        """An engine with one connection that may write, alone in this database whatever machine others are on."""
        engine = create_engine("postgresql+pg8000://", creator=self._connect, poolclass=StaticPool)

        def set_up(connection: Any, _record: Any) -> None:
            _run(connection, "set synchronous_commit = on")
            wait_turn(lambda: _take(connection), self.name, patience, on_wait)

        event.listen(engine, "connect", set_up)
        engine.dialect.execution_ctx_cls = _Execution
        # Rows go in one statement a few hundred at a time; without this, in one each.
        engine.dialect.use_insertmanyvalues_wo_returning = True
        engine.dialect.insertmanyvalues_page_size = _ROWS
        return engine

    def open_reader(self, keep: bool = False) -> Engine:
        """An engine that cannot write; each transaction sees one moment. Connections are kept in any case."""
        engine = create_engine(
            "postgresql+pg8000://", creator=self._connect, pool_size=_READERS, pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
        )  # fmt: skip
        event.listen(engine, "connect", lambda connection, _: _run(connection, _READ_ONLY))
        return engine

    def _connect(self) -> Any:
        at = self.address
        where: dict[str, Any] = {"host": at.host, "port": at.port, "ssl_context": encryption(at.sslmode)}
        if at.host.startswith("/"):
            where = {"unix_sock": f"{at.host}/.s.PGSQL.{at.port}", "ssl_context": False}
        try:
            return pg8000.dbapi.connect(
                user=at.user, password=at.password, database=at.database,
                application_name=f"marsad {os.getpid()} on {socket.gethostname()}", **where,
            )  # fmt: skip
        except (OSError, ScramException) as error:  # which the driver lets through
            code = _UNUSABLE if isinstance(error, ScramException) else ""
            raise pg8000.dbapi.InterfaceError({"C": code, "M": str(error)}) from error

    def is_half_changed(self) -> bool:
        """Never: the server takes back what a killed writer left."""
        return False

    def explain(self, error: Exception) -> StoreError:
        """What the server says, with what to do; statements and their values are left out."""
        original = getattr(error, "orig", None) or error
        told = original.args[0] if original.args else ""
        if isinstance(told, dict):
            code, reason = str(told.get("C", "")), str(told.get("M", ""))
            remedy = _REMEDIES.get(code) or _REMEDIES.get(code[:2], _OTHER if code else _UNREACHED)
        else:
            reason, remedy = str(told), _UNREACHED
        return StoreError(f"{self.name}: {reason.rstrip('.')}. {remedy}.")

    def settle_tables(self, connection: Connection) -> None:
        """Make every text column sort by code points, as SQLite does, whatever the database's own order is."""
        for name, field in connection.execute(text(_UNSETTLED)).all():
            connection.execute(text(f'alter table "{name}" alter column "{field}" type text collate "C"'))

    def wipe_deleted(self, engine: Engine) -> None:
        """Write the tables of names and words anew: the server keeps deleted rows until then."""
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'vacuum full "{PrivateRow.table}"'))


_READ_ONLY = "set session characteristics as transaction read only"
_UNSETTLED = """
    select table_name, column_name from information_schema.columns join pg_tables
    on schemaname = table_schema and tablename = table_name
    where table_schema = current_schema() and data_type = 'text' and collation_name is null
    and tableowner = current_user order by table_name, ordinal_position
"""
_HOLDER = f"""
    select application_name from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and (classid::bigint << 32) + objid::bigint = {_LOCK}
    and pg_locks.database = (select oid from pg_database where datname = current_database())
"""


def _run(connection: Any, statement: str) -> list[Any]:
    """Run a statement outside any transaction of ours."""
    cursor = connection.cursor()
    cursor.execute(statement)
    rows = list(cursor.fetchall()) if cursor.description else []
    connection.commit()
    return rows


def _take(connection: Any) -> str | None:
    """Take the lock, or say who has it."""
    if _run(connection, f"select pg_try_advisory_lock({_LOCK})")[0][0]:
        return None
    holders = _run(connection, _HOLDER)
    return str(holders[0][0]).removeprefix("marsad ") if holders else "unknown"


def find_damage(connection: Connection) -> list[str]:
    """References that lead nowhere: the server keeps them right, but can be told not to."""
    found: list[str] = []
    for own in metadata.sorted_tables:
        for key in own.foreign_key_constraints:
            target = key.referred_table.alias()
            pairs = [(element.parent, target.c[element.column.name]) for element in key.elements]
            joined = own.outerjoin(target, and_(*(here == there for here, there in pairs)))
            lost = and_(pairs[0][1].is_(None), *(here.is_not(None) for here, _ in pairs))
            count = connection.execute(select(func.count()).select_from(joined).where(lost)).scalar() or 0
            if count:
                found.append(f"table {own.name}: {count} rows point to missing rows of {key.referred_table.name}")
    return found


# -- indexes of words and places ---------------------------------------------------------------------------

# Words come folded and split (outlines.find_words): they are made a tsvector as they are, past every parser.
_INDEXES = (
    "create extension if not exists postgis",
    "drop table if exists text_words",
    "create table text_words (id bigint primary key, words tsvector not null)",
    "create index text_words_by_word on text_words using gin (words)",
    "drop table if exists event_place",
    "create table event_place (id bigint primary key, place geometry(Point, 4326) not null)",
    "create index event_place_by_place on event_place using gist (place)",
)
_ADD_WORDS = """
    insert into text_words select id, array_to_tsvector(string_to_array(words, ' '))
    from json_to_recordset(cast(:rows as json)) as given (id bigint, words text)
"""
_ADD_PLACES = """
    insert into event_place select id, ST_SetSRID(ST_MakePoint(lon, lat), 4326)
    from json_to_recordset(cast(:rows as json)) as given (id bigint, lat float8, lon float8)
"""
_words = table("text_words", column("id", BigInteger), column("words", TSVECTOR))
_places = table("event_place", column("id", BigInteger), column("place"))


def make_indexes(connection: Connection) -> None:
    """Make the indexes of words and places anew, empty."""
    for statement in _INDEXES:
        connection.execute(text(statement))


def add_words(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Index texts: number, words with spaces between."""
    values = [{"id": number, "words": words} for number, words in rows]
    connection.execute(text(_ADD_WORDS), {"rows": orjson.dumps(values).decode()})


def add_places(connection: Connection, rows: Sequence[tuple[int, float, float]]) -> None:
    """Index events: number, latitude, longitude."""
    values = [{"id": number, "lat": lat, "lon": lon} for number, lat, lon in rows]
    connection.execute(text(_ADD_PLACES), {"rows": orjson.dumps(values).decode()})


def drop_places(connection: Connection, ids: Select[int]) -> None:
    """Take events out of the index of places."""
    connection.execute(delete(_places).where(_places.c.id.in_(ids)))


def match_words(words: Sequence[tuple[str, bool]]) -> Select[int]:
    """The numbers of texts that hold all of these folded words, or words that begin so."""
    wanted = " & ".join(f"'{word}'{':*' if begins else ''}" for word, begins in words)
    return select(_words.c.id).where(_words.c.words.op("@@")(cast(wanted, TSQUERY)))


def match_box(box: Box) -> Select[int]:
    """The numbers of events that lie in a rectangle, those on its edge among them."""
    corners = func.ST_MakeEnvelope(*(literal(edge, Double) for edge in msgspec.structs.astuple(box)), 4326)
    return select(_places.c.id).where(_places.c.place.op("&&")(corners))


def tally(
    connection: Connection, columns: Mapping[str, ColumnElement[int]], rows: FromClause,
    chosen: Sequence[ColumnElement[bool]],
) -> dict[str, dict[int | None, int]]:  # fmt: skip
    """How often each column has each value: one pass, a set of groups for each column."""
    its = list(columns.values())
    sets = func.grouping_sets(*(tuple_(column) for column in its))
    query = select(func.grouping(*its), func.coalesce(*its), func.count()).select_from(rows).where(*chosen)
    found: dict[str, dict[int | None, int]] = {name: {} for name in columns}
    every = 2 ** len(its) - 1
    which = {every - 2**at: name for at, name in enumerate(reversed(list(columns)))}  # a bit is 0 for its own column
    for bits, value, count in connection.execute(query.group_by(sets)):
        found[which[bits]][value] = count
    return found
