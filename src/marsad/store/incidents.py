"""Incidents as they were last derived, and what deriving some of them anew needs: keys, pairs, judgements used.

All of it follows from events and decisions and can be made again; it is no evidence, so its rows have no hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
)

from .decisions import subjects
from .queries import chunked, stream
from .tables import custody, events, inputs, metadata, texts

_WIDE = 400  # events whose pairs are looked up at a time: each stands twice in the statement

incidents = Table(
    "incident", metadata,
    Column("id", Text, primary_key=True), Column("first_day", Text), Column("last_day", Text),
    Column("record", Text, nullable=False), Index("incident_by_day", "last_day"),
)  # fmt: skip

members = Table(
    "incident_member", metadata,
    Column("event_id", Text, primary_key=True), Column("incident_id", Text, nullable=False),
    Column("mark", Text, nullable=False), Column("related", Text), Index("incident_member_by_incident", "incident_id"),
)  # fmt: skip

pairs = Table(
    "incident_pair", metadata,
    Column("a", Text, primary_key=True), Column("b", Text, primary_key=True), Column("p", Float, nullable=False),
    Index("incident_pair_by_b", "b"), sqlite_with_rowid=False,
)  # fmt: skip

keys = Table(
    "incident_key", metadata,
    Column("key", Text, primary_key=True), Column("asks", Boolean, primary_key=True),
    Column("event_id", Text, primary_key=True), Index("incident_key_by_event", "event_id"), sqlite_with_rowid=False,
)  # fmt: skip

judgements = Table(
    "incident_judgement", metadata,
    Column("a", Text, primary_key=True), Column("b", Text, primary_key=True), Column("verdict", Text, nullable=False),
)  # fmt: skip

# One row: the version of the linker, and the last line of the audit log that was taken into account.
linkage = Table("linkage", metadata, Column("version", Text, primary_key=True), Column("line", Integer, nullable=False))

_DERIVED = (incidents, members, pairs, keys, judgements)
Pair = tuple[str, str]


class MemberRow(NamedTuple):
    """An event in its incident; ``mark`` changes with what linking reads of it, ``related`` is JSON or nothing."""

    event_id: str
    incident_id: str
    mark: str
    related: str | None


class IncidentRow(NamedTuple):
    """An incident with its first and last day, as JSON with the codebook's names."""

    id: str
    first_day: str | None
    last_day: str | None
    record: str


def last_line(connection: Connection) -> int:
    """The number of the last line of the audit log: nothing that linking reads changes without another one."""
    return int(connection.execute(select(func.coalesce(func.max(custody.c.number), 0))).scalar_one())


def find_linkage(connection: Connection) -> tuple[str, int] | None:
    """The linker that derived the incidents, and the line of the log up to which it read; None when none has."""
    row = connection.execute(select(linkage.c.version, linkage.c.line)).first()
    return (row[0], row[1]) if row is not None else None


def write_linkage(connection: Connection, version: str, line: int) -> None:
    """Note what the incidents were derived from."""
    connection.execute(delete(linkage))
    connection.execute(insert(linkage).values(version=version, line=line))


def iter_marks(connection: Connection) -> Iterator[tuple[str, str, str, str, int]]:
    """What a telling rests on, for every listed event: id, row hash, text version, text hash, last decision."""
    decided = (
        select(subjects.c.report_id, func.max(subjects.c.number).label("number"))
        .where(subjects.c.report_id.is_not(None))
        .group_by(subjects.c.report_id)
        .subquery()
    )
    joined = (
        events.join(inputs, inputs.c.coding_id == events.c.coding_id)
        .join(texts, inputs.c.text_id == texts.c.id)
        .outerjoin(decided, decided.c.report_id == inputs.c.raw_id)
    )
    query = select(
        events.c.event_id, events.c.row_hash, texts.c.id, texts.c.text_hash, func.coalesce(decided.c.number, 0)
    ).select_from(joined)
    query = query.where(inputs.c.state == "coded").order_by(events.c.event_id, inputs.c.id)
    for row in stream(connection, query):
        yield row[0], row[1], row[2], row[3], row[4]


def load_marks(connection: Connection) -> dict[str, str]:
    """The mark of every event that is in an incident."""
    return {event: mark for event, mark in connection.execute(select(members.c.event_id, members.c.mark))}


