"""What ``marsad events`` shows of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from ..custody.listings import list_selection
from ..custody.withdrawals import list_withdrawn
from ..folders import data_home
from ..model import Filter
from ..present.screens import safe
from ..store import open_store
from ..store.selections import NAMED, count_events
from ..store.terms import find_near, find_terms
from .endings import say


def iter_current(wanted: Filter, order: str, limit: int | None, with_text: bool) -> Iterator[bytes]:
    """Events of the current codings that fit, a line of JSON each; how many there are is said first."""
    with open_store(data_home()) as store, store.transaction() as connection:
        found = count_events(connection, wanted)
        narrowed = wanted != Filter(copies=wanted.copies)
        of = f" of {count_events(connection, Filter(copies=wanted.copies))}" if narrowed else ""
        say(f"marsad: {found}{of} events{f', the first {limit} shown' if limit is not None and limit < found else ''}")
        if not found:
            hint_names(connection, wanted)
        for line in list_selection(connection, wanted, order, limit, with_text):
            yield line + b"\n"


def hint_names(connection: Connection, wanted: Filter) -> None:
    """Say which names no event has at all, and which are like them."""
    for kind in (*NAMED, "actor"):
        for name in getattr(wanted, kind):
            if not find_terms(connection, kind, [name]):
                near = find_near(connection, kind, name)
                say(f"marsad: no event has {kind} {name}" + (f"; there are {', '.join(near)}" if near else ""))


def iter_withdrawn(with_text: bool, event_ids: Sequence[str]) -> Iterator[bytes]:
    """Events that no current coding has any more, all or those named, a line of JSON each."""
    with open_store(data_home()) as store, store.transaction() as connection:
        for line in list_withdrawn(connection, with_text, event_ids):
            yield line + b"\n"


def iter_rows(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Events for a person: day, kind, place, what the report is called; of a withdrawn one also what it became."""
    for line in lines:
        event = msgspec.json.decode(line)
        place = event["location"] or {}
        name = place.get("name_en") or place.get("name") or "-"
        title = safe(event["report"]["title"] or event["report"]["id"][:12])
        what = f"{event['date'] or 'no date':<10}  {event['sub_event_type']:<34.34}  {safe(name):<24.24}"
        yield f"{what}  {title}{_fate(event)}\n".encode("utf-8", "backslashreplace")


def _fate(event: dict[str, Any]) -> str:
    """What became of a withdrawn event."""
    if "withdrawn" not in event:
        return ""
    facts = event["withdrawn"]
    became = f"now {facts['became']}" if facts["became"] else "no longer coded"
    return f"  ({event['event_id']}, lexicons {facts['lexicons']}: {became})"
