"""Records of a WARC file (ISO 28500) with the checks that libraries leave out: lengths, digests, clean gzip ends.

A damaged or cut record is named, and reading goes on at the next one that can be found. warcio and fastwarc drop the
rest of such a file, or the record, without a word, and fastwarc 1.1 ends the process on some, so the framing is ours.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from ..limits import MAX_ITEM_BYTES, MEGABYTE
from .contracts import Budget, Refused
from .gzips import DAMAGED, iter_members

_START = b"WARC/1."
_WINDOW = 1 << 20
_LINE = 64 * 1024
_MAX_HEADERS = 200
_TAKEN = re.compile(r"urn:[A-Za-z]+:(?=https?://)")
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
    def page_url(self) -> str | None:
        """The page's address: of what Browsertrix took of a page (``urn:text:https://…``) too."""
        return _TAKEN.sub("", self.url) if self.url else None

    @property
    def locator(self) -> str:
        """Where it is: ``record 12 at byte 3456``."""
        return f"record {self.number} at byte {self.offset}"


def iter_records(stream: IO[bytes], budget: Budget) -> Iterator[Record]:
    """Every record of a WARC file, compressed or not; a fault in between is a record with ``fault``."""
    stream.seek(0)
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    records = _iter_packed(stream, budget) if packed else _iter_stream(stream, 0, True)
    for number, record in enumerate(records, 1):
        record.number = number
        yield record


def _iter_packed(stream: IO[bytes], budget: Budget) -> Iterator[Record]:
    for member in iter_members(stream, budget):
        held: Record | None = None
        for record in _iter_stream(io.BufferedReader(member, _LINE), member.start, False):
            if held is not None:
                yield held
            held = record
        if member.failure is not None:  # known only at the end of the member: the last record is not to be trusted
            held = held or Record(0, member.start)
            held.fault = member.failure
        if held is not None:
            yield held


def _iter_stream(stream: IO[bytes], start: int, plain: bool) -> Iterator[Record]:
    """Records of a stream; after a fault, those whose first line is found. Only a plain file is gone back in."""
    while True:
        begin = stream.tell() if plain else start
        try:
            record = _parse(stream, begin)
        except Refused as fault:
            yield Record(0, begin, fault=fault)
        else:
            if record is None:
                return
            yield record
            if record.fault is None or record.fault.kind == "too-large":
                continue
            begin = record.offset
        if plain:  # the length of a damaged record cannot be trusted, so look from its second byte on
            stream.seek(begin + 1)
        if not _find_start(stream, plain):
            return


def _find_start(stream: IO[bytes], plain: bool) -> bool:
    """Read on to the next line that begins a record; a stream without going back ends there, at the line after it."""
    while line := stream.readline(_WINDOW):
        if line.startswith(_START) and plain:
            stream.seek(-len(line), 1)
            return True
    return False


def _parse(stream: IO[bytes], begin: int) -> Record | None:
    """The next record, checked; None at the end of the stream."""
    line = stream.readline(_LINE)
    while line in (b"\r\n", b"\n"):
        begin += len(line)
        line = stream.readline(_LINE)
    if not line:
        return None
    if not line.startswith(_START):
        raise Refused("damaged", "no record begins where one should", DAMAGED)
    record = Record(0, begin, _read_headers(stream))
    length = record.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise Refused("damaged", "the record does not say how long it is", DAMAGED)
    if int(length) > MAX_ITEM_BYTES:
        problem = f"it is larger than {MAX_ITEM_BYTES // MEGABYTE} MB"
        record.fault = Refused("too-large", problem, "Take the record out of the archive and give it by itself")
        _pass_over(stream, int(length))
        return record
    record.block = stream.read(int(length))
    record.fault = _check(record, int(length))
    return record


def _pass_over(stream: IO[bytes], length: int) -> None:
    while length > 0 and (part := stream.read(min(length, _WINDOW))):
        length -= len(part)


def _read_headers(stream: IO[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    name = ""
    for _ in range(_MAX_HEADERS):
        line = stream.readline(_LINE)
        if not line.endswith(b"\n"):
            raise Refused("truncated", "the file ends, or is damaged, inside the headers of a record", DAMAGED)
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return headers
        if text[0] in " \t" and name:
            headers[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        headers[name] = value.strip()
    raise Refused("damaged", "a record has too many headers", DAMAGED)


def _check(record: Record, length: int) -> Refused | None:
    if len(record.block) != length:
        problem = f"it was cut: {len(record.block)} of its {length} bytes are there"
        return Refused("truncated", problem, DAMAGED)
    if not record.type:
        return Refused("damaged", "this is no WARC record: it has no type", DAMAGED)
    if "warc-segment-number" in record.headers:
        problem = "it is one of several segments of a record, and none of them is a page by itself"
        return Refused("unsupported", problem, "Get the archive without segments")
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
