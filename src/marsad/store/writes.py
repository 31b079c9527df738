"""Writing rows: every row gets its hash, and the audit log holds it; every step gets its line in the log.

Whatever has a row hash is written by the functions here: ``marsad verify`` names a row that the log does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from . import tables
from .ledgers import Entry, append_lines, note_gone, note_rows
from .projectors import follow_inputs, forget_inputs
from .queries import chunked, list_known
from .records import InputRow, Row
from .stores import Store


def add_rows(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows, a statement for each run of rows of one table; order them as references need."""
    for name, run in groupby(rows, key=lambda row: row.table):
        values = [row.values() for row in run]
        connection.execute(insert(tables.metadata.tables[name]), values)
        note_rows(connection, name, values)


def add_missing(connection: Connection, rows: Iterable[Row]) -> None:
    """Insert those rows of one table that are not there yet, told by their ``id``."""
    wanted: dict[str, Row] = {getattr(row, "id"): row for row in rows}  # noqa: B009
    if wanted:
        known = list_known(connection, type(next(iter(wanted.values()))), list(wanted))
        add_rows(connection, [row for key, row in wanted.items() if key not in known])


def replace_rows(connection: Connection, rows: Sequence[Row]) -> None:
    """Write rows of one table over their former selves, told by their key."""
    if not rows:
        return
    table = tables.metadata.tables[rows[0].table]
    values = [row.values() for row in rows]
    keys = [column.name for column in table.primary_key]
    changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values[0] if name not in keys}
    query = update(table).values(changed)
    for name in keys:
        query = query.where(table.c[name] == bindparam(f"new_{name}"))
    connection.execute(query, [{f"new_{name}": value for name, value in row.items()} for row in values])
    note_rows(connection, table.name, values)
    follow_inputs(connection, [row for row in rows if isinstance(row, InputRow)])


def put_rows(connection: Connection, rows: Mapping[tuple[str, str], Row], known: Mapping[tuple[str, str], Row]) -> None:
    """Insert the rows that are not ``known`` and write over those that were others, all told by their key."""
    add_rows(connection, [row for key, row in rows.items() if key not in known])
    replace_rows(connection, [row for key, row in rows.items() if key in known and known[key] != row])


def drop_inputs(connection: Connection, ids: Sequence[str]) -> None:
    """Remove inputs that others stand in for: those without bytes, and tables that are read row by row now."""
    for part in chunked(ids):
        connection.execute(delete(tables.inputs).where(tables.inputs.c.id.in_(part)))
        note_gone(connection, InputRow.table, [(key,) for key in part])
    forget_inputs(connection, ids)


def log(
    store: Store, connection: Connection, entries: Iterable[Entry], *, by: str | None = None,
    private: Mapping[str, str] | None = None,
) -> dict[str, str]:  # fmt: skip
    """Add lines (action, subject, detail) to the audit log, each chained to the one before.

    ``by`` is who did it (else whoever opened the store), ``private`` what a person wrote or whom it names, by kind:
    ``{"reason": "الشاهد تراجع"}``. Neither stands in the lines: they hold commitments, and the words lie in rows that
    can be erased. Gives the commitments by kind, for rows that refer to such words.
    """
    return append_lines(connection, entries, store.clock(), by or store.by, private)
