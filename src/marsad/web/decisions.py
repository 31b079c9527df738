"""What people decide: ``POST /api/decisions`` takes a proposal as JSON and answers with the event as it stands then.

Example: ``{"action": "reject", "event": "5d0c…", "reason": "general-statement", "expected": 0}``. Who decides is who
runs the server. A decision that came too late is answered with 409 and what stands now; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ..errors import ConflictError, ReviewError
from ..review import find_dossiers, parse_proposal
from ..review.decisions import EVENT, REMARK, Decision
from ..review.drafts import Draft, draft_edit
from ..review.offers import find_offers
from ..review.proposals import AnyProposal, Edit
from ..review.reasons import load_reasons
from ..store import open_store
from .answers import Problem, asks, tells
from .events import answer
from .problems import refuse, refuse_body
from .readings import Here
from .servings import Serving
from .writers import Writer

router = APIRouter(tags=["review"])
_REFUSALS = tells(Problem, status=422) | tells(dict[str, Any], status=409)


@router.post("/decisions", status_code=201, openapi_extra=asks(AnyProposal), responses=_REFUSALS)
async def take_decision(request: Request, serving: Here) -> Response:
    """Accept, edit, reject, comment, flag, judge a pair, merge, split, confirm, dispute, undo, redo."""
    writer: Writer = request.app.state.writer

    def settle(proposal: AnyProposal) -> Response:
        decision = writer.decide(proposal)
        reviewed = _state_after(serving, decision)
        told = {"decision": _tell(decision), "reviewed": reviewed, "offers": find_offers(decision)}
        return answer(told, status=201)

    return await _with_proposal(request, serving, settle)


@router.post("/decisions/drafts", openapi_extra=asks(Edit), responses=tells(Draft) | _REFUSALS)
async def draft_decision(request: Request, serving: Here) -> Response:
    """What an edit would make of its event; nothing is written."""
    return await _with_proposal(request, serving, lambda proposal: _draft(serving, proposal))


@router.get("/reasons")
def list_reasons() -> list[dict[str, str]]:
    """Why an event may be rejected, in the order of the keys."""
    return [reason._asdict() for reason in load_reasons().values()]


async def _with_proposal(request: Request, serving: Serving, work: Callable[[AnyProposal], Response]) -> Response:
    """What is answered to a proposal, or why it is refused."""
    try:
        proposal = _read(await request.body(), serving)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return refuse_body(error)
    try:
        return await run_in_threadpool(work, proposal)
    except ConflictError as error:
        return refuse(error, 409, current=error.current)
    except ReviewError as error:
        return refuse(error, 422)


def _draft(serving: Serving, proposal: AnyProposal) -> Response:
    if not isinstance(proposal, Edit):
        raise ReviewError("Only edits are drafted. Propose an edit.", "draft.kind")
    with open_store(serving.home) as store:
        return answer(draft_edit(store, proposal))


def _read(body: bytes, serving: Serving) -> AnyProposal:
    fields = msgspec.json.decode(body)
    if not isinstance(fields, dict):
        raise msgspec.DecodeError("it is no JSON object")
    return parse_proposal(msgspec.json.encode({**fields, "by": serving.user}))


def _state_after(serving: Serving, decision: Decision) -> Any:
    """The event that a decision was on, as it stands now; None for decisions on incidents."""
    if decision.topic not in (EVENT, REMARK):
        return None
    event_id = decision.parts[0][0]
    with open_store(serving.home) as store, store.transaction() as connection:
        return find_dossiers(connection, [event_id])[event_id].review()


def _tell(decision: Decision) -> dict[str, Any]:
    return {
        "number": decision.number, "at": decision.at, "by": decision.by, "action": decision.action,
        "parts": decision.parts, "target": decision.target, "detail": decision.detail,
    }  # fmt: skip
