"""Lists of 50 events a second over the API, in the process and over HTTP: ``make bench-api``.

Makes a store of its own, asks five pages of ten filters once and then again and again, and says how many came a second:
first from the application itself, without a socket, then from ``marsad serve`` in a process of its own with several
connections. No answer is a 304; lists are made once in a state of the store (``web/validators.py``), and what the first
fifty cost is said too. Exits 1 under the figure asked in the process, as processor
time, so that other work of the machine does not count.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import shelved_events  # noqa: E402
from marsad.incidents import update_incidents  # noqa: E402
from marsad.store import open_store  # noqa: E402
from marsad.web import Serving, create_app  # noqa: E402

ASKED = 1000
TOKEN = "bench"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
FILTERS: list[dict[str, Any]] = [
    {}, {"event_type": "Battles"}, {"admin1": "Deir ez-Zor"}, {"actor": "islamic-state"}, {"place": "العشارة"},
    {"country": "SY", "order": "oldest"}, {"factuality": "claimed"}, {"min_killed": 3}, {"text": "غارة"},
    {"since": "2021-06-01", "until": "2022-03-01"},
]  # fmt: skip


def main() -> int:
    """Exit 0 when the figure is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000, help="of two events on average")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with open_store(home, write=True) as store:
            tellings = shelved_events.make_tellings(options.reports)
            for at in range(0, len(tellings), 500):
                shelved_events.keep(store, tellings[at : at + 500])
            update_incidents(store)
        print(f"{sum(len(one.events) for one in tellings):,} events", flush=True)
        inside, work = asyncio.run(_ask_inside(home, options.seconds))
        alone = f"{1000 * work:.2f} ms of work each: {1 / work:,.0f}/s of a processor of its own (asked {ASKED:,})"
        print(f"made before: {inside:,.0f} lists/s in the process, {alone}", flush=True)
        outside = _ask_outside(home, options.seconds, options.connections)
        print(f"over HTTP, {options.connections} connections: {outside:,.0f} lists/s")
    return 0 if 1 / work >= ASKED else 1


async def _ask_inside(home: Path, seconds: float) -> tuple[float, float]:
    """Lists a second from the application, called as a server calls it; seconds of processor time each."""
    app = create_app(Serving(home, TOKEN, 80, "bench"))

    async def ask(query: str) -> Any:
        chunks: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                assert message["status"] == 200, message
            chunks.append(message.get("body", b""))

        headers = [(b"host", b"127.0.0.1:80"), *((k.lower().encode(), v.encode()) for k, v in HEADERS.items())]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": "/api/events", "raw_path": b"/api/events", "root_path": "", "query_string": query.encode(),
            "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        await app(scope, receive, send)
        return b"".join(chunks)

    began, worked = time.perf_counter(), time.process_time()
    queries = [query async for query in _walk(ask)]
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"made anew: {len(queries) / took:,.0f} lists/s, {1000 * worked / len(queries):.1f} ms of work each")
    count, until, began, worked = 0, time.perf_counter() + seconds, time.perf_counter(), time.process_time()
    while time.perf_counter() < until:
        await ask(queries[count % len(queries)])
        count += 1
    return count / (time.perf_counter() - began), (time.process_time() - worked) / count


async def _walk(ask: Any) -> Any:
    """Five pages of each filter, as addresses."""
    for wanted in FILTERS:
        after: str | None = None
        for _ in range(5):
            query = urlencode({**wanted, "limit": 50, **({"after": after} if after else {})})
            yield query
            page = json.loads(await ask(query))
            assert len(page["items"]) == 50, wanted
            after = page["next"]


def _ask_outside(home: Path, seconds: float, connections: int) -> float:
    """Lists a second from the command's server, over connections that stay open."""
    environ = {**os.environ, "MARSAD_HOME": str(home), "MARSAD_TOKEN": TOKEN}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "marsad", "serve", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            with ThreadPoolExecutor(connections) as pool:
                rates = list(pool.map(lambda n: _ask_over(port, seconds, n), range(connections)))
        finally:
            server.terminate()
    return sum(rates)


def _ask_over(port: int, seconds: float, number: int) -> float:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(query: str) -> bytes:
        connection.request("GET", f"/api/events?{query}", headers=HEADERS)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return body

    async def ask_later(query: str) -> bytes:
        return ask(query)

    async def collect() -> list[str]:
        return [query async for query in _walk(ask_later)]

    queries = asyncio.run(collect())
    count, until, began = number, time.perf_counter() + seconds, time.perf_counter()
    while time.perf_counter() < until:
        ask(queries[count % len(queries)])
        count += 1
    return (count - number) / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
