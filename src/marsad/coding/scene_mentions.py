"""What a place mention is to other places: a seat of government, a wider place, an anaphor that is known.

Example: ``محافظة درعا`` is wider than ``بلدة تسيل`` and holds it.
"""

from __future__ import annotations

from ..find.places import PlaceMention

_WIDE = frozenset(("governorate", "district", "subdistrict", "desert", "country", "mountain"))
_SEATS = frozenset(("city", "country", "governorate"))


def is_seat(mention: PlaceMention) -> bool:
    """Whether the place is a city or a country, where a government sits: السلطة في دمشق."""
    return mention.location is not None and mention.location.kind in _SEATS and not mention.kind_cue


def is_wider(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether ``a`` is a wider place that holds ``b``."""
    if a.location is None or b.location is None:
        return False
    if a.region or (a.location.precision or 1) > (b.location.precision or 1):
        return True
    return a.location.kind in _WIDE and b.location.kind not in _WIDE


def is_known(anaphor: PlaceMention) -> bool:
    """Whether an anaphor stands for a place named before, or is known by what contains it."""
    if anaphor.antecedent is not None:
        return anaphor.antecedent.role != "road-end"
    location = anaphor.location
    return anaphor.container is not None and location is not None and location.lat is not None
