"""Events as they are coded now, and as earlier codings had them: events are versioned, nothing is written over.

A coding is current when an input points at it; re-coding makes another one and points the input at that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, select

from .queries import chunked, stream
from .tables import codings, events, inputs, texts


class EventNow(NamedTuple):
    """An event of the current coding of its report: JSON, its row hash, where it was found; ``report`` is JSON."""

    event_id: str
    event: str
    row_hash: str
    coding_id: str
    text_id: str
    report: str
    input_id: str
    state: str
    duplicate_of: str | None
    text_hash: str

    @property
    def report_id(self) -> str:
        """The report it is told in."""
        return _report.decode(self.report).id


class _Report(msgspec.Struct):
    id: str


_report = msgspec.json.Decoder(_Report)


_NOW = (
    events.c.event_id, events.c.event, events.c.row_hash, events.c.coding_id, texts.c.id, texts.c.report, inputs.c.id,
    inputs.c.state, inputs.c.duplicate_of, texts.c.text_hash,
)  # fmt: skip


def _current() -> Select[Any]:
    """Events of current codings."""
    joined = events.join(inputs, inputs.c.coding_id == events.c.coding_id).join(texts, inputs.c.text_id == texts.c.id)
    return select(*_NOW).select_from(joined)


def find_current(connection: Connection, event_ids: Iterable[str]) -> dict[str, EventNow]:
    """Events by id as they are coded now; the one that is listed, where copies have the same bytes."""
    found: dict[str, EventNow] = {}
    for part in chunked(sorted(set(event_ids))):
        query = _current().where(events.c.event_id.in_(part)).order_by(inputs.c.state, inputs.c.id)
        for row in connection.execute(query):
            found.setdefault(row[0], EventNow(*row))
    return found


def find_event_ids(connection: Connection, beginning: str, limit: int = 10) -> list[str]:
    """Ids of events, of whatever coding, that begin so."""
    query = select(events.c.event_id).where(events.c.event_id.startswith(beginning, autoescape=True)).distinct()
    return list(connection.execute(query.order_by(events.c.event_id).limit(limit)).scalars())


def iter_current(connection: Connection, states: Sequence[str] = ("coded",)) -> Iterator[EventNow]:
    """Events as they are coded now, of inputs in these states, by day of publication; reports stay together."""
    query = _current().where(inputs.c.state.in_(states))
    ordered = query.order_by(texts.c.published.is_(None), texts.c.published, inputs.c.id, events.c.number)
    for row in stream(connection, ordered):
        yield EventNow._make(row)


def find_report_events(connection: Connection, reports: Iterable[str]) -> list[EventNow]:
    """The current events of reports, in the order told."""
    return [
        EventNow(*row)
        for part in chunked(sorted(set(reports)))
        for row in connection.execute(
            _current().where(inputs.c.raw_id.in_(part)).order_by(inputs.c.state, inputs.c.id, events.c.number)
        )
    ]


def find_codings_of(connection: Connection, event_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Events by id as some coding had them: JSON, and that coding."""
    query = select(events.c.event_id, events.c.event, events.c.coding_id).order_by(events.c.coding_id)
    return {
        event_id: (event, coding_id)
        for part in chunked(sorted(set(event_ids)))
        for event_id, event, coding_id in connection.execute(query.where(events.c.event_id.in_(part)))
    }


def find_former(
    connection: Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, str]]:  # fmt: skip
    """Events as some coding had them, by (coding, row hash): JSON, and the text version they were found in."""
    pairs = set(wanted)
    joined = events.join(codings, events.c.coding_id == codings.c.id)
    query = select(events.c.coding_id, events.c.row_hash, events.c.event, codings.c.text_id).select_from(joined)
    return {
        (coding, row_hash): (event, text_id)
        for part in chunked(sorted({coding for coding, _ in pairs}))
        for coding, row_hash, event, text_id in connection.execute(query.where(events.c.coding_id.in_(part)))
        if (coding, row_hash) in pairs
    }
