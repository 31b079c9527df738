"""ETags: an answer that has not changed is not sent again (304), and a list that was made before not made again.

What is read follows from the store and from the versions of program, lexicons and linker; the store changes with a line
of the audit log. So the last line that changes anything, with that up to which incidents were derived, names an answer,
unless its route names it more closely.
Source: RFC 9110, 13.1.2.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from .. import __version__
from ..incidents.standings import linking_version
from ..lexicon.tables import lexicons_version
from ..store.states import find_state
from .readers import Reader

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_LINKING = "x-marsad-linking"  # incidents are being linked; what is shown is from before
_CONTROL = "private, no-cache"  # may be kept by who asked, but is to be asked for anew


@dataclass(slots=True)
class Shelf:
    """Answers of one state of the store, those asked last, up to ``most`` bytes."""

    most: int = 64 << 20
    tag: str = ""
    size: int = 0
    answers: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def find(self, tag: str, key: str) -> bytes | None:
        """The answer to ``key``, if it was made in the state ``tag``."""
        with self.turn:
            if tag != self.tag or key not in self.answers:
                return None
            self.answers.move_to_end(key)
            return self.answers[key]

    def put(self, tag: str, key: str, body: bytes) -> None:
        """Keep an answer; those of another state go."""
        with self.turn:
            if tag != self.tag:
                self.answers.clear()
                self.tag, self.size = tag, 0
            self.size += len(body) - len(self.answers.pop(key, b""))
            self.answers[key] = body
            while self.size > self.most:
                self.size -= len(self.answers.popitem(last=False)[1])


class ValidatedRoute(APIRoute):
    """A route whose answers to GET have an ETag; what the asker has already is answered with 304."""

    def get_route_handler(self) -> Handler:
        """Look before and after the answer is made."""
        handle: Handler = super().get_route_handler()

        async def handle_validated(request: Request) -> Response:
            if request.method != "GET":
                return await handle(request)
            tag = await _find_tag(request.app.state.reader)
            if _has(request, tag):
                return _unchanged(tag)
            answer = await self.make(request, tag, handle)
            if is_stale(request):
                answer.headers[_LINKING] = "1"
            if answer.status_code != 200 or is_stale(request):
                return answer
            answer.headers.setdefault("etag", tag)
            answer.headers["cache-control"] = _CONTROL
            if _has(request, answer.headers["etag"]):
                return _unchanged(answer.headers["etag"], answer)
            return answer

        return handle_validated

    async def make(self, request: Request, tag: str, handle: Handler) -> Response:
        """The answer in the state ``tag``."""
        return await handle(request)


class RememberedRoute(ValidatedRoute):
    """A route of lists, in JSON, that are asked again and again: made once in a state of the store."""

    async def make(self, request: Request, tag: str, handle: Handler) -> Response:
        """The answer that was made before, or a new one."""
        shelf: Shelf = request.app.state.shelf
        key = f"{request.url.path}?{request.url.query}"
        body = shelf.find(tag, key)
        if body is not None:
            return Response(body, media_type="application/json")
        answer = await handle(request)
        own = "etag" in answer.headers  # the route names it more closely
        if answer.status_code == 200 and not own and not is_stale(request):
            shelf.put(tag, key, bytes(answer.body))
        return answer


def mark_stale(request: Request) -> None:
    """Say that an answer is of before what is kept now: it is told so, and not kept."""
    request.state.stale = True


def is_stale(request: Request) -> bool:
    """Whether an answer is of before what is kept now."""
    return getattr(request.state, "stale", False)


async def _find_tag(reader: Reader) -> str:
    """A file of this machine is asked at once, in a tenth of a millisecond; a database elsewhere may let us wait."""
    return _read_tag(reader) if reader.is_near else await run_in_threadpool(_read_tag, reader)


def _read_tag(reader: Reader) -> str:
    with reader.read() as connection:
        state = find_state(connection)
    return f'W/"{state.row_hash[:16]}-{state.linked}-{_versions()}"'


def _versions() -> str:
    return sha256(f"{__version__} {lexicons_version()} {linking_version()}".encode()).hexdigest()[:12]


def _has(request: Request, tag: str) -> bool:
    shown = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in shown or tag.removeprefix("W/") in shown


def _unchanged(tag: str, answer: Response | None = None) -> Response:
    """304; what was to be done after the answer is done all the same."""
    after = answer.background if answer is not None else None
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": _CONTROL}, background=after)
