"""Measure the store with a million made-up events: ``python scripts/bench_store.py --events 1000000``.

Rows go in as ``marsad add`` writes them, coded reports 64 to a commit, two events each; then filters are asked. The
database is the one that MARSAD_DATABASE names, else SQLite in a temporary folder. Times are wall clock.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import msgspec
from sqlalchemy import Connection, text

from marsad.custody.recordings import record
from marsad.custody.studies import Study
from marsad.model import Actor, Box, Casualty, Event, Filter, Location
from marsad.store import Store, open_store
from marsad.store.facets import count_facets
from marsad.store.records import ExtractionRow, InputRow, ObjectRow, canonical, hash_text, hash_values
from marsad.store.selections import count_events, find_events, iter_filtered
from marsad.store.sqlite import database_path
from marsad.store.writes import add_rows, log

_BATCH = 64
_TYPES = {
    "Battles": ("Armed clash", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": ("Air/drone strike", "Shelling/artillery/missile attack", "Suicide bomb"),
    "Violence against civilians": ("Attack", "Abduction/forced disappearance"),
    "Protests": ("Peaceful protest",),
    "Strategic developments": ("Arrests", "Agreement", "Change to group/activity", "Other"),
}
_CODER = ("bench", "1", "1")
_FACETS = ("event_type", "admin1", "actor", "outlet", "week")
_encoder = msgspec.json.Encoder()


class World:
    """Places, actors, outlets and words, some common and most rare, the same for every run."""

    def __init__(self) -> None:
        """Make them up."""
        chance = random.Random(1)
        letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
        self.words = ["".join(chance.choices(letters, k=chance.randint(3, 7))) for _ in range(20_000)]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.places = [
            Location(
                name=f"قرية {word}", name_ar=f"قرية {word}", name_en=f"Village {n}", kind="village", country="SY",
                admin1=f"Governorate {n % 14}", admin2=f"District {n % 60}", admin3=f"Subdistrict {n % 270}",
                lat=round(chance.uniform(32.3, 37.3), 4), lon=round(chance.uniform(35.7, 42.3), 4), precision=1,
            )
            for n, word in enumerate(self.words[:3000])
        ]  # fmt: skip
        self.actors = [
            Actor(side="1", mention=f"لواء {word}", actor_id=f"actor-{n}", name_ar=f"لواء {word}",
                  name_en=f"Brigade {n}", kind="rebel", country="SY")
            for n, word in enumerate(self.words[3000:3300])
        ]  # fmt: skip

    def study(self, number: int) -> Study:
        """Report number ``number`` as it is coded, without its input's id."""
        chance = random.Random(number)
        published = date(2011, 3, 15) + timedelta(days=chance.randrange(5000))
        words = f"{number} " + " ".join(chance.choices(self.words, cum_weights=self.weights, k=90))
        report = {
            "id": hash_text(words), "title": words[:40], "outlet": f"مرصد {chance.randrange(50)}",
            "published": published.isoformat(),
        }  # fmt: skip
        events = [self.event(chance, f"{number:012x}{n:04x}", report["id"], published) for n in range(2)]
        return Study(
            "", 0, None, words, canonical(report).decode(), published.isoformat(),
            [(event.event_id, _encoder.encode(event).decode()) for event in events], _CODER, 90, [],
        )  # fmt: skip

    def event(self, chance: random.Random, event_id: str, report_id: str, published: date) -> Event:
        """An event with a day (nine in ten), a place, two actors and perhaps a toll."""
        kind = chance.choice(list(_TYPES))
        day = (published - timedelta(days=chance.randrange(7))).isoformat() if chance.random() < 0.9 else None
        one, other = (chance.choice(self.actors[: chance.choice((10, 300))]) for _ in range(2))
        killed = min(int(chance.paretovariate(1)), 99)
        toll = [Casualty("killed", "unknown", killed, killed, killed, "")] if chance.random() < 0.3 else []
        return Event(
            event_id, report_id, kind, chance.choice(_TYPES[kind]), "ASSAULT", date=day,
            date_precision="day" if day else "unknown", location=chance.choice(self.places),
            actors=[one, msgspec.structs.replace(other, side="2")], casualties=toll,
            factuality=chance.choice(("asserted", "reported", "claimed")), confidence=round(chance.random(), 3),
        )  # fmt: skip


def fill(store: Store, world: World, reports: int) -> None:
    """Take reports in and write down their codings, as an intake run does."""
    began, numbers = perf_counter(), iter(range(reports))
    while batch := list(islice(numbers, _BATCH)):
        record(store, _receive(store, [world.study(number) for number in batch]))
        if (batch[-1] + 1) % 64_000 == 0:
            print(f"  {batch[-1] + 1:,} reports in {perf_counter() - began:.0f} s", flush=True)


