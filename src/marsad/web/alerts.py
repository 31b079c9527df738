"""Alerts as feeds for feed readers, which give the token as ``?token=``."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from ..alerts import find_alert, list_alerts, list_latest, render_feed
from ..errors import AlertError
from .answers import holds
from .incidents import read_current
from .readings import Reading
from .validators import ValidatedRoute

router = APIRouter(tags=["alerts"], route_class=ValidatedRoute)


@router.get("/alerts")
def show_alerts(connection: Reading) -> list[dict[str, Any]]:
    """The alerts with their filters and feeds; where they are sent is not told."""
    return [
        {"name": one.name, "filter": one.filter, "language": one.language, "feed": f"/api/alerts/{one.name}.rss"}
        for one in list_alerts(connection)
    ]


@router.get("/alerts/{name}.rss", responses=holds("application/rss+xml"), response_class=Response)
def show_feed(name: str, request: Request) -> Response:
    """The latest incidents of an alert as RSS 2.0. Private people are withheld."""
    with read_current(request) as connection:
        try:
            alert = find_alert(connection, name)
        except AlertError as error:
            raise HTTPException(404, str(error)) from None
        feed = render_feed(alert, list_latest(connection, alert), f"{request.url.scheme}://{request.url.netloc}/")
    return Response(feed, media_type="application/rss+xml")
