"""Counting the events of a selection by type, place, actor, outlet or week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Integer, func, literal_column, select

from ..errors import FilterError
from ..model import Filter
from .backends import speech
from .outlines import NEVER
from .projections import TERMS, actors, events
from .selections import conditions
from .terms import find_values

FACETS = (*TERMS, "actor", "week")
Numbers = dict[int | None, int]  # events by number of term, or of week
_WEEK = (events.c.day_from - literal_column("1", Integer)) // literal_column("7", Integer)


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
    asked = list(facets)
    for facet in asked:
        if facet not in FACETS:
            raise FilterError("facet", facet, f"Choose from {', '.join(FACETS)}")
    counts = _count(connection, wanted, [facet for facet in asked if facet != "actor"])
    if "actor" in asked:
        counts["actor"] = _count_actors(connection, wanted)
    numbers = {number for facet in asked if facet != "week" for number in counts[facet] if number is not None}
    values = find_values(connection, numbers)
    return {
        facet: _in_time(counts[facet]) if facet == "week" else _by_number(counts[facet], values)[:limit]
        for facet in asked
    }


def _count(connection: Connection, wanted: Filter, facets: Sequence[str]) -> dict[str, Numbers]:
    """Counts by number of term or week, in one pass; where nothing is asked, by the index of each."""
    columns = {facet: _WEEK if facet == "week" else events.c[facet] for facet in facets}
    chosen = conditions(connection, wanted)
    if wanted != Filter(copies=wanted.copies) and columns:
        return speech(connection).tally(connection, columns, events, chosen)
    return {facet: _group(connection, column, events, chosen) for facet, column in columns.items()}


def _count_actors(connection: Connection, wanted: Filter) -> Numbers:
    if wanted == Filter(copies=wanted.copies):
        alone = [~actors.c.again] if wanted.copies else [~actors.c.again, ~actors.c.copy]
        return _group(connection, actors.c.actor, actors, alone)
    joined = actors.join(events, events.c.id == actors.c.event)
    chosen = [*conditions(connection, wanted), ~actors.c.again]
    return speech(connection).tally(connection, {"actor": actors.c.actor}, joined, chosen)["actor"]


def _group(
    connection: Connection, column: ColumnElement[int], rows: FromClause, chosen: Sequence[ColumnElement[bool]]
) -> Numbers:
    query = select(column.label("counted"), func.count()).select_from(rows).where(*chosen).group_by("counted")
    return {number: count for number, count in connection.execute(query)}


def _by_number(counts: Numbers, values: Mapping[int, str]) -> list[Count]:
    found = [Count(None if number is None else values[number], count) for number, count in counts.items()]
    return sorted(found, key=lambda count: (-count.events, count.value is None, count.value))


def _in_time(counts: Numbers) -> list[Count]:
    return [Count(_monday(week), counts[week]) for week in sorted(counts, key=lambda week: week or 0)]


def _monday(week: int | None) -> str | None:
    first = (week or 0) * 7 + 1
    return date.fromordinal(first).isoformat() if first < NEVER - 7 else None
