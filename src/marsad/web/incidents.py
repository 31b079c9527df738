"""Incidents: what all reports together say of each happening, why they are one, and pairs for people to judge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from ..errors import FilterError
from ..incidents import explain_incident
from ..incidents.standings import Standings
from ..link import Line, explain, sketch
from ..link.chains import relate
from ..model import Filter, Incident, Related
from ..review.judgements import find_judgements, review_incidents
from ..store.incident_selections import (
    count_incidents,
    count_suggested,
    find_neighbours,
    find_suggested,
    list_incident_records,
)
from ..store.incidents import find_related, iter_incidents
from ..store.selections import find_events
from .answers import IncidentPage, PairPage, tells
from .events import Limit, answer, list_rows
from .linkers import Linker
from .problems import Refusal
from .readers import Reader
from .readings import Wanted
from .validators import RememberedRoute, mark_stale

router = APIRouter(tags=["incidents"], route_class=RememberedRoute)
_incident = msgspec.json.Decoder(Incident)
_related = msgspec.json.Decoder(list[Related])
_GLANCE = 1.5  # seconds that a page waits until it shows the incidents of before
_PATIENCE = 20.0  # seconds that what leaves waits for those of now


@contextmanager
def read_lately(request: Request) -> Iterator[Connection]:
    """A reader of incidents that are those of now, or of a moment ago while many are being linked, which is marked."""
    linker: Linker = request.app.state.linker
    if not linker.bring_up(_GLANCE):
        mark_stale(request)
    reader: Reader = request.app.state.reader
    with reader.read() as connection:
        yield connection


@contextmanager
def read_current(request: Request) -> Iterator[Connection]:
    """A reader of incidents for what leaves the workbench, which tells those of what is kept and judged now."""
    linker: Linker = request.app.state.linker
    if not linker.bring_up(_PATIENCE):
        raise Refusal(503, "Incidents are being linked anew. Ask again in a minute.", "linking")
    reader: Reader = request.app.state.reader
    with reader.read() as connection:
        yield connection


@router.get("/incidents", responses=tells(IncidentPage))
def list_incidents(request: Request, wanted: Wanted, limit: Limit = 50, after: str | None = None) -> Response:
    """Incidents with an event that fits, the latest first; ``next`` asks for the page behind."""
    with read_lately(request) as connection:
        rows = list_incident_records(connection, wanted, _parse_after(after), limit + 1)
        count = count_incidents(connection, wanted)
    following = "~".join(rows[limit - 1][:2]) if len(rows) > limit else None
    items = [msgspec.Raw(record.encode()) for _, _, record in rows[:limit]]
    return answer({"count": count, "items": items, "next": following})


def _parse_after(after: str | None) -> tuple[str, str] | None:
    if after is None:
        return None
    day, sign, key = after.partition("~")
    if not sign:
        raise FilterError("after", after, "Give what the page before gave as next")
    return day, key


@router.get("/incidents/{incident_id}")
def show_incident(incident_id: str, request: Request) -> Response:
    """An incident with what each report says of it, the score of each pair, and what came before and after."""
    with read_lately(request) as connection:
        record = next(iter_incidents(connection, [incident_id]), None)
        if record is None:
            raise Refusal(404, f"There is no incident {incident_id[:80]}.", "missing.incident", id=incident_id[:80])
        incident = _incident.decode(record)
        decided = review_incidents(connection, [incident])[incident.incident_id]
        if decided.status != "unreviewed":
            incident.status = decided.status
        told = {
            "incident": incident, "version": decided.version, "decided": decided,
            "members": _member_rows(connection, incident.events),
            "pairs": [
                {"a": pair.a, "b": pair.b, "score": pair.p, "features": list(map(_tell_line, pair.lines))}
                for pair in explain_incident(connection, incident).pairs
            ],
            "chain": _find_chain(connection, incident),
        }  # fmt: skip
        return answer(told)


def _member_rows(connection: Connection, event_ids: list[str]) -> list[dict[str, Any]]:
    """Members in the order of the incident."""
    wanted = Filter(event_id=tuple(event_ids), copies=True)
    rows = list_rows(connection, find_events(connection, wanted, limit=len(event_ids)).events)
    by_id = {msgspec.json.decode(row["event"])["event_id"]: row for row in rows}
    return [by_id[key] for key in event_ids if key in by_id]


def _find_chain(connection: Connection, incident: Incident) -> list[dict[str, Any]]:
    """Incidents that reports tell as belonging to this one, in either direction."""
    told = {event: _related.decode(links) for event, links in find_related(connection).items()}
    members = set(incident.events)
    near = {link.event_id for event in members for link in told.get(event, ())}
    near |= {event for event, links in told.items() if any(link.event_id in members for link in links)}
    others = [_incident.decode(record) for record in find_neighbours(connection, near | members)]
    chained = {one.incident_id: one for one in relate(others, told)}
    found = [
        {"relation": link.relation, "incident": chained[link.event_id]}
        for link in chained[incident.incident_id].related if link.event_id in chained
    ]  # fmt: skip
    for one in chained.values():
        back = [link.relation for link in one.related if link.event_id == incident.incident_id]
        found += [{"relation": f"{relation} (inverse)", "incident": one} for relation in back]
    return found


@router.get("/pairs", responses=tells(PairPage))
def list_pairs(request: Request, wanted: Wanted, limit: Limit = 100) -> Response:
    """Pairs of events that may be one happening, the most doubtful first, those already judged last."""
    with read_lately(request) as connection:
        found = find_suggested(connection, wanted, limit)
        ids = {key for a, b, _, _ in found for key in (a, b)}
        rows = {msgspec.json.decode(row["event"])["event_id"]: row for row in _member_rows(connection, sorted(ids))}
        sketches = {telling.event.event_id: sketch(telling) for telling in Standings(connection).tellings(ids)}
        judged = find_judgements(connection)
        items = [
            {
                "a": rows[a], "b": rows[b], "score": p, "linked": linked, "verdict": judged.get((a, b)),
                "features": list(map(_tell_line, explain(sketches[a], sketches[b]).lines)),
            }
            for a, b, p, linked in found if a in rows and b in rows
        ]  # fmt: skip
        items.sort(key=lambda item: item["verdict"] is not None)
        return answer({"count": count_suggested(connection, wanted), "items": items, "next": None})


def _tell_line(line: Line) -> dict[str, Any]:
    adds = line.adds if line.adds > float("-inf") else None
    return {"name": line.feature, "value": line.value, "adds": adds, "says": line.meaning}
