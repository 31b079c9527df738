"""FollowTheMoney entities, one a line, for Aleph, OpenAleph and OpenSanctions' tools (followthemoney.tech).

An incident is an ``Event``; its parties are ``Organization`` (``LegalEntity`` where they have no name of their own),
its place is an ``Address``, people with a public role are ``Person`` with a ``Membership``; each is written once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ...model import Actor, Incident, Location
from ..contracts import Job, Profile
from ..entries import Choices, Entry
from ..parties import UNARMED
from ..refusals import DENIED, is_doubted
from ..tables import load_countries
from ..wordings import describe, join_outlets, list_sources, name_place

_NAMELESS = UNARMED | {"unidentified-armed"}
_HASHED = 40  # characters of an id

Entity = dict[str, Any]


def refuse(entry: Entry, choices: Choices) -> str | None:
    """Why an incident has no entity."""
    return DENIED if is_doubted(entry) else None


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """The lines of an incident at a time: what it names for the first time, then the event."""
    written: set[str] = set()
    for entry in entries:
        lines = [entity for entity in iter_entities(entry) if entity["id"] not in written]
        written.update(entity["id"] for entity in lines if entity["schema"] != "Event")
        yield b"".join(orjson.dumps(entity) + b"\n" for entity in lines)


def iter_entities(entry: Entry) -> Iterator[Entity]:
    """The entities of an incident, the event last."""
    incident = entry.incident
    parties = [_party(actor) for actor in incident.actors]
    yield from parties
    for actor, party in zip(incident.actors, parties, strict=True):
        yield from _iter_people(actor, party)
    address = _address(incident.location) if incident.location is not None else None
    if address is not None:
        yield address
    yield _event(entry, parties, address)


def _entity(schema: str, key: str, **properties: Iterable[Any] | str | None) -> Entity:
    """An entity without its empty properties; values are lists of texts."""
    told = {}
    for name, value in properties.items():
        values = [value] if isinstance(value, str) else [str(one) for one in value or () if one not in (None, "")]
        if any(values):
            told[name] = values
    return {"id": key, "schema": schema, "properties": told}


def _key(kind: str, *parts: str | None) -> str:
    digest = hashlib.sha1("\0".join(part or "" for part in parts).encode(), usedforsecurity=False)
    return f"marsad-{kind}-{digest.hexdigest()[:_HASHED]}"


def _party(actor: Actor) -> Entity:
    nameless = actor.kind in _NAMELESS
    return _entity(
        "LegalEntity" if nameless else "Organization", _key("party", actor.actor_id or actor.name_ar, actor.kind),
        name=[actor.name_en, actor.name_ar] if actor.name_en else [actor.name_ar],
        country=_country(actor.country), legalForm=actor.kind, description=actor.kind if nameless else None,
    )  # fmt: skip


def _iter_people(actor: Actor, party: Entity) -> Iterator[Entity]:
    for person in actor.persons:
        key = _key("person", person.name, party["id"])
        yield _entity("Person", key, name=person.name, position=person.role)
        yield _entity("Membership", _key("member", key), member=key, organization=party["id"], role=person.role)


def _address(place: Location) -> Entity:
    parts = dict.fromkeys(filter(None, (name_place(place), place.admin2, place.admin1)))
    return _entity(
        "Address", _key("place", place.gazetteer_id, *parts, place.country), full=", ".join(parts),
        city=name_place(place), region=place.admin2, state=place.admin1, country=_country(place.country),
        latitude=[place.lat], longitude=[place.lon], remarks=place.name_ar,
    )  # fmt: skip


def _event(entry: Entry, parties: list[Entity], address: Entity | None) -> Entity:
    incident = entry.incident
    return _entity(
        "Event", f"marsad-event-{incident.incident_id}", name=_title(incident), summary=describe(incident),
        date=_partial(incident.date, incident.date_precision) if incident.date_end is None else None,
        startDate=_partial(incident.date, incident.date_precision), endDate=incident.date_end,
        location=address["properties"].get("full") if address is not None else None,
        addressEntity=address["id"] if address is not None else None,
        country=_country(incident.location.country if incident.location is not None else None),
        involved=dict.fromkeys(party["id"] for party in parties), recordId=entry.number or incident.incident_id,
        keywords=[incident.event_type, incident.sub_event_type, incident.plover], publisher=join_outlets(incident),
        notes=[f"Said by: {source}" for source in list_sources(incident)],
    )  # fmt: skip


def _title(incident: Incident) -> str:
    where = name_place(incident.location)
    return f"{incident.sub_event_type}, {where}" if where else incident.sub_event_type


def _partial(day: str | None, precision: str) -> str | None:
    """A date as exact as it is known: 2021-03 for a month."""
    return None if day is None else day[: {"month": 7, "year": 4}.get(precision, 10)]


def _country(code: str | None) -> str | None:
    """FollowTheMoney's country code: ISO 3166 alpha-2 in small letters."""
    return code.lower() if code in load_countries() else None


PROFILE = Profile(
    "ftm", ".ftm.jsonl", "Aleph, OpenAleph, OpenSanctions' tools: who was involved with whom",
    "evidence, ranges of tolls other than in words, sides of a fight, disagreements",
    chunks=chunks, refuse=refuse, members=False,
)  # fmt: skip
