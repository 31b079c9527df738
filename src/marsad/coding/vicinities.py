"""Whether two places may be one for the one-event rule: a town and its quarter, a governorate and its town.

Source: codebook section 2 and ruling 20.
"""

from __future__ import annotations

from ..model import Location
from ..resolve.place_scores import kilometres

WIDE = frozenset(("governorate", "country", "desert"))
REGION = 3  # precision of a governorate or region
WITHIN_TOWN = frozenset(("neighbourhood", "site", "square"))
_QUARTER_KM = 8.0  # from the middle of a town to its quarters
_NEAR_KM = 15.0  # between two places one deed may be told at


def same_spot(a: Location | None, b: Location | None) -> bool:
    """Whether two locations are one place for the one-event rule; so are a governorate and its town told after it."""
    if a is None or b is None:
        return True
    if a.gazetteer_id is not None and a.gazetteer_id == b.gazetteer_id:
        return True
    if a.name_ar == b.name_ar and a.name_ar is not None:
        return True
    return a.kind in WIDE and lies_in(b, a)


def is_quarter(town: Location | None, place: Location | None) -> bool:
    """Whether ``place`` is a quarter of ``town`` or a spot in it."""
    if town is None or place is None or place.kind not in WITHIN_TOWN or town.admin1 != place.admin1:
        return False
    return _are_within(town, place, _QUARTER_KM)


def are_near(a: Location | None, b: Location | None) -> bool:
    """Whether two known places are so near that one deed may be told at either."""
    return a is not None and b is not None and _are_within(a, b, _NEAR_KM)


def _are_within(a: Location, b: Location, reach: float) -> bool:
    apart = kilometres(b.lat, b.lon, a.lat, a.lon)
    return apart is not None and apart <= reach


def lies_in(place: Location, wide: Location) -> bool:
    """Whether a place may be where a wide location leaves it open."""
    unit = place.country if wide.kind == "country" else place.admin1
    return unit is not None and unit == whole_of(wide)


def whole_of(location: Location) -> str | None:
    """The unit within which a wide location leaves open where: itself, or the governorate of ريف درعا الغربي."""
    if location.kind in WIDE:
        return location.country if location.kind == "country" else location.name_en
    return location.admin1 if location.kind == "district" and location.precision == REGION else None
