"""ACLED-shaped numbers of incidents (``SYR12``): which were given, and to which events.

A number is given once and never again. Its row stays when its incident is merged into another (``merged_into``) or no
report tells it any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import Column, Connection, ForeignKey, Table, Text, select

from .queries import chunked
from .records import Row
from .tables import metadata
from .writes import add_rows, replace_rows

incident_numbers = Table(
    "incident_number", metadata,
    Column("id", Text, primary_key=True), Column("founder", Text, nullable=False),
    Column("merged_into", Text, ForeignKey("incident_number.id"), nullable=True),
    Column("row_hash", Text, nullable=False),
)  # fmt: skip

numbered_events = Table(
    "numbered_event", metadata,
    Column("event_id", Text, primary_key=True),
    Column("number_id", Text, ForeignKey("incident_number.id"), nullable=False),
    Column("row_hash", Text, nullable=False),
)  # fmt: skip

N = TypeVar("N", bound=Row)


class NumberRow(Row):
    """A number, the event it was given for, and the number that took its incident in, if one did."""

    table = "incident_number"
    id: str
    founder: str
    merged_into: str | None = None


class NumberedEventRow(Row):
    """An event and the number under which it was first counted, or to which a split moved it."""

    table = "numbered_event"
    event_id: str
    number_id: str


def load_numbers(connection: Connection) -> dict[str, NumberRow]:
    """All numbers ever given, by id."""
    table = incident_numbers
    query = select(table.c.id, table.c.founder, table.c.merged_into)
    return {row.id: NumberRow(id=row.id, founder=row.founder, merged_into=row.merged_into)
            for row in connection.execute(query)}  # fmt: skip


def load_numbered_events(connection: Connection) -> dict[str, NumberedEventRow]:
    """All events that were ever counted under a number, by id."""
    query = select(numbered_events.c.event_id, numbered_events.c.number_id)
    return {event: NumberedEventRow(event_id=event, number_id=number) for event, number in connection.execute(query)}


def save_numbers(connection: Connection, before: Mapping[str, N], after: Mapping[str, N]) -> None:
    """Write the rows of one of the tables that are new or changed; none is ever taken out."""
    changed = [key for key, row in after.items() if row != before.get(key)]
    for part in chunked([key for key in changed if key not in before]):
        add_rows(connection, [after[key] for key in part])
    for part in chunked([key for key in changed if key in before]):
        replace_rows(connection, [after[key] for key in part])
