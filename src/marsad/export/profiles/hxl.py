"""HXL: a table with hashtags in its second row, for humanitarian tools (hxlstandard.org).

Two shapes, with the tags that OCHA gives ACLED's and UCDP's tables: ``day`` has the day of the event, ``range`` its
first and last possible day, country and sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..contracts import Job, Profile
from ..days import span_of
from ..entries import Choices, Entry
from ..parties import split_sides
from ..refusals import DENIED, is_doubted
from ..sheets import iter_csv
from ..tables import load_countries, load_document
from ..tolls import count_killed
from ..wordings import describe, join_outlets, name_place


def refuse(entry: Entry, choices: Choices) -> str | None:
    """Why an incident has no row; days and places may be empty in HXL."""
    return DENIED if is_doubted(entry) else None


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """The lines of the file: names, tags, incidents."""
    tags = load_document("columns.yaml")[f"hxl_{job.choices.shape}"]
    make = _SHAPES[job.choices.shape]
    rows = (make(entry, job.choices) for entry in entries)
    return iter_csv([list(tags), list(tags.values())], ([row.get(name) for name in tags] for row in rows))


def make_day_row(entry: Entry, choices: Choices) -> dict[str, Any]:
    """A row of the shape ``day``. P-codes are given for places whose gazetteer ids are P-codes."""
    row, (one, two), place = _shared(entry), split_sides(entry.incident), entry.incident.location
    code = place.gazetteer_id if place is not None and _is_pcode(place.gazetteer_id) else None
    return row | {
        "event_date": entry.incident.date, "actor1": one.names, "actor2": two.names,
        "admin1": place and place.admin1, "admin2": place and place.admin2, "admin3": place and place.admin3,
        "adm1_pcode": code[:4] if code else None, "adm2_pcode": code[:6] if code and len(code) >= 6 else None,
        "location": name_place(place), "fatalities": count_killed(entry, choices.fatalities),
    }  # fmt: skip


def make_range_row(entry: Entry, choices: Choices) -> dict[str, Any]:
    """A row of the shape ``range``."""
    row, (one, two), place = _shared(entry), split_sides(entry.incident), entry.incident.location
    country = load_countries().get(place.country or "") if place is not None else None
    start, end = span_of(entry.incident) or (None, None)
    return row | {
        "date_start": start, "date_end": end, "side_a": one.names, "side_b": two.names,
        "source_article": join_outlets(entry.incident), "where_coordinates": name_place(place),
        "adm_1": place and place.admin1, "adm_2": place and place.admin2, "country": country and country.name,
        "iso3": country and country.iso3, "region": country and country.region,
        "best": count_killed(entry, choices.fatalities),
    }  # fmt: skip


_SHAPES = {"day": make_day_row, "range": make_range_row}


def _shared(entry: Entry) -> dict[str, Any]:
    incident, place = entry.incident, entry.incident.location
    return {
        "event_type": incident.event_type, "sub_event_type": incident.sub_event_type, "notes": describe(incident),
        "latitude": place and place.lat, "longitude": place and place.lon,
    }  # fmt: skip


def _is_pcode(code: str | None) -> bool:
    """Whether an id of the gazetteer is a P-code of OCHA: two letters of the country and digits, SY070301."""
    return code is not None and len(code) >= 4 and code[:2].isalpha() and code[:2].isupper() and code[2:].isdigit()


PROFILE = Profile(
    "hxl", ".csv", "humanitarian dashboards (HXL Proxy, Humanitarian Data Exchange, Quick Charts)",
    "evidence, disagreements, precision of days and places, ranges of tolls",
    chunks=chunks, refuse=refuse, obeys=("fatalities", "shape"),
)  # fmt: skip
