"""TimeMap (Forensic Architecture): events, associations and sources as its front end takes them in one document.

Every field of its schema is a string; days are MM/DD/YYYY, TimeMap's own default. It drops events without a day or a
place, so these are left out and said here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ..contracts import Job, Profile
from ..days import span_of
from ..entries import Choices, Entry
from ..parties import split_sides
from ..refusals import DENIED, UNDATED, UNPLACED, is_doubted, is_placed
from ..tables import load_kinds, load_parties
from ..wordings import describe, name_place

_PRECISIONS = {"day": "", "week": "in that week", "month": "in that month", "year": "in that year"}


def refuse(entry: Entry, choices: Choices) -> str | None:
    """Why an incident has no event."""
    if is_doubted(entry):
        return DENIED
    if span_of(entry.incident) is None:
        return UNDATED
    return None if is_placed(entry) else UNPLACED


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """One document; an event a line."""
    sources: dict[str, dict[str, Any]] = {}
    between = b""
    yield b'{"events":[\n'
    for entry in entries:
        sources |= _tell_sources(entry)
        yield between + orjson.dumps(make_event(entry))
        between = b",\n"
    rest = {"associations": _associations(), "sources": sources, "sites": [], "regions": [], "shapes": []}
    yield b"\n]," + orjson.dumps(rest)[1:] + b"\n"


def make_event(entry: Entry) -> dict[str, Any]:
    """The event of an incident that ``refuse`` lets through."""
    incident, place, span = entry.incident, entry.incident.location, span_of(entry.incident)
    assert place is not None and span is not None
    year, month, day = span[0].split("-")
    kinds = dict.fromkeys(side.main.kind for side in split_sides(incident) if side.main is not None)
    return {
        "id": incident.incident_id, "description": describe(incident), "date": f"{month}/{day}/{year}", "time": "",
        "time_precision": incident.date_precision, "time_display": _PRECISIONS[incident.date_precision],
        "location": name_place(place), "latitude": str(place.lat), "longitude": str(place.lon),
        "type": incident.sub_event_type, "category": incident.event_type, "comments": "",
        "associations": [incident.event_type, incident.sub_event_type, *kinds], "sources": list(_tell_sources(entry)),
    }  # fmt: skip


def _tell_sources(entry: Entry) -> dict[str, dict[str, Any]]:
    """Sources by id: one for each report."""
    return {
        telling.event.report_id: {
            "id": telling.event.report_id, "title": telling.outlet or "", "type": "Article", "paths": [],
            "author": telling.outlet or "", "date": (telling.published or "")[:10],
        }
        for telling in entry.tellings
    }  # fmt: skip


def _associations() -> list[dict[str, Any]]:
    """Categories are event types; filters are sub-event types, under their type, and kinds of party."""
    categories = dict.fromkeys(event_type for event_type, _ in load_kinds())
    filters = [(sub, [event_type, sub]) for event_type, sub in load_kinds()]
    filters += [(kind, ["party", kind]) for kind in load_parties()]
    return [
        *({"id": name, "title": name, "desc": "", "mode": "CATEGORY"} for name in categories),
        *({"id": name, "title": name, "desc": "", "mode": "FILTER", "filter_paths": path} for name, path in filters),
    ]


PROFILE = Profile(
    "timemap", ".json", "TimeMap of Forensic Architecture",
    "evidence, tolls other than in words, disagreements, incidents without a day or a place",
    chunks=chunks, refuse=refuse,
)  # fmt: skip
