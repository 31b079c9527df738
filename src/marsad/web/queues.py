"""What waits for review, the most urgent first; what a person skips comes back at the end."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ..review.queues import list_queue, refresh_queue, skip
from ..store import Store, open_store
from ..store.queues import count_waiting
from .events import answer
from .readings import Here, Wanted
from .writers import Writer

router = APIRouter(tags=["review"])


@router.get("/queue")
def show_queue(
    request: Request, serving: Here, wanted: Wanted, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> Response:
    """Events of the filter that nobody decided on, with what makes each urgent."""
    writer: Writer = request.app.state.writer
    writer.alone(_refresh)
    with open_store(serving.home) as store, store.transaction() as connection:
        found = list_queue(connection, serving.user, store.clock(), wanted, limit)
        count = count_waiting(connection, wanted)
    items = [{"event_id": one.event_id, "urgency": one.urgency, "why": one.why} for one in found]
    return answer({"count": count, "items": items, "next": None})


@router.post("/queue/{event_id}/skip", status_code=204)
def skip_event(event_id: str, request: Request, serving: Here) -> Response:
    """Put an event off for this person."""
    writer: Writer = request.app.state.writer
    writer.alone(lambda store: skip(store, serving.user, event_id))
    return Response(status_code=204)


def _refresh(store: Store) -> None:
    with store.transaction() as connection:
        refresh_queue(connection)
