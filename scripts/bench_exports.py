"""Speed and memory of exports: synthetic incidents, each profile in a process of its own.

Example: ``python scripts/bench_exports.py --floors`` fails over the times and the memory that the project promises
for 1,000,000 incidents: ACLED-shaped CSV in 60 s, GeoParquet in 30 s, 1 GB.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from incident_makers import Crowd  # noqa: E402
from marsad.export import Choices, Facts, export_file, find_profile  # noqa: E402

PROMISED = {"acled": 60.0, "geoparquet": 30.0}  # seconds for a million incidents
MOST = 1_000_000_000  # bytes
MILLION = 1_000_000


def measure(name: str, incidents: int) -> dict[str, float]:
    """Export once: seconds on the clock and of the processor, peak memory and size of the file in bytes."""
    crowd = Crowd(incidents)
    sum(1 for _ in crowd)  # the incidents are made before the clock runs
    gc.freeze()  # an export of a data folder holds some hundreds: these thousands are not to be looked at for garbage
    profile = find_profile(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"bench{profile.suffix}"
        begin, worked = time.monotonic(), time.process_time()
        about = export_file(profile, crowd, path, Facts("", "bench", "bench"), Choices())
        taken = {"seconds": time.monotonic() - begin, "worked": time.process_time() - worked}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return taken | {"memory": memory, "bytes": about.document["bytes"], "rows": about.rows}


def measure_apart(name: str, incidents: int) -> dict[str, float]:
    """The same in a process of its own, whose memory nothing else has used."""
    command = [sys.executable, __file__, "--inner", name, "--incidents", str(incidents)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def tell(name: str, incidents: int, found: dict[str, float]) -> list[str]:
    """Print a line; the promises that were not kept."""
    print(
        f"{name:<11} {found['rows']:>9,.0f} rows  {found['seconds']:6.1f} s ({found['worked']:.1f} s of processor)  "
        f"{found['memory'] / 1e6:6.0f} MB  file {found['bytes'] / 1e6:.0f} MB"
    )
    allowed = PROMISED.get(name, float("inf")) * incidents / MILLION
    wrong = [f"{name}: {found['seconds']:.1f} s, promised {allowed:.1f} s"] if found["seconds"] > allowed else []
    return wrong + ([f"{name}: {found['memory'] / 1e6:.0f} MB"] if found["memory"] > MOST else [])


def main() -> int:
    """Measure the profiles asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("profiles", nargs="*", default=list(PROMISED), help="profiles (default: those with promises)")
    parser.add_argument("--incidents", type=int, default=MILLION)
    parser.add_argument("--floors", action="store_true", help="fail when a promise is not kept")
    parser.add_argument("--inner", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inner:
        print(json.dumps(measure(asked.inner, asked.incidents)))
        return 0
    wrong = []
    for name in asked.profiles:
        wrong += tell(name, asked.incidents, measure_apart(name, asked.incidents))
    for line in wrong:
        print(f"too much: {line}", file=sys.stderr)
    return int(asked.floors and bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
