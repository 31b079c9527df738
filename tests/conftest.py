"""Shared set-up: a data folder of the test run's own, and the way to run the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Run = Callable[..., Ended]


@pytest.fixture(scope="session", autouse=True)
def data_home() -> Iterator[Path]:
    """No test reads or writes the data folder of whoever runs it."""
    before = os.environ.get("MARSAD_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARSAD_HOME"] = folder
        yield Path(folder)
    if before is None:
        os.environ.pop("MARSAD_HOME", None)
    else:
        os.environ["MARSAD_HOME"] = before


@pytest.fixture
def marsad(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process: ``marsad("code", path, "--jsonl")``."""
    from marsad.cli.app import app
    from marsad.cli.endings import run_app

    def run(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["marsad", *map(str, words)])
        capfdbinary.readouterr()
        code = run_app(app)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ended(code, out, err.decode())

    return run


@pytest.fixture
def fresh_marsad() -> Run:
    """Run a command in a fresh process: ``fresh_marsad("code", "-", stdin=b"…", TZ="Asia/Damascus")``."""

    def run(*words: object, stdin: bytes = b"", **environ: str) -> Ended:
        command = [sys.executable, "-m", "marsad", *map(str, words)]
        done = subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **environ}, timeout=300)
        return Ended(done.returncode, done.stdout, done.stderr.decode())

    return run


@pytest.fixture
def shared() -> Path:
    """The folder of shared material beside the repository; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("the shared material does not lie beside the repository")
    return SHARED
