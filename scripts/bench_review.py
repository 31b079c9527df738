"""Decisions a second, and how long each waits, when several people decide at once: ``make bench-review``.

Makes a store of its own, lets readers accept, edit, reject and comment over one desk, and says what each of them
waited for. SQLite with synchronous FULL: what was acknowledged is on the disk. Exits 1 under the figures asked.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

import msgspec

from marsad.batch import Facts
from marsad.custody import Intake
from marsad.custody.recordings import record
from marsad.custody.studies import Study
from marsad.ingest import RawReport
from marsad.ingest.records import hash_bytes
from marsad.pipeline import code_report
from marsad.review import Desk
from marsad.review.proposals import Accept, AnyProposal, Comment, Edit, FieldEdit, Reject
from marsad.store import Store, open_store

SECOND, P99 = 500, 150  # decisions a second, milliseconds
TEXT = "انفجر لغم أرضي بسيارة تقل عناصر من الدفاع الوطني قرب بلدة العشارة أمس، ما أدى إلى مقتل ثلاثة منهم وإصابة آخرين."


def main() -> int:
    """Exit 0 when the figures are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=32, help="how many decide at once")
    parser.add_argument("--decisions", type=int, default=6000, help="how many in all")
    parser.add_argument("--events", type=int, default=2000, help="reports, of one event each, in the store")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder), write=True) as store:
        events = _fill(store, options.events)
        waits, seconds = _decide(Desk(store), events, options.people, options.decisions)
    waits.sort()
    rate, p50, p99 = len(waits) / seconds, waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
    print(f"{len(waits)} decisions of {options.people} people on {len(events)} events in {seconds:.1f} s")
    print(f"{rate:,.0f} decisions/s (asked {SECOND}); each waited p50 {p50:.0f} ms, p99 {p99:.0f} ms (asked {P99})")
    return 0 if rate >= SECOND and p99 <= P99 else 1


def _fill(store: Store, count: int) -> list[str]:
    """Reports of one event each, the same but for its number; coded once, since coding is not what is measured."""
    texts = [f"{TEXT} {n}" for n in range(count)]
    keys = [hash_bytes(text.encode()) for text in texts]
    raws = [RawReport(text.encode(), key, f"{key}.txt", text) for key, text in zip(keys, texts, strict=True)]
    receipts = list(Intake(store, Facts(), code=False).add(raws))
    (event,) = code_report(TEXT, "2021-03-10").events
    studies = []
    for text, key, receipt in zip(texts, keys, receipts, strict=True):
        event.event_id, event.report_id = key[:16], key
        rows = [(event.event_id, msgspec.json.encode(event).decode())]
        report = msgspec.json.encode({"id": key}).decode()
        studies.append(Study(receipt.input.id, 0, None, text, report, "2021-03-10", rows, ("bench", "1", "1"), 3))
    record(store, studies)
    return [key[:16] for key in keys]


def _decide(desk: Desk, events: list[str], people: int, decisions: int) -> tuple[list[float], float]:
    """Seconds that each decision took, and all of them together."""
    waits: list[float] = []

    def work(number: int) -> None:
        chance = random.Random(number)
        for _ in range(decisions // people):
            proposal = _propose(f"قارئ {number}", chance.choice(events), chance)
            began = time.perf_counter()
            desk.decide(proposal)
            waits.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(people)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, time.perf_counter() - began


def _propose(by: str, event: str, chance: random.Random) -> AnyProposal:
    edits = [FieldEdit(field="casualties.killed", value=str(chance.randint(1, 9)))]
    return chance.choice(
        [
            Accept(by=by, event=event), Accept(by=by, event=event), Edit(by=by, event=event, edits=edits),
            Reject(by=by, event=event, reason="general-statement"), Comment(by=by, event=event, words="راجع المصدر"),
        ]
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
