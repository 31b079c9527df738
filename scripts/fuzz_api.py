"""Cases of schemathesis against the whole API: ``make fuzz-api``. Exits 1 when an answer is not as described."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from api_cases import open_app, run_cases  # noqa: E402


def main() -> int:
    """Exit 0 without faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--start", type=int, default=1, help="another number gives other cases")
    options = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        os.environ["MARSAD_HOME"] = folder  # where the compiled lexicons go
        app, known = open_app(home)
        os.environ["MARSAD_HOME"] = str(home)
        found = run_cases(app, known, options.cases, options.start)
    seconds = time.perf_counter() - began
    print(f"{found.asked} cases of {len(found.statuses)} operations in {seconds:.0f} s, {len(found.faults)} faults")
    for fault, count in found.faults.items():
        print(f"  {count} × {fault}")
    for name, told in found.statuses.items():
        print(f"  {name}: {', '.join(f'{count} × {status}' for status, count in sorted(told.items()))}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
