"""Speed of page reading: pages a second on one core, by recipes and by the general extractor, on pages of about 40 kB.

Example: ``python scripts/bench_pages.py --floors`` fails under the rates that the project promises.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from selectolax.lexbor import LexborHTMLParser  # noqa: E402

from marsad.ingest.pages import read_page  # noqa: E402
from marsad.ingest.records import RawReport  # noqa: E402
from page_fixtures import Case, load_cases, render  # noqa: E402

SIZE = 40_000
FLOORS = {"recipe": 700, "general": 150}
GENERAL = ("app_hashed", "magazine", "aspnet", "cookie_pagination")
SHAPED = {"newspaper_theme": "sy-24.com", "drupal": "syria.tv", "jannah_theme": "horanfree.com"}


def pages_of(kind: str) -> list[bytes]:
    """Fixture pages of a kind, filled up to 40 kB with what real pages carry: styles, scripts, links, pictures."""
    cases = load_cases()
    if kind == "general":
        chosen = [case for case in cases if case.layout in GENERAL]
    else:
        chosen = [_hosted(case, SHAPED[case.layout]) for case in cases if case.layout in SHAPED]
    return [_filled(render(case)) for case in chosen]


def _hosted(case: Case, host: str) -> Case:
    return replace(case, url=f"https://{host}/news/{case.story}")


def _filled(page: bytes) -> bytes:
    missing = SIZE - len(page)
    if missing <= 0:
        return page
    style = b"<style>" + b".wp-block-a{margin:0 auto;padding:1em;color:#333}" * (missing // 3 // 49) + b"</style>"
    script = b"<script>" + b"window.q=window.q||[];q.push(['load',{a:1}]);" * (missing // 3 // 45) + b"</script>"
    link = '<li class="menu-item"><a href="/topics/{0}" data-id="{0}">ملف من الأرشيف رقم {0}</a></li>'
    links = "".join(link.format(i) for i in range(missing // 3 // 105)).encode()
    page = page.replace(b"</head>", style + script + b"</head>", 1)
    return page.replace(b"</body>", b'<div class="site-menu"><ul>' + links + b"</ul></div></body>", 1)


def measure(kind: str, rounds: int) -> tuple[float, float]:
    """Pages a second of processor time in the best round, and the mean size in bytes."""
    pages = pages_of(kind)
    for page in pages:
        report = read_page(page, "bench")
        assert isinstance(report, RawReport)
        assert (report.extractor or "").startswith("recipe:") == (kind == "recipe"), report.extractor
    best = 0.0
    for _ in range(rounds):
        begin = time.process_time()
        for page in pages:
            read_page(page, "bench")
        best = max(best, len(pages) / (time.process_time() - begin))
    return best, sum(map(len, pages)) / len(pages)


def measure_parser(rounds: int) -> float:
    """Pages a second when they are only parsed: what the machine allows at best, for comparing."""
    pages = pages_of("recipe")
    best = 0.0
    for _ in range(rounds):
        begin = time.process_time()
        for page in pages:
            LexborHTMLParser(page)
        best = max(best, len(pages) / (time.process_time() - begin))
    return best


def main() -> int:
    """Print the two rates; with ``--floors`` exit 1 when one is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    missed = False
    print(f"parser alone {measure_parser(options.rounds):,.0f} pages/s")
    for kind, floor in FLOORS.items():
        rate, size = measure(kind, options.rounds)
        missed = missed or rate < floor
        print(f"{kind:8} {rate:7,.0f} pages/s a core (floor {floor}), {size / 1000:.0f} kB a page")
    return 1 if missed and options.floors else 0


if __name__ == "__main__":
    raise SystemExit(main())
