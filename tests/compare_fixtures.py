"""Made material for comparison: a synthetic reference, and copies of a reference spoilt in known ways."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from marsad.compare.references import Deaths, ReferenceEvent, Site
from marsad.model import Actor, Incident, IncidentCasualty, Location

_SIDES = (  # name in the reference, registry id, other spellings (a name that no registry knows is all we have)
    ("Government of Syria", "syrian-army-assad", "قوات النظام"),
    ("Syrian insurgents", "free-syrian-army", "فصائل المعارضة"),
    ("IS", "islamic-state", "تنظيم الدولة"),
    ("SDF", "syrian-democratic-forces", "قوات سوريا الديمقراطية"),
    ("HTS", "hts", "هيئة تحرير الشام"),
    ("SNA", "syrian-national-army", "الجيش الوطني السوري"),
    ("Government of Turkey", "turkish-forces", "القوات التركية"),
    ("Jaysh al-Islam", "jaysh-al-islam", "جيش الإسلام"),
    ("Rahman Corps", "faylaq-al-rahman", "فيلق الرحمن"),
    ("Ahrar al-Sham", "ahrar-al-sham", "حركة أحرار الشام"),
    ("Hawar Kilis Operations Room", "hawar-kilis-operations-room", "غرفة عمليات حوار كلس"),
    ("Jabhat Fateh al-Sham", "jabhat-fatah-al-sham", "جبهة فتح الشام"),
    ("Southern Front", "southern-front", "الجبهة الجنوبية"),
    ("National Front for Liberation", "national-front-for-liberation", "الجبهة الوطنية للتحرير"),
    ("Government of Iraq", "iraqi-army", "الجيش العراقي"),
    ("Government of Israel", "israeli-army", "الجيش الإسرائيلي"),
    ("Syrian Liberation Front", "syrian-liberation-front", "جبهة تحرير سوريا"),
    ("Fatah Halab", "fatah-halab", "فتح حلب"),
)
_SPELLINGS = (("Jaysh", "Jaish"), ("al-", "Al "), ("Liwa", "Brigade"), ("sh", "ch"), ("ay", "ai"), ("ou", "u"))
_TYPES = {"1": ("Battles", "Explosions/Remote violence"), "2": ("Battles",), "3": ("Violence against civilians",)}
_KM = 1 / 111.2  # degrees of latitude a kilometre


@dataclass(frozen=True)
class Spoiling:
    """Shares of copies that are spoilt in each way, and how far."""

    days: float = 0.2  # shifted by up to ``most_days``
    most_days: int = 1
    places: float = 0.3  # shifted by up to ``most_km``
    most_km: float = 5.0
    actors: float = 0.6  # spelled in Arabic only, else by registry id
    tolls: float = 0.15  # changed by up to a half, at least one
    dropped: float = 0.1
    foreign: float = 0.1

    @classmethod
    def settings(cls) -> dict[str, Spoiling]:
        """From light to heavy."""
        return {
            "light": cls(days=0.1, places=0.2, most_km=3.0, tolls=0.1, dropped=0.05, foreign=0.05),
            "usual": cls(),
            "heavy": cls(0.5, 2, places=0.6, most_km=15.0, actors=0.8, tolls=0.5, dropped=0.2, foreign=0.2),
        }


def plant_copies(
    events: Sequence[ReferenceEvent], spoiling: Spoiling, chance: random.Random
) -> tuple[list[Incident], dict[str, str]]:
    """Spoilt copies of events as our incidents, and which copy is of which event."""
    kept = [event for event in events if chance.random() >= spoiling.dropped]
    copies = [_copy(event, f"copy-{at:06}", spoiling, chance) for at, event in enumerate(kept)]
    truth = {copy.incident_id: event.id for copy, event in zip(copies, kept, strict=True)}
    count = round(len(events) * spoiling.foreign)
    return copies + [_foreign(events, f"foreign-{at:06}", spoiling, chance) for at in range(count)], truth


def _copy(event: ReferenceEvent, own_id: str, spoiling: Spoiling, chance: random.Random) -> Incident:
    shift = chance.choice([n for n in range(-spoiling.most_days, spoiling.most_days + 1) if n])
    moved = timedelta(days=shift if chance.random() < spoiling.days else 0)
    first, last = (date.fromisoformat(day) + moved for day in (event.date, event.date_end))
    span = (last - first).days
    actors = [*_actors("1", event.side_a, spoiling, chance), *_actors("2", event.side_b, spoiling, chance)]
    return Incident(
        own_id,
        [],
        [],
        chance.choice(_TYPES[event.event_type]),
        "",
        "",
        date=first.isoformat(),
        date_end=last.isoformat() if span else None,
        date_precision="day" if span == 0 else "week" if span <= 7 else "month" if span <= 31 else "year",
        location=_place(event, spoiling, chance),
        actors=actors,
        casualties=_casualties(event, actors, spoiling, chance),
    )


def _place(event: ReferenceEvent, spoiling: Spoiling, chance: random.Random) -> Location:
    km = chance.uniform(0.5, spoiling.most_km) if chance.random() < spoiling.places else 0.0
    north, east = chance.gauss(0, 1), chance.gauss(0, 1)
    length = (north**2 + east**2) ** 0.5 or 1.0
    site = event.site
    assert site.lat is not None
    assert site.lon is not None
    precision = {"1": 1, "2": 2, "3": 2}.get(site.precision or "1", 3)
    return Location(
        name=_respell(site.names[0]) if site.names else None,
        lat=site.lat + north / length * km * _KM,
        lon=site.lon + east / length * km * _KM * 1.23,
        precision=precision,
        admin1=site.admin1,
        country="SY",
    )


def _actors(side: str, names: Sequence[str], spoiling: Spoiling, chance: random.Random) -> list[Actor]:
    return [_actor(side, name, chance.random() < spoiling.actors) for name in names]


def _actor(side: str, name: str, respelled: bool) -> Actor:
    if name == "Civilians":
        return Actor(side, "مدنيون", None, "مدنيون", None, "civilians")
    for known, own_id, arabic in _SIDES:
        if known == name:
            return Actor(side, arabic, None if respelled else own_id, arabic, None, "other", "SY")
    return Actor(side, name, None, _respell(name) if respelled else name, None, "other", "SY")


def _respell(name: str) -> str:
    """Another transliteration of the same name: Jaysh al-Nasr, Jaish Al Nasr."""
    for one, other in _SPELLINGS:
        name = name.replace(one, other)
    return name


def _casualties(
    event: ReferenceEvent, actors: Sequence[Actor], spoiling: Spoiling, chance: random.Random
) -> list[IncidentCasualty]:
    """The dead by group, as our incidents have them; one group of a spoilt toll is changed."""
    deaths = event.deaths
    sides = {actor.side: actor.actor_id or actor.name_ar for actor in actors}
    told = {
        sides.get("1", "unknown"): deaths.side_a,
        sides.get("2", "unknown"): deaths.side_b,
        "civilians": deaths.civilians,
        "unknown": deaths.unknown if deaths.side_a is not None else deaths.best,
    }
    groups = {group: number for group, number in told.items() if number}
    if chance.random() < spoiling.tolls and groups:
        group = chance.choice(list(groups))
        change = max(1, round(groups[group] * chance.uniform(0.1, 0.5)))
        groups[group] = max(1, groups[group] + chance.choice((-1, 1)) * change)
    return [IncidentCasualty("killed", group, number, number, number) for group, number in groups.items()]


def _foreign(events: Sequence[ReferenceEvent], own_id: str, spoiling: Spoiling, chance: random.Random) -> Incident:
    """An event that the reference does not hold: place, day, actors and toll of four different events."""
    where, when, who, toll = (chance.choice(events) for _ in range(4))
    mixed = structs.replace(
        when, event_type=who.event_type, violence=who.violence, side_a=who.side_a, side_b=who.side_b, site=where.site,
        deaths=toll.deaths,
    )  # fmt: skip
    return _copy(mixed, own_id, spoiling, chance)


def make_reference(count: int, chance: random.Random) -> list[ReferenceEvent]:
    """A synthetic reference shaped as UCDP is: few places with many events, few dyads, small tolls."""
    places = [_made_site(at, chance) for at in range(max(40, count // 8))]
    names = [name for name, _, _ in _SIDES]
    weights = [1 / (at + 2) for at in range(len(places))]
    start = date(2016, 1, 1)
    events = []
    for at in range(count):
        day = (start + timedelta(days=chance.randrange(1430))).isoformat()
        deaths = min(200, int(chance.paretovariate(1.1)))
        side_a, side_b = chance.sample(names, 2)
        site = _blur(chance.choices(places, weights)[0], chance)
        toll = Deaths(deaths, deaths, deaths)
        sides = ((side_a,), (side_b,))
        events.append(
            ReferenceEvent(str(at), "ucdp", at + 2, day, day, "1", "1", None, "state-based", site, *sides, toll)
        )
    return events


def _made_site(at: int, chance: random.Random) -> Site:
    lat, lon = chance.uniform(33, 37), chance.uniform(36, 42)
    return Site((f"Place {at}",), f"Region {at % 14}", None, None, "Syria", lat, lon, "1")


def _blur(site: Site, chance: random.Random) -> Site:
    """A third of the events know their place only nearly."""
    return site if chance.random() < 0.66 else structs.replace(site, precision="2")
