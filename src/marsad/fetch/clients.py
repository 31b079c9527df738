"""Takes addresses from the network: public ones, as robots.txt allows, with a pause for each host and caps on size.

What comes carries its request and response as WARC records. Example: ``Fetcher().fetch("https://example.org/feed")``.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx
from protego import Protego

from .addresses import AddressError, Allow, Resolve, check_url, is_public, pin, resolve
from .archives import Exchange, to_warc
from .bodies import BodyError, decode_body
from .pacing import Pace

MAX_BODY_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 512 * 1024
ROBOTS_SECONDS = 86_400
TIMEOUT = 15.0
WHOLE_SECONDS = 60.0
USER_AGENT = "Marsad/0.1 (reads news for conflict monitoring; honours robots.txt)"
_ROBOT = "Marsad"
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its address after redirects, status, headers (names in lower case), decoded body, time (ISO, UTC).

    ``exchange`` are the WARC records of the request and the response. 304 has no body.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moment: str
    exchange: bytes


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why there is no answer: ``kind``, what is wrong, remedy; ``retry_after`` in seconds when the server asks."""

    url: str
    kind: str
    problem: str
    remedy: str
    retry_after: float | None = None


@dataclass(slots=True)
class Fetcher:
    """A polite client. ``look_up`` and ``allow`` decide which addresses are asked; clock and chance can be given."""

    look_up: Resolve = resolve
    allow: Allow = is_public
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    pause: float = 2.0
    _robots: dict[str, tuple[float, Protego | None]] = field(default_factory=dict)
    _pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        """Set the pace."""
        self._pace = Pace(self.clock, self.sleep, self.pause)

    def fetch(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched | NotFetched:
        """The answer of an address after at most five redirects, each checked anew; 304 when it has not changed."""
        headers = {"If-None-Match": etag or "", "If-Modified-Since": last_modified or ""}
        conditions = {name: value for name, value in headers.items() if value and value.isprintable()}
        here = url.partition("#")[0]
        for _ in range(MAX_REDIRECTS + 1):
            found = self._visit(here, conditions)
            if isinstance(found, NotFetched):
                return found
            target = found.headers.get("location")
            if found.status not in (301, 302, 303, 307, 308) or not target:
                return self._judge(found)
            try:
                here = urljoin(here, target).partition("#")[0]
            except ValueError:
                return _refuse(here, "the server sends on to something that is no address")
        return NotFetched(
            url, "redirects", f"it is sent on more than {MAX_REDIRECTS} times", "Open it and give the last page"
        )

    def _visit(self, url: str, conditions: Mapping[str, str]) -> Fetched | NotFetched:
        try:
            scheme, host, port = check_url(url)
            address = pin(host, port, self.look_up, self.allow)
        except AddressError as error:
            return _refuse(url, str(error))
        robots = self._rules(f"{scheme}://{_netloc(host, port, scheme)}", host, port, address)
        if isinstance(robots, NotFetched):
            return robots
        if robots is not None and not robots.can_fetch(url, _ROBOT):
            return NotFetched(
                url, "robots", "the site's robots.txt asks not to fetch it", "Save the page and give the file"
            )
        self._pace.wait(host, robots.crawl_delay(_ROBOT) if robots is not None else None)
        return self._ask(url, host, address, conditions, MAX_BODY_BYTES)

    def _rules(self, site: str, host: str, port: int, address: str) -> Protego | NotFetched | None:
        """Rules of the site; None when it has none. A site whose rules cannot be had is left alone (RFC 9309)."""
        known = self._robots.get(site)
        if known is not None and self.clock() < known[0]:
            return known[1]
        found = self._ask(f"{site}/robots.txt", host, address, {}, MAX_ROBOTS_BYTES)
        if isinstance(found, NotFetched) or found.status >= 500 or found.status == 429:
            why = found.problem if isinstance(found, NotFetched) else f"the server answered {found.status}"
            return NotFetched(site, "unreachable", f"its robots.txt cannot be read ({why})", "Try again later")
        rules = Protego.parse(found.body.decode("utf-8", "replace")) if found.status == 200 else None
        self._robots[site] = (self.clock() + ROBOTS_SECONDS, rules)
        return rules

    def _ask(
        self, url: str, host: str, address: str, conditions: Mapping[str, str], limit: int
    ) -> Fetched | NotFetched:
        moment = datetime.fromtimestamp(self.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        request = _request(url, host, address, conditions)
        try:
            with httpx.Client(
                transport=httpx.HTTPTransport(trust_env=False), trust_env=False, timeout=TIMEOUT
            ) as client:
                answer = client.send(request, stream=True)
                try:
                    raw = _read_body(answer, limit)
                finally:
                    answer.close()
            headers = {name.lower(): value for name, value in answer.headers.items()}
            body = decode_body(raw, {**headers, "transfer-encoding": ""}, limit)
        except (httpx.HTTPError, httpx.InvalidURL, BodyError, OSError, UnicodeError) as error:
            reason = str(error)[:120] or type(error).__name__
            return NotFetched(
                url, "unreachable", f"it cannot be fetched ({reason})", "Check the address, or try again later"
            )
        exchange = _exchange(url, moment, address, request, answer, raw)
        return Fetched(url, answer.status_code, headers, body, moment, to_warc(exchange))

    def _judge(self, found: Fetched) -> Fetched | NotFetched:
        if found.status in (200, 304):
            return found
        wait = retry_after(found.headers.get("retry-after"), self.clock())
        return NotFetched(
            found.url, "status", f"the server answered {found.status}", "Open it in a browser, or try again later", wait
        )


def _netloc(host: str, port: int, scheme: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if port == (443 if scheme == "https" else 80) else f"{shown}:{port}"


def _refuse(url: str, why: str) -> NotFetched:
    return NotFetched(url, "refused", why, "Give a public http or https address, or save the page and give the file")


def _request(url: str, host: str, address: str, conditions: Mapping[str, str]) -> httpx.Request:
    """A request to the checked address itself, under the host's name: nothing is looked up a second time."""
    target = httpx.URL(url)
    headers = {
        "Host": target.netloc.decode("ascii"),
        "User-Agent": USER_AGENT,
        "Accept": _ACCEPT,
        "Accept-Language": "ar,en;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **conditions,
    }
    return httpx.Request(
        "GET", target.copy_with(host=address), headers=headers,
        extensions={"sni_hostname": host, "timeout": httpx.Timeout(TIMEOUT).as_dict()},
    )  # fmt: skip


def _exchange(
    url: str, moment: str, address: str, request: httpx.Request, answer: httpx.Response, body: bytes
) -> Exchange:
    """What is kept of a request and its answer; the header of chunks is left out, since they are joined already."""
    asked = f"{request.method} {request.url.raw_path.decode('ascii', 'replace')} HTTP/1.1"
    sent = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]
    got = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw]
    got = [pair for pair in got if pair[0].lower() != "transfer-encoding"]
    status = f"{answer.status_code} {answer.reason_phrase}".strip()
    return Exchange(url, moment, address, asked, sent, status, got, body)


def _read_body(answer: httpx.Response, limit: int) -> bytes:
    """The body as sent; too large or too slow raises."""
    deadline = time.monotonic() + WHOLE_SECONDS
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_raw():
        parts.append(part)
        size += len(part)
        if size > limit:
            raise BodyError(f"it is larger than {limit >> 20} MB")
        if time.monotonic() > deadline:
            raise BodyError(f"it took longer than {WHOLE_SECONDS:.0f} seconds")
    return b"".join(parts)


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds of a ``Retry-After`` header: a number or a date; None when it says neither."""
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
