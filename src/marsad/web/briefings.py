"""Briefings of a selection over the API, as pages, Word or PDF."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ..analyse.happenings import days_of
from ..briefings import Span, draft_briefing, render_docx, render_html, render_pdf
from ..errors import InputError
from ..model import Filter, Incident
from ..store.incident_selections import list_incident_records
from .answers import holds
from .incidents import read_current
from .readings import Wanted

router = APIRouter(tags=["briefings"])
_incident = msgspec.json.Decoder(Incident)
_DAYS = {"week": 7, "month": 30}
_FORMS = {
    "html": (render_html, "text/html; charset=utf-8"),
    "docx": (render_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (render_pdf, "application/pdf"),
}
# A page that is shown inside the workbench: nothing runs in it, and only we may frame it.
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'"


@router.get("/briefings/{form}", responses=holds(*(kind for _, kind in _FORMS.values())), response_class=Response)
def write_briefing(
    form: Literal["html", "docx", "pdf"], request: Request, wanted: Wanted,
    period: Annotated[Literal["week", "month"], Query()] = "week", language: Literal["ar", "en"] = "ar",
) -> Response:  # fmt: skip
    """The briefing of the days asked, or of the last week or month of the selection."""
    everywhere = msgspec.structs.replace(wanted, since=None, until=None)
    with read_current(request) as connection:
        records = list_incident_records(connection, everywhere)
    incidents = [_incident.decode(record) for _, _, record in records]
    span = _find_span(incidents, wanted, period)
    area = " · ".join((*wanted.admin1, *wanted.country)) or None
    render, kind = _FORMS[form]
    content = render(draft_briefing(incidents, span, language, {}, area))
    name = f"marsad-briefing-{span.last}.{form}"
    headers = {"Content-Disposition": f'{"inline" if form == "html" else "attachment"}; filename="{name}"'}
    if form == "html":
        headers |= {"Content-Security-Policy": _PAGE_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return Response(content, media_type=kind, headers=headers)


def _find_span(incidents: list[Incident], wanted: Filter, period: str) -> Span:
    ends = [found[1] for one in incidents if one.date_precision == "day" and (found := days_of(one))]
    if not ends and wanted.until is None:
        raise InputError("briefing", "no event of the filter has a day", "Choose a wider filter", "briefing.empty")
    last = date.fromisoformat(wanted.until) if wanted.until else max(ends)
    first = date.fromisoformat(wanted.since) if wanted.since else last - timedelta(days=_DAYS[period] - 1)
    return Span(min(first, last), last)
