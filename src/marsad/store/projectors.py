"""Keeping the projection up to date, in the transactions that write codings or change the state of inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from ..model.filters import UNREVIEWED
from .backends import speech
from .outlines import Name, Outline, find_words, name_of, outline
from .projections import TERMS, actors, events, indexed_texts, make_tables, overlays, reports
from .queries import chunked
from .records import InputRow
from .tables import events as coded
from .tables import inputs, texts
from .terms import forget_terms, number_terms

LISTED = ("coded", "duplicate")  # states of inputs that have current events
_BATCH = 200  # inputs derived at a time


class _Facts(msgspec.Struct):
    """What is asked of a report."""

    id: str
    title: str | None = None
    outlet: str | None = None
    warnings: list[str] = []

    @property
    def suspicious(self) -> bool:
        """Whether its text holds characters that hide or reorder others."""
        return any(warning.startswith("suspicious-unicode") for warning in self.warnings)


_facts = msgspec.json.Decoder(_Facts)


class Source(NamedTuple):
    """An input whose events are to be derived, with its text; ``report`` is JSON."""

    input_id: str
    coding_id: str
    state: str
    text_id: str
    text: str
    published: str | None
    report: str


class Decided(NamedTuple):
    """What people decided on an event: its status, and the record (JSON) where it is not the coded one."""

    status: str
    event: str | None = None


UNDECIDED = Decided(UNREVIEWED)


class Line(NamedTuple):
    """An event with its place in the report: what one row of the projection is made of."""

    source: Source
    number: int
    outline: Outline


def follow_inputs(connection: Connection, rows: Sequence[InputRow]) -> None:
    """Bring the projection to what these inputs are now: coded anew, a copy or no longer one, gone."""
    now = {row.id: row for row in rows if row.state in LISTED}
    stale: list[int] = []
    moved: dict[bool, list[int]] = {True: [], False: []}
    for part in chunked(sorted(row.id for row in rows)):
        for at in connection.execute(select(reports).where(reports.c.input_id.in_(part))).all():
            row = now.get(at.input_id)
            if row is None or row.coding_id != at.coding_id:
                stale.append(at.id)
                continue
            del now[row.id]
            if (row.state == "duplicate") != at.copy:
                moved[not at.copy].append(at.id)
    _drop(connection, stale)
    for copy, ids in moved.items():
        for some in chunked(ids):
            connection.execute(update(reports).where(reports.c.id.in_(some)).values(copy=copy))
            connection.execute(update(events).where(events.c.report.in_(some)).values(copy=copy))
            mine = select(events.c.id).where(events.c.report.in_(some))
            connection.execute(update(actors).where(actors.c.event.in_(mine)).values(copy=copy))
    derive_inputs(connection, sorted(now))


def forget_inputs(connection: Connection, ids: Sequence[str]) -> None:
    """Inputs are no longer there."""
    for part in chunked(ids):
        _drop(connection, list(connection.execute(select(reports.c.id).where(reports.c.input_id.in_(part))).scalars()))


def lay_over(connection: Connection, decided: Mapping[str, Decided]) -> None:
    """Note what people decided on events: filters see it from here on, whatever is coded later."""
    before = _find_decided(connection, sorted(decided))
    now = {key: one for key, one in decided.items() if one != before.get(key, UNDECIDED)}
    for part in chunked(sorted(now)):
        connection.execute(delete(overlays).where(overlays.c.event_id.in_(part)))
    kept = [{"event_id": key, **one._asdict()} for key, one in sorted(now.items()) if one != UNDECIDED]
    if kept:
        connection.execute(insert(overlays), kept)
    same = {key: one.status for key, one in now.items() if one.event == before.get(key, UNDECIDED).event}
    _set_statuses(connection, same)
    _derive_anew(connection, sorted(now.keys() - same.keys()))


def _set_statuses(connection: Connection, statuses: Mapping[str, str]) -> None:
    numbers = number_terms(connection, [("status", name_of(status)) for status in set(statuses.values())])
    for status in sorted(set(statuses.values())):
        for part in chunked(sorted(key for key, its in statuses.items() if its == status)):
            row = update(events).where(events.c.event_id.in_(part))
            connection.execute(row.values(status=numbers["status", status]))


def _derive_anew(connection: Connection, event_ids: Sequence[str]) -> None:
    """The rows of the reports that have these events."""
    joined = events.join(reports, events.c.report == reports.c.id)
    query = select(reports.c.id, reports.c.input_id).select_from(joined).distinct()
    found = [row for part in chunked(event_ids) for row in connection.execute(query.where(events.c.event_id.in_(part)))]
    _drop(connection, [row.id for row in found])
    derive_inputs(connection, sorted({row.input_id for row in found}))


def rebuild(connection: Connection) -> None:
    """Derive the whole projection anew from the evidence; what people decided stays laid over."""
    make_tables(connection)
    forget_terms(connection)
    speech(connection).make_indexes(connection)
    query = select(inputs.c.id).where(inputs.c.state.in_(LISTED)).order_by(inputs.c.id)
    derive_inputs(connection, connection.execute(query).scalars().all())


def derive_inputs(connection: Connection, ids: Sequence[str]) -> None:
    """Add the rows of inputs that have none."""
    for at in range(0, len(ids), _BATCH):
        _add(connection, find_sources(connection, inputs.c.id.in_(ids[at : at + _BATCH])))


def find_sources(connection: Connection, wanted: ColumnElement[bool]) -> list[Source]:
    """Inputs that have current events, in order of their ids."""
    joined = inputs.join(texts, inputs.c.text_id == texts.c.id)
    query = select(
        inputs.c.id, inputs.c.coding_id, inputs.c.state, texts.c.id, texts.c.text, texts.c.published, texts.c.report
    ).select_from(joined)
    rows = connection.execute(query.where(wanted, inputs.c.state.in_(LISTED)).order_by(inputs.c.id))
    return [Source(*row) for row in rows]


def outline_all(connection: Connection, sources: Sequence[Source]) -> Iterator[Line]:
    """The outlines of the events of inputs, as decided, in the order told."""
    codings = sorted({source.coding_id for source in sources})
    rows: dict[str, list[tuple[int, str, str]]] = {}
    for part in chunked(codings):
        query = select(coded.c.coding_id, coded.c.number, coded.c.event_id, coded.c.event)
        for coding, *told in connection.execute(
            query.where(coded.c.coding_id.in_(part)).order_by(coded.c.coding_id, coded.c.number)
        ):
            rows.setdefault(coding, []).append((told[0], told[1], told[2]))
    decided = _find_decided(connection, sorted({event_id for told in rows.values() for _, event_id, _ in told}))
    for source in sources:
        outlet = _facts.decode(source.report).outlet
        for number, event_id, event in rows.get(source.coding_id, ()):
            its = decided.get(event_id, UNDECIDED)
            yield Line(source, number, outline(its.event or event, outlet, its.status))


def _find_decided(connection: Connection, ids: Sequence[str]) -> dict[str, Decided]:
    found: dict[str, Decided] = {}
    for part in chunked(ids):
        rows = connection.execute(select(overlays).where(overlays.c.event_id.in_(part)))
        found.update((row.event_id, Decided(row.status, row.event)) for row in rows)
    return found


def _drop(connection: Connection, ids: Sequence[int]) -> None:
    """Take out reports with their events; their texts stay in the index of words, where nothing leads to them."""
    for part in chunked(ids):
        mine = select(events.c.id).where(events.c.report.in_(part))
        speech(connection).drop_places(connection, mine)
        connection.execute(delete(actors).where(actors.c.event.in_(mine)))
        connection.execute(delete(events).where(events.c.report.in_(part)))
        connection.execute(delete(reports).where(reports.c.id.in_(part)))


def _add(connection: Connection, sources: Sequence[Source]) -> None:
    """The rows of inputs and their events."""
    if not sources:
        return
    lines = list(outline_all(connection, sources))
    numbers = number_terms(connection, line_names(lines))
    documents = _index_texts(connection, sources)
    last_report, last_event = (connection.execute(select(func.max(t.c.id))).scalar() or 0 for t in (reports, events))
    report_rows = {
        source.input_id: {
            "id": last_report + at, "input_id": source.input_id, "coding_id": source.coding_id,
            "report_id": _facts.decode(source.report).id, "copy": source.state == "duplicate",
            "suspicious": _facts.decode(source.report).suspicious,
        }
        for at, source in enumerate(sources, 1)
    }  # fmt: skip
    connection.execute(insert(reports), list(report_rows.values()))
    rows = [
        {
            "id": last_event + at, "report": report_rows[line.source.input_id]["id"],
            "text": documents[line.source.text_id], **event_row(line, numbers),
        }
        for at, line in enumerate(lines, 1)
    ]  # fmt: skip
    if rows:
        connection.execute(insert(events), rows)
        placed = [(row["id"], row["lat"], row["lon"]) for row in rows if row["lat"] is not None]
        if placed:
            speech(connection).add_places(connection, placed)
    parties = [
        {"event": last_event + at, **row} for at, line in enumerate(lines, 1) for row in party_rows(line, numbers)
    ]
    if parties:
        connection.execute(insert(actors), parties)


def line_names(lines: Iterable[Line]) -> Iterator[tuple[str, Name]]:
    """The terms of events, by kind."""
    for line in lines:
        yield from line.outline.terms.items()
        for party in line.outline.parties:
            yield "actor", party.actor
            yield "actor_kind", name_of(party.kind)


def event_row(line: Line, numbers: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """The columns of an event that follow from its outline and input."""
    told, source = line.outline, line.source
    named = {kind: told.terms[kind].value if kind in told.terms else None for kind in TERMS}
    return {
        "number": line.number, "tie": int(source.input_id[:15], 16), "event_id": told.event_id,
        "copy": source.state == "duplicate", "day_from": told.day_from, "day_to": told.day_to,
        "span": told.day_to - told.day_from, "published": source.published,
        **{kind: numbers[kind, value] if value is not None else None for kind, value in named.items()},
        **{name: getattr(told, name) for name in _PLAIN},
    }  # fmt: skip


_PLAIN = (
    "lat", "lon", "precision", "confidence", "background", "killed", "killed_low", "wounded", "wounded_low",
)  # fmt: skip


def party_rows(line: Line, numbers: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """The actors of an event, in the order told."""
    parties = line.outline.parties
    return [
        {
            "position": at, "side": party.side, "actor": numbers["actor", party.actor.value],
            "kind": numbers["actor_kind", party.kind],
            "copy": line.source.state == "duplicate",
            "again": any(party.actor.value == other.actor.value for other in parties[:at]),
        }
        for at, party in enumerate(parties)
    ]  # fmt: skip


def _index_texts(connection: Connection, sources: Sequence[Source]) -> dict[str, int]:
    """The numbers of texts in the index of words; those that are not in it yet are put there."""
    found: dict[str, int] = {}
    for part in chunked(sorted({source.text_id for source in sources})):
        query = select(indexed_texts).where(indexed_texts.c.text_id.in_(part))
        found.update((row.text_id, row.id) for row in connection.execute(query))
    last = connection.execute(select(func.max(indexed_texts.c.id))).scalar() or 0
    words: list[tuple[int, str]] = []
    for source in sources:
        if source.text_id not in found:
            found[source.text_id] = last + len(words) + 1
            title = _facts.decode(source.report).title
            words.append((found[source.text_id], " ".join(find_words(f"{title or ''}\n{source.text}"))))
    if words:
        fresh = {number for number, _ in words}
        rows = [{"id": number, "text_id": text_id} for text_id, number in found.items() if number in fresh]
        connection.execute(insert(indexed_texts), rows)
        speech(connection).add_words(connection, words)
    return found
