"""``marsad serve``: the workbench in the browser, on this machine alone."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from .endings import USAGE, put, say

_LOOPBACK = "127.0.0.1"


Port = Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides (or MARSAD_USER).")]


def serve(port: Port = 0, browser: Browser = True, by: By = None) -> None:
    """Open the workbench on what was added: review, map, timeline, exports. Only this machine can reach it."""
    run_server(port, browser, by)


def run_server(port: int, browser: bool, by: str | None, page: str = "") -> None:
    """Serve the data folder until interrupted; the address with its token, of a page, is printed once, on one line."""
    import secrets

    import uvicorn

    from ..folders import current_user, data_home
    from ..web import Serving, create_app

    listener = _listen(port)
    token = os.environ.get("MARSAD_TOKEN") or secrets.token_urlsafe(24)
    serving = Serving(data_home(), token, listener.getsockname()[1], by or current_user(), page)
    put(f"{serving.address}\n")
    if browser:
        typer.launch(serving.address)
    config = uvicorn.Config(create_app(serving), log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listen(port: int) -> socket.socket:
    """A socket on the loopback address; ends the program when the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
    except OSError as error:
        say(f"marsad: port {port}: {error.strerror}. Choose another with --port, or leave it out for a free one.")
        raise typer.Exit(USAGE) from None
    listener.listen(128)
    return listener
