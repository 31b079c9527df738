"""One gazetteer row on its way into the index, whatever layer it comes from.

Example: ``Row("own:ashara", ("العشارة",), "Al-Asharah", "town", "SY", "Deir ez-Zor", …)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..text.folding import fold_word

KM_PER_RADIAN = 6371.0
SETTLEMENTS = frozenset(("city", "town", "village", "camp", "neighbourhood"))


@dataclass(slots=True)
class Row:
    """A place with all its Arabic names, the shown one first; degrees WGS 84; ``layer`` own, user or geonames."""

    id: str
    names: tuple[str, ...]
    name_en: str
    kind: str
    country: str
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    common: bool = False
    layer: str = "own"
    lent: tuple[str, ...] = ()  # spellings of the same place in a lower layer
    by_alias: bool = False  # its names mean it only where an alias says so

    def folded(self) -> list[str]:
        """Folded names, each once, in their order; none when aliases alone say what they mean."""
        if self.by_alias:
            return []
        return list(dict.fromkeys(key for name in (*self.names, *self.lent) if (key := fold_word(name))))

    def packed(self) -> list[object]:
        """The fields of ``Place``, in its order."""
        return [
            self.id, self.names[0], self.name_en, self.kind, self.country, self.admin1, self.admin2, self.admin3,
            self.lat, self.lon, self.population, self.common, self.layer,
        ]  # fmt: skip


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * KM_PER_RADIAN * math.asin(min(1.0, math.sqrt(half)))


def number(text: str | None) -> float | None:
    """A decimal number of a table cell, or None when the cell is empty or not a number."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None
