"""ACLED-shaped CSV: 31 columns, one row an incident, for tools made for ACLED's data (acleddata.com, columns of 2024).

Where ACLED's practice asks for what no report says, the row follows the practice: an act of violence without a named
attacker is by ``Unidentified Armed Group (Syria)``, an attack on civilians has ``Civilians (Syria)`` on side 2, and a
month's event is on its 15th.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from ...model import Incident
from ..contracts import Job, Profile
from ..days import find_span
from ..entries import Choices, Entry
from ..parties import Side, acled_name, generic_name, split_sides
from ..refusals import DENIED, UNDATED, UNNUMBERED, UNPLACED, is_doubted, is_placed
from ..sheets import iter_csv
from ..tables import Country, load_columns, load_countries, load_kinds, load_pairs, load_parties
from ..tolls import count_killed
from ..wordings import describe, join_outlets, name_place

COLUMNS = load_columns("acled")
_PRECISIONS = {"day": 1, "week": 2, "month": 3}
_SCALES = ("Other", "National", "Regional", "International")
_NEIGHBOURS = ("Middle East", "Northern Africa")  # regions whose outlets are Regional to one another
_MOST_SCALES = 2  # ACLED joins no more


def refuse(entry: Entry, choices: Choices) -> str | None:
    """Why an incident has no row: ACLED's table has a day, a place and a country for every event."""
    if is_doubted(entry):
        return DENIED
    if entry.incident.date is None or entry.incident.date_precision not in _PRECISIONS:
        return UNDATED
    if not is_placed(entry):
        return UNPLACED
    return None if _country_of(entry.incident) is not None and entry.number else UNNUMBERED


class Opponent(NamedTuple):
    """A side as ACLED tells it; ``kind`` None when there is nobody."""

    name: str
    others: str
    kind: str | None


def make_row(entry: Entry, choices: Choices) -> dict[str, Any]:
    """The row of an incident that ``refuse`` lets through, by column, in the order of ``COLUMNS``."""
    incident = entry.incident
    country, place = _country_of(incident), incident.location
    assert country is not None and place is not None
    kind = load_kinds()[incident.event_type, incident.sub_event_type]
    sides = split_sides(incident)
    one, two = _tell_sides(incident.event_type, sides, country)
    day = _find_day(incident.date, incident.date_end, incident.date_precision)
    return {
        "event_id_cnty": entry.number, "event_date": day, "year": int(day[:4]),
        "time_precision": _PRECISIONS[incident.date_precision], "disorder_type": kind.disorder,
        "event_type": incident.event_type, "sub_event_type": incident.sub_event_type,
        "actor1": one.name, "assoc_actor_1": one.others, "inter1": _inter(one, choices),
        "actor2": two.name, "assoc_actor_2": two.others, "inter2": _inter(two, choices),
        "interaction": _interaction(one.kind, two.kind, choices.inter),
        "civilian_targeting": "Civilian targeting" if _is_targeting(kind.targets, one, two) else "",
        "iso": country.iso, "region": country.region, "country": country.name,
        "admin1": place.admin1, "admin2": place.admin2, "admin3": place.admin3, "location": name_place(place),
        "latitude": place.lat, "longitude": place.lon, "geo_precision": place.precision or 1,
        "source": join_outlets(incident), "source_scale": _scale(tuple(incident.outlets), place.country or ""),
        "notes": describe(incident, sides), "fatalities": count_killed(entry, choices.fatalities),
        "tags": _tag(incident), "timestamp": _stamp(entry, day),
    }  # fmt: skip


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """The lines of the file."""
    rows = (make_row(entry, job.choices) for entry in entries)
    return iter_csv([COLUMNS], (row.values() for row in rows))


def _country_of(incident: Incident) -> Country | None:
    place = incident.location
    return None if place is None or place.country is None else load_countries().get(place.country)


@lru_cache(maxsize=20_000)
def _find_day(first: str | None, last: str | None, precision: str) -> str:
    span = find_span(first, last, precision)
    assert span is not None
    return span[0][:8] + "15" if precision == "month" else span[0]


