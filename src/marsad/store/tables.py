"""The tables of the evidence store, in SQL that SQLite and PostgreSQL both speak."""

from __future__ import annotations

from functools import cache

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _id(name: str, target: str | None = None, *, key: bool = False, optional: bool = False) -> Column[str]:
    reference = (ForeignKey(target),) if target is not None else ()
    return Column(name, Text, *reference, primary_key=key, nullable=optional)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _later(name: str) -> Column[str]:
    """A column that rows of before do not have: left out of their hash."""
    return Column(name, Text, nullable=True, info={"later": True})


def _row_hash() -> Column[str]:
    return Column("row_hash", Text, nullable=False)


objects = Table(
    "object", metadata, _id("id", key=True), Column("size", BigInteger, nullable=False), _text("kind"), _row_hash()
)

extractions = Table(
    "extraction", metadata,
    _id("id", key=True), _id("raw_id", "object.id"), _text("extractor"), _text("version"), _text("text_hash"),
    _text("text"), _text("facts"), _row_hash(),
)  # fmt: skip

texts = Table(
    "text", metadata,
    _id("id", key=True), _id("extraction_id", "extraction.id"), _text("cleaner"), _text("text_hash"), _text("text"),
    Column("shingles", Integer, nullable=False), _text("published", optional=True), _text("report"), _row_hash(),
    Index("text_by_hash", "text_hash"),
)  # fmt: skip

codings = Table(
    "coding", metadata,
    _id("id", key=True), _id("text_id", "text.id"), _text("coder"), _text("version"), _text("lexicons"),
    Column("events", Integer, nullable=False), _row_hash(),
)  # fmt: skip

events = Table(
    "event", metadata,
    _id("coding_id", "coding.id", key=True), Column("number", Integer, primary_key=True), _text("event_id"),
    _text("event"), _row_hash(),
    Index("event_by_id", "event_id"),
)  # fmt: skip

inputs = Table(
    "input", metadata,
    _id("id", key=True), _text("place"), _id("raw_id", "object.id", optional=True), _text("container", optional=True),
    _text("locator", optional=True), _text("kind", optional=True), _text("fetched", optional=True),
    _id("exchange_id", "object.id", optional=True), _id("extraction_id", "extraction.id", optional=True),
    _id("text_id", "text.id", optional=True), _id("coding_id", "coding.id", optional=True), _text("state"),
    _id("duplicate_of", "input.id", optional=True), _text("problem_kind", optional=True),
    _text("problem", optional=True), _text("remedy", optional=True), _row_hash(),
    Index("input_by_text", "text_id"), Index("input_by_state", "state"), Index("input_by_place", "place"),
    Index("input_by_coding", "coding_id"),
)  # fmt: skip

copies = Table(
    "copy", metadata,
    _id("a", key=True), _id("b", key=True), Column("shared", Integer, nullable=False), _row_hash(),
    Index("copy_by_b", "b"),
)  # fmt: skip

withdrawals = Table(
    "withdrawal", metadata,
    _id("coding_id", "coding.id", key=True), _id("event_id", key=True),
    _id("next_coding", "coding.id", optional=True), _text("became", optional=True), _row_hash(),
    Index("withdrawal_by_event", "event_id"),
)  # fmt: skip

# Where near copies are looked up: derived from the texts, not evidence, so without row hashes. A band is headed by the
# text with the least hash; the others with that band follow.
heads = Table(
    "head", metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False), _text("text_hash"),
    sqlite_with_rowid=False,
)  # fmt: skip

followers = Table(
    "band", metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False), _id("text_hash", key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# Texts that copy links connect, directly or over others; derived as well.
families = Table(
    "family", metadata,
    _id("text_hash", key=True), _text("origin"), Column("shingles", Integer, nullable=False),
    _text("day", optional=True), _text("host", optional=True), Column("sketch", LargeBinary, nullable=False),
    Index("family_by_origin", "origin"),
)  # fmt: skip

translations = Table(
    "translation", metadata,
    _id("a", key=True), _id("b", key=True), Column("alike", Integer, nullable=False), _row_hash(),
    Index("translation_by_b", "b"),
)  # fmt: skip

# The audit log: see ledgers.
custody = Table(
    "custody", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False), _text("at"), _text("action"), _text("subject"),
    _text("detail"), _text("previous"), _row_hash(), _later("by"), _later("private"),
    Index("custody_by_subject", "subject"),
)  # fmt: skip

checkpoints = Table(
    "checkpoint", metadata,
    Column("size", Integer, primary_key=True, autoincrement=False), _text("at"), _text("root"), _text("key"),
    _text("public_key"), _text("signature"), _text("frontier"), _row_hash(),
)  # fmt: skip

# What lines only commit to: its id is the hash, and its rows may be erased, so without row hashes.
private = Table(
    "private", metadata,
    _id("id", key=True), _text("salt"), _text("kind"), _id("person", optional=True), _text("content"),
    Index("private_by_kind", "kind"), Index("private_by_person", "person"),
)  # fmt: skip

LOG = custody.name


def audited_tables() -> list[str]:
    """Tables whose rows have a hash that the audit log holds; those that others refer to come first."""
    return [table.name for table in metadata.sorted_tables if "row_hash" in table.c and table.name != LOG]


@cache
def later_columns(table: str) -> frozenset[str]:
    """Columns that came to a table after rows had been written."""
    return frozenset(column.name for column in metadata.tables[table].c if column.info.get("later"))
