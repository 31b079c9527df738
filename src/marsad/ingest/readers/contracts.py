"""What a reader is given (a blob, the reading it is part of) and what it gives (reports and problems).

A reader is one file with one ``READER``: its kind, whether it claims a blob, and how it reads it. Example: the
Telegram reader claims ``result.json`` by its messages and gives one report a message.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import IO, NamedTuple, Protocol

from ..limits import HEAD_BYTES, MAX_FILE_BYTES, MAX_INFLATION, MAX_NESTING, MEGABYTE
from ..records import InputProblem, RawReport, hash_bytes

Item = RawReport | InputProblem
_MARK = b"\xef\xbb\xbf"
_PADDING = b" \t\r\n\x0b\x0c"
_ROOT = re.compile(rb"<(?![!?])(?:[A-Za-z0-9_.-]+:)?([A-Za-z][A-Za-z0-9]*)")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!DOCTYPE[^>]*>", re.DOTALL | re.IGNORECASE)


class Refused(Exception):
    """An input that a reader will not or cannot read: ``kind``, what is wrong, remedy, and a line where known.

    ``columns`` are those of a table of which nobody knows which holds the text.
    """

    def __init__(
        self, kind: str, problem: str, remedy: str, line: int | None = None, skipped: bool = False,
        columns: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Keep the parts apart; the dispatcher adds where it was."""
        super().__init__(problem)
        self.kind, self.problem, self.remedy, self.line, self.skipped = kind, problem, remedy, line, skipped
        self.columns = columns

    def at(self, source: str, raw: bytes | None = None) -> InputProblem:
        """The problem of the input ``source``, with its bytes where they could be read."""
        key = hash_bytes(raw) if raw is not None else None
        return InputProblem(
            source, self.kind, self.problem, self.remedy, self.line, key, raw, skipped=self.skipped,
            columns=self.columns,
        )  # fmt: skip


def bomb() -> Refused:
    """The refusal of what inflates out of all proportion."""
    return Refused(
        "bomb",
        f"it inflates to more than {MAX_INFLATION} times its size",
        "Check where it comes from; unpack it yourself and give the files if you trust it",
    )


@dataclass(slots=True)
class Budget:
    """How many bytes an archive's member, with everything packed inside it, may inflate to; None: not counted here."""

    limit: int | None = None
    spent: int = 0

    @classmethod
    def of(cls, size: int) -> Budget:
        """The allowance of ``size`` packed bytes: 100 times as much, a megabyte at least."""
        return cls(max(MEGABYTE, MAX_INFLATION * size))

    def spend(self, count: int) -> None:
        """Count inflated bytes; raises :class:`Refused` when they pass the allowance."""
        self.spent += count
        if self.limit is not None and self.spent > self.limit:
            raise bomb()


