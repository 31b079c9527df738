"""Measure backup and restore of made-up events: ``python scripts/bench_restore.py --events 1000000``.

The store is that of ``bench_store.py``, two events a report, with a file of its text for each. Backup and restore copy
every object, hash it, check every row against the audit log and every projection against its events: what
``marsad backup`` and ``marsad restore`` do. Times are wall clock; the floor for a million events is ten minutes.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from bench_store import World, fill

from marsad.custody.backups import back_up
from marsad.custody.checkpoints import open_record
from marsad.custody.restores import restore
from marsad.store import Store
from marsad.store.queries import iter_values

FLOOR = 600.0  # seconds for a million events


def write_objects(store: Store) -> None:
    """The bytes of every report."""
    with store.transaction() as connection:
        for values in iter_values(connection, "extraction"):
            path = store.objects.path(values["raw_id"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(values["text"].encode())


def main() -> int:
    """Fill, back up, restore, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where to write, some 8 GB for a million events")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        home, backup = Path(folder, "home"), Path(folder, "backup")
        with open_record(home) as store:
            fill(store, World(), given.events // 2)
            write_objects(store)
        began = perf_counter()
        made = back_up(home, backup)
        middle, busy = perf_counter(), process_time()
        restore(backup, Path(folder, "restored"))
        restored, busy = perf_counter() - middle, process_time() - busy
        size = sum(path.stat().st_size for path in backup.rglob("*") if path.is_file())
        print(f"{given.events:,} events, {made.manifest.objects:,} objects, {size / 1e9:.2f} GB")
        print(f"backup, verified: {middle - began:.0f} s; restore, verified: {restored:.0f} s, processor {busy:.0f} s")
        million = restored * 1_000_000 / given.events
        print(f"restore of a million events: {million / 60:.1f} minutes (floor {FLOOR / 60:.0f})")
        print(f"memory at its highest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return int(million > FLOOR)


if __name__ == "__main__":
    sys.exit(main())
