"""Incidents of a selection of events: those in which at least one event fits the filter."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, and_, func, select

from ..model import Filter
from .incidents import incidents, members, pairs
from .projections import events
from .queries import chunked
from .selections import conditions


def touched(connection: Connection, wanted: Filter) -> Select[tuple[str]]:
    """The statement that gives the ids of incidents with an event that fits, each once."""
    fitting = select(events.c.event_id).where(*conditions(connection, wanted))
    return select(members.c.incident_id).where(members.c.event_id.in_(fitting)).distinct()


def count_incidents(connection: Connection, wanted: Filter) -> int:
    """How many incidents have an event that fits."""
    return connection.execute(select(func.count()).select_from(touched(connection, wanted).subquery())).scalar() or 0


def list_incident_records(
    connection: Connection, wanted: Filter, after: tuple[str, str] | None = None, limit: int | None = None
) -> list[tuple[str, str, str]]:
    """Day, id and record (JSON) of incidents, the latest first, undated ones last; ``after`` is day and id of the last.

    The day of an undated incident is empty.
    """
    day = func.coalesce(incidents.c.last_day, "")
    query = select(day, incidents.c.id, incidents.c.record).where(incidents.c.id.in_(touched(connection, wanted)))
    if after is not None:
        query = query.where((day < after[0]) | and_(day == after[0], incidents.c.id > after[1]))
    rows = connection.execute(query.order_by(day.desc(), incidents.c.id).limit(limit))
    return [(row[0], row[1], row[2]) for row in rows]


def find_suggested(connection: Connection, wanted: Filter, limit: int) -> list[tuple[str, str, float, bool]]:
    """Pairs of events that may be one happening, the most doubtful first: ids, likelihood, whether they are linked."""
    one, other = members.alias(), members.alias()
    fitting = select(events.c.event_id).where(*conditions(connection, wanted))
    joined = pairs.join(one, one.c.event_id == pairs.c.a).join(other, other.c.event_id == pairs.c.b)
    linked = one.c.incident_id == other.c.incident_id
    query = select(pairs.c.a, pairs.c.b, pairs.c.p, linked).select_from(joined).where(pairs.c.a.in_(fitting))
    rows = connection.execute(query.order_by(func.abs(pairs.c.p - 0.5), pairs.c.a, pairs.c.b).limit(limit))
    return [(row[0], row[1], row[2], bool(row[3])) for row in rows]


def count_suggested(connection: Connection, wanted: Filter) -> int:
    """How many pairs there are to look at."""
    fitting = select(events.c.event_id).where(*conditions(connection, wanted))
    query = select(func.count()).select_from(pairs).where(pairs.c.a.in_(fitting))
    return connection.execute(query).scalar() or 0


def find_neighbours(connection: Connection, event_ids: Iterable[str]) -> list[str]:
    """Records (JSON) of the incidents of these events."""
    ids: set[str] = set()
    for part in chunked(sorted(set(event_ids))):
        ids.update(connection.execute(select(members.c.incident_id).where(members.c.event_id.in_(part))).scalars())
    return [
        record
        for part in chunked(sorted(ids))
        for record in connection.execute(select(incidents.c.record).where(incidents.c.id.in_(part))).scalars()
    ]
