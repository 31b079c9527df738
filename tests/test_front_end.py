"""The front end: its types and unit tests, and that both languages have every message."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from conftest import ROOT

FRONT_END = ROOT / "frontend"


@pytest.fixture(scope="module")
def node() -> str:
    """npm with the dependencies of the front end in place."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("front end: there is no Node here")
    built = subprocess.run(["bash", str(ROOT / "scripts" / "workbench.sh")], capture_output=True, text=True)
    if built.returncode:
        pytest.skip(f"front end: {built.stderr.strip()[-300:]}")
    return npm


@pytest.mark.parametrize("script", ["check", "test"])
def test_front_end(node: str, script: str) -> None:
    command = [node, "run", "--prefix", str(FRONT_END), script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_languages_have_every_message_with_the_same_values() -> None:
    folder = FRONT_END / "src" / "messages"
    arabic, english = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("ar", "en"))
    assert arabic.keys() == english.keys()
    for key in arabic:
        assert sorted(re.findall(r"\{\w+\}", arabic[key])) == sorted(re.findall(r"\{\w+\}", english[key])), key
    assert not [key for key, text in arabic.items() if not text.strip()]


def test_the_lock_names_no_place_to_download_from() -> None:
    text = (FRONT_END / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert '"integrity"' in text
