"""What corrections teach: an alias is tried in memory first, then adopted; both name what changes.

Example: ``POST /api/aliases/trials`` with ``{"kind": "place", "wording": "الحسينية", "target": "…"}``: everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from ..lexicon.aliases import Alias
from ..review.trials import Tried, adopt_alias, try_alias
from ..store import open_store
from .answers import Problem, asks, tells
from .events import answer
from .readings import Here
from .servings import Serving
from .writers import Writer

router = APIRouter(tags=["review"])
_MISSING = tells(Problem, status=404)
_SHOWN = 20  # changes named


@router.post("/aliases/trials", openapi_extra=asks(Alias), responses=_MISSING)
async def make_trial(request: Request, serving: Here) -> Response:
    """What an alias would change; nothing is written."""
    return await _with_alias(request, lambda alias: _try(serving, alias))


@router.post("/aliases", status_code=201, openapi_extra=asks(Alias), responses=_MISSING)
async def adopt(request: Request, serving: Here) -> Response:
    """Adopt an alias: the reports that hold its wording are coded anew; what people decided stays."""
    writer: Writer = request.app.state.writer

    def settle(alias: Alias) -> Response:
        reports = writer.alone(lambda store: adopt_alias(store, alias, serving.user))
        return answer({"id": alias.id, "recoded": reports}, status=201)

    return await _with_alias(request, settle)


async def _with_alias(request: Request, work: Callable[[Alias], Response]) -> Response:
    try:
        alias = msgspec.json.decode(await request.body(), type=Alias)
    except msgspec.DecodeError as error:
        return JSONResponse({"detail": f"The alias cannot be read: {error}."}, 400)
    return await run_in_threadpool(work, alias)


def _try(serving: Serving, alias: Alias) -> Response:
    with open_store(serving.home) as store:
        tried = list(try_alias(store, alias))
    changes = [change for one in tried for change in _tell(one)]
    return answer({"events": len(changes), "reports": len(tried), "changes": changes[:_SHOWN]})


def _tell(tried: Tried) -> list[dict[str, Any]]:
    return [{"place": tried.place, **change.as_json()} for change in tried.changes]
