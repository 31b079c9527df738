"""``marsad serve`` and ``marsad demo``: one line with the address, this machine alone, samples apart from own data."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from shelves import make_home


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[str]:
    """A server in a process of its own; the address it printed."""
    command = [sys.executable, "-m", "marsad", *arguments, "--no-browser"]
    environment = {**os.environ, "MARSAD_HOME": str(home)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def test_serve_prints_an_address_with_a_token_that_opens_the_workbench(tmp_path: Path) -> None:
    with running(make_home(tmp_path / "home"), "serve") as address:
        parts = urlsplit(address)
        assert parts.hostname == "127.0.0.1"
        assert len(parse_qs(parts.query)["token"][0]) >= 32
        transport = httpx.HTTPTransport(retries=5)
        with httpx.Client(transport=transport, follow_redirects=True, base_url=f"http://{parts.netloc}") as client:
            assert client.get("/api/about").status_code == 401
            assert client.get(f"/?{parts.query}").status_code == 200
            assert client.get("/api/about").json()["counts"]["events"] == 0


def test_serve_names_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "marsad", "serve", "--no-browser", "--port", port]
        environment = {**os.environ, "MARSAD_HOME": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr


def test_the_demo_keeps_its_samples_apart_and_codes_them_once(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    (home / "demo").mkdir()
    (home / "demo" / "cache").symlink_to(home / "cache")
    command = [sys.executable, "-m", "marsad", "demo", "--load-only"]
    environment = {**os.environ, "MARSAD_HOME": str(home)}
    first = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    again = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    assert (first.returncode, first.stdout) == (0, f"{home / 'demo'}\n"), first.stderr
    assert (again.returncode, again.stderr) == (0, first.stderr)
    events = int(first.stderr.split(" events")[0].rsplit(" ", 1)[-1])
    assert events >= 300
    status = [sys.executable, "-m", "marsad", "status", "--json"]
    own = subprocess.run(status, capture_output=True, text=True, env=environment, timeout=60)
    assert json.loads(own.stdout)["accepted"] == 0
