"""One flat row an incident, for tables and maps: the columns under ``table`` in ``data/columns.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from ..model import Incident, Location
from .entries import Entry
from .parties import Side, join_names, split_sides
from .tables import load_document
from .tolls import sum_tolls
from .wordings import describe, list_sources

_UNTOLD = (None, None, None)


class Column(NamedTuple):
    """A column: its name, kind (text, day, whole, number, yes) and what it holds."""

    name: str
    kind: str
    holds: str


@cache
def load_table() -> tuple[Column, ...]:
    """The columns, in the order of ``make_row``."""
    return tuple(Column(*row) for row in load_document("columns.yaml")["table"])


def make_row(entry: Entry) -> tuple[Any, ...]:
    """The values of an incident, in the order of the columns; what is not known is None."""
    incident, sides = entry.incident, split_sides(entry.incident)
    tolls = sum_tolls(incident)
    return (
        incident.incident_id, entry.number, incident.date, incident.date_end, incident.date_precision,
        incident.event_type, incident.sub_event_type, incident.plover,
        *_tell_sides(incident, sides), *_tell_place(incident.location),
        *tolls.get("Killed", _UNTOLD), *tolls.get("Wounded", _UNTOLD), tolls.get("Taken", _UNTOLD)[0],
        _join(dict.fromkeys([weapon.category for weapon in incident.weapons])),
        incident.cause.category if incident.cause is not None else None, incident.factuality, incident.background,
        _join(incident.outlets), _join(list_sources(incident)), len(incident.reports), incident.origins,
        incident.one_source, incident.party_only, _join(incident.disagreements), incident.confidence, incident.status,
        describe(incident, sides, tolls), _join(incident.events),
    )  # fmt: skip


def _join(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def _tell_sides(incident: Incident, sides: tuple[Side, Side]) -> tuple[str | None, ...]:
    others = [actor for actor in incident.actors if actor.side not in ("1", "2")]
    return *_tell_side(sides[0]), *_tell_side(sides[1]), join_names(others) if others else None


def _tell_side(side: Side) -> tuple[str | None, str | None, str | None]:
    if side.main is None:
        return None, None, None
    return side.names, _join([actor.name_ar for actor in side.actors]), side.main.kind


def _tell_place(place: Location | None) -> tuple[Any, ...]:
    if place is None:
        return (None,) * 11
    return (
        place.name_en, place.name_ar or place.name, place.kind, place.site, place.admin1, place.admin2, place.admin3,
        place.country, place.lat, place.lon, place.precision,
    )  # fmt: skip
