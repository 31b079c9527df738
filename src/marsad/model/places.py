"""A place of the gazetteer, before it becomes the location of an event."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Place:
    """One gazetteer record; ``lat``/``lon`` decimal degrees, ``common`` needs a cue word to be a place.

    ``layer`` says where it comes from: own (hand-written), user (imported), geonames (default).
    """

    id: str
    name_ar: str
    name_en: str
    kind: str
    country: str
    admin1: str | None
    admin2: str | None
    admin3: str | None
    lat: float | None
    lon: float | None
    population: int = 0
    common: bool = False
    layer: str = "own"
