"""What is withheld by default (``data/disclosure.yaml``): fields without leave, people, witnesses, places."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from ..model import Location
from ..text.folding import fold_word
from .entries import Entry
from .narrowings import Rules, compile_rules
from .tables import load_document


class Policy(NamedTuple):
    """The policy as compiled from its file.

    ``rules`` say which fields of records may not leave, ``fields`` which may (of any record); ``codes`` are fields
    without words of reports; ``particles`` are words of names that are not masked alone;
    ``sources`` kinds of source whose wording is withheld; ``degrees`` what coordinates of a withheld place are rounded
    to; ``sites`` finds the words that name such a place in folded text.
    """

    rules: Rules
    fields: frozenset[str]
    codes: frozenset[str]
    particles: frozenset[str]
    sources: frozenset[str]
    degrees: float
    sites: re.Pattern[str]


@cache
def load_policy() -> Policy:
    """The policy of the data file."""
    document = load_document("disclosure.yaml")
    words = [word for group in document["sites"].values() for word in group]
    return Policy(
        compile_rules(Entry, document["fields"]),
        frozenset(name for names in document["fields"].values() for name in names),
        frozenset(document["codes"]),
        frozenset(map(fold_word, document["particles"])),
        frozenset(document["sources"]),
        float(document["degrees"]),
        re.compile(rf"\b[وفبلك]?(?:ال)?(?:{'|'.join(re.escape(fold_word(word)) for word in words)})\b", re.IGNORECASE),
    )


def is_withheld_place(place: Location) -> bool:
    """Whether a place is one of those told by their subdistrict alone (a hospital, a camp)."""
    return _names_site(place.site, place.name, place.name_ar, place.name_en)


@lru_cache(maxsize=50_000)
def _names_site(*names: str | None) -> bool:
    find = load_policy().sites.search
    return any(find(fold_word(name)) for name in names if name)


def coarsen(place: Location) -> Location:
    """The place told by its subdistrict, else district, else governorate: مخيم الهول is ``Al-Hol`` about there."""
    degrees = load_policy().degrees
    name = place.admin3 or place.admin2 or place.admin1
    return Location(
        name_en=name, kind="governorate" if name == place.admin1 else "district", admin1=place.admin1,
        admin2=place.admin2, admin3=place.admin3, country=place.country, lat=_round(place.lat, degrees),
        lon=_round(place.lon, degrees), precision=3 if name == place.admin1 else 2,
    )  # fmt: skip


def _round(value: float | None, degrees: float) -> float | None:
    return None if value is None else round(round(value / degrees) * degrees, 6)
