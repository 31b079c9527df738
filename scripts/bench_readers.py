"""Measure how many pages of a WARC file a core reads: ``python scripts/bench_readers.py --pages 10000``.

The pages are generated: menus, related links, a share bar and eight paragraphs, no two alike, in a layout that no
recipe knows, so the general extractor reads them. Processor time of this process and of the parsing one is counted.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from marsad.ingest import RawReport, iter_inputs

FLOOR = 150.0
_SAMPLE = """
قصف اشتباكات قرية بلدة مدينة ريف شمال جنوب شرق غرب قتيل جرحى مدنيين مسلحون حاجز دورية عبوة ناسفة مصادر محلية مراسلنا
مساء صباح أمس الجمعة السبت قوات فصائل عناصر مجهولون استهدفت أصيب قتل انفجار طريق منزل سيارة سوق مدرسة مشفى
"""
_WORDS = _SAMPLE.split()


def make_page(number: int) -> bytes:
    """A page of about 20 kB."""
    chance = random.Random(number)

    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count))

    menu = "".join(f'<li><a href="/s/{i}">{words(2)}</a></li>' for i in range(40))
    body = "".join(f"<p>{words(60)}، {words(30)}.</p>" for _ in range(8))
    related = "".join(f'<div class="card"><a href="/n/{i}"><h4>{words(8)}</h4></a></div>' for i in range(12))
    return (
        f"<!DOCTYPE html><html lang='ar' dir='rtl'><head><meta charset='utf-8'><title>{words(7)}</title>"
        f"<meta property='article:published_time' content='2022-08-10T14:50:01+00:00'></head><body>"
        f"<header><ul class='menu'>{menu}</ul></header><div class='wrap'><h1>{words(7)}</h1>"
        f"<div class='share'>فيسبوك تويتر واتساب</div><div class='txt'>{body}</div></div>"
        f"<div class='related'>{related}</div><footer><ul>{menu}</ul></footer></body></html>"
    ).encode()


def write_warc(path: Path, pages: int) -> None:
    """A WARC file as a crawler writes it: a gzip member a record."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(pages):
            lines = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = io.BytesIO(make_page(number))
            url = f"https://example.org/n/{number}"
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=lines))


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main() -> int:
    """Measure; 1 under the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.warc.gz"
        write_warc(path, pages)
        size = path.stat().st_size
        busy, begin = processor_seconds(), perf_counter()
        read = sum(isinstance(item, RawReport) for item in iter_inputs([path]))
        busy, wall = processor_seconds() - busy, perf_counter() - begin
    if read != pages:
        print(f"only {read} of {pages} pages were read", file=sys.stderr)
        return 1
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{pages} pages ({size / pages / 1000:.1f} kB packed, {len(make_page(0)) / 1000:.1f} kB each)")
    print(f"{pages / busy:.0f} pages a second of processor time, {pages / wall:.0f} by the clock")
    print(f"{memory / 1024:.0f} MB at most")
    print(f"asked {FLOOR:.0f}: {'met' if pages / busy >= FLOOR else 'NOT met'}")
    return int(pages / busy < FLOOR)


if __name__ == "__main__":
    raise SystemExit(main())
