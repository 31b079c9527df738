"""Decisions of people, as rows that are only ever added; and where the decisions on an event are looked up.

A decision names what it is about in ``parts``: one part for a decision on an event or an incident, two or more where
events are held against each other. ``topic`` says what it may clash with: two decisions on an event, or two on the
same incidents; remarks clash with nothing.

Who decided and the words that were added are commitments (``commitments``), so that a person can be erased and the
log still verifies; what is read here has them in plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, Select, Table, Text, case, func, insert, select

from .commitments import PERSON
from .ledgers import append_signed
from .queries import chunked, stream
from .records import Row
from .stores import Store
from .tables import events, inputs, metadata, private
from .writes import add_rows

ERASED = "(erased)"  # in place of a name or words that are gone

decisions = Table(
    "decision", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False), Column("at", Text, nullable=False),
    Column("by", Text, nullable=False), Column("action", Text, nullable=False), Column("topic", Text, nullable=False),
    Column("parts", Text, nullable=False), Column("coding_id", Text, ForeignKey("coding.id"), nullable=True),
    Column("event_hash", Text, nullable=True), Column("expected", Integer, nullable=False),
    Column("target", Integer, nullable=True), Column("detail", Text, nullable=False),
    Column("words", Text, nullable=True), Column("row_hash", Text, nullable=False),
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

    ``by`` and ``words`` are commitments. ``coding_id`` and ``event_hash`` name the coded event it was based on,
    ``expected`` the last decision that its author had seen on the subject (0 for none), ``target`` the decision that an
    undo or redo is about.
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
    words: str | None = None


class Taken(NamedTuple):
    """A decision as it is read: ``by`` is a name and ``words`` what was said, both in plain."""

    number: int
    at: str
    by: str
    action: str
    topic: str
    parts: str
    coding_id: str | None
    event_hash: str | None
    target: int | None
    detail: str
    words: str


_person, _said = private.alias("person"), private.alias("said")
_TAKEN = (
    decisions.c.number, decisions.c.at, func.coalesce(_person.c.content, ERASED), decisions.c.action,
    decisions.c.topic, decisions.c.parts, decisions.c.coding_id, decisions.c.event_hash, decisions.c.target,
    decisions.c.detail, case((decisions.c.words.is_(None), ""), else_=func.coalesce(_said.c.content, ERASED)),
)  # fmt: skip
_PLAIN = decisions.outerjoin(_person, decisions.c.by == _person.c.id).outerjoin(
    _said, decisions.c.words == _said.c.id
)  # fmt: skip


def find_decisions(
    connection: Connection, topics: Sequence[str], on: Iterable[str] = (), reports: Iterable[str] = ()
) -> dict[str, list[Taken]]:
    """Decisions by subject, in the order taken: those on subjects, or on any event of reports."""
    found: dict[str, list[Taken]] = {}
    joined = subjects.join(_PLAIN, subjects.c.number == decisions.c.number)
    query = select(subjects.c.subject, *_TAKEN).select_from(joined)
    for column, wanted in ((subjects.c.subject, on), (subjects.c.report_id, reports)):
        for part in chunked(sorted(set(wanted))):
            chosen = query.where(column.in_(part), subjects.c.topic.in_(topics)).order_by(decisions.c.number)
            for row in connection.execute(chosen):
                found.setdefault(row[0], []).append(Taken._make(row[1:]))
    return found


def find_reports(connection: Connection, on: Iterable[str]) -> dict[str, str]:
    """The reports of events that were decided on, whether a coding has them still or not."""
    found: dict[str, str] = {}
    for part in chunked(sorted(set(on))):
        query = select(subjects.c.subject, subjects.c.report_id).where(subjects.c.subject.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query) if row[1] is not None)
    return found


def list_decided_reports(connection: Connection, topics: Sequence[str], reports: Iterable[str]) -> set[str]:
    """Those of these reports on whose events somebody decided."""
    query = select(subjects.c.report_id).where(subjects.c.topic.in_(topics)).distinct()
    return {
        report
        for part in chunked(sorted(set(reports)))
        for report in connection.execute(query.where(subjects.c.report_id.in_(part))).scalars()
        if report is not None
    }


def iter_decisions(connection: Connection, topics: Sequence[str] | None = None, after: int = 0) -> Iterator[Taken]:
    """The log, or the part of it after a number, in the order taken."""
    query = _taken().where(decisions.c.number > after)
    if topics is not None:
        query = query.where(decisions.c.topic.in_(topics))
    for row in stream(connection, query.order_by(decisions.c.number)):
        yield Taken._make(row)


def iter_person_back(connection: Connection, by: str) -> Iterator[Taken]:
    """The decisions of a person, the last one first."""
    query = _taken().where(decisions.c.by == _person.c.id, _person.c.kind == PERSON, _person.c.content == by)
    for row in stream(connection, query.order_by(decisions.c.number.desc())):
        yield Taken._make(row)


def find_numbered(connection: Connection, number: int) -> Taken | None:
    """A decision by its number."""
    row = connection.execute(_taken().where(decisions.c.number == number)).first()
    return None if row is None else Taken._make(row)


def _taken() -> Select[Any]:
    return select(*_TAKEN).select_from(_PLAIN)


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


def log_decisions(store: Store, connection: Connection, rows: Sequence[DecisionRow]) -> None:
    """Tell the audit log of decisions: what was done by whom (a commitment), not what was said."""
    append_signed(
        connection,
        [
            (
                ("decided", parse_parts(row.parts)[0][0], {"decision": row.number, "action": row.action}),
                row.by, {row.action: row.words} if row.words is not None else {},
            )
            for row in rows
        ],
        store.clock(),
    )  # fmt: skip


def parse_parts(parts: str) -> list[list[str]]:
    """What a decision is about."""
    return msgspec.json.decode(parts, type=list[list[str]])
