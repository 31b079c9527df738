"""UCDP GED CSV: 49 columns, lethal incidents only (UCDP GED codebook 24.1).

Ids of conflicts, dyads and sides are empty: they are UCDP's to give.
Palestinian territory is told as UCDP tells it: country Israel, 666.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from ...model import Actor, Incident, Location
from ..contracts import Job, Profile
from ..days import span_of
from ..entries import Choices, Entry
from ..parties import UNARMED, split_sides
from ..refusals import DENIED, NOT_LETHAL, UNDATED, UNNUMBERED, UNPLACED, is_doubted, is_placed
from ..sheets import iter_csv
from ..tables import load_columns, load_countries
from ..tolls import figure, sum_tolls
from ..wordings import describe, list_sources, name_place

COLUMNS = load_columns("ucdp")
_STATES = frozenset({"state-forces", "external-forces"})
_SPREAD = 10_000_000  # numbers of one country before those of the next
_FEW_DAYS = 6  # UCDP's date precision 2 spans two to six days


class Deaths(NamedTuple):
    """Deaths by side, as UCDP adds them up to its best figure."""

    a: int = 0
    b: int = 0
    civilians: int = 0
    unknown: int = 0


def refuse(entry: Entry, choices: Choices) -> str | None:
    """Why an incident has no row."""
    if is_doubted(entry):
        return DENIED
    if not any(max(one.low or 0, one.high or 0) for one in entry.incident.casualties if one.outcome == "killed"):
        return NOT_LETHAL
    if span_of(entry.incident) is None:
        return UNDATED
    if not is_placed(entry):
        return UNPLACED
    place = entry.incident.location
    return None if entry.number and place is not None and place.country in load_countries() else UNNUMBERED


def make_row(entry: Entry, choices: Choices) -> dict[str, Any]:
    """The row of an incident that ``refuse`` lets through, by column; columns that are not given stay empty."""
    incident, place, span = entry.incident, entry.incident.location, span_of(entry.incident)
    assert place is not None and place.country is not None and span is not None and entry.number is not None
    one, two = split_sides(incident)
    side_a, side_b = one.names or "Unknown", two.names or "Civilians"
    violence = _violence(one.main, two.main)
    deaths = _count_deaths(entry, one.actors, two.actors, choices.fatalities)
    best, toll = sum(deaths), sum_tolls(incident)["Killed"]
    return {
        "id": _number(entry.number, place.country), "relid": entry.number, "year": int(span[0][:4]),
        "code_status": "Clear", "type_of_violence": violence, "dyad_name": f"{side_a} - {side_b}",
        "conflict_name": "" if violence == 1 else f"{side_a} - {side_b}", "side_a": side_a, "side_b": side_b,
        **_tell_sources(entry), **_tell_place(place), "event_clarity": 1 if incident.date_precision == "day" else 2,
        "date_prec": _date_precision(incident, span), "date_start": span[0], "date_end": span[1],
        "deaths_a": deaths.a, "deaths_b": deaths.b, "deaths_civilians": deaths.civilians,
        "deaths_unknown": deaths.unknown, "best": best, "low": min(toll.low, best),
        "high": max(toll.high or 0, best), "gwnoa": _state_number(one.main), "gwnob": _state_number(two.main),
    }  # fmt: skip


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """The lines of the file."""
    rows = (make_row(entry, job.choices) for entry in entries)
    return iter_csv([COLUMNS], ([row.get(column) for column in COLUMNS] for row in rows))


def _number(number: str, country: str) -> int:
    """A number that no other incident has: SYR12 is 7600000012."""
    return load_countries()[country].iso * _SPREAD + int(number[3:])


def _violence(one: Actor | None, two: Actor | None) -> int:
    """1 a state against an armed group, 2 armed groups, 3 an armed group or state against civilians."""
    if two is None or two.kind in UNARMED:
        return 3
    return 1 if any(actor is not None and actor.kind in _STATES for actor in (one, two)) else 2


def _count_deaths(entry: Entry, one: tuple[Actor, ...], two: tuple[Actor, ...], policy: str) -> Deaths:
    counted = dict.fromkeys(Deaths._fields, 0)
    for casualty in entry.incident.casualties:
        if casualty.outcome == "killed":
            counted[_holder(casualty.group, one, two)] += figure(casualty, entry, policy)
    return Deaths(**counted)


def _holder(group: str, one: tuple[Actor, ...], two: tuple[Actor, ...]) -> str:
    if group in UNARMED:
        return "civilians"
    for side, actors in (("a", one), ("b", two)):
        for actor in actors:
            if group in (actor.actor_id, actor.name_ar, actor.name_en):
                return "civilians" if actor.kind in UNARMED else side
    return "unknown"


def _tell_sources(entry: Entry) -> dict[str, Any]:
    told = [(telling.outlet or "", (telling.published or "")[:10]) for telling in entry.tellings]
    return {
        "number_of_sources": entry.incident.origins,
        "source_article": ";".join(f'"{outlet},{day},"' for outlet, day in told),
        "source_office": ";".join(outlet for outlet, _ in told),
        "source_date": ";".join(day for _, day in told),
        "source_original": "; ".join(list_sources(entry.incident)),
        "where_description": describe(entry.incident),
    }


def _tell_place(place: Location) -> dict[str, Any]:
    country = load_countries()[place.country or ""]
    assert place.lat is not None and place.lon is not None
    return {
        "where_prec": _place_precision(place), "where_coordinates": name_place(place), "adm_1": place.admin1,
        "adm_2": place.admin2, "latitude": place.lat, "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})", "priogrid_gid": _grid_cell(place.lat, place.lon),
        "country": country.ucdp_name or country.name, "country_id": country.gw, "region": country.ucdp_region,
    }  # fmt: skip


def _place_precision(place: Location) -> int:
    """1 exact, 2 within about 25 km, 3 its district, 4 its governorate, 6 its country."""
    if place.kind == "country":
        return 6
    if place.precision == 2 and place.kind == "district":
        return 3
    return {1: 1, 2: 2, 3: 4}[place.precision or 1]


def _grid_cell(lat: float, lon: float) -> int:
    """Cell of PRIO-GRID: half degrees, row by row from the south-west, from 1."""
    row, column = min(int((lat + 90) * 2), 359), min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _date_precision(incident: Incident, span: tuple[str, str]) -> int:
    """1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year."""
    if incident.date_precision in ("month", "year"):
        return 4 if incident.date_precision == "month" else 5
    days = (date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days + 1
    return 1 if days == 1 else 2 if days <= _FEW_DAYS else 3


def _state_number(actor: Actor | None) -> str:
    if actor is None or actor.kind not in _STATES or actor.country not in load_countries():
        return ""
    return load_countries()[actor.country].gw


PROFILE = Profile(
    "ucdp", ".csv", "research that works with UCDP GED",
    "incidents without deaths, protests, arrests and agreements, evidence, what was wounded or taken",
    chunks=chunks, refuse=refuse, obeys=("fatalities",),
)  # fmt: skip
