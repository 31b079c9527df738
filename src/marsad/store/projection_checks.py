"""Whether the projection is what the evidence and people's decisions say: it is derived a second time and compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, FromClause, column, exists, func, or_, select, table

from .backends import speech
from .outlines import find_words
from .projections import actors, events, indexed_texts, reports
from .projectors import LISTED, Line, Source, event_row, find_sources, line_names, outline_all, party_rows
from .queries import chunked, stream
from .tables import inputs
from .terms import find_numbers, find_unknown

_COLUMNS = [column.name for column in events.c if column.name not in ("id", "report", "text")]
_places = table("event_place", column("id"))

Row = dict[str, Any]


def find_differences(connection: Connection) -> Iterator[str]:
    """Inputs whose rows are not what follows from their events, by id; then rows that follow from nothing.

    Of the index of words, which cannot be read back, one text in a few hundred is looked up.
    """
    query = select(inputs.c.id).where(inputs.c.state.in_(LISTED)).order_by(inputs.c.id)
    for part in chunked([row.id for row in stream(connection, query)]):
        sources = find_sources(connection, inputs.c.id.in_(part))
        yield from _compare(connection, sources)
        if not _is_indexed(connection, sources[0]):
            yield f"text {sources[0].text_id} in the index of words"
    gone = reports.outerjoin(inputs, reports.c.input_id == inputs.c.id)
    for what, joined, lost in (
        ("reports of no input", gone, or_(inputs.c.id.is_(None), inputs.c.state.not_in(LISTED))),
        ("events of no report", events.outerjoin(reports, events.c.report == reports.c.id), reports.c.id.is_(None)),
        ("actors of no event", actors.outerjoin(events, actors.c.event == events.c.id), events.c.id.is_(None)),
        ("events without their place in the index", events, _unplaced()),
        ("places of no event", _places.outerjoin(events, _places.c.id == events.c.id), events.c.id.is_(None)),
    ):
        if count := _count(connection, joined, lost):
            yield f"{count} {what}"


def _unplaced() -> ColumnElement[bool]:
    return events.c.lat.is_not(None) & ~exists().where(_places.c.id == events.c.id)


def _count(connection: Connection, rows: FromClause, which: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(rows).where(which)).scalar() or 0


def _compare(connection: Connection, sources: Sequence[Source]) -> Iterator[str]:
    """Names and inputs whose rows differ; an input whose events cannot be read is looked at alone."""
    try:
        found = list(_compare_readable(connection, sources))
    except (msgspec.MsgspecError, TypeError, ValueError):
        found = [f"input {sources[0].input_id}"]
        if len(sources) > 1:
            found = [what for source in sources for what in _compare(connection, [source])]
    yield from found


def _compare_readable(connection: Connection, sources: Sequence[Source]) -> Iterator[str]:
    lines: dict[str, list[Line]] = {source.input_id: [] for source in sources}
    for line in outline_all(connection, sources):
        lines[line.source.input_id].append(line)
    named = list(line_names(line for its in lines.values() for line in its))
    numbers = defaultdict(int, find_numbers(connection, ((kind, name.value) for kind, name in named)))
    yield from (f"{kind} {name}" for kind, name, _ in find_unknown(connection, named, numbers))
    standing = _find_rows(connection, list(lines))
    for source in sources:
        report = {"coding_id": source.coding_id, "copy": source.state == "duplicate"}
        if standing.get(source.input_id) != (report, [_row(line, numbers) for line in lines[source.input_id]]):
            yield f"input {source.input_id}"


def _row(line: Line, numbers: dict[tuple[str, str], int]) -> Row:
    return {**event_row(line, numbers), "parties": party_rows(line, numbers)}


def _find_rows(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Row, list[Row]]]:
    """The rows of inputs as they stand: the report, and its events with their actors, in the order told."""
    query = select(reports.c.id, reports.c.input_id, reports.c.coding_id, reports.c.copy)
    at = {row.id: row for row in connection.execute(query.where(reports.c.input_id.in_(ids)))}
    found: dict[str, tuple[Row, list[Row]]] = {
        row.input_id: ({"coding_id": row.coding_id, "copy": row.copy}, []) for row in at.values()
    }
    mine = events.c.report.in_(list(at))
    parties: dict[int, list[Row]] = {}
    joined = actors.join(events, actors.c.event == events.c.id)
    listed = select(actors).select_from(joined).where(mine).order_by(actors.c.event, actors.c.position)
    for row in connection.execute(listed).mappings():
        party = dict(row)
        parties.setdefault(party.pop("event"), []).append(party)
    for row in connection.execute(select(events).where(mine).order_by(events.c.report, events.c.number)).mappings():
        values = {name: row[name] for name in _COLUMNS}
        found[at[row["report"]].input_id][1].append({**values, "parties": parties.get(row["id"], [])})
    return found


def _is_indexed(connection: Connection, source: Source) -> bool:
    words = find_words(source.text)
    if not words:
        return True
    number = select(indexed_texts.c.id).where(indexed_texts.c.text_id == source.text_id)
    matched = speech(connection).match_words([(words[-1], False)])
    return connection.execute(number.where(indexed_texts.c.id.in_(matched))).first() is not None
