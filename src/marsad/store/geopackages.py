"""GeoPackage (OGC 12-128r19, version 1.4): an SQLite file with the tables that GIS programs look for.

Example: ``write_geopackage(path, "incidents", [("place_ar", "TEXT")], [((40.4, 34.9), ("العشارة",))], "…Z")``.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

Point = tuple[float, float]
"""Longitude and latitude, in decimal degrees (WGS 84)."""

# Header "GP", version 0, flags: little-endian, no envelope; reference system 4326; then a point in well-known binary.
_pack_point = struct.Struct("<2sBBiBIdd").pack
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_TABLES = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10400;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84, "longitude and latitude in decimal degrees on WGS 84"),
)


def write_geopackage(
    path: Path, layer: str, columns: Sequence[tuple[str, str]],
    features: Iterable[tuple[Point | None, tuple[Any, ...]]], changed: str,
) -> None:  # fmt: skip
    """Write a new file with one layer of points: ``columns`` are names and SQL types, ``changed`` an ISO time.

    ``path`` must not be there yet. Nothing depends on the clock: the same features give the same bytes.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        named = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        connection.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POINT, {named})')
        box = _Box()
        marks = ", ".join("?" * (len(columns) + 1))
        names = ", ".join(["geom", *(f'"{name}"' for name, _ in columns)])
        connection.executemany(f'INSERT INTO "{layer}" ({names}) VALUES ({marks})', _iter_rows(features, box))
        connection.execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, 4326)",
            (layer, layer, changed, *box.edges),
        )
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 4326, 0, 0)", (layer,))
        connection.execute("COMMIT")


class _Box:
    """The rectangle around all points seen."""

    edges: tuple[float | None, ...] = (None,) * 4

    def add(self, x: float, y: float) -> None:
        west, south, east, north = self.edges
        if west is None or south is None or east is None or north is None:
            self.edges = (x, y, x, y)
        elif not (west <= x <= east and south <= y <= north):
            self.edges = (min(west, x), min(south, y), max(east, x), max(north, y))


def _iter_rows(features: Iterable[tuple[Point | None, tuple[Any, ...]]], box: _Box) -> Iterator[tuple[Any, ...]]:
    for point, values in features:
        if point is None:
            yield None, *values
            continue
        box.add(*point)
        yield _pack_point(b"GP", 0, 1, 4326, 1, 1, *point), *values
