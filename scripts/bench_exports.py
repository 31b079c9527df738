"""Speed and memory of exports: synthetic incidents, each profile in a process of its own.

Example: ``python scripts/bench_exports.py --floors`` fails over the times and the memory that the project promises
for 1,000,000 incidents: ACLED-shaped CSV in 60 s, GeoParquet in 30 s, 1 GB. With ``--store 100000`` a data folder of so
many events is exported besides, twice: the first time numbers its incidents. There the promise is the memory alone.
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
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from bench_store import World, fill  # noqa: E402

from incident_makers import Crowd  # noqa: E402
from marsad.export import About, Choices, Facts, Profile, export_file, find_profile  # noqa: E402
from marsad.export.deliveries import deliver  # noqa: E402
from marsad.incidents import update_incidents  # noqa: E402
from marsad.model import Filter  # noqa: E402
from marsad.store import open_store  # noqa: E402

PROMISED = {"acled": 60.0, "geoparquet": 30.0}  # seconds for a million incidents
MOST = 1_000_000_000  # bytes
MILLION = 1_000_000
Figures = dict[str, float]


def measure_made(name: str, incidents: int) -> Figures:
    """Export made-up incidents."""
    crowd = Crowd(incidents)
    sum(1 for _ in crowd)  # the incidents are made before the clock runs
    gc.freeze()  # an export of a data folder holds some hundreds: these thousands are not to be looked at for garbage
    facts = Facts("", "bench", "bench")
    return measure(name, lambda profile, path: export_file(profile, crowd, path, facts, Choices()))


def measure_kept(name: str, home: Path) -> Figures:
    """Export the incidents of a data folder."""
    return measure(name, lambda profile, path: deliver(home, profile, Filter(), path, Choices()))


def measure(name: str, export: Callable[[Profile, Path], About]) -> Figures:
    """Export once: seconds on the clock and of the processor, peak memory and size of the file in bytes."""
    profile = find_profile(name)
    with tempfile.TemporaryDirectory() as folder:
        begin, worked = time.monotonic(), time.process_time()
        about = export(profile, Path(folder) / f"bench{profile.suffix}")
        taken = {"seconds": time.monotonic() - begin, "worked": time.process_time() - worked}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return taken | {"memory": memory, "bytes": about.document["bytes"], "rows": about.rows}


def measure_apart(name: str, *options: str) -> Figures:
    """The same in a process of its own, whose memory nothing else has used."""
    found: Figures = json.loads(run_apart("--inner", name, *options))
    return found


def run_apart(*options: str) -> bytes:
    """What this script prints when it is run with these options."""
    return subprocess.run([sys.executable, __file__, *options], check=True, stdout=subprocess.PIPE).stdout


def make_home(home: Path, events: int) -> None:
    """A data folder with made-up events, linked to incidents."""
    with open_store(home, write=True) as store:
        fill(store, World(), events // 2)
        update_incidents(store)


def tell(name: str, found: Figures, allowed: float = float("inf")) -> list[str]:
    """Print a line; the promises that were not kept: ``allowed`` seconds, and the memory."""
    print(
        f"{name:<11} {found['rows']:>9,.0f} rows  {found['seconds']:6.1f} s ({found['worked']:.1f} s of processor)  "
        f"{found['memory'] / 1e6:6.0f} MB  file {found['bytes'] / 1e6:.0f} MB",
        flush=True,
    )
    wrong = [f"{name}: {found['seconds']:.1f} s, promised {allowed:.1f} s"] if found["seconds"] > allowed else []
    return wrong + ([f"{name}: {found['memory'] / 1e6:.0f} MB"] if found["memory"] > MOST else [])


def bench_made(profiles: list[str], incidents: int) -> list[str]:
    """Export made-up incidents in each profile; the promises that were not kept."""
    wrong = []
    for name in profiles:
        allowed = PROMISED.get(name, float("inf")) * incidents / MILLION
        wrong += tell(name, measure_apart(name, "--incidents", str(incidents)), allowed)
    return wrong


def bench_kept(profiles: list[str], events: int) -> list[str]:
    """Export a data folder in each profile; the promises that were not kept."""
    with tempfile.TemporaryDirectory() as folder:
        run_apart("--fill", str(events), "--home", folder)  # a child's peak memory is not less than its parent's is
        print(f"from a data folder of {events:,} events, then again:")
        return [
            line for name in profiles for _ in range(2) for line in tell(name, measure_apart(name, "--home", folder))
        ]


def main() -> int:
    """Measure the profiles asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("profiles", nargs="*", default=list(PROMISED), help="profiles (default: those with promises)")
    parser.add_argument("--incidents", type=int, default=MILLION)
    parser.add_argument("--store", type=int, metavar="EVENTS", help="export a data folder of so many events besides")
    parser.add_argument("--floors", action="store_true", help="fail when a promise is not kept")
    parser.add_argument("--inner", help=argparse.SUPPRESS)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fill:
        make_home(asked.home, asked.fill)
        return 0
    if asked.inner:
        kept = asked.home is not None
        print(json.dumps(measure_kept(asked.inner, asked.home) if kept else measure_made(asked.inner, asked.incidents)))
        return 0
    wrong = bench_made(asked.profiles, asked.incidents)
    if asked.store:
        wrong += bench_kept(asked.profiles, asked.store)
    for line in wrong:
        print(f"too much: {line}", file=sys.stderr)
    return int(asked.floors and bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
