"""Incidents to export: from the sample reports, an event each, and synthetic ones. Names and texts are our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import cycle, islice
from typing import Any

from msgspec.structs import replace

from conftest import ROOT
from marsad.export import Entry
from marsad.model import (
    Actor,
    Attribution,
    Casualty,
    Cause,
    Coder,
    Event,
    Evidence,
    Incident,
    IncidentCasualty,
    Location,
    Person,
    Telling,
    TollStep,
    Weapon,
)

PRIVATE = "سامر الكناري"
ASHARAH = Location(
    name="العشارة", name_ar="العشارة", name_en="Al-Asharah", kind="town", admin1="Deir ez-Zor", admin2="Al Mayadin",
    admin3="Ashara", country="SY", lat=34.9208, lon=40.5561, precision=1, gazetteer_id="own:al-asharah",
)  # fmt: skip
NDF = Actor(
    "1", "الدفاع الوطني", "national-defence-forces", "قوات الدفاع الوطني", "National Defence Forces",
    "political-militia", "SY",
)  # fmt: skip
IRGC = Actor(
    "2", "الحرس الثوري", "irgc", "الحرس الثوري الإيراني", "Islamic Revolutionary Guard Corps", "external-forces", "IR"
)
CIVILIANS = Actor("2", "مدنيين", "civilians", "مدنيون", "civilians", "civilians")
GUNMEN = Actor("1", "مجهولون", "unidentified-gunmen", "مسلحون مجهولون", "unidentified gunmen", "unidentified-armed")
CODER = Coder("marsad", "0.1.0", "abc123", ["clash.between"])


def make_event(number: int = 1, **changes: Any) -> Event:
    """A clash of 9 March 2021 in al-Asharah."""
    event = Event(
        f"e{number:07d}", f"r{number:063d}", "Battles", "Armed clash", "ASSAULT", "2021-03-09", None, "day",
        "أمس الثلاثاء", ASHARAH, actors=[NDF, IRGC],
        casualties=[
            Casualty("killed", "irgc", 2, 2, 2, "عنصران"), Casualty("wounded", "unknown", 2, None, None, "عدد"),
        ],
        weapons=[Weapon("firearms", "رشاشات")], cause=Cause("dispute-money", "خلاف على ثمن بضاعة"),
        attribution=Attribution("عنب بلدي", "مصادر محلية", "unnamed-source"),
        evidence=[Evidence("event_type", 0, 7, "اشتباكات"), Evidence("location", 10, 17, "العشارة")],
        confidence=0.8, coder=CODER,
    )  # fmt: skip
    return replace(event, **changes)


def make_entry(number: int = 1, event: dict[str, Any] | None = None, **changes: Any) -> Entry:
    """An incident with one telling; ``event`` changes the event, the rest the incident made from it."""
    telling = Telling(make_event(number, **(event or {})), "عنب بلدي", "2021-03-10T08:30:00+03:00", f"o{number}")
    return entry_of(telling, f"SYR{number}", **changes)


def entry_of(telling: Telling, number: str | None, **changes: Any) -> Entry:
    """The incident of a single telling."""
    event = telling.event
    toll = [IncidentCasualty(one.outcome, one.group, one.low, one.best, one.high) for one in event.casualties]
    steps = [
        TollStep(telling.published, event.event_id, telling.outlet, event.attribution and event.attribution.source,
                 one.outcome, one.group, one.low, one.best, one.high)
        for one in event.casualties
    ]  # fmt: skip
    incident = Incident(
        f"i{event.event_id}", [event.event_id], [event.report_id], event.event_type, event.sub_event_type,
        event.plover, event.date, event.date_end, event.date_precision, event.location, event.origin,
        event.destination, event.actors, toll, event.weapons, event.cause,
        [event.attribution] if event.attribution else [], [telling.outlet] if telling.outlet else [],
        event.factuality, event.background, timeline=steps, confidence=event.confidence,
    )  # fmt: skip
    return Entry(replace(incident, **changes), (telling,), number)


def make_private(number: int = 1, name: str = PRIVATE) -> Entry:
    """An incident with a man who has no public role in its actor, casualties and quotes."""
    person = replace(CIVILIANS, mention=f"الشاب {name}", actor_id=None, name_ar=name, name_en=None,
                     persons=[Person(name, None, False)])  # fmt: skip
    return make_entry(
        number,
        {
            "event_type": "Violence against civilians", "sub_event_type": "Attack", "actors": [GUNMEN, person],
            "casualties": [Casualty("killed", "civilians", 1, 1, 1, f"الشاب {name}")],
            "cause": Cause("revenge", f"ثأر من عائلة {name.split()[-1]}"),
            "attribution": Attribution("عنب بلدي", f"والد {name}", "own-correspondent"),
            "evidence": [Evidence("actors[2]", 5, 20, f"ول{name}"),
                         Evidence("event_type", 0, 40, f"قُتل {name} أمام منزله")],
        },
    )  # fmt: skip


@cache
def sample_entries() -> tuple[Entry, ...]:
    """Every event of the sample reports as an incident of its own."""
    from marsad import code_report

    found: list[Entry] = []
    for line in (ROOT / "examples/reports.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        coded = code_report(told["text"], told.get("published"), told.get("outlet"), told.get("title"))
        for event in coded.events:
            telling = Telling(event, coded.report.outlet, coded.report.published, coded.report.id)
            found.append(entry_of(telling, f"SYR{len(found) + 1}"))
    return tuple(found)


@dataclass(frozen=True)
class Crowd:
    """Many synthetic incidents, ``different`` ones again and again; every hundredth has a man without a public role."""

    size: int
    different: int = 20_000

    def __iter__(self) -> Iterator[Entry]:
        return islice(cycle(make_crowd(min(self.size, self.different))), self.size)


@cache
def make_crowd(size: int) -> list[Entry]:
    """Incidents on other days, at other places, with other ids and quotes."""
    return [_make_one(number) for number in range(size)]


def _make_one(number: int) -> Entry:
    day = (date(2016, 1, 1) + timedelta(days=number % 3000)).isoformat()
    place = replace(ASHARAH, lat=30 + number % 5000 / 1000, lon=36 + number % 7000 / 1000)
    if number % 100 == 0:
        made = make_private(number, f"سامر الكناري{number}")
    else:
        event: dict[str, Any] = {
            "date": day,
            "location": place,
            "actors": [GUNMEN, CIVILIANS] if number % 3 else [NDF, IRGC],
        }
        event["evidence"] = [Evidence("event_type", 0, 20, f"اندلعت اشتباكات قرب التل {number}")]
        made = make_entry(number, event)
    return Entry(replace(made.incident, date=day, location=place), made.tellings, f"SYR{number + 1}")