def _tell_sides(event_type: str, sides: tuple[Side, Side], country: Country) -> tuple[Opponent, Opponent]:
    one, two = _tell_side(sides[0], country), _tell_side(sides[1], country)
    first, second = _FILLED.get(event_type, (None, None))
    if one.kind is None and first is not None:
        one = _nameless(first, country)
    if two.kind is None and second is not None:
        two = _nameless(second, country)
    return (two, one) if one.kind is None else (one, two)


# Who stands on a side that no report names, by event type: side 1, side 2.
_FILLED: dict[str, tuple[str | None, str | None]] = {
    "Battles": ("unidentified-armed", None),
    "Explosions/Remote violence": ("unidentified-armed", None),
    "Violence against civilians": ("unidentified-armed", "civilians"),
    "Protests": ("protesters", None),
    "Riots": ("rioters", None),
}


def _tell_side(side: Side, country: Country) -> Opponent:
    if side.main is None:
        return Opponent("", "", None)
    others = "; ".join(acled_name(actor, country) for actor in side.others)
    return Opponent(acled_name(side.main, country), others, side.main.kind)


def _nameless(kind: str, country: Country) -> Opponent:
    return Opponent(generic_name(load_parties()[kind].generic, country), "", kind)


def _inter(side: Opponent, choices: Choices) -> str | int:
    if side.kind is None:
        return 0 if choices.inter == "numeric" else ""
    party = load_parties()[side.kind]
    return party.inter if choices.inter == "numeric" else party.text


@lru_cache(maxsize=500)
def _interaction(one: str | None, two: str | None, inter: str) -> str | int:
    """ACLED's interaction, the lower code first: ``State forces-Rebel group`` is 12, ``State forces only`` 10."""
    parties = sorted(load_parties()[kind][:2] for kind in (one, two) if kind is not None)
    if inter == "numeric":
        return int("".join(str(code) for code, _ in parties).ljust(2, "0")) if parties else 0
    names = [text for _, text in parties]
    return "-".join(names) if len(names) == 2 else "".join(f"{name} only" for name in names)


def _is_targeting(targets: str, one: Opponent, two: Opponent) -> bool:
    if targets == "if-civilians":
        return "civilians" in (one.kind, two.kind)
    return targets == "always"


@lru_cache(maxsize=20_000)
def _scale(outlets: tuple[str, ...], country: str) -> str:
    """How far the outlets reach: National at home, Regional in the region, else International; Other when unknown."""
    found = {_scale_of(outlet, country) for outlet in outlets} or {"Other"}
    return "-".join([scale for scale in _SCALES if scale in found][:_MOST_SCALES])


def _scale_of(outlet: str, country: str) -> str:
    home = load_pairs("outlets.csv").get(outlet)
    if home is None:
        return "Other"
    if home == country:
        return "National"
    return "Regional" if load_countries()[home].region in _NEIGHBOURS else "International"


def _tag(incident: Incident) -> str:
    """Tags in ACLED's manner (``key=value``), for what its columns have no place for."""
    tags = ["crowd size=no report"] if incident.event_type in ("Protests", "Riots") else []
    if incident.cause is not None:
        tags.append(f"cause={incident.cause.category}")
    if incident.factuality not in ("asserted", "reported"):
        tags.append(f"factuality={incident.factuality}")
    if incident.status != "unreviewed":
        tags.append(f"status={incident.status}")
    tags += [name for name, has in (("one source", incident.one_source), ("party only", incident.party_only)) if has]
    return "; ".join(tags)


def _stamp(entry: Entry, day: str) -> int:
    """Unix time of the last report of it: when the row last changed; the day of the event when no report is dated."""
    told = [telling.published for telling in entry.tellings if telling.published]
    return _unix(max(told, default=day))


@lru_cache(maxsize=20_000)
def _unix(when: str) -> int:
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        moment = datetime.combine(date.fromisoformat(when[:10]), datetime.min.time())
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


PROFILE = Profile(
    "acled", ".csv", "spreadsheets, R and Python tools made for ACLED's data",
    "evidence, disagreements, ranges of tolls, incidents without a day, week or month or without a place",
    chunks=chunks, refuse=refuse, obeys=("fatalities", "inter"),
)  # fmt: skip
