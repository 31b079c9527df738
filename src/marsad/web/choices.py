"""What a person may choose from while correcting: places of the gazetteer, actors of the registry, closed lists.

Example: ``GET /api/candidates/places?words=العشاره`` gives العشارة in Deir ez-Zor, with its coordinates.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from fastapi import APIRouter

from ..gazetteer import Gazetteer, load_gazetteer
from ..lexicon.actors import ActorEntry, load_registry
from ..lexicon.aliases import load_aliases
from ..lexicon.schemas import CAUSES, SPEAKERS, SUB_TYPES
from ..model import Actor, Location
from ..model.places import Place
from ..text.folding import fold_word

router = APIRouter(tags=["choices"])
_MOST = 20
_LABELS = 400
_UNITS = frozenset(("governorate", "district", "subdistrict", "country"))
_REGION = (-18.0, 2.0, 64.0, 43.0)  # what scripts/basemap.py cuts out


@router.get("/candidates/places")
def find_places(words: str = "") -> list[dict[str, Any]]:
    """Places of a name in any spelling, the exact name first, then names that begin so, the larger places first."""
    gazetteer = load_gazetteer()
    folded = fold_word(" ".join(words.split()))
    if not folded:
        return []
    exact = [*_taught(gazetteer, folded), *gazetteer.candidates(folded)]
    begun = [place for name in _names(gazetteer, folded) for place in gazetteer.candidates(name)]
    ordered = [*exact, *sorted(begun, key=lambda place: (-place.population, place.id))]
    unique = {place.id: place for place in ordered}
    return [msgspec.to_builtins(_as_location(place)) for place in list(unique.values())[:_MOST]]


def _taught(gazetteer: Gazetteer, folded: str) -> list[Place]:
    """Places that people taught a name which begins so; some have no other name."""
    taught = [one for one in load_aliases() if one.kind == "place" and fold_word(one.wording).startswith(folded)]
    return [place for one in taught if (place := gazetteer.find_id(one.target)) is not None]


def _names(gazetteer: Gazetteer, folded: str) -> list[str]:
    return [name for name in gazetteer.names if name.startswith(folded)][: 10 * _MOST]


def _as_location(place: Place) -> Location:
    return Location(
        place.name_ar, place.name_ar, place.name_en, place.kind, place.admin1, place.admin2, place.admin3,
        place.country, place.lat, place.lon, 1, place.id,
    )  # fmt: skip


@router.get("/candidates/actors")
def find_actors(words: str = "") -> list[dict[str, Any]]:
    """Actors whose Arabic or English name holds the words; names that begin so come first."""
    folded = fold_word(" ".join(words.split())).lower()
    if not folded:
        return []
    found: list[tuple[bool, str, ActorEntry]] = []
    for entry in load_registry().entries.values():
        names = (fold_word(entry.name_ar), entry.name_en.lower())
        if any(folded in name for name in names):
            found.append((not any(name.startswith(folded) for name in names), entry.name_ar, entry))
    found.sort(key=lambda row: row[:2])
    return [msgspec.to_builtins(_as_actor(entry)) for _, _, entry in found[:_MOST]]


def _as_actor(entry: ActorEntry) -> Actor:
    return Actor(
        "1", entry.name_ar, entry.id, entry.name_ar, entry.name_en, entry.kind, entry.country, entry.affiliated(None)
    )


@router.get("/choices")
def list_choices(field: str, words: str = "") -> list[dict[str, str]]:
    """Values of a field with a closed list; ``word`` names each in the messages of the workbench."""
    return [{"value": value, "word": word} for value, word in _closed_list(field) if words.lower() in value.lower()]


def _closed_list(field: str) -> list[tuple[str, str]]:
    if field == "event_type":
        return [(f"{kind} / {sub}", f"sub.{sub}") for kind, subs in SUB_TYPES.items() for sub in sorted(subs)]
    if field == "cause":
        return [(cause, f"cause.{cause}") for cause in sorted(CAUSES)]
    if field == "attribution":
        return [(speaker, f"source.{speaker}") for speaker in sorted(SPEAKERS)]
    return []


@router.get("/names")
def list_names() -> dict[str, dict[str, Any]]:
    """Arabic names of ``units`` by the English names that records hold; of ``actors`` both names, by their ids."""
    entries = load_registry().entries.values()
    actors = {entry.id: {"ar": entry.name_ar, "en": entry.name_en} for entry in entries}
    return {"units": _list_units(), "actors": actors}


@cache
def _list_units() -> dict[str, str]:
    """Governorates, districts and countries."""
    gazetteer = load_gazetteer()
    places = (gazetteer.place(number) for number in range(len(gazetteer)))
    return {place.name_en: place.name_ar for place in places if place.kind in _UNITS and place.name_en}


@router.get("/labels")
def list_labels(language: str = "ar") -> list[dict[str, Any]]:
    """Names for the map: the largest places of the gazetteer, the weightier first."""
    return [
        {
            "lon": place.lon, "lat": place.lat, "weight": place.population,
            "name": place.name_ar if language == "ar" else place.name_en or place.name_ar,
        }
        for place in _largest()
    ]  # fmt: skip


def _is_drawn(place: Place) -> bool:
    """Whether the base map has the country around a place."""
    west, south, east, north = _REGION
    return place.lat is not None and place.lon is not None and west < place.lon < east and south < place.lat < north


@cache
def _largest() -> list[Place]:
    gazetteer = load_gazetteer()
    towns = (gazetteer.place(number) for number in range(len(gazetteer)))
    named = [place for place in towns if place.kind in ("city", "town") and _is_drawn(place)]
    return sorted(named, key=lambda place: (-place.population, place.id))[:_LABELS]
