"""Turn a mention and the place chosen for it into the codebook's location, with its precision.

Precision 1 is the place itself, 2 near it or its district, 3 its governorate.

Example: ``ريف حمص الشرقي`` is named as written, has the centroid of Homs governorate, and precision 3.
"""

from __future__ import annotations

import math
from typing import Protocol

from ..find.place_mentions import PlaceMention
from ..model.places import Place
from ..model.records import Location
from .place_scores import KM_PER_DEGREE, Scene

# Gazetteer kinds to those of the codebook.
KINDS = {
    "base": "site", "crossing": "site", "dam": "site", "field": "site", "camp": "site", "hill": "site", "front": "site",
    "desert": "district", "mountain": "district", "island": "district", "valley": "district", "region": "district",
    "subdistrict": "district",
}  # fmt: skip
_WIDE = {"governorate": 3, "country": 3, "region": 2, "desert": 3, "district": 2, "subdistrict": 2, "mountain": 2,
         "island": 2, "valley": 2, "road": 2}  # fmt: skip


class Units(Protocol):
    """The part of a gazetteer that knows units by name."""

    def candidates(self, folded: str) -> tuple[Place, ...]:
        """Places of a folded name."""
        ...


def locate(mention: PlaceMention, place: Place | None, scene: Scene, gazetteer: Units) -> Location:
    """The location of one mention; its container, when it has one, is located already."""
    if mention.anaphor:
        return _of_antecedent(mention, scene)
    if place is not None:
        return _of_place(mention, place)
    return _unknown(mention, scene)


def _of_place(mention: PlaceMention, place: Place) -> Location:
    lat, lon, kind, name = place.lat, place.lon, place.kind, mention.name
    if mention.offset is not None:
        lat, lon = _moved(place, mention.offset)
    admin1 = place.admin1 or (place.name_en if kind == "governorate" else None)
    name_ar = place.name_ar if mention.region is None else name
    plain = mention.region is None and "unnamed" not in mention.marks
    kind = KINDS.get(kind, kind) if plain else "district"
    return Location(
        name, name_ar, place.name_en, kind,
        admin1, place.admin2, place.admin3, place.country or None, lat, lon, _precision(mention, place), place.id,
    )  # fmt: skip


def location_of(place: Place, name: str) -> Location:
    """The location of a place that is known without a report: one somebody chose."""
    admin1 = place.admin1 or (place.name_en if place.kind == "governorate" else None)
    return Location(
        name, place.name_ar, place.name_en, KINDS.get(place.kind, place.kind), admin1, place.admin2, place.admin3,
        place.country or None, place.lat, place.lon, _WIDE.get(place.kind, 1), place.id,
    )  # fmt: skip


def _moved(place: Place, offset: tuple[float, float]) -> tuple[float | None, float | None]:
    """The point so many kilometres off in a direction (flat earth; under 200 km that is close enough)."""
    if place.lat is None or place.lon is None:
        return place.lat, place.lon
    distance, bearing = offset[0] / KM_PER_DEGREE, math.radians(offset[1])
    lat = place.lat + distance * math.cos(bearing)
    return round(lat, 4), round(place.lon + distance * math.sin(bearing) / math.cos(math.radians(place.lat)), 4)


def _precision(mention: PlaceMention, place: Place) -> int:
    if mention.region is not None:
        whole = "whole" in mention.marks and place.admin2 is None
        return 3 if whole or place.kind in ("governorate", "country", "desert") else 2
    wide = _WIDE.get(place.kind, 1)
    if "unnamed" in mention.marks:
        return 3
    if mention.near or mention.role == "road-end" or (mention.direction is not None and "inside" not in mention.marks):
        return max(2, wide)
    return wide


def _of_antecedent(mention: PlaceMention, scene: Scene) -> Location:
    found = mention.antecedent.location if mention.antecedent is not None else None
    wide = mention.region is not None or mention.kind_cue == "governorate"
    if wide and mention.antecedent is not None and (unit := _governorate(mention.antecedent, scene)) is not None:
        return _of_place(mention, unit)
    if found is None:
        return _of_unit(mention, scene) if wide else Location(name=mention.name)
    location = Location(
        name=found.name, name_ar=found.name_ar, name_en=found.name_en, kind=found.kind, admin1=found.admin1,
        admin2=found.admin2, admin3=found.admin3, country=found.country, lat=found.lat, lon=found.lon,
        precision=found.precision, gazetteer_id=found.gazetteer_id,
    )  # fmt: skip
    if mention.region is not None:
        location.name = location.name_ar = mention.name
        location.kind, location.precision = "district", 3
    elif mention.near or mention.direction is not None:
        location.precision = max(2, location.precision or 2)
    return location


def _governorate(antecedent: PlaceMention, scene: Scene) -> Place | None:
    """The governorate an antecedent names or lies in, when the report or the name knows it."""
    found = antecedent.location
    if found is None or antecedent.region is not None:
        return None
    for place in antecedent.candidates:
        if place.kind == "governorate" and place.country == found.country:
            return place
    return scene.units.get((found.country or "", found.admin1 or ""))


def _unknown(mention: PlaceMention, scene: Scene) -> Location:
    """A name no table holds: as written, at its container, else at the report's governorate."""
    location = _of_unit(mention, scene)
    location.kind = _codebook_kind(mention.kind_cue)
    outer = mention.container.location if mention.container is not None else None
    if outer is not None and outer.lat is not None:
        location.admin1, location.admin2, location.admin3 = outer.admin1, outer.admin2, outer.admin3
        location.country, location.lat, location.lon = outer.country, outer.lat, outer.lon
        location.precision = max(2, outer.precision or 2)
    return location


def _codebook_kind(cue: str | None) -> str | None:
    return KINDS.get(cue, cue) if cue is not None else None


def _of_unit(mention: PlaceMention, scene: Scene) -> Location:
    """A location at the governorate that the report speaks of most, or the bare name."""
    location = Location(name=mention.name, name_ar=mention.name)
    unit = scene.main_unit(scene.main_country())
    if unit is None:
        location.country = scene.main_country()
        return location
    location.country, location.admin1 = unit
    centre = scene.units.get(unit)
    if centre is not None:
        location.lat, location.lon = centre.lat, centre.lon
        location.precision = 3
    return location
