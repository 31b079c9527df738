"""The offline map: one file that asks nothing of any server, and in which what reports say stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from incident_makers import ASHARAH, NDF, make_entry, sample_entries
from marsad.export import Choices, Entry, Facts, export_file, find_profile

FACTS = Facts("text=%3Cscript%3E", "0.1.0", "abc123")
PAYLOADS = (
    "</script><script>document.title='بوم'</script>", "<img src=x onerror=\"document.title='بوم'\">",
    "<!--<script>", "]]><svg onload=document.title='بوم'>", "{{7*7}}{rows}{facts}", "\u2028'\"&amp;\\",
)  # fmt: skip


def page_of(entries: list[Entry] | tuple[Entry, ...], folder: Path) -> tuple[Path, LexborHTMLParser]:
    about = export_file(find_profile("html"), entries, folder / "map.html", FACTS, Choices())
    return about.path, LexborHTMLParser(about.path.read_bytes())


def json_of(page: LexborHTMLParser, name: str) -> object:
    node = page.css_first(f"#{name}")
    assert node is not None
    return json.loads(node.text())


def hostile() -> list[Entry]:
    return [
        make_entry(
            number,
            {"actors": [replace(NDF, name_en=text, name_ar=text)], "location": replace(ASHARAH, name_ar=text)},
        )
        for number, text in enumerate(PAYLOADS)
    ]


def test_nothing_is_asked_of_any_server(tmp_path: Path) -> None:
    path, page = page_of(sample_entries(), tmp_path)
    html = path.read_text(encoding="utf-8")
    assert not page.css("[src], [href], link, iframe, object, embed, base, form[action]")
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(|fetch\(|XMLHttpRequest|WebSocket|import\(", html)


def test_the_policy_allows_the_script_inside_and_no_other(tmp_path: Path) -> None:
    _, page = page_of(sample_entries(), tmp_path)
    policy = page.css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'; ")
    (script,) = [node for node in page.css("script") if "type" not in node.attributes]
    for text, kind in ((script.text(), "script-src"), (page.css_first("style").text(), "style-src")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert not page.css("[style], [onclick]")


def test_what_reports_say_stays_text(tmp_path: Path) -> None:
    _, page = page_of(hostile(), tmp_path)
    assert len(page.css("script")) == 4
    assert not page.css("img, svg")
    rows = json_of(page, "rows")
    assert isinstance(rows, list)
    assert [row[6] for row in rows] == list(PAYLOADS)


def test_every_incident_is_there_undated_and_unplaced_too(tmp_path: Path) -> None:
    entries = [make_entry(1), make_entry(2, {"date": None, "date_precision": "unknown", "location": None})]
    _, page = page_of(entries, tmp_path)
    rows, facts = json_of(page, "rows"), json_of(page, "facts")
    assert isinstance(rows, list)
    assert isinstance(facts, dict)
    assert [row[0] for row in rows] == ["2021-03-09", None]
    assert ["incidents", "2 / 2"] in facts["about"]
    assert all(len(row) == len(facts["columns"]) for row in rows)


def test_every_word_is_there_in_both_languages(tmp_path: Path) -> None:
    _, page = page_of([make_entry(1)], tmp_path)
    words = json_of(page, "facts")["words"]  # type: ignore[index]
    assert words["ar"].keys() == words["en"].keys()
    used = {value for node in page.css("[data-word]") if (value := node.attributes["data-word"])}
    used |= {name for name in json_of(page, "facts")["columns"] if not re.search(r"_(ar|low|high)$", name)}  # type: ignore[index]
    assert used <= words["ar"].keys()
    assert page.css_first("html").attributes == {"lang": "ar", "dir": "rtl"}


def test_a_browser_shows_it(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium is installed: sudo apt-get install chromium")
    path, _ = page_of([*hostile(), make_entry(9)], tmp_path)
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=4000", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()
    page = LexborHTMLParser(shown)
    assert page.css_first("title").text() == "مرصد الحوادث"  # no payload ran
    assert len(page.css("tbody tr")) == len(PAYLOADS) + 1
    assert "7 من 7 حادثة" in page.css_first("#count").text()
    assert PAYLOADS[0] in [cell.text() for cell in page.css("tbody bdi")]
