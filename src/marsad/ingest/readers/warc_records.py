"""Records of a WARC file with every check that libraries leave out: whole lengths, digests, clean gzip ends, counts.

fastwarc splits the records. A damaged or cut one is named, and reading goes on at the next record that can be found;
fastwarc and warcio alone drop the rest of such a file, or the record, without a word.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord

from ..limits import MAX_ITEM_BYTES, MEGABYTE
from .contracts import Budget, Refused
from .gzips import DAMAGED, iter_members

_START = b"WARC/1."
_WINDOW = 1 << 20
_ALGORITHMS = {"sha1": 20, "sha256": 32, "sha512": 64, "md5": 16}


@dataclass(slots=True)
class Record:
    """One record: number from 1, offset in the file, headers (names in lower case), its block and what is wrong."""

    number: int
    offset: int
    headers: dict[str, str] = field(default_factory=dict)
    block: bytes = b""
    fault: Refused | None = None

    @property
    def type(self) -> str:
        """``response``, ``resource``, ``conversion`` …"""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str | None:
        """The address it was taken from, without the angle brackets some writers set."""
        return self.headers.get("warc-target-uri", "").strip("<> ") or None

    @property
    def locator(self) -> str:
        """Where it is: ``record 12 at byte 3456``."""
        return f"record {self.number} at byte {self.offset}"


def iter_records(stream: IO[bytes], size: int, budget: Budget) -> Iterator[Record]:
    """Every record of a WARC file, compressed or not; a fault in between is a record with ``fault``."""
    stream.seek(0)
    packed = stream.read(2) == b"\x1f\x8b"
    records = _iter_packed(stream, budget) if packed else _iter_plain(stream, size)
    for number, record in enumerate(records, 1):
        record.number = number
        yield record


def _iter_packed(stream: IO[bytes], budget: Budget) -> Iterator[Record]:
    for member in iter_members(stream, budget):
        fault = None
        try:
            for found in ArchiveIterator(io.BufferedReader(member, _WINDOW), parse_http=False, strict_mode=True):
                yield _take(found, member.start)
        except (OSError, ValueError, RuntimeError) as error:
            fault = _damaged(error)
        while member.failure is None and member.end is None and member.read(_WINDOW):
            pass
        if member.failure is not None or fault is not None:
            yield Record(0, member.start, fault=member.failure or fault)


def _iter_plain(stream: IO[bytes], size: int) -> Iterator[Record]:
    start: int | None = 0
    while start is not None and start < size:
        at, resume = start, None
        try:
            for found in ArchiveIterator(_Section(stream, start), parse_http=False, strict_mode=True):
                at = start + found.stream_pos
                record = _take(found, at)
                yield record
                if record.fault is not None and record.fault.kind != "too-large":
                    resume = _find_start(stream, at + len(_START))  # its length may be what is damaged
                    break
            else:
                return
        except (OSError, ValueError, RuntimeError) as error:
            yield Record(0, at, fault=_damaged(error))
            resume = _find_start(stream, at + len(_START))
        start = resume


class _Section(io.RawIOBase):
    """The file from an offset on, at its own position."""

    def __init__(self, stream: IO[bytes], start: int) -> None:
        super().__init__()
        self._stream, self._at = stream, start

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self._stream.seek(self._at)
        part = self._stream.read(size)
        self._at += len(part)
        return part


def _find_start(stream: IO[bytes], at: int) -> int | None:
    """Offset of the next line that begins a record."""
    before = b""
    while True:
        stream.seek(at)
        part = stream.read(_WINDOW)
        if not part:
            return None
        window = before + part
        found = window.find(b"\n" + _START)
        if found >= 0:
            return at - len(before) + found + 1
        before = window[-len(_START) :]
        at += len(part)


def _damaged(error: Exception) -> Refused:
    return Refused("damaged", f"the record is damaged ({str(error)[:80]})", DAMAGED)


def _take(found: WarcRecord, offset: int) -> Record:
    """Read a record whole and check it."""
    headers = {name.lower(): value for name, value in found.headers.items()}
    record = Record(0, offset, headers)
    if found.content_length > MAX_ITEM_BYTES:
        limit = f"it is larger than {MAX_ITEM_BYTES // MEGABYTE} MB"
        record.fault = Refused("too-large", limit, "Take the record out of the archive and give it by itself")
        return record
    record.block = found.reader.read(found.content_length)
    record.fault = _check(record, found.content_length)
    return record


def _check(record: Record, length: int) -> Refused | None:
    if len(record.block) != length:
        problem = f"it was cut: {len(record.block)} of its {length} bytes are there"
        return Refused("truncated", problem, DAMAGED)
    if not record.type:
        return Refused("damaged", "this is no WARC record: it has no type", DAMAGED)
    if not matches(record.block, record.headers.get("warc-block-digest")):
        return Refused("digest", "its bytes are not those its digest was made of", DAMAGED)
    wanted = record.headers.get("warc-payload-digest")
    if wanted and record.type == "response" and not _payload_matches(record.block, wanted):
        return Refused("digest", "its payload is not the one its digest was made of", DAMAGED)
    return None


def _payload_matches(block: bytes, wanted: str) -> bool:
    """Writers digest the body as it came or with its chunks joined; either is right."""
    body = block.partition(b"\r\n\r\n")[2]
    if matches(body, wanted):
        return True
    from ...fetch.bodies import BodyError, join_chunks

    try:
        return matches(join_chunks(body), wanted)
    except BodyError:
        return False


def matches(content: bytes, digest: str | None) -> bool:
    """Whether a digest (``sha1:BASE32``, ``sha256:hex``) is that of ``content``; one of an unknown kind is not held
    against it.
    """
    algorithm, _, value = (digest or "").strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _ALGORITHMS or not value:
        return True
    real = hashlib.new(algorithm, content, usedforsecurity=False).digest()
    return value.upper().rstrip("=") in (
        real.hex().upper(),
        base64.b32encode(real).decode().rstrip("="),
    ) or value.rstrip("=") == base64.b64encode(real).decode().rstrip("=")
