"""``Client``: the events of a data folder, or of a running server, as tables for notebooks.

Example::

    from marsad import Client

    battles = Client().events(event_type="Battles", since="2021-01-01")
    battles.to_pandas().groupby("admin1")["killed"].sum()

Filters are those of ``marsad events`` (``marsad.model.Filter``). Private people are left out of the actors unless
``private=True``; evidence quotes the reports as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from .errors import InputError
from .folders import data_home
from .model import Actor, Event, Filter

if TYPE_CHECKING:
    import geopandas
    import pandas
    import polars
    import pyarrow

_PAGE = 500  # events asked of a server at a time
_event = msgspec.json.Decoder(Event)

# Columns of a table of events: name and Arrow type. Tolls are sums over groups, null where none is told.
_COLUMNS = (
    ("event_id", "string"), ("report_id", "string"), ("incident_id", "string"), ("status", "string"),
    ("event_type", "string"), ("sub_event_type", "string"), ("plover", "string"), ("date", "string"),
    ("date_end", "string"), ("date_precision", "string"), ("place", "string"), ("place_en", "string"),
    ("site", "string"), ("admin1", "string"), ("admin2", "string"), ("admin3", "string"), ("country", "string"),
    ("lat", "float64"), ("lon", "float64"), ("precision", "int64"), ("side1", "list"), ("side2", "list"),
    ("others", "list"), ("killed_low", "int64"), ("killed", "int64"), ("killed_high", "int64"),
    ("wounded_low", "int64"), ("wounded", "int64"), ("wounded_high", "int64"), ("cause", "string"),
    ("source", "string"), ("source_kind", "string"), ("outlet", "string"), ("published", "string"),
    ("factuality", "string"), ("background", "bool"), ("confidence", "float64"),
)  # fmt: skip


class Told(msgspec.Struct, frozen=True):
    """An event as it stands, with facts of its report."""

    event: Event
    report: dict[str, Any]
    status: str
    incident_id: str | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """Events of a selection, in the order they were published."""

    told: list[Told]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.told)

    def __iter__(self) -> Iterator[Event]:
        """The records of the codebook."""
        return (one.event for one in self.told)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A flat row an event."""
        return [_row(one) for one in self.told]

    def to_arrow(self) -> pyarrow.Table:
        """An Arrow table; sides are lists of names, days ISO strings, coordinates degrees (WGS 84)."""
        import pyarrow as pa

        kinds = {
            "string": pa.string(), "float64": pa.float64(), "int64": pa.int64(), "bool": pa.bool_(),
            "list": pa.list_(pa.string()),
        }  # fmt: skip
        schema = pa.schema([(name, kinds[kind]) for name, kind in _COLUMNS])
        return pa.Table.from_pylist(self.to_dicts(), schema)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame; needs pandas."""
        _require("pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """A polars frame; needs polars."""
        frame: polars.DataFrame = _require("polars").from_arrow(self.to_arrow())
        return frame

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """A GeoDataFrame with a point an event, empty where the place is unknown; needs geopandas."""
        frame = self.to_pandas()
        points = _require("geopandas").points_from_xy(frame["lon"], frame["lat"])
        return _require("geopandas").GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


class Client:
    """Reads a data folder (``home``, or the usual one), or a server (``address`` as ``marsad serve`` prints it)."""

    def __init__(self, home: str | Path | None = None, *, address: str | None = None) -> None:
        """Nothing is read before it is asked for."""
        self.home = Path(home) if home is not None else data_home()
        self.address = address

    def events(self, *, private: bool = False, **wanted: Any) -> Events:
        """Events that fit, such as ``events(country="SY", since="2021-03-01", actor=["داعش", "قسد"])``.

        FilterError names what cannot be asked. ``private``: names of private people too.
        """
        asked = Filter.parse(_pairs(wanted))
        found = self._ask(asked) if self.address is not None else self._read(asked)
        told = [one if private else _without_private(one) for one in found]
        return Events(sorted(told, key=lambda one: (str(one.report.get("published") or "9999"), one.event.event_id)))

    def _read(self, wanted: Filter) -> Iterator[Told]:
        from .store import open_store
        from .store.incidents import find_members
        from .store.selections import iter_filtered

        with open_store(self.home) as store, store.transaction() as connection:
            rows = list(iter_filtered(connection, wanted))
            homes = find_members(connection, [row.event_id for row in rows])
        for row in rows:
            report = msgspec.json.decode(row.report)
            yield Told(_event.decode(row.decided or row.event), report, row.status, homes.get(row.event_id))

    def _ask(self, wanted: Filter) -> Iterator[Told]:
        import httpx

        given = urlsplit(self.address or "")
        base, token = f"{given.scheme}://{given.netloc}", parse_qs(given.query).get("token", [""])[0]
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
            after: str | None = None
            while True:
                query = [*wanted.pairs(), ("limit", str(_PAGE)), *([("after", after)] if after else [])]
                answer = client.get("/api/events", params=urlencode(query))
                if answer.status_code != 200:
                    remedy = "Give the address that marsad serve printed"
                    raise InputError(base, f"it answered {answer.status_code}", remedy)
                page = msgspec.json.decode(answer.content, type=_Page)
                yield from page.items
                after = page.next
                if after is None:
                    return


class _Page(msgspec.Struct):
    items: list[Told]
    next: str | None = None


def _pairs(wanted: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in wanted.items():
        for one in value if isinstance(value, list | tuple | set) else [value]:
            yield name, ("yes" if one else "no") if isinstance(one, bool) else str(one)


def _without_private(told: Told) -> Told:
    actors = [
        msgspec.structs.replace(actor, persons=[person for person in actor.persons if person.public_role])
        for actor in told.event.actors
    ]
    return msgspec.structs.replace(told, event=msgspec.structs.replace(told.event, actors=actors))


def _row(told: Told) -> dict[str, Any]:
    event, place = told.event, told.event.location
    said = event.attribution
    row: dict[str, Any] = {name: getattr(event, name, None) for name, _ in _COLUMNS}
    row |= {
        "incident_id": told.incident_id, "status": told.status,
        "place": place and (place.name_ar or place.name), "place_en": place and place.name_en,
        "cause": event.cause and event.cause.category,
        "source": said and said.source, "source_kind": said and said.kind,
        "outlet": told.report.get("outlet"), "published": told.report.get("published"),
        "side1": _names(event.actors, "1"), "side2": _names(event.actors, "2"),
        "others": _names(event.actors, "other"), **_tolls(event, "killed"), **_tolls(event, "wounded"),
    }  # fmt: skip
    if place is not None:
        for name in ("site", "admin1", "admin2", "admin3", "country", "lat", "lon", "precision"):
            row[name] = getattr(place, name)
    return row


def _names(actors: list[Actor], side: str) -> list[str]:
    return [actor.name_ar for actor in actors if actor.side == side]


def _tolls(event: Event, outcome: str) -> dict[str, int | None]:
    """Sums over groups; best falls back on low, high on best, as far as they are told."""
    told = [one for one in event.casualties if one.outcome == outcome]
    figures = {
        "_low": [one.low if one.low is not None else one.best for one in told],
        "": [one.best if one.best is not None else one.low for one in told],
        "_high": [one.high for one in told],
    }
    return {
        f"{outcome}{end}": sum(value for value in values if value is not None)
        if values and all(value is not None for value in values) else None
        for end, values in figures.items()
    }  # fmt: skip


def _require(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise InputError(name, "it is not installed here", f"Install it: pip install {name}") from None
