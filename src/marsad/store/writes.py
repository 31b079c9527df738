"""Writing rows: every row gets its hash, every step its line in the custody log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from . import tables
from .queries import chunked, list_known
from .records import CustodyRow, InputRow, Row, canonical
from .stores import Store

FIRST = "0" * 64  # what the first line of the custody log names as its predecessor


def add_rows(connection: Connection, rows: Sequence[Row]) -> None:
    """Insert rows, a statement for each run of rows of one table; order them as references need."""
    for name, run in groupby(rows, key=lambda row: row.table):
        connection.execute(insert(tables.metadata.tables[name]), [row.values() for row in run])


def add_missing(connection: Connection, rows: Iterable[Row]) -> None:
    """Insert those rows of one table that are not there yet, told by their ``id``."""
    wanted: dict[str, Row] = {getattr(row, "id"): row for row in rows}  # noqa: B009
    if wanted:
        known = list_known(connection, type(next(iter(wanted.values()))), list(wanted))
        add_rows(connection, [row for key, row in wanted.items() if key not in known])


def replace_inputs(connection: Connection, rows: Sequence[InputRow]) -> None:
    """Write inputs over their former selves."""
    if not rows:
        return
    values = [{f"new_{name}": value for name, value in row.values().items()} for row in rows]
    changed: dict[str, Any] = {name.removeprefix("new_"): bindparam(name) for name in values[0] if name != "new_id"}
    connection.execute(update(tables.inputs).where(tables.inputs.c.id == bindparam("new_id")).values(changed), values)


def drop_inputs(connection: Connection, ids: Sequence[str]) -> None:
    """Remove inputs that others stand in for: those without bytes, and tables that are read row by row now."""
    for part in chunked(ids):
        connection.execute(delete(tables.inputs).where(tables.inputs.c.id.in_(part)))


def log(store: Store, connection: Connection, entries: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Add lines (action, subject, detail) to the custody log, each chained to the one before."""
    last = select(tables.custody.c.number, tables.custody.c.row_hash).order_by(tables.custody.c.number.desc()).limit(1)
    number, previous = next(iter(connection.execute(last)), (0, FIRST))
    at = store.clock().astimezone(UTC).isoformat(timespec="seconds")
    values: list[dict[str, Any]] = []
    for action, subject, detail in entries:
        number += 1
        row = CustodyRow(
            number=number, at=at, action=action, subject=subject, detail=canonical(detail).decode(), previous=previous
        )
        values.append(row.values())
        previous = values[-1]["row_hash"]
    if values:
        connection.execute(insert(tables.custody), values)
