"""Indexes of a WACZ (CDXJ, plain or gzip): where each WARC file should hold a record.

A line is ``com,example)/ 20220810145001 {"url": …, "filename": "data.warc.gz", "offset": "563", …}``.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

import orjson

from ..limits import MAX_ARCHIVE_ITEMS, SPOOL_IN_MEMORY
from .contracts import Budget, Refused
from .gzips import iter_members
from .zips import copy_member, member_name

_ENDS = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")
_LINE = 64 * 1024
_START = b"WARC/1."


def read_indexes(archive: zipfile.ZipFile, budget: Budget) -> dict[str, set[int]]:
    """Offsets of the records that the indexes list, by file name; what cannot be read lists nothing."""
    found: dict[str, set[int]] = {}
    for info in archive.infolist():
        if not (member_name(info).startswith("indexes/") and info.filename.endswith(_ENDS)):
            continue
        with SpooledTemporaryFile(SPOOL_IN_MEMORY) as spool:
            try:
                copy_member(archive, info, budget, spool)
            except Refused:  # a part with a hash, which is named when it is checked
                continue
            for line in _lines(spool, budget):
                _note(line, found)
                if sum(map(len, found.values())) >= MAX_ARCHIVE_ITEMS:
                    return found
    return found


def _lines(spool: IO[bytes], budget: Budget) -> Iterator[bytes]:
    spool.seek(0)
    packed = spool.read(2) == b"\x1f\x8b"
    spool.seek(0)
    for stream in (io.BufferedReader(member) for member in iter_members(spool, budget)) if packed else (spool,):
        while line := stream.readline(_LINE):
            yield line


def _note(line: bytes, found: dict[str, set[int]]) -> None:
    at = line.find(b"{")
    try:
        entry = orjson.loads(line[at:]) if at >= 0 else {}
        name, offset = str(entry["filename"]), int(entry["offset"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return
    if offset >= 0:
        found.setdefault(name.rsplit("/", 1)[-1], set()).add(offset)


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
