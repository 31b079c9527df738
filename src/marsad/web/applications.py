"""``create_app``: routes, the guard around them, and errors as answers that say what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from .. import __version__
from ..errors import FilterError, MarsadError
from .guards import Guard
from .pages import show_page

_MOST_BYTES = 64 << 20  # of a file dropped on the workbench; larger ones go through `marsad add`


@dataclass(frozen=True, slots=True)
class Serving:
    """What a run of the server knows: the data folder, its token, the port, who decides."""

    home: Path
    token: str
    port: int
    user: str

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which this machine may call itself."""
        return tuple(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    @property
    def address(self) -> str:
        """The address to open, with the token."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"


def create_app(serving: Serving) -> Guard:
    """The application of one data folder."""
    app = FastAPI(
        title="Marsad", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="Coded, dated, placed and sourced events of Arabic conflict reports.",
    )  # fmt: skip
    app.state.serving = serving
    app.add_exception_handler(MarsadError, _answer_error)
    app.add_route("/{path:path}", show_page, methods=["GET", "HEAD"], include_in_schema=False)
    return Guard(app, serving.token, serving.hosts, _MOST_BYTES)


async def _answer_error(request: Request, error: Exception) -> Response:
    """Expected errors as JSON: a wrong filter is the asker's (400), all else the machine's (503)."""
    return JSONResponse({"detail": str(error)}, 400 if isinstance(error, FilterError) else 503)
