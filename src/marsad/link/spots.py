"""Where a telling says it happened, and how far two such places are from one another.

Example: a village and its district are near; two villages side by side are next to one another and not the same.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, hypot, radians
from typing import NamedTuple

from ..model import Location
from ..text.folding import fold_word

SAME, NEAR, WIDE, NEXT, NOWHERE, NAMESAKE, APART = range(7)
_WIDE_KINDS = frozenset(("governorate", "district", "country", "desert", "region", "road"))
_PARTS = frozenset(("neighbourhood", "site", "camp"))
_REACH_KM = {1: 1.5, 2: 11.0, 3: 60.0}  # how far from its coordinates a place of a precision may be
_TWIN_KM = 12.0  # two entries of one name within this distance are one place
_NEXT_KM = 6.0  # two settlements up to here may be confused, beyond they are apart
_DEGREE_KM = 111.2
_PART_KM = 8.0  # from the middle of a town to its quarters


class Spot(NamedTuple):
    """A place as it is compared; ``reach`` in kilometres around its coordinates."""

    id: str | None
    name: str
    lat: float | None
    lon: float | None
    reach: float
    wide: bool
    part: bool
    admin1: str | None
    country: str | None


def spot_of(place: Location | None) -> Spot | None:
    """The spot of a location; None without a name."""
    if place is None or not (place.name_ar or place.name):
        return None
    precision = place.precision or 1
    wide = precision == 3 or place.kind in _WIDE_KINDS
    return Spot(
        place.gazetteer_id, _plain(place.name_ar or place.name or ""), place.lat, place.lon,
        _REACH_KM[3] if wide else _REACH_KM.get(precision, _REACH_KM[2]), wide, place.kind in _PARTS,
        place.admin1, place.country,
    )  # fmt: skip


@lru_cache(maxsize=100_000)
def _plain(name: str) -> str:
    return " ".join(word.removeprefix("ال") for word in fold_word(name).split())


def kilometres(a: Spot, b: Spot) -> float | None:
    """Distance between the coordinates (flat earth: good to 1% within the region); None when one has none."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, middle = a.lat - b.lat, cos(radians((a.lat + b.lat) / 2))
    return hypot(north, (a.lon - b.lon) * middle) * _DEGREE_KM


def compare(a: Spot | None, b: Spot | None) -> int:
    """SAME, NEAR, WIDE (one holds the other), NEXT (side by side), NOWHERE, NAMESAKE (one name, far off) or APART."""
    if a is None or b is None:
        return NOWHERE
    if a.id is not None and a.id == b.id:
        return WIDE if a.wide and b.wide else SAME
    far = kilometres(a, b)
    if far is None:
        return _compare_names(a, b)
    if a.name == b.name and far <= _TWIN_KM:
        return WIDE if a.wide and b.wide else SAME
    if a.wide or b.wide:
        return _compare_wide(a, b, far)
    if a.name == b.name:
        return NAMESAKE
    return _compare_towns(a, b, far)


def _compare_towns(a: Spot, b: Spot, far: float) -> int:
    if a.reach + b.reach > 2 * _REACH_KM[1]:
        return NEAR if far <= a.reach + b.reach else APART
    if a.part != b.part and far <= _PART_KM:
        return NEAR
    return NEXT if far <= _NEXT_KM else APART


def _compare_wide(a: Spot, b: Spot, far: float) -> int:
    if a.admin1 is not None and a.admin1 == b.admin1:
        return WIDE
    return WIDE if far <= max(a.reach, b.reach) else APART


def _compare_names(a: Spot, b: Spot) -> int:
    """Places that no gazetteer has are told by their names."""
    if a.country and b.country and a.country != b.country:
        return APART
    if a.name == b.name:
        return SAME
    return NOWHERE
