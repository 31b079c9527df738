"""The events as they stand, for exports, incidents and pages: coded, with people's decisions laid over them.

Rejected events come too, marked as such: whoever lists them decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from ..model import Event
from ..store.decisions import find_decisions, last_number, list_decided_reports, list_withdrawn
from ..store.event_versions import EventNow, find_current, iter_current
from ..store.queries import find_texts
from .decisions import EVENT, REMARK
from .dossiers import Dossier, find_dossiers, open_dossiers
from .overlays import Reviewed

_MANY = 1000  # events looked up at a time
_event = msgspec.json.Decoder(Event)


class Standing(NamedTuple):
    """An event as it stands, with the hash of the text it was found in and what is known of its report (``facts``)."""

    reviewed: Reviewed
    text_hash: str
    facts: dict[str, Any]


def find_standings(connection: Connection, event_ids: Iterable[str]) -> dict[str, Standing]:
    """Events as they stand, by the ids asked for; ids that nobody knows are left out."""
    wanted = sorted(set(event_ids))
    now = find_current(connection, wanted)
    states = _find_states(connection, wanted, now)
    gone = find_texts(connection, {state.text_id for key, state in states.items() if key not in now})
    sources = {key: now[key] if key in now else gone[state.text_id] for key, state in states.items()}
    return {
        key: Standing(state, sources[key].text_hash, msgspec.json.decode(sources[key].report))
        for key, state in states.items()
    }


def _find_states(connection: Connection, wanted: Sequence[str], now: Mapping[str, EventNow]) -> dict[str, Reviewed]:
    """Events as they stand, in the order asked; those of reports on which nobody decided stand as they are coded."""
    reports = {key: row.report_id for key, row in now.items()}
    decided = list_decided_reports(connection, (EVENT, REMARK), reports.values())
    states = {key: _unreviewed(row) for key, row in now.items() if reports[key] not in decided}
    if rest := [key for key in wanted if key not in states]:
        states |= {key: dossier.review() for key, dossier in find_dossiers(connection, rest).items()}
    return {key: states[key] for key in wanted if key in states}


class Listed(msgspec.Struct, frozen=True):
    """An event as it stands with what is known of its report (``report`` is JSON without the text)."""

    reviewed: Reviewed
    report: str


def iter_reviewed(connection: Connection, copies: bool = False) -> Iterator[Listed]:
    """Every event as it stands, by day of publication; those of duplicates only with ``copies``.

    Events that a re-code withdrew after people had accepted them come last.
    """
    decided = last_number(connection) > 0
    seen: set[str] = set()
    for rows in _batches(iter_current(connection, ("coded", "duplicate") if copies else ("coded",))):
        fresh = {row.event_id: row for row in rows if not copies or row.event_id not in seen}
        if copies:
            seen.update(fresh)
        yield from _review(connection, fresh, decided)
    if decided:
        yield from _review_withdrawn(connection)


def _batches(rows: Iterable[EventNow]) -> Iterator[list[EventNow]]:
    """About a thousand events, the events of a report never apart."""
    batch: list[EventNow] = []
    for _, events in groupby(rows, key=lambda row: row.input_id):
        batch.extend(events)
        if len(batch) >= _MANY:
            yield batch
            batch = []
    if batch:
        yield batch


def _review(connection: Connection, now: dict[str, EventNow], decided: bool) -> Iterator[Listed]:
    """The current events of whole reports."""
    dossiers: dict[str, Dossier] = {}
    if decided:
        rows = find_decisions(connection, (EVENT, REMARK), reports={row.report_id for row in now.values()})
        dossiers = open_dossiers(connection, now, rows)
    for key, row in now.items():
        state = dossiers[key].review() if key in dossiers else _unreviewed(row)
        yield Listed(state, row.report)


def _unreviewed(row: EventNow) -> Reviewed:
    return Reviewed(
        _event.decode(row.event), "unreviewed", "unreviewed", 0, row.row_hash, row.coding_id, row.text_id
    )  # fmt: skip


def _review_withdrawn(connection: Connection) -> Iterator[Listed]:
    """Events that people accepted and that no coding has any more."""
    dossiers = find_dossiers(connection, list_withdrawn(connection, EVENT))
    states = [dossier.review() for dossier in dossiers.values() if dossier.withdrawn]
    kept = [state for state in states if state.verdict in ("accepted", "edited")]
    texts = find_texts(connection, {state.text_id for state in kept})
    for state in kept:
        yield Listed(state, texts[state.text_id].report)
