"""PLOVER JSON lines with the field names of NGEC, the coder of POLECAT (github.com/ahalterman/NGEC, formatter).

``event_text`` is our sentence on the incident, as texts of reports do not leave. Modes, contexts and sectors are
PLOVER's (``data/modes.csv``, ``contexts.csv``, ``parties.csv``); ``casualties`` is an addition of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import orjson

from ...model import Actor, Incident
from ..contracts import Job, Profile
from ..entries import Choices, Entry
from ..parties import name_of, split_sides
from ..refusals import DENIED, is_doubted
from ..tables import load_countries, load_pairs, load_parties, load_rows
from ..wordings import describe, name_place

_OUTCOMES = ("killed", "wounded", "captured", "abducted", "arrested", "missing", "displaced")


def refuse(entry: Entry, choices: Choices) -> str | None:
    """Why an incident has no line; NGEC's events may lack day and place."""
    return DENIED if is_doubted(entry) else None


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """The lines of the file."""
    version = f"marsad-{job.facts.version}-{job.facts.lexicons}"
    return (orjson.dumps(make_event(entry, version)) + b"\n" for entry in entries)


def make_event(entry: Entry, version: str) -> dict[str, Any]:
    """The event of an incident."""
    incident, first = entry.incident, entry.tellings[0] if entry.tellings else None
    day = first.event.date_text if first is not None else None
    mode = _modes().get((incident.plover, incident.sub_event_type))
    context = load_pairs("contexts.csv").get(incident.cause.category) if incident.cause is not None else None
    return {
        "id": f"{incident.incident_id}_{incident.plover}", "story_id": incident.reports[0] if incident.reports else "",
        "story_ids": incident.reports, "date": incident.date, "date_resolved": incident.date,
        "date_raw": day,
        "pub_date": first.published if first is not None else None,
        "publisher": first.outlet if first is not None else None, "headline": "",
        "event_type": incident.plover, "event_mode": [mode] if mode else [], "contexts": [context] if context else [],
        "event_text": describe(incident), "attributes": _tell_attributes(incident, day),
        "event_geolocation": _locate(incident),
        "story_people": [person.name for actor in incident.actors for person in actor.persons],
        "story_orgs": [name_of(actor) for actor in incident.actors],
        "story_locs": [name_place(incident.location)] if incident.location is not None else [],
        "casualties": _count(incident), "version": version,
    }  # fmt: skip


@cache
def _modes() -> dict[tuple[str, str], str]:
    return {(row["plover"], row["sub_event_type"]): row["mode"] for row in load_rows("modes.csv")}


def _tell_attributes(incident: Incident, day: str | None) -> dict[str, Any]:
    one, two = split_sides(incident)
    place = incident.location
    return {
        "ACTOR": [_tell_actor(actor) for actor in one.actors],
        "RECIP": [_tell_actor(actor) for actor in two.actors],
        "LOC": [{"text": place.name or name_place(place)}] if place is not None else [],
        "DATE": [{"text": day}] if day else [],
    }


def _tell_actor(actor: Actor) -> dict[str, Any]:
    country = load_countries().get(actor.country or "")
    first, second, *_ = (*load_parties()[actor.kind].sectors, "", "")
    return {
        "text": actor.mention, "name": name_of(actor), "name_ar": actor.name_ar, "wiki": "",
        "country": country.iso3 if country is not None else "",
        "country_name": country.name if country is not None else "", "code_1": first, "code_2": second,
    }  # fmt: skip


def _locate(incident: Incident) -> dict[str, Any]:
    place = incident.location
    if place is None:
        return {"reason": "No place is told", "geo": None}
    country = load_countries().get(place.country or "")
    geonames = (place.gazetteer_id or "").removeprefix("geonames:")
    return {
        "reason": "Place resolved by Marsad",
        "geo": {
            "search_placename": place.name or "", "resolved_placename": name_place(place), "lat": place.lat,
            "lon": place.lon, "admin1_name": place.admin1 or "", "admin2_name": place.admin2 or "",
            "country_code3": country.iso3 if country is not None else "",
            "geonameid": geonames if geonames.isdigit() else "", "precision": place.precision,
        },
    }  # fmt: skip


def _count(incident: Incident) -> dict[str, list[dict[str, Any]]]:
    """Figures by outcome and group, where any are told."""
    return {
        outcome: [{"group": one.group, "low": one.low, "best": one.best, "high": one.high} for one in told]
        for outcome in _OUTCOMES
        if (told := [one for one in incident.casualties if one.outcome == outcome])
    }


PROFILE = Profile(
    "plover", ".jsonl", "models and pipelines made for PLOVER, POLECAT or NGEC events",
    "evidence, who disagrees with whom, ACLED's finer types, factuality",
    chunks=chunks, refuse=refuse,
)  # fmt: skip
