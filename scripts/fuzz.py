"""Feed mutated inputs to every reader until one raises; needs atheris, which is no dependency of Marsad.

Run as ``make fuzz`` or ``python scripts/fuzz.py -max_total_time=600``; other options are libFuzzer's.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Fuzz; 0 when atheris is not there, since there is nothing to do."""
    try:
        import atheris
    except ImportError:
        print("atheris is not installed, so nothing was fuzzed. Install it: .venv/bin/pip install atheris")
        return 0
    os.environ["MARSAD_DEBUG"] = "1"
    sys.path.insert(0, str(ROOT / "tests"))
    with atheris.instrument_imports(include=["marsad.ingest", "marsad.fetch"]):
        from test_fuzz import SEEDS, read_all
    names = list(SEEDS)
    for name, seed in SEEDS.items():  # what is loaded at the first input of a kind would read as a slow input
        read_all(seed, name)

    def test_one(data: bytes) -> None:
        if data:
            read_all(data[1:], names[data[0] % len(names)])

    with tempfile.TemporaryDirectory() as folder:
        for number, (name, seed) in enumerate(SEEDS.items()):
            (Path(folder) / name).write_bytes(bytes([number]) + seed)
        options = sys.argv[1:] or ["-max_total_time=300", "-timeout=20", "-rss_limit_mb=3000"]
        atheris.Setup([sys.argv[0], *options, folder], test_one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
