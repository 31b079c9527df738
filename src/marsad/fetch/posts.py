"""Sends JSON to an address that the user named: a public one, asked once, followed nowhere else.

Example: ``Poster().post("https://hooks.example.org/marsad", b'{"count": 1}', "5d0c…")``. The same rules as for fetching
hold (``addresses``): http and https alone, no address inside a network, nothing looked up a second time.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from .addresses import AddressError, Allow, Resolve, check_url, is_public, pin, resolve
from .clients import TIMEOUT, USER_AGENT

# What httpx raises before a request can have been taken in.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not taken; ``doubtful``: it may have been taken all the same."""

    reason: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Poster:
    """``look_up`` and ``allow`` decide which addresses are asked."""

    look_up: Resolve = resolve
    allow: Allow = is_public

    def post(self, url: str, body: bytes, key: str) -> Refusal | None:
        """Send ``body``; None when it was taken. ``key`` lets the receiver drop what it has already."""
        try:
            _, host, port = check_url(url)
            request = _request(url, host, pin(host, port, self.look_up, self.allow), body, key)
        except AddressError as error:
            return Refusal(str(error))
        try:
            status = _send(request)
        except _BEFORE as error:
            return Refusal(_reason(error))
        except httpx.HTTPError as error:
            return Refusal(_reason(error), doubtful=True)
        return None if 200 <= status < 300 else Refusal(f"the server answered {status}")


def _send(request: httpx.Request) -> int:
    """The status of the answer, whose body is not read."""
    transport = httpx.HTTPTransport(trust_env=False)
    with httpx.Client(transport=transport, trust_env=False, timeout=TIMEOUT) as client:
        answer = client.send(request, stream=True)
        answer.close()
        return answer.status_code


def _reason(error: Exception) -> str:
    return str(error)[:120] or type(error).__name__


def _request(url: str, host: str, address: str, body: bytes, key: str) -> httpx.Request:
    """A request to the checked address itself, under the host's name."""
    target = httpx.URL(url)
    headers = {
        "Host": target.netloc.decode("ascii"), "User-Agent": USER_AGENT, "Content-Type": "application/json",
        "Idempotency-Key": key, "Connection": "close",
    }  # fmt: skip
    return httpx.Request(
        "POST", target.copy_with(host=address), content=body, headers=headers,
        extensions={"sni_hostname": host, "timeout": httpx.Timeout(TIMEOUT).as_dict()},
    )  # fmt: skip
