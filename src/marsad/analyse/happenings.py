"""What is counted of an event or incident: its days, where it was, who took part, whom it harmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import msgspec

from ..gazetteer.divisions import name_in_arabic
from ..model import Actor, Casualty, Event, Incident, IncidentCasualty, Location
from .periods import Kind, start_of
from .tables import Language

Happening = Event | Incident
_CIVILIANS = frozenset(("civilians", "protesters", "rioters", "unidentified-armed"))


class Figure(msgspec.Struct, frozen=True):
    """People of one outcome over any number of events; ``open`` events told only a least number."""

    low: int = 0
    best: int = 0
    high: int = 0
    open: int = 0

    def __add__(self, other: Figure) -> Figure:
        """Sum of two figures."""
        return Figure(self.low + other.low, self.best + other.best, self.high + other.high, self.open + other.open)


class Named(msgspec.Struct, frozen=True):
    """A group with its key and its name in both languages."""

    key: str
    en: str
    ar: str

    def name(self, language: Language) -> str:
        """The name in a language."""
        return self.ar if language == "ar" else self.en


def select_happened(events: Iterable[Happening]) -> list[Happening]:
    """Leave out what is denied and what a reviewer rejected."""
    return [event for event in events if event.factuality != "denied" and getattr(event, "status", "") != "rejected"]


def days_of(event: Happening) -> tuple[date, date] | None:
    """First and last day that an event may have been on; None without a date."""
    if event.date is None:
        return None
    first = date.fromisoformat(event.date[:10])
    if event.date_end:
        return first, max(first, date.fromisoformat(event.date_end[:10]))
    if event.date_precision == "week":
        return first, first + timedelta(days=6)
    if event.date_precision == "month":
        return first, date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
    return first, first.replace(month=12, day=31) if event.date_precision == "year" else first


def period_of(event: Happening, kind: Kind) -> date | None:
    """The period an event is surely in; None when it has no date or its days lie in several."""
    days = days_of(event)
    if days is None:
        return None
    start = start_of(days[0], kind)
    return start if start_of(days[1], kind) == start else None


def figure_of(event: Happening, outcome: str) -> Figure:
    """People of an outcome: an open high counts as the best, the best as the least known, and the event as open."""
    told = [casualty for casualty in event.casualties if casualty.outcome == outcome]
    return sum(map(_figure, told), Figure(open=int(any(casualty.high is None for casualty in told))))


def _figure(casualty: Casualty | IncidentCasualty) -> Figure:
    low = casualty.low or 0
    best = low if casualty.best is None else casualty.best
    return Figure(low, best, best if casualty.high is None else casualty.high)


def actors_of(event: Happening, side: str | None = None) -> list[Named]:
    """Those who took part on a side (both sides when None), each once."""
    found = [_actor(actor) for actor in event.actors if actor.side in ((side,) if side else ("1", "2"))]
    return list({actor.key: actor for actor in found}.values())


def _actor(actor: Actor) -> Named:
    """An actor without a registry entry is known by its name; civilians of any wording are one group."""
    if actor.kind in _CIVILIANS:
        return Named(actor.kind, actor.kind, actor.kind)
    if actor.actor_id is None:
        return Named(f"name:{actor.name_ar}", actor.name_en or actor.name_ar, actor.name_ar)
    return Named(actor.actor_id, actor.name_en or actor.name_ar, actor.name_ar)


def place_of(event: Happening) -> list[Named]:
    """The place an event is at; none when it names no place."""
    place = event.location
    if place is None:
        return []
    name = place.name_en or place.name_ar or place.name
    key = place.gazetteer_id or name
    return [] if key is None or name is None else [Named(key, name, place.name_ar or name)]


def _division(level: str) -> Callable[[Happening], list[Named]]:
    """Governorate (``admin1``), district (``admin2``) or country of the event, as the gazetteer names it."""

    def find(event: Happening) -> list[Named]:
        place: Location | None = event.location
        name = getattr(place, level) if place is not None else None
        if place is None or name is None:
            return []
        return [Named(f"{place.country}:{name}", name, name_in_arabic(name, place.country))]

    return find


def _type(event: Happening) -> list[Named]:
    return [Named(event.event_type, event.event_type, event.event_type)]


def _sub_type(event: Happening) -> list[Named]:
    return [Named(event.sub_event_type, event.sub_event_type, event.sub_event_type)]


GROUPS: dict[str, Callable[[Happening], list[Named]]] = {
    "type": _type,
    "sub-type": _sub_type,
    "actor": actors_of,
    "place": place_of,
    "district": _division("admin2"),
    "governorate": _division("admin1"),
    "country": _division("country"),
}
