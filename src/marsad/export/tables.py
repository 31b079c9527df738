"""The data of exports (``export/data``): columns, kinds of events and parties, countries, what is withheld."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """What ACLED makes of a sub-event type; ``targets`` is always, if-civilians or empty."""

    disorder: str
    targets: str


class Party(NamedTuple):
    """What ACLED and PLOVER make of a kind of actor; ``generic`` is ACLED's name for those without one."""

    inter: int
    text: str
    generic: str
    sectors: tuple[str, ...]


class Country(NamedTuple):
    """Codes and names of a country; ``gw`` is its Gleditsch-Ward number, empty where it has none."""

    iso3: str
    iso: int
    name: str
    region: str
    ucdp_name: str
    gw: str
    ucdp_region: str


def read_data(name: str) -> str:
    """Text of a data file of this room."""
    return (files("marsad") / "export" / "data" / name).read_text(encoding="utf-8")


def load_rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file of this room."""
    return list(csv.DictReader(io.StringIO(read_data(name))))


@cache
def load_document(name: str) -> Any:
    """Content of a YAML file of this room."""
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(read_data(name))


def load_columns(profile: str) -> tuple[str, ...]:
    """Names of the columns of ``acled``, ``ucdp``, ``hxl_day``, ``hxl_range``, in their order."""
    return tuple(load_document("columns.yaml")[profile])


@cache
def load_kinds() -> dict[tuple[str, str], Kind]:
    """Kinds by event type and sub-event type."""
    rows = load_rows("kinds.csv")
    return {
        (row["event_type"], row["sub_event_type"]): Kind(row["disorder_type"], row["civilian_targeting"])
        for row in rows
    }


@cache
def load_parties() -> dict[str, Party]:
    """Parties by the codebook's kind of actor."""
    return {
        row["kind"]: Party(
            int(row["inter"]), row["inter_text"], row["generic"], tuple(filter(None, (row["sector"], row["subsector"])))
        )
        for row in load_rows("parties.csv")
    }


@cache
def load_countries() -> dict[str, Country]:
    """Countries by ISO 3166 alpha-2."""
    return {
        row["iso2"]: Country(
            row["iso3"], int(row["iso"]), row["name"], row["region"], row["ucdp_name"], row["gw"], row["ucdp_region"]
        )
        for row in load_rows("countries.csv")
    }


@cache
def load_pairs(name: str) -> dict[str, str]:
    """A CSV file of two columns, the second by the first."""
    return {first: second for first, second in (tuple(row.values()) for row in load_rows(name))}
