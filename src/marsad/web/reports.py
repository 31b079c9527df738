"""A report with its events as they stand, its copies, and how it came and was coded."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Response
from sqlalchemy import Connection

from ..review import find_dossiers
from ..store.event_versions import EventNow, find_report_events
from ..store.histories import Copy, find_receptions, list_codings, list_duplicates, list_lines
from ..store.incidents import find_members
from ..store.queries import find_texts
from .problems import Refusal
from .readings import Reading
from .validators import ValidatedRoute

router = APIRouter(tags=["reports"], route_class=ValidatedRoute)


class ReportFacts(msgspec.Struct):
    """What pages show of a report."""

    id: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    lang: str | None = None
    retrieved: str | None = None
    warnings: list[str] | None = None


_facts = msgspec.json.Decoder(ReportFacts)


@router.get("/reports/{report_id}")
def show_report(report_id: str, connection: Reading) -> Response:
    """Text, events, copies, codings and the lines of the log on a report."""
    found = find_receptions(connection, report_id)
    row = next((one for one in found if one.text_id is not None), None)
    if row is None or row.text_id is None:
        message = f"There is no report {report_id[:80]} that could be read."
        raise Refusal(404, message, "missing.report", id=report_id[:80])
    text = find_texts(connection, [row.text_id])[row.text_id]
    told = {
        "report": with_text(text.report, text.text),
        "events": event_rows(connection, find_report_events(connection, [report_id])),
        "codings": [
            {
                "coder": one.coder, "version": one.version, "lexicons": one.lexicons, "events": one.events,
                "current": one.id == row.coding_id,
            }
            for one in list_codings(connection, report_id)
        ],
        "copies": [_tell_copy(copy) for copy in list_duplicates(connection, row)],
        "custody": [
            {"at": line.at, "action": line.action, "detail": line.detail}
            for one in found for line in list_lines(connection, one.id)
        ],
    }  # fmt: skip
    return Response(msgspec.json.encode(told), media_type="application/json")


def report_facts(report: str) -> ReportFacts:
    """What pages show of a report, from its JSON; the rest of it is not even read."""
    return _facts.decode(report)


def with_text(report: str, text: str) -> dict[str, Any]:
    """The same with the text."""
    return {**msgspec.structs.asdict(report_facts(report)), "text": text}


def event_rows(connection: Connection, now: list[EventNow]) -> list[dict[str, Any]]:
    """Current events as lists show them: as they stand, with facts of their report and their incident."""
    ids = [row.event_id for row in now]
    dossiers, homes = find_dossiers(connection, ids), find_members(connection, ids)
    states = {key: dossiers[key].review() for key in ids}
    return [
        {
            "event": states[row.event_id].event, "report": report_facts(row.report),
            "status": states[row.event_id].status, "incident_id": homes.get(row.event_id),
        }
        for row in now
    ]  # fmt: skip


def _tell_copy(copy: Copy) -> dict[str, Any]:
    facts = report_facts(copy.report) if copy.report is not None else ReportFacts()
    return {
        "report_id": copy.report_id, "outlet": facts.outlet or copy.place, "title": facts.title,
        "published": facts.published, "shared": None,
    }  # fmt: skip
