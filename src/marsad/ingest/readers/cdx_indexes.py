"""Indexes of a WACZ (CDXJ or CDX, plain, gzip or ZipNum): where each WARC file should hold a record.

A line is ``com,example)/ 20220810145001 {"url": …, "filename": "data.warc.gz", "offset": "563", …}``, or in the older
CDX nine to eleven fields of which the last two are offset and file name.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

import orjson

from ..limits import MAX_ARCHIVE_ITEMS, SPOOL_IN_MEMORY
from .contracts import Budget, Refused
from .gzips import iter_members
from .zips import copy_member, member_name

_ENDS = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")
_HEADINGS = (b" CDX", b"!meta")
_FIELDS = (9, 10, 11)
_LINE = 64 * 1024
_START = b"WARC/1."


@dataclass(slots=True)
class Indexed:
    """Offsets of the records that indexes list, by file name; and indexes of which no line could be read."""

    offsets: dict[str, set[int]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def read_indexes(archive: zipfile.ZipFile, budget: Budget) -> Indexed:
    """What the indexes of an archive list."""
    found = Indexed()
    for info in archive.infolist():
        name = member_name(info)
        if not (name.startswith("indexes/") and name.endswith(_ENDS)):
            continue
        with SpooledTemporaryFile(SPOOL_IN_MEMORY) as spool:
            try:
                copy_member(archive, info, budget, spool)
            except Refused:  # a part with a hash, which is named when it is checked
                continue
            lines = read = 0
            for line in _lines(spool, budget):
                lines += not line.startswith(_HEADINGS)
                read += _note(line, found.offsets)
                if sum(map(len, found.offsets.values())) >= MAX_ARCHIVE_ITEMS:
                    return found
            if lines and not read:
                found.unread.append(name)
    return found


def _lines(spool: IO[bytes], budget: Budget) -> Iterator[bytes]:
    spool.seek(0)
    packed = spool.read(2) == b"\x1f\x8b"
    spool.seek(0)
    for stream in (io.BufferedReader(member) for member in iter_members(spool, budget)) if packed else (spool,):
        while line := stream.readline(_LINE):
            yield line


def _note(line: bytes, found: dict[str, set[int]]) -> bool:
    """Note what a line lists; False when it cannot be read."""
    at = line.find(b"{")
    try:
        name, offset = _read_json(line[at:]) if at >= 0 else _read_fields(line)
    except (KeyError, TypeError, ValueError):
        return False
    if offset >= 0:
        found.setdefault(name.rsplit("/", 1)[-1], set()).add(offset)
    return offset >= 0


def _read_json(text: bytes) -> tuple[str, int]:
    entry = orjson.loads(text)
    return str(entry["filename"]), int(entry["offset"])


def _read_fields(line: bytes) -> tuple[str, int]:
    fields = line.decode("utf-8", "replace").split()
    if not (len(fields) in _FIELDS and fields[1].isdigit()):
        raise ValueError("no line of a CDX index")
    return fields[-1], int(fields[-2])


def begins_record(stream: IO[bytes], offset: int) -> bool:
    """Whether a record, compressed or not, begins at ``offset``."""
    stream.seek(offset)
    head = stream.read(4096)
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(_START)
