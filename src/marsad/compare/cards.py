"""What a person sees of an event in a comparison: a card, the same for our incidents and for reference events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from ..gazetteer.divisions import list_divisions
from ..model import Actor, Event, Incident
from .names import fold_name, skeleton_of
from .occurrences import Killed, Occurrence, Unfit, killed_of, occurrence_of_event, occurrence_of_reference
from .references import ReferenceEvent
from .tables import load_pairs

_UNTITLED = "—"


class Card(msgspec.Struct, frozen=True):
    """One event in words; ``governorate`` and ``country`` are in one spelling whoever coded it."""

    id: str
    date: str | None
    date_end: str | None
    type: str
    place: str
    governorate: str
    country: str | None
    lat: float | None
    lon: float | None
    side_a: list[str]
    side_b: list[str]
    low: int | None
    best: int | None
    high: int | None
    source: str | None = None
    headline: str | None = None


class Entry(msgspec.Struct, frozen=True):
    """A card, and the event made ready for comparison or why it is not fit for it."""

    card: Card
    occurrence: Occurrence | Unfit


def entries_of_events(events: Iterable[Event | Incident]) -> list[Entry]:
    """Our events or incidents; what is denied or was rejected by a reviewer did not happen and is left out."""
    kept = (event for event in events if event.factuality != "denied" and getattr(event, "status", "") != "rejected")
    return [Entry(_card_of_event(event), occurrence_of_event(event)) for event in kept]


def entries_of_references(events: Iterable[ReferenceEvent]) -> list[Entry]:
    """Human-coded events."""
    return [Entry(_card_of_reference(event), occurrence_of_reference(event)) for event in events]


def _card_of_event(event: Event | Incident) -> Card:
    place = event.location
    killed = killed_of(event)
    return Card(
        event.incident_id if isinstance(event, Incident) else event.event_id,
        event.date,
        event.date_end,
        event.event_type,
        (place.name_ar or place.name or place.name_en or _UNTITLED) if place else _UNTITLED,
        governorate_name(place.admin1, country_code(place.country)) if place else _UNTITLED,
        country_code(place.country) if place else None,
        place.lat if place else None,
        place.lon if place else None,
        _names(event.actors, "1"),
        _names(event.actors, "2"),
        *_numbers(killed),
        source="، ".join(event.outlets) if isinstance(event, Incident) else None,
        headline=event.sub_event_type,
    )


def _card_of_reference(event: ReferenceEvent) -> Card:
    site = event.site
    return Card(
        event.id,
        event.date,
        event.date_end if event.date_end != event.date else None,
        event.violence,
        site.names[0] if site.names else _UNTITLED,
        governorate_name(site.admin1, country_code(site.country)),
        country_code(site.country),
        site.lat,
        site.lon,
        list(event.side_a),
        list(event.side_b),
        event.deaths.low,
        event.deaths.best,
        event.deaths.high,
        event.source,
        event.headline,
    )


def _numbers(killed: Killed) -> tuple[int | None, int | None, int | None]:
    return killed.low, killed.best, killed.high


def _names(actors: Sequence[Actor], side: str) -> list[str]:
    return list(dict.fromkeys(actor.name_ar for actor in actors if actor.side == side))


def governorate_name(name: str | None, country: str | None) -> str:
    """The lexicon's English name of a governorate (``Hamah Governorate`` → ``Hama``), else the name as given."""
    if not name:
        return _UNTITLED
    return _governorates().get((skeleton_of(name), country), name)


def country_code(name: str | None) -> str | None:
    """``Syria`` and ``SY`` → ``SY``; a name the table lacks stays."""
    return None if name is None else _codes().get(fold_name(name), name)


@cache
def _codes() -> dict[str, str]:
    return {fold_name(name): code for name, code in load_pairs("countries", "name", "code").items()}


@cache
def _governorates() -> dict[tuple[frozenset[str], str | None], str]:
    first = [division for division in list_divisions() if division.level == "1"]
    return {(skeleton_of(division.name_en), division.country): division.name_en for division in first}
