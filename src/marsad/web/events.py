"""Events as they stand: lists by filter, counts, columns for the map, and one event with the decisions on it."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from ..lexicon.actors import load_registry
from ..review import find_dossiers
from ..store.event_versions import find_report_events
from ..store.facets import count_facets
from ..store.incidents import find_members
from ..store.points import Points, list_points
from ..store.queries import find_texts
from ..store.selections import ORDERS, Listed, count_events, find_events
from .answers import EventDetail, EventPage, Facets, tells
from .problems import Refusal
from .readings import Reading, Wanted
from .reports import event_rows, report_facts, with_text
from .validators import RememberedRoute

router = APIRouter(tags=["events"], route_class=RememberedRoute)
_FACETS = ("actor", "event_type", "sub_event_type", "admin1", "place", "outlet", "factuality", "status")
_SHOWN = 30  # values of a facet
Order = Annotated[str, Query(json_schema_extra={"enum": list(ORDERS)})]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/events", responses=tells(EventPage))
def list_events(
    connection: Reading, wanted: Wanted, limit: Limit = 50, after: str | None = None, order: Order = "newest"
) -> Response:
    """A page of events; ``next`` asks for the one behind it (as ``after``)."""
    page = find_events(connection, wanted, order=order, after=after, limit=limit)
    told = {"count": count_events(connection, wanted), "items": list_rows(connection, page.events), "next": page.after}
    return answer(told)


@router.get("/facets", responses=tells(Facets))
def list_facets(connection: Reading, wanted: Wanted) -> Response:
    """How many events have each value, the most frequent first."""
    found = count_facets(connection, wanted, _FACETS, _SHOWN)
    told = {
        name: [tell_count(name, one.value, one.events) for one in counts if one.value is not None]
        for name, counts in found.items()
    }
    return answer(told)


@router.get("/points", responses=tells(Points))
def list_map_points(connection: Reading, wanted: Wanted) -> Response:
    """Every event of the filter as columns, for the map and the time brush."""
    return answer(list_points(connection, wanted))


@router.get("/events/{event_id}", responses=tells(EventDetail))
def show_event(event_id: str, connection: Reading) -> Response:
    """An event as it stands, the text it was read in, the other events of its report."""
    dossier = find_dossiers(connection, [event_id]).get(event_id)
    if dossier is None:
        raise Refusal(404, f"There is no event {event_id[:80]}.", "missing.event", id=event_id[:80])
    reviewed = dossier.review()
    key = reviewed.event.event_id
    text = find_texts(connection, [reviewed.text_id])[reviewed.text_id]
    beside = [row for row in find_report_events(connection, [reviewed.event.report_id]) if row.event_id != key]
    told = {
        "reviewed": reviewed, "incident_id": find_members(connection, [key]).get(key),
        "report": with_text(text.report, text.text), "siblings": event_rows(connection, beside),
    }  # fmt: skip
    made = answer(told)
    made.headers["ETag"] = f'"{sha256(bytes(made.body)).hexdigest()[:24]}"'  # its incident and siblings change too
    return made


def tell_count(kind: str, value: str, events: int, name_en: str | None = None) -> dict[str, Any]:
    """A value with its count; actors of the registry with their names, others with the English one that is given."""
    entry = load_registry().entries.get(value) if kind == "actor" else None
    names = {"ar": entry.name_ar, "en": entry.name_en} if entry is not None else None
    return {"value": value, "names": names or (name_en and {"ar": value, "en": name_en}), "count": events}


def list_rows(connection: Connection, listed: list[Listed]) -> list[dict[str, Any]]:
    """Events of a page as lists show them; records go out as they are kept, without being read."""
    homes = find_members(connection, [one.event_id for one in listed])
    return [
        {
            "event": msgspec.Raw((one.decided or one.event).encode()), "report": report_facts(one.report),
            "status": one.status, "incident_id": homes.get(one.event_id),
        }
        for one in listed
    ]  # fmt: skip


def answer(content: Any, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    """JSON of records of the model, which FastAPI does not know."""
    return Response(msgspec.json.encode(content), status, headers, "application/json")
