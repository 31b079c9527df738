"""The index file: one header line, then the sections; read in a few milliseconds, written in one move.

Records stay packed until someone asks for one, so that 87,000 of them cost little memory.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from .compact import Compact

MAGIC = "marsad-gazetteer-2"


@dataclass(slots=True)
class Stored:
    """The sections of an index: names, cue levels, vetoed readings, first with second words, and the packed records."""

    names: dict[str, int | list[int]]
    levels: dict[str, int]
    misread: frozenset[str]
    starts: dict[str, list[str]]
    ordinary: frozenset[str]
    offsets: array[int]
    records: bytes

    def record(self, number: int) -> list[Any]:
        """The fields of record ``number``."""
        packed: list[Any] = orjson.loads(self.records[self.offsets[number] : self.offsets[number + 1]])
        return packed

    def find(self, place_id: str) -> int | None:
        """Number of the record with this id, its first field: searched for in the packed bytes."""
        at = self.records.find(b"[" + orjson.dumps(place_id) + b",")
        return bisect_right(self.offsets, at) - 1 if at >= 0 else None


def pack(compact: Compact, key: str) -> bytes:
    """The bytes of an index file for ``compact``; ``key`` names the data it was built from."""
    offsets = array("I", [0])
    packed: list[bytes] = []
    for row in compact.rows:
        packed.append(orjson.dumps(row))
        offsets.append(offsets[-1] + len(packed[-1]))
    meaning = orjson.dumps([compact.names, compact.levels, compact.misread, compact.starts, compact.ordinary])
    body = [meaning, offsets.tobytes(), b"".join(packed)]
    sizes = [len(part) for part in body]
    data = b"".join(body)
    header = {"magic": MAGIC, "key": key, "sizes": sizes, "crc": zlib.crc32(data)}
    return orjson.dumps(header) + b"\n" + data


def unpack(data: bytes, key: str) -> Stored | None:
    """The sections, or None when the bytes are damaged or were built from other data."""
    end = data.find(b"\n")
    try:
        header = orjson.loads(data[:end])
        if header["magic"] != MAGIC or header["key"] != key or zlib.crc32(memoryview(data)[end + 1 :]) != header["crc"]:
            return None
        meaning, positions, records = header["sizes"]
        at = end + 1
        names, levels, misread, starts, ordinary = orjson.loads(memoryview(data)[at : at + meaning])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
    offsets = array("I")
    offsets.frombytes(data[at + meaning : at + meaning + positions])
    records_at = at + meaning + positions
    packed = data[records_at : records_at + records]
    return Stored(names, levels, frozenset(misread), starts, frozenset(ordinary), offsets, packed)


def read_index(path: Path, key: str) -> Stored | None:
    """The index at ``path`` when it is whole and of this ``key``."""
    try:
        return unpack(path.read_bytes(), key)
    except OSError:
        return None


def write_index(path: Path, data: bytes) -> bool:
    """Write beside and rename, so that a reader or a second writer never sees half a file; False when not writable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        return False
    return True
