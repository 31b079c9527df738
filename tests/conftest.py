"""Shared set-up: a data folder of the test run's own, and the way to run the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from databases import Databases, PostgresqlDatabases, SqliteDatabases

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_OPTIONS = (
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--enable-unsafe-swiftshader",
)  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
pytest.register_assert_rewrite("compare_fixtures", "hands", "shares", "sinks")  # they say what they found, as tests do
# How long one example takes depends on what else the machine does, now that files run beside each other.
settings.register_profile("marsad", deadline=None)
settings.load_profile("marsad")


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
    """No test reads or writes the data folder, or the database, of whoever runs it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARSAD_HOME", folder)
        patch.delenv("MARSAD_DATABASE", raising=False)
        yield Path(folder)


@pytest.fixture(scope="module", autouse=True)
def shipped_lexicons(data_home: Path) -> None:
    """Every file begins with the shipped lexicons, in whatever order files run: what another taught is forgotten."""
    from marsad.batch.reports import forget_coder
    from marsad.lexicon.tables import lexicons_version

    if "+" in lexicons_version():
        forget_coder()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlDatabases]:
    """A server of the test run's own; where none can be had, only what needs it is skipped, and the summary says so."""
    with PostgresqlDatabases.serve(tmp_path_factory.mktemp("template")) as databases:
        yield databases


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def each_backend(request: pytest.FixtureRequest) -> Databases:
    """SQLite, then PostgreSQL, for fixtures that live longer than a test: ``with each_backend.used(): …``."""
    if request.param == "sqlite":
        return SqliteDatabases()
    databases: PostgresqlDatabases = request.getfixturevalue("postgresql")
    return databases


@pytest.fixture
def backend(each_backend: Databases) -> Iterator[Databases]:
    """The test runs once on SQLite and once on PostgreSQL: whatever opens the store of a folder gets that database.

    Every folder has a database of its own, dropped after the test. A whole file runs on both with
    ``pytestmark = pytest.mark.usefixtures("backend")``. For what a test does past the program: ``backend.run(home,
    "update …")`` changes rows, ``backend.copy(home, other)`` copies a store, ``backend.environ(home)`` is the
    environment for a process of its own.
    """
    with each_backend.used():
        yield each_backend


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


@pytest.fixture(scope="module")
def chromium() -> str:
    """Where Chromium is, with the front end built; tests are skipped where either cannot be had."""
    found = [_tell(script) for script in ("chromium.sh", "workbench.sh")]
    return found[0]


def _tell(script: str) -> str:
    done = subprocess.run(["bash", str(ROOT / "scripts" / script)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"browser tests: {done.stderr.strip()}")
    return done.stdout.strip()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window; its loop ends with the file, for others run loops of their own."""
    driving = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with driving.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium, args=list(_OPTIONS))
        yield found
        found.close()


@pytest.fixture
def shared() -> Path:
    """The folder of shared material beside the repository; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("the shared material does not lie beside the repository")
    return SHARED
