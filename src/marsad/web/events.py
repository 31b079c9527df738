"""Events as they stand: one with its report's text and the decisions on it."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, HTTPException, Response

from ..review import find_dossiers
from ..store.decisions import find_report_events
from ..store.queries import find_texts
from .readings import Reading
from .reports import event_rows, report_facts

router = APIRouter(tags=["events"])


@router.get("/events/{event_id}")
def show_event(event_id: str, connection: Reading) -> Response:
    """An event as it stands, the text it was read in, the other events of its report."""
    dossier = find_dossiers(connection, [event_id]).get(event_id)
    if dossier is None:
        raise HTTPException(404, f"There is no event {event_id[:80]}.")
    reviewed = dossier.review()
    text = find_texts(connection, [reviewed.text_id])[reviewed.text_id]
    beside = find_report_events(connection, [reviewed.event.report_id])
    told = {
        "reviewed": reviewed, "incident_id": None, "report": {**report_facts(text.report), "text": text.text},
        "siblings": event_rows(connection, [row for row in beside if row.event_id != reviewed.event.event_id]),
    }  # fmt: skip
    return Response(msgspec.json.encode(told), 200, {"ETag": f'"{reviewed.etag}"'}, "application/json")
