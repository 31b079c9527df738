"""Who may ask what: the run's token, the hosts that may be named, what other sites may not do, and the headers.

The workbench is for the person at this machine: it listens on the loopback address, and whoever asks must show the
token that the command printed. The token comes once in the address and is a cookie from then on, or stands in
``Authorization: Bearer``; clients that can send neither (QGIS, the ACLED client) give it as ``token`` or ``key``.
Sources: OWASP ASVS 5 (V3, V4); DNS rebinding is stopped by the list of hosts, forgery from other sites by SameSite, the
header ``X-Marsad`` and ``Sec-Fetch-Site``.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response

from .problems import Refusal, refuse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "marsad"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_PAGE = re.compile(r"/[a-z]*")  # of the workbench, to which the address with the token may lead
_NAMED = ("token", "key")  # query parameters that may hold the token
# No inline scripts or styles, nothing from elsewhere, in no frame; pictures of charts are data: addresses, and the map
# draws in a worker of our own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; manifest-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """ASGI middleware that lets through what may be asked and adds the headers to every answer."""

    def __init__(self, app: App, token: str, hosts: Iterable[str], most_bytes: int) -> None:
        """``hosts`` are names with port as browsers send them; ``most_bytes`` is the largest body taken."""
        self.app, self.token, self.most_bytes = app, token, most_bytes
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, private=scope["path"].startswith("/api"))
            await send(message)

        answer = self._stop(scope)
        if answer is not None:
            await answer(scope, receive, send_guarded)
        else:
            await self.app(scope, _limit(receive, self.most_bytes), send_guarded)

    def _stop(self, scope: Scope) -> Response | None:
        """The refusal or the redirect that ends a request here; None lets it through."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.hosts:
            return refuse(
                Refusal(421, "This host is not served here. Open the address that the command printed.", "guard.host")
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.most_bytes:
            message = f"Larger than {self.most_bytes} bytes. Add large files with: marsad add FILE."
            return refuse(Refusal(413, message, "guard.large", most=self.most_bytes >> 20))
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if _PAGE.fullmatch(scope["path"]) and any(name == "token" for name, _ in query):
            return self._welcome(scope["path"], query)
        by_cookie = self._is_token(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))
        if not by_cookie and not self._shows_token(headers, query):
            message = "The token is missing. Open the address that the command printed."
            return refuse(Refusal(401, message, "guard.token"))
        if scope["method"] not in _SAFE and by_cookie and not _is_own(headers):
            return refuse(Refusal(403, "Asked from another site. Use the workbench itself.", "guard.site"))
        return None

    def _welcome(self, page: str, query: list[tuple[str, str]]) -> Response:
        """The first visit: the token of the address becomes a cookie, and leaves the address."""
        if not self._is_token(dict(query)["token"]):
            message = "The token is wrong. Open the address that the command printed last."
            return refuse(Refusal(401, message, "guard.token"))
        rest = urlencode([(name, value) for name, value in query if name != "token"])
        answer = RedirectResponse(f"{page}?{rest}" if rest else page, 303)
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _shows_token(self, headers: Headers, query: list[tuple[str, str]]) -> bool:
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._is_token(shown.strip()):
            return True
        return any(name in _NAMED and self._is_token(value) for name, value in query)

    def _is_token(self, shown: str) -> bool:
        return secrets.compare_digest(shown.encode(), self.token.encode())


def _is_own(headers: Headers) -> bool:
    """Whether the workbench itself asks: other sites can neither set the header nor hide where they are."""
    return "x-marsad" in headers and headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _add_headers(message: MutableMapping[str, Any], private: bool) -> None:
    known = {name.lower() for name, _ in message["headers"]}
    headers = _HEADERS | ({"Cache-Control": "no-store"} if private and b"etag" not in known else {})
    for name, value in headers.items():
        if name.lower().encode() not in known:
            message["headers"].append((name.lower().encode(), value.encode()))


def _limit(receive: Receive, most: int) -> Receive:
    """A body that grows beyond the limit ends there: what is left is not read."""
    taken = 0

    async def receive_limited() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            return {"type": "http.disconnect"}
        return message

    return receive_limited
