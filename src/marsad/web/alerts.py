"""Alerts as feeds for feed readers, which give the token as ``?token=``; views of the workbench are alerts too.

That an alert came or went changes no event, so the state of the store does not name what is answered here: no ETags.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from ..alerts import Alert, find_alert, forget_view, list_alerts, list_latest, rename_view, render_feed, save_view
from ..errors import AlertError, UnknownAlertError
from ..store import Store
from .answers import NewView, Problem, View, ViewTitle, asks, holds, tells
from .events import answer
from .incidents import read_current
from .problems import refuse, refuse_body
from .readings import Reading
from .writers import Writer

router = APIRouter(tags=["alerts"])
_REFUSED = tells(Problem, status=422)


@router.get("/alerts", responses=tells(list[View]))
def show_alerts(connection: Reading) -> Response:
    """The alerts and views with their filters and feeds; where they are sent is not told."""
    return answer([_tell(one) for one in list_alerts(connection)])


@router.post("/alerts", status_code=201, openapi_extra=asks(NewView), responses=tells(View, status=201) | _REFUSED)
async def add_view(request: Request) -> Response:
    """Save a filter and the page that shows it as a view."""
    try:
        new = msgspec.json.decode(await request.body(), type=NewView)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return refuse_body(error)

    def save(store: Store) -> Response:
        return answer(_tell(save_view(store, new.title, new.page, new.filter, new.language)), status=201)

    return await run_in_threadpool(_write, request, save)


@router.put("/alerts/{view}", openapi_extra=asks(ViewTitle), responses=tells(View) | _REFUSED)
async def rename(view: str, request: Request) -> Response:
    """Give a view another title; its name and its feed stay."""
    try:
        title = msgspec.json.decode(await request.body(), type=ViewTitle).title
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return refuse_body(error)
    return await run_in_threadpool(_write, request, lambda store: answer(_tell(rename_view(store, view, title))))


@router.delete("/alerts/{view}", status_code=204, responses=_REFUSED)
def forget(view: str, request: Request) -> Response:
    """Delete a view; an alert that is sent somewhere is not deleted here."""

    def drop(store: Store) -> Response:
        forget_view(store, view)
        return Response(status_code=204)

    return _write(request, drop)


@router.get("/alerts/{name}.rss", responses=holds("application/rss+xml"), response_class=Response)
def show_feed(name: str, request: Request) -> Response:
    """The latest incidents of an alert as RSS 2.0. Private people are withheld."""
    with read_current(request) as connection:
        try:
            alert = find_alert(connection, name)
        except UnknownAlertError as error:
            return refuse(error, 404)
        feed = render_feed(alert, list_latest(connection, alert), f"{request.url.scheme}://{request.url.netloc}/")
    return Response(feed, media_type="application/rss+xml")


def _tell(alert: Alert) -> View:
    feed = f"/api/alerts/{alert.name}.rss"
    return View(
        alert.name, alert.called, alert.page, alert.filter, alert.language, feed, sent=bool(alert.targets)
    )  # fmt: skip


def _write(request: Request, work: Callable[[Store], Response]) -> Response:
    """What the writer answers; 404 where there is no alert of the name, 422 where it cannot be so."""
    writer: Writer = request.app.state.writer
    try:
        return writer.alone(work)
    except AlertError as error:
        return refuse(error, 404 if isinstance(error, UnknownAlertError) else 422)
