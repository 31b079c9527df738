"""The projection: one flat row for each event of a current coding, so that filters need not open its JSON.

Everything here is derived from the evidence and can be derived again (``rebuild``), so it has no row hashes and is no
part of the content hash. Words that come again and again (types, places, outlets, actors) stand once in ``term`` and
are numbers elsewhere: a table of a million events is a tenth of the size, and is counted in a fraction of the time.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Connection, Double, Index, Integer, Table, Text

from .tables import metadata

_Key = BigInteger().with_variant(Integer, "sqlite")  # what SQLite calls INTEGER has 64 bits, and is its row number

TERMS = (
    "event_type", "sub_event_type", "plover", "country", "admin1", "admin2", "admin3", "place", "outlet", "factuality",
    "status",
)  # fmt: skip


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _term(name: str) -> Column[int]:
    return Column(name, Integer, nullable=True)


terms = Table(
    "term", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False), Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False), Index("term_by_value", "value", "kind", unique=True),
)  # fmt: skip

# The folded names that a term goes by: العشاره and al-asharah for العشارة.
aliases = Table(
    "alias", metadata,
    Column("kind", Text, primary_key=True), Column("name", Text, primary_key=True),
    Column("term", Integer, primary_key=True), Index("alias_by_term", "term"), sqlite_with_rowid=False,
)  # fmt: skip

# Texts whose words are in the index of words, under this number.
indexed_texts = Table(
    "indexed_text", metadata,
    Column("id", _Key, primary_key=True, autoincrement=False), Column("text_id", Text, nullable=False),
    Index("indexed_text_by_id", "text_id", unique=True),
)  # fmt: skip

reports = Table(
    "current_report", metadata,
    Column("id", _Key, primary_key=True, autoincrement=False), Column("input_id", Text, nullable=False),
    Column("coding_id", Text, nullable=False), Column("report_id", Text, nullable=True),
    Column("copy", Boolean, nullable=False), Column("suspicious", Boolean, nullable=False),
    Index("current_report_by_input", "input_id", unique=True), Index("current_report_by_report", "report_id"),
)  # fmt: skip

# Days are counted as in Python (date.toordinal). ``tie`` orders reports that are otherwise equal, by their inputs' ids.
events = Table(
    "current_event", metadata,
    Column("id", _Key, primary_key=True, autoincrement=False), Column("report", _Key, nullable=False),
    _number("number"), Column("tie", BigInteger, nullable=False), Column("event_id", Text, nullable=False),
    Column("text", _Key, nullable=False), Column("copy", Boolean, nullable=False),
    _number("day_from"), _number("day_to"), _number("span"), Column("published", Text, nullable=True),
    *(_term(name) for name in TERMS),
    Column("lat", Double, nullable=True), Column("lon", Double, nullable=True), _term("precision"),
    Column("confidence", Double, nullable=False), Column("background", Boolean, nullable=False),
    *(Column(name, BigInteger, nullable=True) for name in ("killed", "killed_low", "wounded", "wounded_low")),
    Index("current_event_by_report", "report"), Index("current_event_by_id", "event_id"),
    Index("current_event_by_text", "text", "copy"), Index("current_event_by_span", "span"),
)  # fmt: skip
# Indexes end with the column that nearly every question asks for, so that counting needs no row.
Index("current_event_newest", events.c.day_to.desc(), events.c.tie, events.c.number, events.c.copy)
Index("current_event_oldest", events.c.day_from, events.c.tie, events.c.number, events.c.copy)
for _name in ("event_type", "sub_event_type", "admin1", "admin2", "place", "outlet", "status"):
    Index(f"current_event_by_{_name}", events.c[_name], events.c.copy)

# ``again``: the same actor stands earlier in the same event. ``copy`` as in the event.
actors = Table(
    "current_actor", metadata,
    Column("event", _Key, primary_key=True), Column("position", Integer, primary_key=True),
    Column("side", Text, nullable=False), _number("actor"), _number("kind"), Column("again", Boolean, nullable=False),
    Column("copy", Boolean, nullable=False),
    Index("current_actor_by_actor", "actor", "side", "event", "again", "copy"), sqlite_with_rowid=False,
)  # fmt: skip

DERIVED = (actors, events, reports, indexed_texts, aliases, terms)

# What people decided on events, where it differs from what was coded: derived from their decisions.
overlays = Table(
    "overlay", metadata,
    Column("event_id", Text, primary_key=True), Column("status", Text, nullable=False),
    Column("event", Text, nullable=True),
)  # fmt: skip


def make_tables(connection: Connection) -> None:
    """Make the tables of the projection anew, empty, as this program wants them; overlays stay."""
    metadata.drop_all(connection, DERIVED)
    metadata.create_all(connection, [*DERIVED, overlays])
