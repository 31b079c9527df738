"""The house: its targets, its pinned dependencies, what the repository must and must not hold."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from conftest import ROOT

TARGETS = ("demo", "test", "check", "eval", "bench", "clean")
LOCKS = ("requirements.txt", "requirements-dev.txt")


def test_makefile_has_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", text, re.MULTILINE) for target in TARGETS)


@pytest.mark.parametrize("name", [".ci/run", "scripts/setup.sh", "scripts/demo.sh", "scripts/postgresql.sh"])
def test_scripts_are_executable_and_valid_bash(name: str) -> None:
    path = ROOT / name
    assert path.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", str(path)], check=True)


@pytest.mark.parametrize("name", LOCKS)
def test_dependencies_are_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", text) if entry.strip() and not entry.startswith("#")]
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    for lock, names in zip(LOCKS, (wanted, wanted + project["optional-dependencies"]["dev"]), strict=True):
        pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        missing = {
            re.split(r"[<>=~\[]", name)[0].lower().replace(".", "-").replace("_", "-") for name in names
        } - pinned
        assert not missing, f"{lock}: run make lock for {missing}"


def test_version_is_the_same_everywhere() -> None:
    import marsad
    from marsad.pipeline.coder import VERSION

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert marsad.__version__ == project["version"] == VERSION
    assert f"## {marsad.__version__}" in changes


def test_import_marsad_is_light() -> None:
    code = "import sys, marsad; print(sum(name.startswith('marsad') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "1"


def test_lexicons_folder_holds_data_only() -> None:
    assert not list((ROOT / "src/marsad/lexicons").rglob("*.py"))


def test_demo_without_terminal(tmp_path: Path) -> None:
    """The demo as CI runs it; set-up is done already when the tests run from the venv of ``make test``."""
    if not any((ROOT / ".venv").glob(".set-up-*")):
        pytest.skip("the virtual environment was not set up by make")
    environ = {**os.environ, "CI": "true", "TERM": "dumb"}
    done = subprocess.run(
        ["bash", "scripts/demo.sh"], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, env=environ
    )
    told = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "The results are in out/demo.jsonl" in told
    assert (ROOT / "out/demo.jsonl").stat().st_size > 10_000


def test_repository_has_no_absolute_paths_of_a_home() -> None:
    """Nothing in the package points at a folder of whoever wrote it."""
    for path in (ROOT / "src").rglob("*.py"):
        assert not re.search(r"[\"'](?:/home|/root|/Users)/", path.read_text(encoding="utf-8")), path
