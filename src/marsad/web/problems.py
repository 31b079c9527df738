"""What cannot be answered, as JSON: the message, and its code and values for the reader's language."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from ..errors import FilterError, InputError, LexiconError, MarsadError


class Refusal(MarsadError):
    """A request that is answered with a status of its own."""

    def __init__(self, status: int, message: str, code: str = "", **values: object) -> None:
        """Say why, with the status of HTTP that goes with it."""
        super().__init__(message, code, **values)
        self.status = status


def status_of(error: MarsadError) -> int:
    """What was asked wrongly (400), what is not there (404), what the machine lacks (503)."""
    if isinstance(error, Refusal):
        return error.status
    return 400 if isinstance(error, FilterError | LexiconError) else 404 if isinstance(error, InputError) else 503


def tell_problem(error: MarsadError) -> dict[str, Any]:
    """An expected error as the API answers it."""
    return {"detail": str(error), "code": error.code or None, "values": error.values}


def refuse(error: MarsadError, status: int | None = None, **more: Any) -> Response:
    """The answer that says what is wrong and what to do; ``more`` goes beside it."""
    content = msgspec.json.encode(tell_problem(error) | more)
    return Response(content, status or status_of(error), media_type="application/json")


def refuse_body(error: Exception) -> Response:
    """The answer to a body that is not what was asked for."""
    return refuse(Refusal(400, f"The request cannot be read: {error}.", "request.unread"))


def code_of(kind: str | None) -> str | None:
    """The code of what is wrong with an input, from the kind of its problem."""
    return f"input.{kind}" if kind else None
