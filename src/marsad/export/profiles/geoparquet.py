"""GeoParquet 1.1: the flat rows in columns, with points, for GDAL, DuckDB, pandas, polars and GeoPandas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from ..contracts import Job, Profile
from ..entries import Entry
from ..flat_rows import load_table, make_row
from ..points import Point, encode_point, point_of

_PART = 1_000  # rows made at a time
_PARTS = 50  # parts of a row group: what is in memory at a time
_GROUP = _PART * _PARTS
_TYPES = {"text": pa.string(), "day": pa.date32(), "whole": pa.int64(), "number": pa.float64(), "yes": pa.bool_()}
_GEOMETRY = "geometry"


def fill(entries: Iterable[Entry], job: Job, path: Path) -> None:
    """Write the file, a row group at a time."""
    schema = pa.schema([(column.name, _TYPES[column.kind]) for column in load_table()] + [(_GEOMETRY, pa.binary())])
    edges: list[Point] = []  # corners of the rectangles around the points of the parts so far
    stream = iter(entries)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while parts := list(islice(_iter_parts(stream, schema, edges), _PARTS)):
            group = pa.Table.from_batches(parts).combine_chunks()  # pages end by size, not where parts do
            writer.write_table(group, row_group_size=_GROUP)
        writer.add_key_value_metadata({"geo": orjson.dumps(_describe(edges)).decode()})


def _iter_parts(stream: Iterator[Entry], schema: pa.Schema, edges: list[Point]) -> Iterator[pa.RecordBatch]:
    """Rows in columns, some hundreds at a time: as records they take ten times the memory."""
    while part := list(islice(stream, _PART)):
        points = [point_of(entry.incident) for entry in part]
        edges[:] = _corners([*edges, *filter(None, points)])
        values = zip(*map(make_row, part), strict=True)
        arrays = [_array(column.kind, told) for column, told in zip(load_table(), values, strict=True)]
        arrays.append(pa.array([point and encode_point(point) for point in points], pa.binary()))
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(kind: str, values: tuple[Any, ...]) -> pa.Array:
    convert = _CONVERT.get(kind)
    told = values if convert is None else [None if value is None else convert(value) for value in values]
    return pa.array(told, _TYPES[kind])


_CONVERT: dict[str, Callable[[Any], Any]] = {"day": date.fromisoformat}


def _corners(points: list[Point]) -> list[Point]:
    """South-west and north-east corners of the rectangle around the points."""
    if not points:
        return []
    xs, ys = zip(*points, strict=True)
    return [(min(xs), min(ys)), (max(xs), max(ys))]


def _describe(edges: list[Point]) -> dict[str, Any]:
    """The metadata ``geo`` of the format; without ``crs`` it means longitude and latitude on WGS 84."""
    geometry: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if edges:
        geometry["bbox"] = [*edges[0], *edges[1]]
    return {"version": "1.1.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: geometry}}


PROFILE = Profile(
    "geoparquet", ".parquet", "notebooks and big data: DuckDB, pandas, polars, GeoPandas, GDAL",
    "evidence, the figures of each report, rival values (it names the fields in dispute)", fill=fill, members=False,
)  # fmt: skip
