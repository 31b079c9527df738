"""Tellings written by hand, for the linking of incidents: a clash in العشارة unless a test says otherwise."""

from __future__ import annotations

from typing import Any

from marsad.model import Actor, Attribution, Casualty, Event, Location, Telling

ASHARAH = Location(
    "العشارة", "العشارة", "Al-Asharah", "town", "Deir ez-Zor", "Al-Mayadin", "Al-Asharah", "SY", 34.921, 40.56, 1,
    "sy-al-asharah",
)  # fmt: skip
QURIYAH = Location(
    "القورية", "القورية", "Al-Quriyah", "town", "Deir ez-Zor", "Al-Mayadin", None, "SY", 34.957, 40.537, 1,
    "sy-al-quriyah",
)  # fmt: skip
COUNTRYSIDE = Location(
    "ريف دير الزور", "دير الزور", "Deir ez-Zor", "governorate", "Deir ez-Zor", None, None, "SY", 35.3, 40.1, 3, "sy-dz"
)
NDF = ("national-defence-forces-syria", "الدفاع الوطني", "political-militia")
IRGC = ("irgc", "الحرس الثوري", "external-forces")
SDF = ("syrian-democratic-forces", "قوات سوريا الديمقراطية", "rebel")
IS = ("islamic-state", "تنظيم الدولة", "rebel")
ARMY = ("syrian-army-assad", "قوات النظام", "state-forces")
FOURTH = ("syrian-4th-division-assad", "الفرقة الرابعة", "state-forces")
GUNMEN = ("unidentified-gunmen", "مسلحون مجهولون", "unidentified-armed")
CIVILIANS = ("civilians", "مدنيون", "civilians")
Named = tuple[str | None, str, str]


def actor(side: str, named: Named, **changes: Any) -> Actor:
    return Actor(side, named[1], named[0], named[1], named[0], named[2], **changes)


def toll(outcome: str, best: int | None, group: str = "unknown", low: int | None = None, **changes: Any) -> Casualty:
    return Casualty(outcome, group, best if low is None else low, best, best, str(best), **changes)


def telling(
    name: str, *, sides: tuple[Named | None, Named | None] = (NDF, IRGC), outlet: str | None = None,
    published: str | None = "2022-11-23", origin: str | None = None, status: str = "unreviewed",
    names: tuple[str, ...] = (), source: tuple[str, str] | None = None, **changes: Any,
) -> Telling:  # fmt: skip
    """A telling of event ``name`` of report ``r-name``; ``changes`` are fields of the event."""
    fields: dict[str, Any] = {
        "event_type": "Battles", "sub_event_type": "Armed clash", "plover": "ASSAULT", "date": "2022-11-22",
        "date_precision": "day", "location": ASHARAH, "confidence": 0.8,
        "actors": [actor(str(side), named) for side, named in enumerate(sides, 1) if named is not None],
        "attribution": Attribution(source=source[0], kind=source[1]) if source is not None else None,
    }  # fmt: skip
    fields.update(changes)
    event = Event(event_id=name, report_id=fields.pop("report_id", f"r-{name}"), **fields)
    return Telling(event, outlet or f"outlet {name}", published, origin, status, names)
