"""Questions to the audit log: its lines, its checkpoints, and which row hashes it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from .ledgers import WROTE
from .merkle import Frontier, hash_leaf
from .queries import stream
from .records import CheckpointRow, canonical
from .tables import checkpoints, custody

Line = dict[str, Any]


def iter_lines(connection: Connection, after: int = 0) -> Iterator[Line]:
    """Lines with their hash, in order, from the one behind ``after`` on."""
    yield from _stream(connection, select(custody).where(custody.c.number > after).order_by(custody.c.number))


def list_last_lines(connection: Connection, count: int) -> list[Line]:
    """The last lines that people read (not those that hold row hashes), the newest first."""
    query = select(custody).where(custody.c.action != WROTE).order_by(custody.c.number.desc()).limit(count)
    return list(_stream(connection, query))


def _stream(connection: Connection, query: Any) -> Iterator[Line]:
    names = [f"{column.name}" for column in custody.columns]  # plain strings: canonical JSON takes no others
    for row in stream(connection, query):
        yield dict(zip(names, row, strict=True))


def leaf_of(line: Line) -> bytes:
    """The hash of a line in the Merkle tree: over its canonical JSON, the line of a package's ``custody.jsonl``."""
    return hash_leaf(canonical(line))


def expected_rows(connection: Connection, table: str) -> dict[str, str]:
    """The row hash that the log holds for every key of a table; unreadable lines are left to the check of the chain."""
    query = select(custody.c.detail).where(custody.c.subject == table, custody.c.action == WROTE)
    expected: dict[str, str] = {}
    for detail in stream(connection, query.order_by(custody.c.number)).scalars():
        try:
            marks = msgspec.json.decode(detail, type=dict[str, str | None])
        except (msgspec.MsgspecError, TypeError):
            continue
        for key, row_hash in marks.items():
            if row_hash is None:
                expected.pop(key, None)
            else:
                expected[key] = row_hash
    return expected


def list_checkpoints(connection: Connection) -> list[CheckpointRow]:
    """All checkpoints, the oldest first."""
    names = CheckpointRow.__struct_fields__
    query = select(*(checkpoints.c[name] for name in names)).order_by(checkpoints.c.size)
    return [CheckpointRow(**dict(zip(names, row, strict=True))) for row in connection.execute(query)]


def last_checkpoint(connection: Connection) -> CheckpointRow | None:
    """The newest checkpoint."""
    names = CheckpointRow.__struct_fields__
    query = select(*(checkpoints.c[name] for name in names)).order_by(checkpoints.c.size.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else CheckpointRow(**dict(zip(names, row, strict=True)))


def grow_tree(connection: Connection, last: CheckpointRow | None) -> Frontier:
    """The Merkle tree over the whole log, from where the last checkpoint left it."""
    frontier = Frontier()
    if last is not None:
        frontier = Frontier(last.size, map(bytes.fromhex, msgspec.json.decode(last.frontier, type=list[str])))
    for line in iter_lines(connection, frontier.size):
        frontier.append(leaf_of(line))
    return frontier
