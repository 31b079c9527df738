"""Events of one's own in a store, without reading a report for them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from marsad.custody.recordings import record
from marsad.custody.studies import Study
from marsad.model import Actor, Attribution, Casualty, Event, Location
from marsad.store import Store
from marsad.store.queries import find_inputs
from marsad.store.records import ExtractionRow, InputRow, ObjectRow, canonical, hash_text, hash_values
from marsad.store.writes import add_missing, add_rows, log

CODER = ("test", "1", "1")
_TYPES = {
    "Battles": "Armed clash", "Explosions/Remote violence": "Air/drone strike", "Protests": "Peaceful protest",
    "Strategic developments": "Arrests",
}  # fmt: skip
_EAST = ("Deir ez-Zor", "Al Mayadin")
_PLACES = [
    Location("العشارة", "العشارة", "Al-Asharah", "town", *_EAST, "Al Asharah", "SY", 34.9203, 40.5603, 1),
    Location("الميادين", "الميادين", "Al-Mayadin", "city", *_EAST, "Al Mayadin", "SY", 35.0167, 40.45, 1),
    Location("طفس", "طفس", "Tafas", "town", "Daraa", "Daraa", None, "SY", 32.7381, 36.0669, 2),
    Location("مدينة سبها", "سبها", "Sabha", "city", "Sabha", None, None, "LY", 27.0377, 14.4283, 1),
    Location("قرية لا يعرفها أحد", country="SY"),
]  # fmt: skip
_ACTORS = [
    Actor("1", "الدفاع", "national-defence-forces", "الدفاع الوطني", "National Defence Forces", "political-militia"),
    Actor("1", "داعش", "islamic-state", "تنظيم الدولة", "Islamic State", "rebel"),
    Actor("1", "المسلحون", None, "مسلحو القرية", None, "unidentified-armed"),
    Actor("1", "مدنيون", "civilians", "مدنيون", "civilians", "civilians"),
]  # fmt: skip
_SAMPLE = "قصف قصفت مدينة مدنيين هجين البلدة 2.500 شخص RPG-7 الأهالي أهالي إصابات غارة الغارات قُتل قتل"
_WORDS = _SAMPLE.split()


class Told(NamedTuple):
    """A report as its outlet published it, with the events that are to be found in it."""

    text: str
    report: dict[str, Any]
    events: list[Event]
    folder: str = "/here"


def make_tellings(count: int, seed: int = 1) -> list[Told]:
    """Reports of events of every kind that filters tell apart, the same for a seed."""
    chance = random.Random(seed)
    return [_tell(chance, number) for number in range(count)]


def _tell(chance: random.Random, number: int) -> Told:
    published = date(2021, 1, 1) + timedelta(days=chance.randrange(700))
    text = f"خبر {number}: " + " ".join(chance.choices(_WORDS, k=12))
    outlet = chance.choice(("عنب بلدي", "Enab Baladi", "نورث برس", None))
    report = {
        "id": hash_text(text), "title": chance.choice(("عاجل", None)), "outlet": outlet,
        "published": chance.choice((published.isoformat(), f"{published}T10:00:00+03:00", None)),
    }  # fmt: skip
    return Told(
        text, report, [_event(chance, number, n, report["id"], published) for n in range(chance.randrange(1, 4))]
    )


def _event(chance: random.Random, number: int, place: int, report_id: str, published: date) -> Event:
    kind = chance.choice(list(_TYPES))
    precision = chance.choice(("day", "day", "day", "week", "month", "year", "unknown"))
    end = (published + timedelta(days=9)).isoformat() if precision == "week" and chance.random() < 0.5 else None
    parties = [msgspec.structs.replace(actor, side=chance.choice(("1", "2", "other"))) for actor in _ACTORS]
    return Event(
        f"{number:012x}{place:04x}", report_id, kind, _TYPES[kind], chance.choice(("ASSAULT", "COERCE")),
        date=None if precision == "unknown" else published.isoformat(), date_end=end, date_precision=precision,
        location=chance.choice((*_PLACES, None)), actors=chance.sample(parties, chance.randrange(4)),
        casualties=[_casualty(chance) for _ in range(chance.randrange(3))],
        attribution=chance.choice((None, Attribution("تلفزيون سوريا"))),
        factuality=chance.choice(("asserted", "claimed", "denied")), background=chance.random() < 0.2,
        confidence=round(chance.random(), 2),
    )  # fmt: skip


def _casualty(chance: random.Random) -> Casualty:
    low = chance.randrange(9)
    best = chance.choice((None, low, low + 2))
    return Casualty(
        chance.choice(("killed", "wounded", "arrested")), "unknown", chance.choice((low, None)), best, best, ""
    )


def keep(store: Store, told: Sequence[Told], coder: tuple[str, str, str] = CODER) -> list[str]:
    """Take reports in and write down their events; the ids of their inputs."""
    studies, rows = [], []
    for one in told:
        key, size = one.report["id"], len(one.text.encode())
        extraction = ExtractionRow(
            id=hash_values([key]), raw_id=key, extractor="text", version="1", text_hash=hash_text(one.text),
            text=one.text, facts="{}",
        )  # fmt: skip
        place = f"{one.folder}/{key}"
        row = InputRow(id=hash_values([key, place]), place=place, raw_id=key, extraction_id=extraction.id)
        rows.append((ObjectRow(id=key, size=size, kind="raw"), extraction, row))
        events = [(event.event_id, msgspec.json.encode(event).decode()) for event in one.events]
        facts = canonical(one.report).decode()
        studies.append(Study(row.id, 0, None, one.text, facts, one.report["published"], events, coder, 12, []))
    with store.transaction() as connection:
        known = find_inputs(connection, [row.id for *_, row in rows])
        add_missing(connection, [raw for raw, *_ in rows])
        add_missing(connection, [extraction for _, extraction, _ in rows])
        fresh = [row for *_, row in rows if row.id not in known]
        add_rows(connection, fresh)
        log(store, connection, [("received", row.id, {}) for row in fresh])
    record(store, studies)
    return [study.input_id for study in studies]
