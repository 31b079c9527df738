"""The actors and the places of a selection of events, the most frequent first, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, func, literal_column, select

from ..model import Filter, Location
from .projections import actors, events
from .selections import conditions, find_numbered
from .terms import find_values


class RankedActor(NamedTuple):
    """An actor by its id in the registry, or by its name when that has none; its kind, its number of events."""

    name: str
    kind: str
    events: int


class RankedPlace(NamedTuple):
    """A place by its name, where it lies (degrees WGS 84), its events and those killed in them (best or low figure).

    ``name`` is Arabic where one is known. A place that is not ``known`` stands at the place around it, or nowhere.
    """

    name: str
    name_en: str | None
    admin2: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    events: int
    killed: int
    known: bool


class _Located(msgspec.Struct):
    """What is read of a record: its place."""

    location: Location | None


_located = msgspec.json.Decoder(_Located)


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
    """Places of the events that fit; namesakes in two governorates are two places, and so are a known and an unknown.

    A name that no table holds stands at the place around it, so it is among the vague ones. What else is known of a
    place is told by one event of it.
    """
    at, number = events.c, func.count().label("number")
    killed = func.sum(func.coalesce(at.killed, 0)).label("dead")
    vague = (func.coalesce(at.precision, literal_column("3")) > literal_column("1")).label("vague")
    query = select(
        at.place, at.admin1, at.country, vague, func.max(at.id).label("sample"), func.min(at.lat).label("lat"),
        func.min(at.lon).label("lon"), number, killed,
    ).where(at.place.is_not(None), *conditions(connection, wanted))  # fmt: skip
    grouped = query.group_by(at.place, at.admin1, at.country, vague).order_by(number.desc(), at.place, at.admin1, vague)
    rows = connection.execute(grouped.limit(limit)).all()
    wanted_names = {value for row in rows for value in (row.place, row.admin1, row.country) if value is not None}
    names = find_values(connection, wanted_names)
    places = _find_places(connection, [row.sample for row in rows])
    return _join_known(
        RankedPlace(
            names[row.place], place.name_en, place.admin2, names.get(row.admin1), names.get(row.country), row.lat,
            row.lon, row.number, int(row.dead or 0), not row.vague or place.gazetteer_id is not None,
        )
        for row, place in zip(rows, places, strict=True)
    )  # fmt: skip


def _find_places(connection: Connection, numbers: Sequence[int]) -> list[Location]:
    """The places of these events, in their order."""
    listed = find_numbered(connection, numbers)
    return [_located.decode(one.decided or one.event).location or Location() for one in listed]


def _join_known(places: Iterable[RankedPlace]) -> list[RankedPlace]:
    """A place and what is only near it are one row."""
    found: dict[tuple[str, str | None, str | None, bool], RankedPlace] = {}
    for one in places:
        key = (one.name, one.admin1, one.country, one.known)
        other = found.get(key)
        found[key] = one if other is None else _join(other, one)
    return sorted(found.values(), key=lambda one: -one.events)


def _join(one: RankedPlace, other: RankedPlace) -> RankedPlace:
    lat, lon = (one.lat, one.lon) if one.lat is not None else (other.lat, other.lon)
    return one._replace(lat=lat, lon=lon, events=one.events + other.events, killed=one.killed + other.killed)
