"""An incident in a sentence or two of English, and who told it; the same fields give the same words.

Example: ``On 9 March 2021: Armed clash in Al-Asharah, Deir ez-Zor. National Defence Forces – Islamic Revolutionary
Guard Corps. Wounded: at least 2. Cause: dispute-money.``
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ..model import Incident, Location
from .days import find_span
from .parties import Side, split_sides
from .tolls import Toll, sum_tolls

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def describe(
    incident: Incident, sides: tuple[Side, Side] | None = None, tolls: Mapping[str, Toll] | None = None
) -> str:
    """What happened, as far as the fields say it; ``sides`` and ``tolls`` if they are known already."""
    when = _say_when(incident.date, incident.date_end, incident.date_precision)
    parts = [f"{when}: {incident.sub_event_type}{_say_where(incident.location)}"]
    named = [side.names for side in sides or split_sides(incident) if side.main is not None]
    if named:
        parts.append(" – ".join(named))
    for fate, toll in (sum_tolls(incident) if tolls is None else tolls).items():
        parts.append(_say_toll(fate, toll))
    if incident.cause is not None:
        parts.append(f"Cause: {incident.cause.category}")
    if incident.factuality not in ("asserted", "reported"):
        parts.append(f"Factuality: {incident.factuality}")
    return ". ".join(parts) + "."


def name_place(place: Location | None) -> str:
    """The name in Latin letters, else the Arabic one, else that of the area, else nothing."""
    if place is None:
        return ""
    return place.name_en or place.name_ar or place.name or place.admin3 or place.admin2 or place.admin1 or ""


def join_outlets(incident: Incident) -> str:
    """The outlets that report it; ACLED's ``Undisclosed Source`` where none is known."""
    return "; ".join(incident.outlets) or "Undisclosed Source"


def list_sources(incident: Incident) -> list[str]:
    """Who says so inside the reports, each once."""
    return list(dict.fromkeys(told.source for told in incident.attributions if told.source))


@lru_cache(maxsize=20_000)
def _say_toll(fate: str, toll: Toll) -> str:
    if toll.best is None:
        return f"{fate}: at least {toll.low}"
    if toll.low == toll.best and toll.high in (None, toll.best):
        return f"{fate}: {toll.best}"
    return f"{fate}: {toll.best} ({toll.low} {'or more' if toll.high is None else f'to {toll.high}'})"


def _say_where(place: Location | None) -> str:
    if place is None:
        return ""
    name, area = name_place(place), place.admin1 or place.country or ""
    return f" in {name}{', ' if name and area != name else ''}{area if area != name else ''}" if name or area else ""


@lru_cache(maxsize=20_000)
def _say_when(first: str | None, last: str | None, precision: str) -> str:
    span = find_span(first, last, precision)
    if span is None:
        return "On an unknown day"
    if precision == "year":
        return f"In {span[0][:4]}"
    if precision == "month":
        return f"In {_MONTHS[int(span[0][5:7]) - 1]} {span[0][:4]}"
    return f"On {_say_day(span[0])}" if span[0] == span[1] else f"Between {_say_day(span[0])} and {_say_day(span[1])}"


def _say_day(day: str) -> str:
    return f"{int(day[8:10])} {_MONTHS[int(day[5:7]) - 1]} {day[:4]}"
