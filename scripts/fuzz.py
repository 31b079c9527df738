"""Feed mutated inputs to every reader until one raises; needs atheris, which is no dependency of Marsad.

``make fuzz`` gives each kind of input a minute. ``python scripts/fuzz.py --only a.warc.gz -max_total_time=600`` fuzzes
one kind; options with one hyphen are libFuzzer's.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = ["-timeout=20", "-rss_limit_mb=3000", "-print_final_stats=1"]


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz one kind of input; ends the process."""
    import atheris

    os.environ["MARSAD_DEBUG"] = "1"
    with atheris.instrument_imports(include=["marsad.ingest", "marsad.fetch"]):
        from test_fuzz import SEEDS, read_all
    for kind, seed in SEEDS.items():  # what is loaded at the first input of a kind would read as a slow input
        read_all(seed, kind)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(SEEDS[name])
        atheris.Setup([sys.argv[0], *LIMITS, *options, folder], lambda data: read_all(data, name))
        atheris.Fuzz()


def main() -> int:
    """Fuzz every kind in a process of its own, or one; 0 when atheris is not there, since there is nothing to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="KIND")
    parser.add_argument("--seconds", type=int, default=60, help="for each kind")
    given, options = parser.parse_known_args()
    if find_spec("atheris") is None:
        print("atheris is not installed, so nothing was fuzzed. Install it: .venv/bin/pip install atheris")
        return 0
    sys.path.insert(0, str(ROOT / "tests"))
    if given.only:
        fuzz(given.only, options)
    from test_fuzz import SEEDS

    failed = []
    for name in SEEDS:
        words = [sys.executable, __file__, "--only", name, f"-max_total_time={given.seconds}", *options]
        done = subprocess.run(words, capture_output=True, text=True)
        runs = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        print(f"{name:<12} {runs[0].split()[-1] if runs else '?':>10} inputs", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout[-3000:], done.stderr[-6000:], flush=True)
    print(f"an input was not caught by: {', '.join(failed)}" if failed else "every input ended in reports or problems")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
