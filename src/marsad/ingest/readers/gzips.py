"""Gzip: members one after the other, each to its clean end; a cut or altered member is named, never read half.

``iter_members`` also serves WARC files, where each record is a member: after a damaged one it goes on at the next.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from ..limits import INFLATION_FLOOR, MAX_INFLATION, MAX_SPOOL_BYTES, MEGABYTE, SPOOL_IN_MEMORY
from .contracts import Blob, Budget, Item, Reader, Reading, Refused, bomb

_MAGIC = b"\x1f\x8b\x08"
_STEP = 64 * 1024
DAMAGED = "Get the file again or compare its hash with the original; what could be read was read"


class Member(io.RawIOBase):
    """One gzip member as a stream of what it inflates to; ``failure`` says why it ended early."""

    def __init__(self, stream: IO[bytes], start: int, budget: Budget) -> None:
        """Read ``stream`` from ``start`` on."""
        super().__init__()
        stream.seek(start)
        self._stream, self._budget, self._engine = stream, budget, zlib.decompressobj(31)
        self._pending = b""
        self._inflated = 0
        self.start = start
        self.failure: Refused | None = None
        self.end: int | None = None

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Inflate into ``buffer``; 0 at the end, clean or not."""
        view = memoryview(buffer)
        part = self._inflate(len(view)) if len(view) else b""
        view[: len(part)] = part
        return len(part)

    def _inflate(self, limit: int) -> bytes:
        while not self._engine.eof and self.failure is None:
            pending = self._pending or self._stream.read(_STEP)
            if not pending:
                self.failure = Refused("truncated", "the compressed data end too early: the file was cut", DAMAGED)
                break
            part = self._step(pending, limit)
            if part:
                return part
        return b""

    def _step(self, pending: bytes, limit: int) -> bytes:
        try:
            part = self._engine.decompress(pending, limit)
            self._inflated += len(part)
            self._budget.spend(len(part))
            if self._inflated > max(INFLATION_FLOOR, MAX_INFLATION * (self._stream.tell() - self.start)):
                raise bomb()
        except zlib.error as error:
            self.failure = Refused("damaged", f"the compressed data are damaged ({error})", DAMAGED)
            return b""
        except Refused as refusal:
            self.failure = refusal
            return b""
        self._pending = self._engine.unconsumed_tail
        if self._engine.eof:
            self.end = self._stream.tell() - len(self._engine.unused_data)
        return part


def iter_members(stream: IO[bytes], budget: Budget) -> Iterator[Member]:
    """Members in order; the caller reads each before the next. After a damaged one the next whose start is found."""
    at: int | None = 0
    while at is not None:
        member = Member(stream, at, budget)
        yield member
        while member.failure is None and member.read(_STEP):
            pass  # whatever the caller left
        if member.end is not None:
            at = _next_start(stream, member.end, True)
        else:
            at = _next_start(stream, member.start + 1, False)


def _next_start(stream: IO[bytes], at: int, adjacent: bool) -> int | None:
    """Where the next member starts; padding of zeros after a clean end is the end of the file."""
    stream.seek(at)
    if adjacent:
        if stream.read(2) == _MAGIC[:2]:
            return at
        stream.seek(at)
    before = b""
    while True:
        part = stream.read(1 << 20)
        if not part:
            return None
        window = before + part
        found = window.find(_MAGIC)
        if found >= 0:
            return at - len(before) + found
        before = window[-2:]
        at += len(part)


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Inflate the whole file, then read what is inside."""
    with SpooledTemporaryFile(SPOOL_IN_MEMORY) as spool:
        size = 0
        for member in iter_members(blob.stream, reading.budget):
            for part in iter(lambda: member.read(_STEP), b""):  # noqa: B023 (used up before the next member)
                spool.write(part)
                size += len(part)
                if size > MAX_SPOOL_BYTES:
                    raise Refused("too-large", f"it inflates to more than {MAX_SPOOL_BYTES // MEGABYTE} MB", "Split it")
            if member.failure is not None:
                raise member.failure
        name = blob.name[:-3] if blob.suffix == ".gz" else blob.name
        yield from reading.enter(
            replace(
                blob, source=f"{blob.source} > {name}", name=name, stream=spool, size=size, container=blob.source,
                locator=name, depth=blob.depth + 1,
            )
        )  # fmt: skip


READER = Reader("gzip", lambda blob: blob.head.startswith(_MAGIC[:2]), read)
