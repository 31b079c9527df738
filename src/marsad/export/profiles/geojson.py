"""GeoJSON (RFC 7946): one point an incident with the flat row as properties; without a place the geometry is null."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from ..contracts import Job, Profile
from ..entries import Entry
from ..flat_rows import load_table, make_row
from ..points import point_of


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """A feature a line, so that programs can also read the file line by line."""
    names = [column.name for column in load_table()]
    between = b""
    yield b'{"type":"FeatureCollection","features":[\n'
    for entry in entries:
        yield between + orjson.dumps(make_feature(names, entry))
        between = b",\n"
    yield b"\n]}\n"


def make_feature(names: list[str], entry: Entry) -> dict[str, object]:
    """The feature of an incident; coordinates are longitude, latitude (WGS 84)."""
    point = point_of(entry.incident)
    return {
        "type": "Feature",
        "id": entry.incident.incident_id,
        "geometry": {"type": "Point", "coordinates": point} if point is not None else None,
        "properties": dict(zip(names, make_row(entry), strict=True)),
    }


PROFILE = Profile(
    "geojson", ".geojson", "web maps, QGIS, kepler.gl",
    "evidence, the figures of each report, rival values (it names the fields in dispute)", chunks=chunks, members=False,
)  # fmt: skip
