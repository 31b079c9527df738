"""Matching against planted copies: precision, recall and time (``make bench-compare``).

Every event of a reference gets a copy in our own form; copies are then spoilt in known ways: days and places shifted,
actors spelled otherwise or in Arabic, tolls changed, some copies left out and foreign events put in. Whoever matched
which copy to which original is known, so precision and recall are counts.

Without a reference file (``--reference``) a synthetic one of ``--events`` events is made.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from compare_fixtures import Spoiling, make_reference, plant_copies
from marsad.compare import match, occurrence_of_event, occurrence_of_reference
from marsad.compare.occurrences import Occurrence
from marsad.compare.readers import load_reference
from marsad.compare.references import ReferenceEvent

REFERENCE = Path(__file__).resolve().parents[2] / "shared/data/reference/ged_syria_2016_2019.csv.gz"


def run(events: Sequence[ReferenceEvent], name: str, spoiling: Spoiling, seed: int, mistakes: int) -> float:
    """Match one set of spoilt copies; the lower of precision and recall."""
    copies, truth = plant_copies(events, spoiling, random.Random(seed))
    start = time.process_time()
    ours = [found for found in map(occurrence_of_event, copies) if isinstance(found, Occurrence)]
    theirs = [found for found in map(occurrence_of_reference, events) if isinstance(found, Occurrence)]
    ready = time.process_time()
    found = match(ours, theirs)
    end = time.process_time()
    right = sum(truth.get(pair.ours) == pair.theirs for pair in found.matches)
    precision, recall = right / len(found.matches), right / len(truth)
    print(
        f"{name:8} {len(ours)} x {len(theirs)}: precision {precision:.4f} recall {recall:.4f}, matches "
        f"{len(found.matches)}, prepared in {ready - start:.1f} s, matched in {end - ready:.1f} s of processor time"
    )
    for pair in [pair for pair in found.matches if truth.get(pair.ours) != pair.theirs][:mistakes]:
        print("  ", pair, "true:", truth.get(pair.ours))
    return min(precision, recall)


def main() -> int:
    """Run the benchmark and print one line a setting; exit 1 when the usual setting is under the floor."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reference", type=Path, default=REFERENCE)
    options.add_argument("--events", type=int, default=16_566)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--floor", type=float, default=0.97)
    options.add_argument("--mistakes", type=int, default=0)
    given = options.parse_args()
    if given.reference.exists():
        events = load_reference(given.reference).events
    else:
        events = make_reference(given.events, random.Random(given.seed))
    print(f"{len(events)} reference events{'' if given.reference.exists() else ' (synthetic)'}")
    settings = Spoiling.settings()
    reached = {name: run(events, name, settings[name], given.seed, given.mistakes) for name in settings}
    return int(reached["usual"] < given.floor)


if __name__ == "__main__":
    sys.exit(main())