def _receive(store: Store, studies: list[Study]) -> list[Study]:
    """The rows of inputs that were received; the studies with the ids of their inputs."""
    objects, extractions, inputs = [], [], []
    for study in studies:
        key = hash_text(study.text)
        place = f"/bench/{key}"
        extraction = ExtractionRow(
            id=hash_values([key]), raw_id=key, extractor="text", version="1", text_hash=key, text=study.text, facts="{}"
        )
        objects.append(ObjectRow(id=key, size=len(study.text.encode()), kind="raw"))
        extractions.append(extraction)
        inputs.append(InputRow(id=hash_values([key, place]), place=place, raw_id=key, extraction_id=extraction.id))
    with store.transaction() as connection:
        add_rows(connection, [*objects, *extractions, *inputs])
        log(store, connection, [("received", row.id, {"place": row.place}) for row in inputs])
    return [replace(study, input_id=row.id) for study, row in zip(studies, inputs, strict=True)]


def ask(store: Store, world: World) -> None:
    """Print how long each kind of question takes: 20 different ones each, median and slowest but one."""
    common, rare = world.words[5:25], world.words[4000:4020]
    questions: dict[str, Callable[[int], Filter]] = {
        "no filter": lambda n: Filter(),
        "type": lambda n: Filter(event_type=(list(_TYPES)[n % 5],)),
        "type, governorate, 90 days": lambda n: Filter(
            event_type=(list(_TYPES)[n % 5],), admin1=(f"Governorate {n % 14}",),
            since=_day(n * 200), until=_day(n * 200 + 90),
        ),
        "actor": lambda n: Filter(actor=(f"brigade {n * 15}",)),
        "place": lambda n: Filter(place=(f"Village {n * 150}",)),
        "box of half a degree": lambda n: Filter(bbox=Box(36 + n / 4, 33 + n / 10, 36.5 + n / 4, 33.5 + n / 10)),
        "word in many reports": lambda n: Filter(text=common[n]),
        "word in few reports": lambda n: Filter(text=rare[n]),
        "beginning of a word": lambda n: Filter(text=f"{rare[n][:3]}*"),
        "ten killed or more, sure": lambda n: Filter(min_killed=10, min_confidence=0.9, until=_day(n * 200 + 500)),
    }  # fmt: skip
    print(f"{'milliseconds, median / 95%':<30}{'page of 50':>17}{'count':>17}{'5 facets':>17}")
    for name, make in questions.items():
        pages = [_time(store, find_events, make(n)) for n in range(20)]
        counts = [_time(store, count_events, make(n)) for n in range(20)]
        tallies = [_time(store, _count, make(n)) for n in range(5)]
        print(f"{name:<30}{_spread(pages)}{_spread(counts)}{_spread(tallies)}", flush=True)


def _count(connection: Connection, wanted: Filter) -> object:
    return count_facets(connection, wanted, _FACETS, 20)


def _measure(store: Store, home: Path) -> int:
    """Bytes of the database on the disk."""
    if (path := database_path(home)).exists():
        return path.stat().st_size
    with store.transaction() as connection:
        return int(connection.execute(text("select pg_database_size(current_database())")).scalar() or 0)


def _day(number: int) -> str:
    return (date(2011, 3, 15) + timedelta(days=number)).isoformat()


def _time(store: Store, question: Callable[[Connection, Filter], object], wanted: Filter) -> float:
    with store.transaction() as connection:
        began = perf_counter()
        question(connection, wanted)
        return perf_counter() - began


def _spread(seconds: list[float]) -> str:
    slow = quantiles(seconds, n=20, method="inclusive")[-1]
    return f"{1000 * sorted(seconds)[len(seconds) // 2]:>9.1f} /{1000 * slow:>6.0f}"


def main() -> None:
    """Fill, ask, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="keep the store in this folder; one that is filled is only asked")
    given = parser.parse_args()
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        with open_store(home) as store, store.transaction() as connection:
            filled = count_events(connection, Filter())
        if not filled:
            began, worked = perf_counter(), process_time()
            with open_store(home, write=True) as store:
                print(f"{given.events:,} events into {store.backend.name}", flush=True)
                fill(store, world, given.events // 2)
            took, worked = perf_counter() - began, process_time() - worked
            print(f"written at {given.events / took:,.0f} events a second ({worked / took:.0%} work of this process)")
        with open_store(home) as store:
            ask(store, world)
            began = perf_counter()
            with store.transaction() as connection:
                found = sum(1 for _ in iter_filtered(connection, Filter(event_type=("Battles",))))
            print(f"{found:,} events in a selection, read at {found / (perf_counter() - began):,.0f} a second")
            print(f"{_measure(store, home) / 1e9:.2f} GB in the database")
    print(f"memory at its highest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
