"""What people teach: a wording is tried in memory first, then adopted; both name what changes.

Example: ``POST /api/aliases/trials`` with ``{"kind": "place", "wording": "الحسينية", "target": "…"}``: everywhere.
In place of a target, ``new`` describes an actor or place that nothing knows yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from ..lexicon.aliases import Alias
from ..review.ignorings import Kind
from ..review.mentions import Mention, find_mention
from ..review.trials import Tried, adopt_alias, try_alias
from ..store import open_store
from .answers import Problem, Teaching, asks, tells
from .events import answer
from .problems import Refusal, refuse, refuse_body
from .readings import Here, Reading
from .servings import Serving
from .writers import Writer

router = APIRouter(tags=["review"])
_MISSING = tells(Problem, status=404)
_SHOWN = 20  # changes named


@router.get("/mentions", responses=tells(Mention))
def show_mention(kind: Kind, name: str, connection: Reading) -> Response:
    """Where a name stands that the registry or the gazetteer does not know, and the wordings of it."""
    return answer(find_mention(connection, kind, name))


@router.post("/aliases/trials", openapi_extra=asks(Teaching), responses=_MISSING)
async def make_trial(request: Request, serving: Here) -> Response:
    """What an alias would change; nothing is written."""
    return await _with_teaching(request, lambda asked: _try(serving, asked))


@router.post("/aliases", status_code=201, openapi_extra=asks(Teaching), responses=_MISSING)
async def adopt(request: Request, serving: Here) -> Response:
    """Adopt an alias: the reports that hold its wording are coded anew; what people decided stays."""
    writer: Writer = request.app.state.writer

    def settle(asked: Teaching) -> Response:
        alias = _alias_of(asked)
        reports = writer.alone(lambda store: adopt_alias(store, alias, serving.user, asked.new))
        return answer({"id": alias.id, "target": alias.target, "recoded": reports}, status=201)

    return await _with_teaching(request, settle)


async def _with_teaching(request: Request, work: Callable[[Teaching], Response]) -> Response:
    try:
        asked = msgspec.json.decode(await request.body(), type=Teaching)
    except msgspec.DecodeError as error:
        return refuse_body(error)
    if asked.new is not None and type(asked.new).__struct_config__.tag != asked.kind:
        message = f"The alias is of kind {asked.kind!r}, what is new is none. Give both the same kind."
        return refuse(Refusal(400, message, "alias.unfit", wording=asked.wording))
    return await run_in_threadpool(work, asked)


def _alias_of(asked: Teaching) -> Alias:
    """The alias alone; its target is what is new, if anything is."""
    said = {name: getattr(asked, name) for name in Alias.__struct_fields__}
    return Alias(**said | {"target": asked.target if asked.new is None else asked.new.id})


def _try(serving: Serving, asked: Teaching) -> Response:
    with open_store(serving.home) as store:
        tried = list(try_alias(store, _alias_of(asked), asked.new))
    changes = [change for one in tried for change in _tell(one)]
    return answer({"events": len(changes), "reports": len(tried), "changes": changes[:_SHOWN]})


def _tell(tried: Tried) -> list[dict[str, Any]]:
    return [{"place": tried.place, **change.as_json()} for change in tried.changes]
