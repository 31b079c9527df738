"""Decisions of people, as rows that are only ever added; and where the decisions on an event are looked up.

A decision names what it is about in ``parts``: one part for a decision on an event or an incident, two or more where
events are held against each other. ``topic`` says what it may clash with: two decisions on an event, or two on the
same incidents; remarks clash with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, Select, Table, Text, func, insert, select

from .queries import chunked, stream
from .records import Row
from .tables import codings, events, inputs, metadata, texts
from .writes import add_rows

decisions = Table(
    "decision", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False), Column("at", Text, nullable=False),
    Column("by", Text, nullable=False), Column("action", Text, nullable=False), Column("topic", Text, nullable=False),
    Column("parts", Text, nullable=False), Column("coding_id", Text, ForeignKey("coding.id"), nullable=True),
    Column("event_hash", Text, nullable=True), Column("expected", Integer, nullable=False),
    Column("target", Integer, nullable=True), Column("detail", Text, nullable=False),
    Column("row_hash", Text, nullable=False),
    Index("decision_by_person", "by", "number"), Index("decision_by_target", "target"),
)  # fmt: skip

# Where the decisions on an event are looked up: derived from ``parts``, not evidence, so without row hashes.
subjects = Table(
    "decision_subject", metadata,
    Column("subject", Text, primary_key=True), Column("topic", Text, primary_key=True),
    Column("number", Integer, ForeignKey("decision.number"), primary_key=True),
    Column("report_id", Text, nullable=True), Index("decision_subject_by_report", "report_id", "topic"),
    sqlite_with_rowid=False, info={"derived": True},
)  # fmt: skip

Index("input_by_raw", inputs.c.raw_id)


class DecisionRow(Row):
    """One decision: who, when, what (``detail``, JSON), on what (``parts``, JSON lists of ids).

    ``coding_id`` and ``event_hash`` name the coded event it was based on, ``expected`` the last decision that its
    author had seen on the subject (0 for none), ``target`` the decision that an undo or redo is about.
    """

    table = "decision"
    number: int
    at: str
    by: str
    action: str
    topic: str
    parts: str
    coding_id: str | None = None
    event_hash: str | None = None
    expected: int = 0
    target: int | None = None
    detail: str = "{}"


class EventNow(NamedTuple):
    """An event of the current coding of its report: JSON, its row hash, where it was found; ``report`` is JSON."""

    event_id: str
    event: str
    row_hash: str
    coding_id: str
    text_id: str
    report: str
    input_id: str
    state: str
    duplicate_of: str | None
    text_hash: str

    @property
    def report_id(self) -> str:
        """The report it is told in."""
        return _report.decode(self.report).id


class _Report(msgspec.Struct):
    id: str


_report = msgspec.json.Decoder(_Report)
_NAMES = DecisionRow.__struct_fields__
_NOW = (
    events.c.event_id, events.c.event, events.c.row_hash, events.c.coding_id, texts.c.id, texts.c.report, inputs.c.id,
    inputs.c.state, inputs.c.duplicate_of, texts.c.text_hash,
)  # fmt: skip


def _current() -> Select[Any]:
    """Events of current codings."""
    joined = events.join(inputs, inputs.c.coding_id == events.c.coding_id).join(texts, inputs.c.text_id == texts.c.id)
    return select(*_NOW).select_from(joined)


def find_current(connection: Connection, event_ids: Iterable[str]) -> dict[str, EventNow]:
    """Events by id as they are coded now; the one that is listed, where copies have the same bytes."""
    found: dict[str, EventNow] = {}
    for part in chunked(sorted(set(event_ids))):
        query = _current().where(events.c.event_id.in_(part)).order_by(inputs.c.state, inputs.c.id)
        for row in connection.execute(query):
            found.setdefault(row[0], EventNow(*row))
    return found


def iter_current(connection: Connection, states: Sequence[str] = ("coded",)) -> Iterator[EventNow]:
    """Events as they are coded now, of inputs in these states, by day of publication; reports stay together."""
    query = _current().where(inputs.c.state.in_(states))
    ordered = query.order_by(texts.c.published.is_(None), texts.c.published, inputs.c.id, events.c.number)
    for row in stream(connection, ordered):
        yield EventNow._make(row)


def find_report_events(connection: Connection, reports: Iterable[str]) -> list[EventNow]:
    """The current events of reports, in the order told."""
    return [
        EventNow(*row)
        for part in chunked(sorted(set(reports)))
        for row in connection.execute(
            _current().where(inputs.c.raw_id.in_(part)).order_by(inputs.c.state, inputs.c.id, events.c.number)
        )
    ]


def find_codings_of(connection: Connection, event_ids: Iterable[str]) -> dict[str, tuple[str, str, str, str]]:
    """Events by id as some coding had them: JSON, row hash, coding, text version."""
    joined = events.join(codings, events.c.coding_id == codings.c.id)
    query = select(
        events.c.event_id, events.c.event, events.c.row_hash, events.c.coding_id, codings.c.text_id
    ).select_from(joined)
    found: dict[str, tuple[str, str, str, str]] = {}
    for part in chunked(sorted(set(event_ids))):
        for row in connection.execute(query.where(events.c.event_id.in_(part)).order_by(events.c.coding_id)):
            found[row[0]] = (row[1], row[2], row[3], row[4])
    return found


def find_former(
    connection: Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, str]]:  # fmt: skip
    """Events as some coding had them, by (coding, row hash): JSON, and the text version they were found in."""
    pairs = set(wanted)
    joined = events.join(codings, events.c.coding_id == codings.c.id)
    query = select(events.c.coding_id, events.c.row_hash, events.c.event, codings.c.text_id).select_from(joined)
    return {
        (coding, row_hash): (event, text_id)
        for part in chunked(sorted({coding for coding, _ in pairs}))
        for coding, row_hash, event, text_id in connection.execute(query.where(events.c.coding_id.in_(part)))
        if (coding, row_hash) in pairs
    }


def find_beside(connection: Connection, event_ids: Iterable[str]) -> dict[str, set[str]]:
    """By event, the ids that stood beside it in any coding, its own among them."""
    found: dict[str, set[str]] = {}
    other = events.alias()
    joined = events.join(other, events.c.coding_id == other.c.coding_id)
    query = select(events.c.event_id, other.c.event_id).select_from(joined)
    for part in chunked(sorted(set(event_ids))):
        for event_id, beside in connection.execute(query.where(events.c.event_id.in_(part))):
            found.setdefault(event_id, set()).add(beside)
    return found


def find_decisions(
    connection: Connection, topics: Sequence[str], on: Iterable[str] = (), reports: Iterable[str] = ()
) -> dict[str, list[DecisionRow]]:
    """Decisions by subject, in the order taken: those on subjects, or on any event of reports."""
    found: dict[str, list[DecisionRow]] = {}
    columns = [decisions.c[name] for name in _NAMES]
    query = select(subjects.c.subject, *columns).select_from(
        subjects.join(decisions, subjects.c.number == decisions.c.number)
    )
    for column, wanted in ((subjects.c.subject, on), (subjects.c.report_id, reports)):
        for part in chunked(sorted(set(wanted))):
            chosen = query.where(column.in_(part), subjects.c.topic.in_(topics)).order_by(decisions.c.number)
            for row in connection.execute(chosen):
                found.setdefault(row[0], []).append(_row(row[1:]))
    return found


def find_reports(connection: Connection, on: Iterable[str]) -> dict[str, str]:
    """The reports of events that were decided on, whether a coding has them still or not."""
    found: dict[str, str] = {}
    for part in chunked(sorted(set(on))):
        query = select(subjects.c.subject, subjects.c.report_id).where(subjects.c.subject.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query) if row[1] is not None)
    return found


def iter_decisions(
    connection: Connection, topics: Sequence[str] | None = None, after: int = 0
) -> Iterator[DecisionRow]:
    """The log, or the part of it after a number, in the order taken."""
    query = select(*(decisions.c[name] for name in _NAMES)).where(decisions.c.number > after)
    if topics is not None:
        query = query.where(decisions.c.topic.in_(topics))
    for row in stream(connection, query.order_by(decisions.c.number)):
        yield _row(row)


def iter_person_back(connection: Connection, by: str) -> Iterator[DecisionRow]:
    """The decisions of a person, the last one first."""
    query = select(*(decisions.c[name] for name in _NAMES)).where(decisions.c.by == by)
    for row in stream(connection, query.order_by(decisions.c.number.desc())):
        yield _row(row)


def find_numbered(connection: Connection, number: int) -> DecisionRow | None:
    """A decision by its number."""
    query = select(*(decisions.c[name] for name in _NAMES)).where(decisions.c.number == number)
    row = connection.execute(query).first()
    return None if row is None else _row(row)


def is_undone(connection: Connection, number: int) -> bool:
    """Whether the last word on a decision is an undo."""
    query = select(decisions.c.action).where(decisions.c.target == number).order_by(decisions.c.number.desc()).limit(1)
    return connection.execute(query).scalar() == "undo"


def last_number(connection: Connection) -> int:
    """Number of the last decision; 0 when there is none."""
    return int(connection.execute(select(func.max(decisions.c.number))).scalar() or 0)


def list_decided(connection: Connection, topic: str) -> list[str]:
    """Ids of the events that people decided on."""
    query = select(subjects.c.subject).where(subjects.c.topic == topic).distinct()
    return list(connection.execute(query.order_by(subjects.c.subject)).scalars())


def list_withdrawn(connection: Connection, topic: str) -> list[str]:
    """Ids of events that people decided on and that no current coding has any more."""
    joined = events.join(inputs, inputs.c.coding_id == events.c.coding_id)
    here = select(events.c.event_id).select_from(joined).where(events.c.event_id == subjects.c.subject).exists()
    query = select(subjects.c.subject).where(subjects.c.topic == topic, ~here)
    return list(connection.execute(query.distinct().order_by(subjects.c.subject)).scalars())


def add_decisions(connection: Connection, rows: Sequence[DecisionRow], reports: Mapping[str, str]) -> None:
    """Append decisions, and note on what they are; ``reports`` gives the report of each event."""
    add_rows(connection, rows)
    found = [
        {"subject": subject, "topic": row.topic, "number": row.number, "report_id": reports.get(subject)}
        for row in rows
        for subject in sorted({one for part in parse_parts(row.parts) for one in part})
    ]
    if found:
        connection.execute(insert(subjects), found)


def parse_parts(parts: str) -> list[list[str]]:
    """What a decision is about."""
    return msgspec.json.decode(parts, type=list[list[str]])


def _row(values: Sequence[object]) -> DecisionRow:
    return DecisionRow(**dict(zip(_NAMES, values, strict=True)))  # type: ignore[arg-type]
