"""Make the offline base map of the workbench and of HTML exports from Natural Earth (public domain).

Usage: python scripts/basemap.py world_map.gpkg, the file of Debian's package qgis-common
(/usr/share/qgis/resources/data). Needs shapely. Writes src/marsad/gazetteer/basemap.json: land of countries, borders of
countries and of first-level units as lines, each border once, disputed ones apart so that they can be dashed; degrees
rounded to three decimals (about 100 m), simplified by 0.01 degrees (about 1 km).
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import orjson
from shapely import from_wkb, line_merge, set_precision, simplify, unary_union
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "marsad" / "gazetteer" / "basemap.json"
REGION = box(-18.0, 2.0, 64.0, 43.0)  # from Mauritania to Iran, from the lakes of Sudan to the Black Sea
WITH_UNITS = frozenset((
    "AE", "BH", "DJ", "DZ", "EG", "IL", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD",
    "SO", "SS", "SY", "TN", "TR", "YE",
))  # fmt: skip
TOLERANCE = 0.01
GRID = 0.001
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes of the envelope in a GeoPackage header, by its kind


def main() -> None:
    """Read, clip, simplify, write."""
    with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as database:
        countries = _read(database, "countries", "iso_a2")
        units = _read(database, "states_provinces", "iso_a2")
        disputed = [shape for _, shape in _read(database, "disputed_borders", "name")]
    countries.sort(key=lambda pair: pair[0] or "")
    land = [_feature("land", _tidy(shape), country=code) for code, shape in countries]
    parted = unary_union(disputed).buffer(0.02)
    borders = unary_union([shape.boundary for _, shape in countries]).difference(parted)
    inner = unary_union([shape.boundary for code, shape in units if code in WITH_UNITS])
    inner = inner.difference(unary_union([shape.boundary for _, shape in countries]).buffer(0.03))
    lines = [("border", borders), ("admin1", inner), ("disputed", unary_union(disputed))]
    features = [found for found in land if found["geometry"]["coordinates"]]
    features += [_feature(kind, _tidy(_merged(shape))) for kind, shape in lines]
    TARGET.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
    print(f"{TARGET}: {len(features)} features, {TARGET.stat().st_size} bytes")


def _read(database: sqlite3.Connection, table: str, name: str) -> list[tuple[str | None, BaseGeometry]]:
    rows = database.execute(f"select {name}, geom from {table} order by fid")
    shapes = [(found, from_wkb(_strip(blob)).intersection(REGION)) for found, blob in rows if blob]
    return [(found, shape) for found, shape in shapes if not shape.is_empty]


def _strip(blob: bytes) -> bytes:
    """The WKB of a GeoPackage geometry, without its header."""
    return blob[8 + _ENVELOPES[blob[3] >> 1 & 7] :]


def _merged(shape: BaseGeometry) -> BaseGeometry:
    return line_merge(shape) if shape.geom_type == "MultiLineString" else shape


def _tidy(shape: BaseGeometry) -> BaseGeometry:
    return set_precision(simplify(shape, TOLERANCE), GRID)


def _feature(kind: str, shape: BaseGeometry, **facts: Any) -> dict[str, Any]:
    geometry = _round(mapping(shape))
    return {"type": "Feature", "properties": {"kind": kind, **facts}, "geometry": geometry}


def _round(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _round(one) for name, one in value.items()}
    if isinstance(value, float):
        return round(value, 3)
    return [_round(one) for one in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    main()
