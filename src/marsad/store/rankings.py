"""The actors and the places of a selection of events, the most frequent first, with what is known of each."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ..model import Filter
from .projections import actors, events
from .selections import conditions
from .terms import find_values


class RankedActor(NamedTuple):
    """An actor by its id in the registry, or by its name when that has none; its kind, its number of events."""

    name: str
    kind: str
    events: int


class RankedPlace(NamedTuple):
    """A place by its name, where it lies (degrees WGS 84), its events and those killed in them (best or low figure)."""

    name: str
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    events: int
    killed: int


def rank_actors(connection: Connection, wanted: Filter, limit: int) -> list[RankedActor]:
    """Actors of the events that fit."""
    number = func.count().label("number")
    joined = actors.join(events, events.c.id == actors.c.event)
    query = select(actors.c.actor, actors.c.kind, number).select_from(joined).where(actors.c.again.is_(False))
    query = query.where(*conditions(connection, wanted)).group_by(actors.c.actor, actors.c.kind)
    rows = connection.execute(query.order_by(number.desc(), actors.c.actor).limit(limit)).all()
    names = find_values(connection, {value for row in rows for value in (row.actor, row.kind)})
    return [RankedActor(names[row.actor], names[row.kind], row.number) for row in rows]


def rank_places(connection: Connection, wanted: Filter, limit: int) -> list[RankedPlace]:
    """Places of the events that fit; namesakes in two governorates are two places."""
    at, number = events.c, func.count().label("number")
    killed = func.sum(func.coalesce(at.killed, 0)).label("dead")
    query = select(
        at.place, at.admin1, at.country, func.min(at.lat).label("lat"), func.min(at.lon).label("lon"), number, killed
    ).where(at.place.is_not(None), *conditions(connection, wanted))
    grouped = query.group_by(at.place, at.admin1, at.country).order_by(number.desc(), at.place, at.admin1)
    rows = connection.execute(grouped.limit(limit)).all()
    wanted_names = {value for row in rows for value in (row.place, row.admin1, row.country) if value is not None}
    names = find_values(connection, wanted_names)
    return [
        RankedPlace(
            names[row.place], names.get(row.admin1), names.get(row.country), row.lat, row.lon, row.number,
            int(row.dead or 0),
        )
        for row in rows
    ]  # fmt: skip
