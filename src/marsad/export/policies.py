"""What is withheld by default (``data/disclosure.yaml``): fields without leave, people, witnesses, places."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import fields, replace

from ..model import incidents, records
from ..model.records import Location, Person
from ..text.folding import fold_word
from .tables import load_document


class Policy(NamedTuple):
    """The policy as compiled from its file.

    ``dropped`` holds, for each record that has them, the fields that may not leave; ``particles`` words of names that
    are not masked alone; ``sources`` kinds of source whose wording is withheld; ``degrees`` what coordinates of a
    withheld place are rounded to; ``sites`` finds the words that name such a place in folded text.
    """

    dropped: dict[type, tuple[str, ...]]
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
        find_dropped(document["fields"]),
        frozenset(map(fold_word, document["particles"])),
        frozenset(document["sources"]),
        float(document["degrees"]),
        re.compile(rf"\b[وفبلك]?(?:ال)?(?:{'|'.join(re.escape(fold_word(word)) for word in words)})\b", re.IGNORECASE),
    )


def find_dropped(allowed: dict[str, list[str]]) -> dict[type, tuple[str, ...]]:
    """For each record of the codebook, the fields that the list does not name; records without any are left out."""
    found = {}
    for module in (incidents, records):
        for name, record in vars(module).items():
            if isinstance(record, type) and issubclass(record, msgspec.Struct) and record is not msgspec.Struct:
                unnamed = tuple(field for field in record.__struct_fields__ if field not in allowed.get(name, ()))
                if unnamed:
                    found[record] = unnamed
    return found


def narrow(value: Any, dropped: dict[type, tuple[str, ...]]) -> Any:
    """``value`` with every field of ``dropped`` emptied, however deep it lies."""
    if isinstance(value, msgspec.Struct):
        gone = dropped.get(type(value), ())
        kept = {name: narrow(getattr(value, name), dropped) for name in value.__struct_fields__ if name not in gone}
        return replace(value, **kept, **{name: _empty(value, name) for name in gone})
    if isinstance(value, list | tuple):
        return type(value)(narrow(one, dropped) for one in value)
    return {key: narrow(one, dropped) for key, one in value.items()} if isinstance(value, dict) else value


def _empty(value: msgspec.Struct, name: str) -> Any:
    field = next(field for field in fields(value) if field.name == name)
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return None if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def is_private(value: Any) -> bool:
    """Whether a value is a person without a public role, as a record or as JSON."""
    if isinstance(value, Person):
        return not value.public_role
    return isinstance(value, dict) and value.get("public_role", True) is False


def is_withheld_place(place: Location | None) -> bool:
    """Whether a place is one of those told by their subdistrict alone (a hospital, a camp)."""
    return place is not None and _names_site(place.site, place.name, place.name_ar, place.name_en)


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
