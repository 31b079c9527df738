"""Every command of the README and the docs runs; every make target they name exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import makers
from conftest import ROOT, Run
from test_fetch import Site, site
from test_intake_cli import loopback

__all__ = ["loopback", "site"]  # fixtures

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:]+)\)")
_NEED_REPORTS = (
    "package", "export", "compare", "analyse", "briefing", "backup", "restore", "recode", "audit", "erase",
    "review", "queue", "agreement",
)  # fmt: skip
_TABLE = "pcode,name_ar,name_en,lat,lon,adm1_en\nSY1,قرية التجربة,Test village,35.1,40.2,Deir ez-Zor\n"


def commands(language: str) -> list[str]:
    found = [match for page in PAGES for match in _BLOCK.findall(page.read_text(encoding="utf-8"))]
    blocks = [block for kind, block in found if kind == language]
    if language != "sh":
        return blocks
    return list(dict.fromkeys(line.strip() for block in blocks for line in block.splitlines() if line.strip()))


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples and gold of the repository, where commands may write."""
    for name in ("examples", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "places.csv").write_text(_TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", commands("sh"))
def test_command_runs(
    line: str, workplace: Path, marsad: Run, monkeypatch: pytest.MonkeyPatch, site: Site, loopback: None
) -> None:
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return
    assert words[0] == "marsad", f"the test does not know how to run {words[0]}"
    monkeypatch.setenv("MARSAD_HOME", str(workplace / "home"))
    if words[1:3] == ["lexicon", "check"]:
        monkeypatch.setattr("marsad.lexicon.checks.fix_letters", lambda root: [])
    if words[1] in _NEED_REPORTS or "--rebuild" in words or words[1:3] == ["lexicon", "alias"]:
        marsad("add", "examples/bulletin.jsonl")  # there must be something to work on
    if words[1] == "restore":
        marsad("backup", "-o", words[2])
    if words[1:3] == ["alert", "remove"]:
        marsad("alert", "add", words[3])
    if words[1] == "watch":
        site.pages["/feed"] = (200, {}, makers.rss(1))
        (workplace / "feeds.opml").write_bytes(makers.opml(f"http://news.example:{site.port}/feed"))
    ended = marsad(*words[1:])
    allowed = (0, 1) if words[1:3] == ["lexicon", "check"] else (0,)  # its verdict is the matter of make check
    assert ended.code in allowed, ended.err + ended.text[-2000:]


@pytest.mark.parametrize("code", commands("python"))
def test_python_runs(code: str) -> None:
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
