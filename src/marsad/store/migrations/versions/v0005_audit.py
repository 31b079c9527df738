"""The audit log of everything: who and in what words, checkpoints, withdrawn events; adopts the rows there are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import rfc8785
import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ROWS = 1000  # named in one line
_HASHED = ("object", "extraction", "text", "coding", "event", "input", "copy", "decision")


def upgrade() -> None:
    """Make the tables, then write lines that hold the hash of every row there is."""
    for name in ("by", "private"):
        op.add_column("custody", sa.Column(name, sa.Text, nullable=True))
    op.create_table(
        "checkpoint", sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("at", "root", "key", "public_key", "signature", "frontier", "row_hash"),
    )  # fmt: skip
    op.create_table(
        "private", _key("id"), *_texts("salt", "kind"), sa.Column("person", sa.Text, nullable=True), *_texts("content")
    )
    op.create_index("private_by_kind", "private", ["kind"])
    op.create_index("private_by_person", "private", ["person"])
    op.create_table(
        "withdrawal", sa.Column("coding_id", sa.Text, sa.ForeignKey("coding.id"), primary_key=True), _key("event_id"),
        sa.Column("next_coding", sa.Text, sa.ForeignKey("coding.id"), nullable=True),
        sa.Column("became", sa.Text, nullable=True), *_texts("row_hash"),
    )  # fmt: skip
    op.create_index("withdrawal_by_event", "withdrawal", ["event_id"])
    _adopt(op.get_bind())


def _adopt(connection: sa.Connection) -> None:
    """Rows of before this version are in the log from here on."""
    found = sa.MetaData()
    found.reflect(connection, only=[*_HASHED, "custody"])
    log = found.tables["custody"]
    last = connection.execute(sa.select(log.c.number, log.c.row_hash).order_by(log.c.number.desc()).limit(1)).first()
    number, previous = last or (0, "0" * 64)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    for name in _HASHED:
        for part in _marks(connection, found.tables[name]):
            number += 1
            line = {
                "number": number, "at": at, "action": "wrote", "subject": name, "previous": previous,
                "detail": rfc8785.dumps(part).decode(),
            }  # fmt: skip
            previous = hashlib.sha256(rfc8785.dumps(line)).hexdigest()
            connection.execute(sa.insert(log), line | {"row_hash": previous})


def _marks(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    """Row hashes by key, in parts."""
    keys = list(table.primary_key.columns)
    rows = iter(connection.execute(sa.select(*keys, table.c.row_hash).order_by(*keys)).fetchall())
    while part := list(islice(rows, _ROWS)):
        yield {_name(row[:-1]): row[-1] for row in part}


def _name(key: Any) -> str:
    return str(key[0]) if len(key) == 1 else json.dumps(list(key), ensure_ascii=False, separators=(",", ":"))


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
