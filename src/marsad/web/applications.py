"""``create_app``: routes, the guard around them, and errors as answers that say what to do."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI, Request
from starlette.responses import Response

from .. import __version__
from ..errors import MarsadError
from . import (
    acled,
    alerts,
    aliases,
    briefings,
    choices,
    decisions,
    events,
    exports,
    features,
    imports,
    incidents,
    overviews,
    qualities,
    queues,
    reports,
    sources,
    uploads,
)
from .descriptions import describe
from .guards import Guard
from .linkers import Linker
from .pages import show_page
from .problems import refuse
from .publications import Publication
from .readers import Reader
from .servings import Serving
from .validators import Shelf
from .writers import Writer

_PARTS = (
    acled, alerts, aliases, briefings, choices, decisions, events, exports, features, imports, incidents, overviews,
    qualities, queues, reports, sources, uploads,
)  # fmt: skip
_PREFIX = "/api"
_MOST_BYTES = 64 << 20  # of a file dropped on the workbench; larger ones go through `marsad add`


def create_app(serving: Serving) -> Guard:
    """The application of one data folder."""
    app = FastAPI(
        title="Marsad", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="Coded, dated, placed and sourced events of Arabic conflict reports.",
    )  # fmt: skip
    app.state.serving = serving
    app.state.imports = {}
    app.state.publication = Publication(serving)
    app.state.reader = Reader(serving)
    app.state.shelf = Shelf()
    app.state.writer = Writer(serving)
    app.state.linker = Linker(serving, app.state.reader, app.state.writer)
    for part in _PARTS:
        app.include_router(part.router, prefix=_PREFIX)
    app.openapi = partial(describe, app, [part.router for part in _PARTS], _PREFIX)  # type: ignore[method-assign]
    app.add_exception_handler(MarsadError, _answer_error)
    app.add_route("/{path:path}", show_page, methods=["GET", "HEAD"], include_in_schema=False)
    return Guard(app, serving.token, serving.hosts, _MOST_BYTES)


async def _answer_error(request: Request, error: Exception) -> Response:
    """Expected errors as JSON."""
    assert isinstance(error, MarsadError)
    return refuse(error)
