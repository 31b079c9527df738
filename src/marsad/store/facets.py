"""Counting the events of a selection by type, place, actor, outlet or week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from ..errors import FilterError
from ..model import Filter
from .outlines import NEVER
from .projections import TERMS, actors, events
from .selections import conditions
from .terms import find_values

FACETS = (*TERMS, "actor", "week")


class Count(NamedTuple):
    """A value with the number of events that have it; None counts those that have none."""

    value: str | None
    events: int


def count_facets(
    connection: Connection, wanted: Filter, facets: Iterable[str], limit: int | None = None
) -> dict[str, list[Count]]:
    """The counts of each facet: weeks (named by their Mondays) in order of time, others the most frequent first.

    An event of several actors counts for each of them, once. An event of several weeks counts in its first.
    """
    chosen = conditions(connection, wanted)
    found: dict[str, list[Count]] = {}
    for facet in facets:
        if facet not in FACETS:
            raise FilterError("facet", facet, f"Choose from {', '.join(FACETS)}")
        if facet == "week":
            found[facet] = _count_weeks(connection, chosen)
        else:
            found[facet] = _count_terms(connection, facet, chosen)[:limit]
    return found


def _count_terms(connection: Connection, facet: str, chosen: list[ColumnElement[bool]]) -> list[Count]:
    if facet == "actor":
        column = actors.c.actor
        query = select(column, func.count()).select_from(actors.join(events, events.c.id == actors.c.event))
        query = query.where(actors.c.again.is_(False))
    else:
        column = events.c[facet]
        query = select(column, func.count()).select_from(events)
    rows = connection.execute(query.where(*chosen).group_by(column)).all()
    values = find_values(connection, [number for number, _ in rows if number is not None])
    counts = [Count(values.get(number), count) for number, count in rows]
    return sorted(counts, key=lambda count: (-count.events, count.value is None, count.value))


def _count_weeks(connection: Connection, chosen: list[ColumnElement[bool]]) -> list[Count]:
    week = ((events.c.day_from - 1) // 7).label("week")
    query = select(week, func.count()).select_from(events).where(*chosen).group_by("week").order_by("week")
    return [Count(_monday(number), count) for number, count in connection.execute(query)]


def _monday(week: int) -> str | None:
    first = week * 7 + 1
    return date.fromordinal(first).isoformat() if first < NEVER - 7 else None
