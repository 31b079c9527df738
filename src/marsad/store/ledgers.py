"""The audit log: one chain of lines over everything that changes data.

A line says what was done to what (``received``, ``coded``, ``decided``), when and by whom. After the lines of a
transaction come those that hold the hash of every row it wrote: action ``wrote``, subject the table, detail the row
hashes by key, null for a row that was taken out. Each line holds the hash of the line before, so that nothing can be
altered, taken out or put in, lines or rows, without breaking the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select

from .commitments import commit, commit_person
from .records import CustodyRow, canonical
from .tables import custody, metadata

Entry = tuple[str, str, dict[str, Any]]  # action, subject, detail

FIRST = "0" * 64  # what the first line names as its predecessor
WROTE = "wrote"
_ROWS = 1000  # named in one line
_JOURNAL = "journal"  # where the connection keeps what its transaction wrote


@dataclass(slots=True)
class Journal:
    """What a transaction wrote: row hashes by table and key."""

    marks: dict[str, dict[str, str | None]] = field(default_factory=dict)


def open_journal(connection: Connection) -> None:
    """Begin: nothing is written yet."""
    connection.info[_JOURNAL] = Journal()


def note_rows(connection: Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Remember rows (values with their hash) that were written."""
    marks = _marks(connection, table)
    names = [column.name for column in metadata.tables[table].primary_key]
    for values in rows:
        marks[row_key([values[name] for name in names])] = values["row_hash"]


def note_gone(connection: Connection, table: str, keys: Iterable[Sequence[Any]]) -> None:
    """Remember rows that were taken out."""
    _marks(connection, table).update((row_key(key), None) for key in keys)


def _marks(connection: Connection, table: str) -> dict[str, str | None]:
    journal: Journal = connection.info[_JOURNAL]
    return journal.marks.setdefault(table, {})


def row_key(key: Sequence[Any]) -> str:
    """How a line names a row: its key, as canonical JSON when it has several columns."""
    return str(key[0]) if len(key) == 1 else canonical(list(key)).decode()


def close_journal(connection: Connection, at: datetime, by: str | None) -> None:
    """Before the commit: the lines that hold the hashes of all rows written."""
    journal: Journal = connection.info.pop(_JOURNAL)
    append_lines(connection, _wrote(journal), at, by)


def _wrote(journal: Journal) -> Iterator[Entry]:
    for table, marks in journal.marks.items():
        rows = iter(marks.items())
        while part := dict(islice(rows, _ROWS)):
            yield WROTE, table, part


def append_lines(
    connection: Connection, entries: Iterable[Entry], at: datetime, by: str | None,
    private: Mapping[str, str] | None = None,
) -> dict[str, str]:  # fmt: skip
    """Chain lines to the log; the commitments to what is ``private``, by name, which every one of the lines holds."""
    entries = list(entries)
    if not entries:
        return {}
    person = commit_person(connection, by) if by else None
    committed = {name: commit(connection, name, content, person) for name, content in (private or {}).items()}
    append_signed(connection, [(entry, person, committed) for entry in entries], at)
    return committed


def append_signed(
    connection: Connection, signed: Sequence[tuple[Entry, str | None, Mapping[str, str]]], at: datetime
) -> None:
    """Chain lines of several people: each with the commitment to who did it, and those to what is private in it."""
    when = at.astimezone(UTC).isoformat(timespec="seconds")
    last, previous = last_line(connection)
    lines: list[dict[str, Any]] = []
    for number, ((action, subject, detail), person, committed) in enumerate(signed, last + 1):
        said = canonical(dict(committed)).decode() if committed else None
        row = CustodyRow(
            number=number, at=when, action=action, subject=subject, detail=canonical(detail).decode(),
            previous=previous, by=person, private=said,
        )  # fmt: skip
        lines.append(row.values())
        previous = lines[-1]["row_hash"]
    if lines:
        connection.execute(insert(custody), lines)


def last_line(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last line; what the first names when there is none."""
    query = select(custody.c.number, custody.c.row_hash).order_by(custody.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    return (0, FIRST) if row is None else (row.number, row.row_hash)