@dataclass(frozen=True)
class Blob:
    """The bytes of an input: a file, or an item of a container, as a seekable stream.

    ``source`` names it for people, ``name`` is its file name (used where content does not tell), ``container`` and
    ``locator`` say where it lay, ``depth`` how many containers deep. ``url``, ``fetched`` and ``warnings`` go to the
     reports read from it, and the exchange (WARC records) that it was fetched in.
    """

    source: str
    name: str
    stream: IO[bytes]
    size: int
    container: str | None = None
    locator: str | None = None
    depth: int = 0
    url: str | None = None
    fetched: str | None = None
    warnings: tuple[str, ...] = ()
    exchange: bytes | None = None

    @classmethod
    def from_bytes(cls, raw: bytes, source: str, name: str) -> Blob:
        """A blob in memory."""
        return cls(source, name, io.BytesIO(raw), len(raw))

    @cached_property
    def head(self) -> bytes:
        """The first bytes, without a byte-order mark and blanks before the content."""
        self.stream.seek(0)
        start = self.stream.read(HEAD_BYTES).removeprefix(_MARK).lstrip(_PADDING)
        self.stream.seek(0)
        return start

    @cached_property
    def tail(self) -> bytes:
        """The last bytes, without blanks after the content."""
        self.stream.seek(max(0, self.size - 256))
        end = self.stream.read(256).rstrip(_PADDING)
        self.stream.seek(0)
        return end

    @cached_property
    def root(self) -> str:
        """Name of the first element when the content is markup, in lower case, without prefix; else empty."""
        if not self.head.startswith(b"<"):
            return ""
        match = _ROOT.search(_COMMENT.sub(b"", self.head[:8192]))
        return match.group(1).decode("ascii").lower() if match is not None else ""

    @property
    def suffix(self) -> str:
        """End of the name, in lower case (``.json``); empty without one."""
        return "." + self.name.rsplit(".", 1)[1].lower() if "." in self.name else ""

    def read_all(self, limit: int = MAX_FILE_BYTES) -> bytes:
        """All bytes; :class:`Refused` when there are more than ``limit``."""
        self.stream.seek(0)
        raw = self.stream.read(limit + 1)
        if len(raw) > limit:
            raise Refused(
                "too-large",
                f"the file is larger than {limit // MEGABYTE} MB",
                "Split it, or give JSON lines (.jsonl), which have no limit",
            )
        return raw

    def problem(self, kind: str, problem: str, remedy: str) -> InputProblem:
        """A problem of the whole blob."""
        return Refused(kind, problem, remedy).at(self.source)

    def place(self, locator: str) -> str:
        """Name for people of an item in this blob: ``chats.zip > result.json, message 17``."""
        return f"{self.source}, {locator}"


class Parse(Protocol):
    """Runs a job (``page``, ``feed`` …) on bytes, in a limited process unless told otherwise."""

    def __call__(self, job: str, raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
        """Items in order; what hangs or dies is named."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One input being read: the columns the caller named, the parser, the allowance, and the way to nested blobs."""

    columns: Mapping[str, str]
    parse: Parse
    open: Callable[[Blob, Reading], Iterator[Item]]
    budget: Budget = field(default_factory=Budget)

    def enter(self, blob: Blob) -> Iterator[Item]:
        """Read a blob found inside another one."""
        if blob.depth > MAX_NESTING:
            yield blob.problem(
                "nested",
                f"archives are nested more than {MAX_NESTING} deep",
                "Unpack the outer archives yourself and give the inner one",
            )
            return
        yield from self.open(blob, self)


class Reader(NamedTuple):
    """A kind of input: whether a blob is of it, and its reports."""

    kind: str
    claims: Callable[[Blob], bool]
    read: Callable[[Blob, Reading], Iterator[Item]]


def whole(item: Item, blob: Blob) -> Item:
    """An item that is the blob itself, with where it lay, and a problem with its bytes."""
    if isinstance(item, RawReport):
        item.container, item.locator = blob.container, blob.locator
        return item
    raw = item.raw
    if raw is None and item.id is not None and blob.size <= MAX_FILE_BYTES:
        raw = blob.read_all()
    key = hash_bytes(raw) if raw is not None else item.id
    return replace(item, raw=raw, id=key, container=blob.container, locator=blob.locator)


def inside(item: Item, blob: Blob, locator: str, raw: bytes | None = None) -> Item:
    """An item that is a part of the blob, with where in it; ``raw`` are a problem's bytes."""
    if isinstance(item, RawReport):
        item.container, item.locator = blob.source, locator
        return item
    key = hash_bytes(raw) if raw is not None else item.id
    return replace(item, raw=raw or item.raw, id=key, container=blob.source, locator=locator)


def skip(blob: Blob, locator: str, problem: str, remedy: str, raw: bytes | None = None) -> Item:
    """What is no report by nature, named."""
    refusal = Refused("skipped", problem, remedy, None, True)
    return inside(refusal.at(blob.place(locator), raw), blob, locator)