def find_members(connection: Connection, event_ids: Iterable[str]) -> dict[str, str]:
    """The incident of each of these events."""
    found: dict[str, str] = {}
    for part in chunked(sorted(set(event_ids))):
        query = select(members.c.event_id, members.c.incident_id).where(members.c.event_id.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def list_members(connection: Connection, incident_ids: Iterable[str]) -> set[str]:
    """The events of these incidents."""
    query = select(members.c.event_id)
    return {
        event
        for part in chunked(sorted(set(incident_ids)))
        for event in connection.execute(query.where(members.c.incident_id.in_(part))).scalars()
    }


def find_related(connection: Connection, event_ids: Sequence[str] | None = None) -> dict[str, str]:
    """The links that events tell to others of their report, JSON by event id; of all events, or of these."""
    query = select(members.c.event_id, members.c.related).where(members.c.related.is_not(None))
    parts = [query] if event_ids is None else [query.where(members.c.event_id.in_(part)) for part in chunked(event_ids)]
    return {row[0]: row[1] for part in parts for row in connection.execute(part)}


def find_pairs(connection: Connection, event_ids: Iterable[str]) -> dict[Pair, float]:
    """Pairs in which one of these events stands."""
    found: dict[Pair, float] = {}
    wanted = sorted(set(event_ids))
    for at in range(0, len(wanted), _WIDE):
        part = wanted[at : at + _WIDE]
        query = select(pairs.c.a, pairs.c.b, pairs.c.p).where(or_(pairs.c.a.in_(part), pairs.c.b.in_(part)))
        found.update(((row[0], row[1]), row[2]) for row in connection.execute(query))
    return found


def iter_doubtful(connection: Connection) -> Iterator[tuple[str, str, float]]:
    """Pairs of events of two incidents that nobody judged, the likeliest first."""
    one, other = members.alias(), members.alias()
    joined = (
        pairs.join(one, one.c.event_id == pairs.c.a)
        .join(other, other.c.event_id == pairs.c.b)
        .outerjoin(judgements, and_(judgements.c.a == pairs.c.a, judgements.c.b == pairs.c.b))
    )
    query = select(pairs.c.a, pairs.c.b, pairs.c.p).select_from(joined)
    query = query.where(one.c.incident_id != other.c.incident_id, judgements.c.a.is_(None))
    for row in stream(connection, query.order_by(pairs.c.p.desc(), pairs.c.a, pairs.c.b)):
        yield row[0], row[1], row[2]


def find_meeting(connection: Connection, wanted: Iterable[str], asking: bool) -> dict[str, list[str]]:
    """Events by key: those that ask under it, or those that are filed under it."""
    found: dict[str, list[str]] = {}
    for part in chunked(sorted(set(wanted))):
        query = select(keys.c.key, keys.c.event_id).where(keys.c.key.in_(part), keys.c.asks.is_(asking))
        for key, event in connection.execute(query):
            found.setdefault(key, []).append(event)
    return found


def load_judgements(connection: Connection) -> dict[Pair, str]:
    """The judgements that the incidents were derived with."""
    query = select(judgements.c.a, judgements.c.b, judgements.c.verdict)
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def write_judgements(connection: Connection, found: Mapping[Pair, str]) -> None:
    """Note the judgements that the incidents were derived with."""
    connection.execute(delete(judgements))
    if found:
        rows = [{"a": a, "b": b, "verdict": verdict} for (a, b), verdict in found.items()]
        connection.execute(insert(judgements), rows)


def forget_events(connection: Connection, event_ids: Iterable[str]) -> None:
    """Drop keys, pairs and memberships of events."""
    for part in chunked(sorted(set(event_ids))):
        connection.execute(delete(keys).where(keys.c.event_id.in_(part)))
        connection.execute(delete(pairs).where(pairs.c.a.in_(part)))
        connection.execute(delete(pairs).where(pairs.c.b.in_(part)))
        connection.execute(delete(members).where(members.c.event_id.in_(part)))


def forget_incidents(connection: Connection, incident_ids: Iterable[str]) -> None:
    """Drop incidents and the memberships in them."""
    for part in chunked(sorted(set(incident_ids))):
        connection.execute(delete(members).where(members.c.incident_id.in_(part)))
        connection.execute(delete(incidents).where(incidents.c.id.in_(part)))


def forget_all(connection: Connection) -> None:
    """Drop everything that was derived."""
    for table in _DERIVED:
        connection.execute(delete(table))


def add_keys(connection: Connection, found: Iterable[tuple[str, bool, str]]) -> None:
    """Note keys: key, whether the event asks under it or is filed under it, event id."""
    _insert(connection, keys, [{"key": key, "asks": asks, "event_id": event} for key, asks, event in found])


def add_pairs(connection: Connection, found: Iterable[tuple[str, str, float]]) -> None:
    """Note pairs of events with their probability."""
    _insert(connection, pairs, [{"a": a, "b": b, "p": p} for a, b, p in found])


def add_incidents(connection: Connection, rows: Sequence[IncidentRow], of: Sequence[MemberRow]) -> None:
    """Write incidents and who is in them."""
    _insert(connection, incidents, [row._asdict() for row in rows])
    _insert(connection, members, [row._asdict() for row in of])


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def iter_incidents(connection: Connection, ids: Sequence[str] | None = None) -> Iterator[str]:
    """Incidents as JSON, by day, those without one last; all of them, or those of these ids."""
    query = select(incidents.c.record).order_by(incidents.c.first_day.is_(None), incidents.c.first_day, incidents.c.id)
    if ids is None:
        yield from stream(connection, query).scalars()
        return
    for part in chunked(ids):
        yield from connection.execute(query.where(incidents.c.id.in_(part))).scalars()


def find_ids(connection: Connection, beginning: str) -> list[str]:
    """Ids of incidents that begin so, and of those in which an event's id begins so."""
    by_name = select(incidents.c.id).where(incidents.c.id.startswith(beginning, autoescape=True))
    by_event = select(members.c.incident_id).where(members.c.event_id.startswith(beginning, autoescape=True))
    return sorted({*connection.execute(by_name).scalars(), *connection.execute(by_event).scalars()})
