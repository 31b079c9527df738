"""A page of the workbench in Chromium, watched: what it asks for, what it complains of, what stands in people's way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from playwright import sync_api as playwright

PAGES = (
    "overview", "explore", "review", "duplicates", "actors", "places", "sources", "quality", "exports", "briefings",
)  # fmt: skip
LANGUAGES = ("ar", "en")
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Watched:
    """A page, with all that it asked for and complained of."""

    page: playwright.Page
    base: str
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, language: str = "en") -> None:
        self.page.goto(f"{self.base}{path}")
        self.page.evaluate(f"localStorage.setItem('marsad.language', '{language}')")
        self.page.goto(f"{self.base}{path}")
        self.page.wait_for_load_state("networkidle")


@contextmanager
def watching(browser: playwright.Browser, address: str) -> Iterator[Watched]:
    """A page in a context of its own, opened at an address with its token."""
    context = browser.new_context(viewport={"width": 1366, "height": 850})
    page = context.new_page()
    parts = urlsplit(address)
    found = Watched(page, f"http://{parts.netloc}")
    page.on("request", lambda request: found.hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (found.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda said: found.complaints.append(said.text) if said.type == "error" else None)
    page.goto(address)
    yield found
    context.close()


def serious_barriers(page: playwright.Page) -> list[tuple[str, list[str]]]:
    """What axe finds serious or critical on the screen."""
    if not AXE.exists():
        pytest.skip("accessibility checks: axe-core is not installed")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"][:2]])
        for one in found["violations"] if one["impact"] in ("serious", "critical")
    ]  # fmt: skip
