"""The workbench with 100,000 events in headless Chromium, software rendering: ``make bench-web``.

Fills a store of its own (or takes the one of ``--home``), serves it and measures in the browser: how long Explore takes
until its map, its time brush and its list are drawn; how long a step of the brush takes until the map is drawn again;
and whether the list shows blanks where rows should be while it is scrolled, frame by frame. Exits 1 above the figures
asked.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import shelved_events  # noqa: E402
from marsad.incidents import update_incidents  # noqa: E402
from marsad.store import open_store  # noqa: E402
from test_serving import running  # noqa: E402

FIRST_PAINT, BRUSH_STEP, BLANKS = 3000, 150, 0  # milliseconds, milliseconds, frames
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
STEPS = 40
# What is painted is looked at two frames later: in the first the page changes, in the second it is on the screen.
PAINTED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
DRAWN = """() => Number(document.querySelector('.map > canvas')?.dataset.events) > 0
  && document.querySelector('.brush canvas') && document.querySelectorAll('.list tbody tr[data-row]').length > 5"""
# A step of the brush by its slider; it is done when the map shows the events of the new days.
BRUSH = """async (share) => {
  const slider = document.querySelector('.brush input[type=range]')
  const low = Number(slider.min), high = Number(slider.max)
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  const map = document.querySelector('.map > canvas')
  const before = map.dataset.events, begun = performance.now()
  slider.value = String(Math.round(low + (high - low) * share))
  slider.dispatchEvent(new Event('input', { bubbles: true }))
  while (map.dataset.events === before && performance.now() - begun < 5000) await frame()
  return performance.now() - begun
}"""
# Scrolls the list by three quarters of its window at a time and counts the times it shows less than its rows.
SCROLL = """async (times) => {
  const list = document.querySelector('.list .scroll'), head = list.querySelector('thead').offsetHeight
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  let blank = 0, seen = 0
  for (let at = 0; at < times; at += 1) {
    list.scrollTop += list.clientHeight * 0.75
    await frame(); await frame()
    const box = list.getBoundingClientRect(), rows = [...list.querySelectorAll('tr[data-row]')]
    const boxes = rows.map((row) => row.getBoundingClientRect())
    const first = Math.min(...boxes.map((one) => one.top)), last = Math.max(...boxes.map((one) => one.bottom))
    const end = list.scrollTop + list.clientHeight >= list.scrollHeight - 2
    if (first > box.top + head + 1 || (last < box.bottom - 1 && !end)) blank += 1
    seen = Math.max(seen, ...rows.map((row) => Number(row.dataset.row)))
  }
  return { blank, seen }
}"""


def main() -> int:
    """Exit 0 when every figure is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50_000, help="of two events on average")
    parser.add_argument("--home", type=Path, help="a filled store to measure with, made there when missing")
    options = parser.parse_args()
    chromium = _chromium()
    if chromium is None:
        return 2
    with _home(options.home, options.reports) as home, running(home, "serve") as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        try:
            return _report(_measure(browser, address))
        finally:
            browser.close()


def _chromium() -> str | None:
    """Where Chromium is, with the front end built; None when one of them cannot be had, which is said."""
    found = ""
    for script in ("workbench.sh", "chromium.sh"):
        done = subprocess.run(["bash", str(ROOT / "scripts" / script)], capture_output=True, text=True)
        if done.returncode:
            print(f"bench_web: {done.stderr.strip()}", file=sys.stderr)
            return None
        found = done.stdout.strip()
    return found


@contextmanager
def _home(home: Path | None, count: int) -> Iterator[Path]:
    """A data folder with that many reports; a given one is kept."""
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
        if not any(home.iterdir()):
            _fill(home, count)
        yield home
        return
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), count)
        yield Path(folder)


def _fill(home: Path, count: int) -> None:
    begun = perf_counter()
    with open_store(home, write=True) as store:
        tellings = shelved_events.make_tellings(count)
        for at in range(0, len(tellings), 500):
            shelved_events.keep(store, tellings[at : at + 500])
        update_incidents(store)
    print(f"{sum(len(one.events) for one in tellings):,} events kept in {perf_counter() - begun:.0f} s", flush=True)


def _measure(browser: Browser, address: str) -> dict[str, tuple[float, float, str]]:
    """Figure, what is asked and its unit, by name."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.set_default_timeout(600_000)  # the first visit may link a store that was linked by other rules
    page.wait_for_load_state("networkidle", timeout=600_000)
    paints = [_first_paint(page, address) for _ in range(3)]
    steps = [float(page.evaluate(BRUSH, 0.1 + 0.8 * at / STEPS)) for at in range(STEPS)]
    page.evaluate(PAINTED)
    scrolled = page.evaluate(SCROLL, 400)
    print(f"brush: median {median(steps):.0f} ms, worst {max(steps):.0f} ms; {scrolled['seen']:,} rows scrolled")
    return {
        "first paint of Explore": (median(paints), FIRST_PAINT, "ms"),
        "brush step, nine of ten within": (sorted(steps)[int(len(steps) * 0.9)], BRUSH_STEP, "ms"),
        "frames with blanks": (scrolled["blank"], BLANKS, "frames"),
    }


def _first_paint(page: Page, address: str) -> float:
    """Milliseconds from asking for Explore until its map, brush and list are on the screen."""
    parts = urlsplit(address)
    page.goto(f"{parts.scheme}://{parts.netloc}/explore", wait_until="commit")
    page.wait_for_function(DRAWN, timeout=120_000)
    return float(page.evaluate(PAINTED))


def _report(figures: dict[str, tuple[float, float, str]]) -> int:
    missed = [name for name, (value, asked, _) in figures.items() if value > asked]
    for name, (value, asked, unit) in figures.items():
        print(f"{name:<32}{value:8.0f} {unit}, asked at most {asked:.0f}: {'missed' if name in missed else 'met'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
