"""GeoPackage (OGC 12-128): one layer ``incidents`` of points for QGIS, ArcGIS and GDAL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ...store.geopackages import write_geopackage
from ..contracts import Job, Profile
from ..entries import Entry
from ..flat_rows import load_table, make_row
from ..points import point_of

_TYPES = {"text": "TEXT", "day": "DATE", "whole": "INTEGER", "number": "DOUBLE", "yes": "BOOLEAN"}
_NO_TIME = "1970-01-01T00:00:00.000Z"  # the format wants a time of last change, and nothing here may ask the clock


def fill(entries: Iterable[Entry], job: Job, path: Path) -> None:
    """Write the file."""
    columns = [(column.name, _TYPES[column.kind]) for column in load_table()]
    features = ((point_of(entry.incident), make_row(entry)) for entry in entries)
    write_geopackage(path, "incidents", columns, features, _tell_time(job.facts.made))


def _tell_time(made: str | None) -> str:
    """The time as the format wants it: UTC, with milliseconds."""
    if made is None:
        return _NO_TIME
    moment = datetime.fromisoformat(made)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{moment.strftime('%Y-%m-%dT%H:%M:%S')}.{moment.microsecond // 1000:03d}Z"


PROFILE = Profile(
    "gpkg", ".gpkg", "QGIS, ArcGIS, GDAL: a map layer in one file",
    "evidence, the figures of each report, rival values (it names the fields in dispute)", fill=fill, members=False,
)  # fmt: skip
