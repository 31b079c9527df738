"""The rows of the evidence store, one typed record a table, and the hash that shows when one was altered.

Every id is derived from content, so the same inputs give the same rows in any order; times are in the audit log and its
checkpoints alone. A row hash is the SHA-256 of the row as canonical JSON (RFC 8785), so that any program can compute it
again; a column that came to a table after rows had been written (``tables.later``) is left out of it while it is null.
"""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

import msgspec
import orjson
import rfc8785

from .tables import later_columns

_SCALARS = frozenset((str, int, bool, type(None)))


class Row(msgspec.Struct, kw_only=True):
    """What all rows have: a table, and a hash over their values."""

    table: ClassVar[str]

    def values(self) -> dict[str, Any]:
        """Column values with the row's hash."""
        values: dict[str, Any] = msgspec.structs.asdict(self)
        values["row_hash"] = hash_row(self.table, values)
        return values


class ObjectRow(Row):
    """Bytes kept under ``objects/`` by their SHA-256.

    ``kind``: raw, exchange (WARC request and response), or container (the archive or export that inputs lay in).
    """

    table = "object"
    id: str
    size: int
    kind: str


class ExtractionRow(Row):
    """The text that a reader took out of raw bytes; ``facts`` is JSON: what reader and caller said of the report."""

    table = "extraction"
    id: str
    raw_id: str
    extractor: str
    version: str
    text_hash: str
    text: str
    facts: str


class TextRow(Row):
    """One version of the cleaned text: what offsets count in. ``report`` is JSON, the codebook's report without text.

    ``shingles`` is the number of different three-word sequences, ``published`` the ISO date of publication.
    """

    table = "text"
    id: str
    extraction_id: str
    cleaner: str
    text_hash: str
    text: str
    shingles: int
    published: str | None
    report: str


class CodingRow(Row):
    """One reading of a text version by one coder with one version of the lexicons."""

    table = "coding"
    id: str
    text_id: str
    coder: str
    version: str
    lexicons: str
    events: int


class EventRow(Row):
    """An event of a coding, as JSON with the codebook's names; ``number`` is its place in the report."""

    table = "event"
    coding_id: str
    number: int
    event_id: str
    event: str


class InputRow(Row):
    """What was handed over: bytes at a place, and the one state it is in.

    ``place`` is the file, message or record it came from. ``raw_id`` is null when the bytes could not be had. The
    ``problem`` fields say why an input is unreadable; ``duplicate_of`` names the input it is a copy of.
    """

    table = "input"
    id: str
    place: str
    raw_id: str | None = None
    container: str | None = None
    locator: str | None = None
    kind: str | None = None
    fetched: str | None = None
    exchange_id: str | None = None
    extraction_id: str | None = None
    text_id: str | None = None
    coding_id: str | None = None
    state: str = "queued"
    duplicate_of: str | None = None
    problem_kind: str | None = None
    problem: str | None = None
    remedy: str | None = None


class CopyRow(Row):
    """A near copy ``b`` of a text ``a`` that heads one of its bands, by text hash (``a`` < ``b``).

    ``shared`` is the number of three-word sequences they have in common. Texts that such links connect, directly or
    over others, are copies of one origin; not every two of them have a link of their own.
    """

    table = "copy"
    a: str
    b: str
    shared: int


class TranslationRow(Row):
    """A report in another language (``b``) that renders an Arabic one (``a``) or is rendered by it, by text hash.

    ``alike`` is how well their sentences match, in percent.
    """

    table = "translation"
    a: str
    b: str
    alike: int


class CustodyRow(Row):
    """One line of the audit log: what was done to what, when; ``previous`` is the row hash of the line before it.

    ``by`` is the commitment to who did it, ``private`` JSON: commitments to what a person wrote, by name.
    """

    table = "custody"
    number: int
    at: str
    action: str
    subject: str
    detail: str
    previous: str
    by: str | None = None
    private: str | None = None


class PrivateRow(msgspec.Struct, kw_only=True):
    """What the log only commits to: ``id`` is the hash over salt, kind and content, so the row can be erased.

    ``kind`` is ``person`` (content: a name) or what was written (``reason``, ``comment``); ``person`` who wrote it.
    """

    table: ClassVar[str] = "private"
    id: str
    salt: str
    kind: str
    person: str | None
    content: str


class CheckpointRow(Row):
    """The log as it was at a time, signed: the Merkle root over its first ``size`` lines.

    ``frontier`` is JSON: the roots of the full subtrees, from which the next root is computed.
    """

    table = "checkpoint"
    size: int
    at: str
    root: str
    key: str
    public_key: str
    signature: str
    frontier: str


class WithdrawalRow(Row):
    """An event that a coding had and the next coding of that input no longer has.

    ``next_coding`` is null when the text could not be coded again, ``became`` when no event of it is like the old one.
    """

    table = "withdrawal"
    coding_id: str
    event_id: str
    next_coding: str | None
    became: str | None


EVIDENCE: tuple[type[Row], ...] = (
    ObjectRow, ExtractionRow, TextRow, CodingRow, EventRow, InputRow, CopyRow, TranslationRow,
)  # fmt: skip
STATES = ("coded", "no_event", "unreadable", "queued", "duplicate")


def canonical(value: Any) -> bytes:
    """Canonical JSON by RFC 8785; ValueError or TypeError for what it cannot write (NaN, half characters)."""
    if _is_plain(value):  # forty times faster, and the same bytes
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether nothing in it needs the rules for numbers with fractions or for the order of other than ASCII names."""
    kind = type(value)
    if kind is dict:
        if not ({str} >= {*map(type, value)} and all(map(str.isascii, value))):
            return False
        value = value.values()
    elif kind is not list:
        return kind in _SCALARS
    return {*map(type, value)} <= _SCALARS or all(map(_is_plain, value))


def hash_values(values: Any) -> str:
    """SHA-256 in hex of the canonical JSON of ``values``."""
    return hashlib.sha256(canonical(values)).hexdigest()


def hash_row(table: str, values: dict[str, Any]) -> str:
    """The hash of a row of a table: of all its values but nulls of columns that came later."""
    later = later_columns(table)
    if later:
        values = {name: value for name, value in values.items() if value is not None or name not in later}
    return hash_values(values)


def hash_text(text: str) -> str:
    """SHA-256 in hex of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
