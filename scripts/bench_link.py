"""Speed of linking on made-up events: ``make bench-link``. Time must grow like the number of events.

The events are skewed as real ones are: a few governorates, towns and actors have most of them, some days ten times the
usual, and an incident is told by one outlet or by many, with other tolls, vaguer places, unnamed attackers, lost dates.
About 400 tellings a day; more tellings are more days. One process does it all, so what counts is its processor time,
which others on the machine do not change much; the time by the clock is printed too.
Example: ``python scripts/bench_link.py --events 1000000 --floors``.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from marsad.evaluate import score_groups
from marsad.link import link_tellings
from marsad.model import Actor, Attribution, Casualty, Event, Location, Telling, Weapon

START = date(2015, 1, 1)
A_DAY = 400  # tellings
QUARTER = 91  # days; every quarter has as many hot days as the next, so that sizes can be compared
LIMIT_S = 900.0  # processor seconds for a million tellings
GROWTH = 1.35  # time per telling at full size over time per telling at a quarter of it
TYPES = (
    ("Battles", "Armed clash", "ASSAULT", 30),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack", "ASSAULT", 25),
    ("Explosions/Remote violence", "Air/drone strike", "ASSAULT", 15),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", "ASSAULT", 8),
    ("Violence against civilians", "Attack", "ASSAULT", 8),
    ("Strategic developments", "Arrests", "COERCE", 6),
    ("Protests", "Peaceful protest", "PROTEST", 5),
    ("Strategic developments", "Change to group/activity", "MOBILIZE", 3),
)
FORCES = (
    "syrian-army-assad", "syrian-democratic-forces", "islamic-state", "hts", "turkish-forces", "russian-forces", "irgc",
    "levant-front", "ahrar-al-sham", "houthis", "rapid-support-forces", "sudan-armed-forces", "israeli-army",
    "peshmerga",
)  # fmt: skip
OUTLETS = [f"outlet {number}" for number in range(60)]


class Town(NamedTuple):
    """A town and the locations that outlets give for what happens there: itself, its outskirts, its governorate."""

    places: tuple[Location, Location, Location]
    forces: list[str]


class Maker:
    """Tellings of made-up incidents, the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        """Lay out governorates, towns and who fights there."""
        self.random = random.Random(seed)
        self.towns = [self._town(area, number) for area in range(70) for number in range(60)]
        shares = (1 / (1 + area) ** 0.9 / (1 + number) ** 1.1 for area in range(70) for number in range(60))
        self.town_weights = list(accumulate(shares))
        self.type_weights = list(accumulate(row[3] for row in TYPES))
        self.actors = {(force, side): self._actor(force, side, "rebel") for force in FORCES for side in "12"}
        self.gunmen = self._actor("unidentified-gunmen", "1", "unidentified-armed")
        self.civilians = self._actor("civilians", "2", "civilians")

    def tellings(self, count: int) -> Iterator[tuple[Telling, int]]:
        """``count`` tellings, each with the number of its incident."""
        made = incident = 0
        days = max(1, count // A_DAY)
        usual = [self.random.lognormvariate(0, 1) for _ in range(QUARTER)]
        heat = list(accumulate(usual[day % QUARTER] for day in range(days)))
        while made < count:
            day = START + timedelta(self.random.choices(range(days), cum_weights=heat)[0])
            for telling in self._incident(day, made):
                if made < count:
                    yield telling, incident
                    made += 1
            incident += 1

    def _incident(self, day: date, first: int) -> list[Telling]:
        pick = self.random
        town = pick.choices(self.towns, cum_weights=self.town_weights)[0]
        kind = pick.choices(TYPES, cum_weights=self.type_weights)[0]
        sides = pick.sample(town.forces, 2)
        killed = int(pick.paretovariate(1.1)) - 1
        times = min(40, int(pick.paretovariate(1.2)))
        return [self._telling(f"{first + n:09x}", day, town, kind, sides, killed) for n in range(times)]

    def _telling(
        self, name: str, day: date, town: Town, kind: tuple[str, str, str, int], sides: list[str], killed: int
    ) -> Telling:
        pick = self.random
        delay = pick.choices((0, 1, 2, 5), (50, 40, 7, 3))[0]
        first = self.actors[sides[0], "1"] if pick.random() < 0.8 else self.gunmen
        second = self.actors[sides[1], "2"] if kind[0] == "Battles" else self.civilians
        toll = max(0, killed + pick.choice((0, 0, 0, 1, 2, -1)))
        dated = pick.random() < 0.95
        event = Event(
            name, f"r{name}", *kind[:3], date=day.isoformat() if dated else None,
            date_precision="day" if dated else "unknown",
            location=town.places[pick.choices((0, 1, 2), (80, 12, 8))[0]], actors=[first, second],
            casualties=[Casualty("killed", "unknown", toll, toll, toll, str(toll))] if killed else [],
            weapons=[Weapon("small arms", "رشاشات")], attribution=Attribution(), confidence=0.9,
        )  # fmt: skip
        return Telling(event, pick.choice(OUTLETS), (day + timedelta(delay)).isoformat())

    def _town(self, area: int, number: int) -> Town:
        pick = self.random
        lat, lon = 32.0 + (area % 10) * 0.9 + pick.uniform(0, 0.8), 36.0 + (area // 10) * 0.9 + pick.uniform(0, 0.8)
        name, home = f"بلدة {area} {number}", f"governorate {area}"

        def place(precision: int, kind: str, label: str, key: str) -> Location:
            return Location(label, label, key, kind, home, None, None, "SY", lat, lon, precision, key)

        places = (
            place(1, "town", name, f"t-{area}-{number}"), place(2, "town", name, f"t-{area}-{number}"),
            place(3, "governorate", f"محافظة {area}", f"g-{area}"),
        )  # fmt: skip
        return Town(places, pick.sample(FORCES, 4))

    @staticmethod
    def _actor(force: str, side: str, kind: str) -> Actor:
        return Actor(side, force, force, force, force, kind)


def measure(count: int) -> float:
    """Processor seconds to link ``count`` tellings; tells how well it was done, and the most memory so far."""
    made = list(Maker().tellings(count))
    tellings = [telling for telling, _ in made]
    wanted = {telling.event.event_id: number for telling, number in made}
    begin, clock = time.process_time(), time.perf_counter()
    incidents = link_tellings(tellings)
    took, waited = time.process_time() - begin, time.perf_counter() - clock
    found = {event: incident.incident_id for incident in incidents for event in incident.events}
    scores = score_groups(found, wanted)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(
        f"{count:>9,} tellings {took:7.1f} s ({waited:.0f} by the clock)  {took / count * 1e6:4.0f} µs each"
        f"  {len(incidents):>8,} incidents  B-cubed {scores.f1:.3f}  {memory:.1f} GiB", flush=True,
    )  # fmt: skip
    return took


def main() -> int:
    """Link a quarter and the whole; with ``--floors`` exit 1 when it takes too long or grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    quarter, whole = measure(options.events // 4), measure(options.events)
    growth = whole / quarter / 4
    limit = LIMIT_S * options.events / 1_000_000
    print(f"growth per telling {growth:.2f} (at most {GROWTH}); {whole:.0f} s of {limit:.0f} s")
    return int(options.floors and (growth > GROWTH or whole > limit))


if __name__ == "__main__":
    sys.exit(main())
