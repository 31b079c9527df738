"""The events as they stand, for exports, incidents and pages: coded, with people's decisions laid over them.

``iter_effective`` is what other rooms read. Rejected events come too, marked as such: whoever lists them decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection

from ..model import Event, Telling
from ..store.copies import load_origins
from ..store.decisions import find_decisions, last_number, list_withdrawn
from ..store.event_versions import EventNow, iter_current
from ..store.queries import find_texts
from .decisions import EVENT, REMARK
from .dossiers import Dossier, find_dossiers, open_dossiers
from .overlays import Reviewed

_MANY = 1000  # events looked up at a time
_event = msgspec.json.Decoder(Event)
Keep = Callable[[Telling], bool]


class Listed(msgspec.Struct, frozen=True):
    """An event as it stands with what is known of its report (``report`` is JSON without the text)."""

    reviewed: Reviewed
    report: str
    text_hash: str


def iter_effective(connection: Connection, keep: Keep | None = None, copies: bool = False) -> Iterator[Telling]:
    """Every event as it stands, by day of publication; those of duplicates only with ``copies``.

    ``status`` is what people decided last; events that a re-code withdrew after people accepted them come last.
    """
    origins = load_origins(connection)
    for listed in iter_reviewed(connection, copies):
        facts: dict[str, Any] = msgspec.json.decode(listed.report)
        telling = Telling(
            listed.reviewed.event, facts.get("outlet"), facts.get("published"),
            origins.get(listed.text_hash, listed.text_hash), listed.reviewed.verdict,
        )  # fmt: skip
        if keep is None or keep(telling):
            yield telling


def iter_reviewed(connection: Connection, copies: bool = False) -> Iterator[Listed]:
    """The same with the whole state of each event."""
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
        yield Listed(state, row.report, row.text_hash)


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
        yield Listed(state, texts[state.text_id].report, texts[state.text_id].text_hash)
