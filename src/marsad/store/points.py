"""Events of a selection as columns: what a map and a timeline draw of a hundred thousand of them."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection, select

from ..model import Filter
from .outlines import NEVER
from .projections import events
from .queries import stream
from .selections import conditions
from .terms import find_values


class Points(msgspec.Struct):
    """Columns of equal length; days are ISO, of the first day of the event; degrees WGS 84."""

    id: list[str] = []
    lon: list[float | None] = []
    lat: list[float | None] = []
    precision: list[int | None] = []
    day: list[str | None] = []
    type: list[str | None] = []
    killed: list[int] = []


def list_points(connection: Connection, wanted: Filter) -> Points:
    """Every event that fits, by number."""
    at = events.c
    query = select(at.event_id, at.lon, at.lat, at.precision, at.day_from, at.event_type, at.killed)
    found, types = Points(), set()
    numbers: list[int | None] = []
    for row in stream(connection, query.where(*conditions(connection, wanted)).order_by(at.id)):
        found.id.append(row.event_id)
        found.lon.append(row.lon)
        found.lat.append(row.lat)
        found.precision.append(row.precision)
        found.day.append(date.fromordinal(row.day_from).isoformat() if row.day_from < NEVER else None)
        found.killed.append(row.killed or 0)
        numbers.append(row.event_type)
        types.add(row.event_type)
    names = find_values(connection, types - {None})
    found.type = [names.get(number) if number is not None else None for number in numbers]
    return found
