"""Take a picture of every page of the workbench on the sample reports, in both languages, for docs/screenshots.

Usage: python scripts/screenshots.py. Needs Playwright, a Chromium (scripts/chromium.sh) and the built front end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "screenshots"
PAGES = (
    "overview", "explore", "review", "duplicates", "actors", "places", "sources", "quality", "exports", "briefings",
)  # fmt: skip
OPTIONS = ("--no-sandbox", "--disable-background-networking", "--no-first-run", "--enable-unsafe-swiftshader")
_REST = 1500  # milliseconds until maps and charts stand still


def main() -> None:
    """Open the demo, walk through the pages, keep the pictures."""
    chromium = subprocess.run(
        ["bash", str(ROOT / "scripts" / "chromium.sh")], capture_output=True, text=True, check=True
    ).stdout.strip()
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [sys.executable, "-m", "marsad", "demo", "--no-browser"], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "MARSAD_HOME": home},
        )  # fmt: skip
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium, args=list(OPTIONS))
                for language in ("ar", "en"):
                    _take(browser.new_page(viewport={"width": 1280, "height": 800}), address, language)
        finally:
            server.terminate()


def _take(page: Page, address: str, language: str) -> None:
    base = address.rsplit("/", 1)[0]
    page.goto(address)
    page.evaluate(f"localStorage.setItem('marsad.language', '{language}')")
    found = page.evaluate("fetch('/api/incidents?limit=500').then(answer => answer.json())")["items"]
    told = max(found, key=lambda one: (len(one["reports"]), len(one["disagreements"])))
    details = {"incident": f"incidents/{told['incident_id']}", "report": f"reports/{told['reports'][0]}"}
    for name, path in {**{name: name for name in PAGES}, **details}.items():
        page.goto(f"{base}/{path}")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(_REST)
        if name == "explore":
            page.locator("tbody tr[data-row]").nth(2).click()
            page.wait_for_timeout(_REST)
        page.screenshot(path=TARGET / f"{name}-{language}.jpg", type="jpeg", quality=72)


if __name__ == "__main__":
    main()
