"""Put the sample reports of ``marsad demo`` together: the examples and the open gold reports, all our own writing.

Usage: python scripts/samples.py. Writes src/marsad/samples/reports.jsonl, a line a report, as ``marsad add`` reads it.
"""

from __future__ import annotations

from pathlib import Path

import orjson

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "marsad" / "samples" / "reports.jsonl"
SETS = ("gold_a", "gold_b", "gold_open", "gold_open2", "gold_open_region", "gold_open_region2")


def main() -> None:
    """Write the file; texts keep the furniture of pages that their outlets put around them."""
    lines = (ROOT / "examples" / "reports.jsonl").read_bytes().splitlines()
    for name in SETS:
        for line in (ROOT / "tests" / "gold" / f"{name}.jsonl").read_bytes().splitlines():
            gold = orjson.loads(line)
            text = (ROOT / "tests" / "gold" / "texts" / f"{gold['id']}.txt").read_text(encoding="utf-8")
            report = {"id": gold["id"], "outlet": gold["outlet"], "published": gold["published"], "text": text}
            lines.append(orjson.dumps(report))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(b"\n".join(lines) + b"\n")
    print(f"{TARGET}: {len(lines)} reports, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
