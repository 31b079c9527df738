"""Governorates and districts by name: what one is called in the other language.

Example: ``Hama`` of ``SY`` is ``حماة``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..lexicon.tables import load_csv
from .own import own_files


class Division(NamedTuple):
    """A row of ``lexicons/places/admin-*.csv``; ``level`` 1 is a governorate, 2 a district."""

    level: str
    name_en: str
    name_ar: str
    country: str


@cache
def list_divisions() -> tuple[Division, ...]:
    """Every shipped division."""
    rows = [row for name in own_files() if Path(name).name.startswith("admin") for row in load_csv(name)]
    return tuple(Division(row["level"], row["name_en"], row["name_ar"], row["country"]) for row in rows)


def name_in_arabic(name: str, country: str | None = None) -> str:
    """The Arabic name of a division, of that country where one is given; the name itself when there is none."""
    known = _arabic()
    return known.get((name, country)) or known.get((name, None)) or name


@cache
def _arabic() -> dict[tuple[str, str | None], str]:
    """Arabic names by English name and country, and by English name alone; the higher level goes first."""
    found: dict[tuple[str, str | None], str] = {}
    for division in sorted(list_divisions(), key=lambda one: one.level):
        found.setdefault((division.name_en, division.country), division.name_ar)
        found.setdefault((division.name_en, None), division.name_ar)
    return found
