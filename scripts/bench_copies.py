"""Measure what finding copies costs as reports grow in number: ``python scripts/bench_copies.py``.

Four kinds of reports, none of them coded, so that intake does little else than to keep them and look for copies:

- ``forms``: one text with other figures in it, such as a daily bulletin;
- ``reprints``: one text with endings cut and other share bars;
- ``versions``: texts that grew out of one by cuts, additions and edits;
- ``unlike``: no two alike, but for sentences of the outlet that a third of each text consists of.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import msgspec

from marsad.batch import Facts
from marsad.custody import Intake, runs
from marsad.custody.fingerprints import find_bands, shingles
from marsad.custody.studies import FLASH, Study, Task
from marsad.ingest import RawReport
from marsad.ingest.records import hash_bytes
from marsad.store import open_store
from marsad.store.queries import count_states, iter_values

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = ["".join(random.Random(number).choices(LETTERS, k=5)) for number in range(3_000)]
TEXT = random.Random(1).choices(WORDS, k=120)
BARS = [f"شارك الخبر عبر {WORDS[number]} وتابعونا على {WORDS[number + 1]}".split() for number in range(40)]
COST = 3.0  # a report may cost at most so many times more among 20,000 than among 300


def make_form(chance: random.Random) -> list[str]:
    """The text with four figures of its own."""
    words = list(TEXT)
    for at in (8, 30, 64, 100):
        words.insert(at, str(chance.randrange(10_000)))
    return words


def make_reprint(chance: random.Random) -> list[str]:
    """The text with its ending cut, a share bar, and the name of a site."""
    words = TEXT[: chance.randrange(len(TEXT) * 5 // 9, len(TEXT))] if chance.random() < 0.5 else list(TEXT)
    return words + chance.choice(BARS) + [f"موقع {chance.randrange(100_000)}"] if chance.random() < 0.9 else words


def make_unlike(chance: random.Random) -> list[str]:
    """Words at random between sentences that all have."""
    return TEXT[:20] + chance.choices(WORDS, k=80) + TEXT[20:40]


class Versions:
    """Each a version of an earlier one."""

    def __init__(self) -> None:
        """Begin with one text."""
        self.made = [TEXT]

    def __call__(self, chance: random.Random) -> list[str]:
        """The next one."""
        words = list(chance.choice(self.made[-50:]))
        deed, at = chance.randrange(3), chance.randrange(len(words))
        if deed == 0 and len(words) > 60:
            words = words[: -chance.randrange(1, 20)]
        elif deed == 1:
            words[at:at] = chance.choices(WORDS, k=chance.randrange(1, 20))
        else:
            words[at] = chance.choice(WORDS)
        self.made.append(words)
        return words


KINDS: dict[str, Callable[[random.Random], list[str]]] = {
    "forms": make_form, "reprints": make_reprint, "versions": Versions(), "unlike": make_unlike,
}  # fmt: skip


def iter_reports(kind: str, count: int) -> Iterator[RawReport]:
    """Reports of the first days of May."""
    chance = random.Random(count)
    for number in range(count):
        text = " ".join(KINDS[kind](chance))
        raw = f"{number} {text}".encode()
        day = f"2022-05-{chance.randrange(1, 29):02}"
        yield RawReport(raw, hash_bytes(raw), f"/{kind}/{number}", text, published=day)


def study_uncoded(tasks: list[Task]) -> list[Study]:
    """Fingerprints alone."""
    found = []
    for task in tasks:
        sequences = shingles(task.raw.text)
        bands = find_bands(sequences) if len(sequences) >= FLASH else []
        report = msgspec.json.encode({"id": task.raw.id, "outlet": None}).decode()
        facts = task.raw.text, report, task.raw.published
        found.append(Study(task.input_id, task.size, None, *facts, [], ("none", "1", "1"), len(sequences), bands))
    return found


def measure(kind: str, count: int) -> float:
    """Take reports in; milliseconds of processor time each."""
    reports = list(iter_reports(kind, count))
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder), write=True) as store:
        begin = process_time()
        for _ in Intake(store, Facts()).add(reports):
            pass
        cost = (process_time() - begin) / count * 1000
        with store.transaction() as connection:
            states = count_states(connection)
            links = sum(1 for _ in iter_values(connection, "copy"))
    found = f"{links:>8,} links  {states['duplicate']:>8,} duplicates"
    print(f"{kind:<10}{count:>8,} reports  {cost:6.2f} ms each  {found}", flush=True)
    return cost


def main() -> int:
    """Measure; 1 when the many cost too much more than the few."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[300, 3_000, 20_000])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    given = parser.parse_args()
    setattr(runs, "study_all", study_uncoded)  # noqa: B010
    dear = []
    for kind in given.kinds:
        costs = [measure(kind, count) for count in given.reports]
        if max(costs) > COST * costs[0]:
            dear.append(kind)
    print(f"asked at most {COST:.0f} times as much: {'NOT met by ' + ', '.join(dear) if dear else 'met'}")
    return int(bool(dear))


if __name__ == "__main__":
    sys.exit(main())
