"""Values that a reviewer types, read and checked against the codebook: text as one writes it, or the record as JSON.

| field | as text |
| --- | --- |
| date | ``2021-03-09``, ``2021-03``, ``2021``, ``2021-03-09/2021-03-12``, ``unknown`` |
| location | a name or id of the gazetteer: ``العشارة``, ``sy-al-asharah`` |
| actors.1 | names or ids of the registry, unknown ones with a kind: ``الدفاع الوطني؛ لواء مجهول=political-militia`` |
| casualties | ``killed=4; wounded:civilians=2-5; missing=3+`` |
| weapons, cause, attribution | category or kind, and the words: ``dispute-money: خلاف على ثمن بضاعة`` |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec

from ..errors import ReviewError
from ..gazetteer import load_gazetteer
from ..gazetteer.records import SETTLEMENTS
from ..lexicon.actors import KINDS, ActorEntry, load_registry
from ..lexicon.schemas import CAUSES, OUTCOMES, PLOVER, SPEAKERS, SUB_TYPES
from ..lexicon.tables import load_yaml
from ..model import Actor, Attribution, Casualty, Cause, Location, Weapon
from ..model.places import Place
from ..resolve.actors import GENERIC
from ..resolve.place_locations import location_of
from ..text.folding import fold_word
from .slots import Record

FACTUALITIES = ("asserted", "reported", "claimed", "possible", "denied")
PRECISIONS = ("day", "week", "month", "year", "unknown")
_NOTHING = (None, "", "-", "none", "null", "unknown")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*/\s*(\d{4}-\d{2}-\d{2}))?")
_COARSE = re.compile(r"(\d{4})(?:-(\d{2}))?")
_TOLL = re.compile(r"(\w+)(?::([^=]+))?\s*=\s*(\d{1,6})(?:\s*(-\s*\d{1,6}|\+))?")
_LIST = re.compile(r"\s*[;؛\n]\s*")
T = TypeVar("T")


def refuse(field: str, value: object, remedy: str, code: str = "value") -> ReviewError:
    """The error that names field, value and remedy."""
    return ReviewError(f"{field}: {value!r} cannot be taken. {remedy}.", code, field=field, value=value)


def one_of(field: str, value: Any, allowed: Iterable[str]) -> str:
    """The value, when the codebook has it; the remedy lists what it has."""
    choices = sorted(allowed)
    if value not in choices:
        raise refuse(field, value, f"Choose from {', '.join(choices)}")
    return str(value)


def _as_record(field: str, value: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise refuse(field, value, f"{error}; give the fields of the codebook") from None


def parse_date(field: str, value: Any) -> Record:
    """``date``, ``date_end`` and ``date_precision``."""
    if isinstance(value, dict):
        day = value.get("date")
        found = {"date": day, "date_end": value.get("date_end"), "date_precision": value.get("date_precision", "day")}
        return check_dates(field, {**found, "date_text": value.get("date_text")})
    if value in _NOTHING:
        return {"date": None, "date_end": None, "date_precision": "unknown", "date_text": None}
    days, coarse = _DAYS.fullmatch(str(value).strip()), _COARSE.fullmatch(str(value).strip())
    if days is not None:
        first, last = days.groups()
        found = {"date": first, "date_end": last, "date_precision": "week" if last else "day"}
    elif coarse is not None:
        year, month = coarse.groups()
        found = {"date": f"{year}-{month or '01'}-01", "date_end": None, "date_precision": "month" if month else "year"}
    else:
        raise refuse(field, value, "Write 2021-03-09, 2021-03, 2021, 2021-03-09/2021-03-12 or unknown", "value.date")
    return check_dates(field, {**found, "date_text": None})


def check_dates(field: str, record: Record) -> Record:
    """The record, when its days exist, stand in order and go with the precision."""
    first, last, precision = record["date"], record["date_end"], record["date_precision"]
    one_of("date_precision", precision, PRECISIONS)
    try:
        days = [date.fromisoformat(day) for day in (first, last) if day is not None]
    except (TypeError, ValueError):
        raise refuse(field, f"{first}/{last}", "Give days that exist, as 2021-03-09", "value.date") from None
    if days != sorted(days) or (last is not None and first is None):
        raise refuse(field, f"{first}/{last}", "Give the first day first", "value.order")
    if (first is None) != (precision == "unknown"):
        raise refuse(field, f"{first} ({precision})", "Give a day, or the precision unknown without one")
    return record


def parse_type(field: str, value: Any, record: Record) -> Record:
    """``event_type``, ``sub_event_type`` and ``plover``, which go together as in acts.yaml."""
    if field == "plover":
        return {"plover": one_of(field, value, PLOVER)}
    wanted, _, sub = str(value).partition(" / ")
    if field == "sub_event_type" or sub:
        sub = sub or wanted
        found = next((name for name, subs in SUB_TYPES.items() if sub in subs), None)
        if found is None or (field == "event_type" and found != wanted):
            choices = ", ".join(name for subs in SUB_TYPES.values() for name in sorted(subs))
            raise refuse(field, value, f"Choose from {choices}")
        wanted = found
    one_of("event_type", wanted, SUB_TYPES)
    sub = sub or str(record["sub_event_type"])
    if sub not in SUB_TYPES[wanted]:
        raise refuse(field, value, f"Give sub_event_type instead: {', '.join(sorted(SUB_TYPES[wanted]))}")
    usual = _plover_of(wanted, sub)
    plover = record["plover"] if record["plover"] in usual else usual[0]
    return {"event_type": wanted, "sub_event_type": sub, "plover": plover}


@cache
def _plover_of(event_type: str, sub: str) -> tuple[str, ...]:
    """PLOVER types that acts of this kind have, the usual one first."""
    acts = [str(act["plover"]) for act in load_yaml("acts.yaml") if (act["type"], act["sub"]) == (event_type, sub)]
    return tuple(dict.fromkeys(acts)) or ("ASSAULT",)


def parse_location(field: str, value: Any) -> Record | None:
    """A place of the gazetteer, or the record of one."""
    if value in _NOTHING:
        return None
    if isinstance(value, dict):
        return _check_location(field, msgspec.to_builtins(_as_record(field, value, Location)))
    gazetteer, name = load_gazetteer(), str(value).strip()
    known = gazetteer.find_id(name)
    places = (known,) if known is not None else _likeliest(gazetteer.lookup(name))
    if not places:
        remedy = "Look it up with marsad gazetteer lookup, or give name, lat and lon as JSON"
        raise refuse(field, value, remedy, "value.place")
    if len(places) > 1:
        listed = "; ".join(f"{p.id} ({p.kind}, {p.admin1 or '-'}, {p.country})" for p in places[:8])
        raise refuse(field, value, f"It may be several places, so give the id of one: {listed}", "value.places")
    found: Record = msgspec.to_builtins(location_of(places[0], places[0].name_ar))
    return found


def _likeliest(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The one settlement of that name, rather than the district that is called after it."""
    settlements = tuple(place for place in places if place.kind in SETTLEMENTS)
    return settlements if len(settlements) == 1 else places


def _check_location(field: str, record: Record) -> Record:
    lat, lon = record["lat"], record["lon"]
    if (lat is None) != (lon is None) or not (-90 <= (lat or 0) <= 90 and -180 <= (lon or 0) <= 180):
        raise refuse(field, f"{lat}, {lon}", "Give both, lat from -90 to 90 and lon from -180 to 180")
    if record["precision"] not in (None, 1, 2, 3):
        raise refuse(field, record["precision"], "Give precision 1 (the place), 2 (near it) or 3 (its governorate)")
    if not (record["name"] or record["name_ar"] or record["gazetteer_id"]):
        raise refuse(field, record, "Give a name")
    return record


def parse_actors(field: str, value: Any, side: str, when: str | None) -> list[Record]:
    """The actors of a side."""
    if value in _NOTHING:
        return []
    if isinstance(value, str):
        return [msgspec.to_builtins(_actor(field, name, side, when)) for name in _LIST.split(value) if name]
    actors = _as_record(field, value, list[Actor])
    for actor in actors:
        actor.side = side
        one_of(f"{field}.kind", actor.kind, KINDS)
        if actor.actor_id is not None and _entry(actor.actor_id) is None:
            raise refuse(field, actor.actor_id, "The registry has no such id; leave actor_id empty")
    found: list[Record] = msgspec.to_builtins(actors)
    return found


def _actor(field: str, text: str, side: str, when: str | None) -> Actor:
    name, _, kind = (part.strip() for part in text.partition("="))
    entries = find_entries(name, when)
    if kind:
        return Actor(side, name, None, name, None, one_of(f"{field}.kind", kind, KINDS))
    if not entries:
        choices = ", ".join(sorted(KINDS))
        remedy = f"The registry does not know it: add its kind, {name}=rebel (or {choices})"
        raise refuse(field, name, remedy, "value.actor")
    if len(entries) > 1:
        listed = "; ".join(f"{one.id} ({one.name_en}, {one.country})" for one in entries)
        raise refuse(field, name, f"It may be several, so give the id of one: {listed}", "value.actors")
    entry = entries[0]
    mention = entry.name_ar if name == entry.id else name
    known = (entry.id, entry.name_ar, entry.name_en, entry.kind, entry.country, entry.affiliated(when))
    return Actor(side, mention, *known)


def _entry(actor_id: str) -> ActorEntry | None:
    generic = {entry.id: entry for entry in GENERIC.values()}
    return load_registry().entries.get(actor_id) or generic.get(actor_id)


def find_entries(name: str, when: str | None = None) -> list[ActorEntry]:
    """Registry entries of an id or name; of several those alive on the day."""
    known = _entry(name)
    if known is not None:
        return [known]
    words = fold_word(name).split()
    rows = load_registry().names.get(words[0], ()) if words else ()
    found = dict.fromkeys(entry for rest, entries, _ in rows if list(rest) == words[1:] for entry in entries)
    return [entry for entry in found if entry.alive(when)] or list(found)


def parse_casualties(field: str, value: Any) -> list[Record]:
    """Casualties; of the outcome in the field's name alone, as ``casualties.killed``, when it has one."""
    outcome = field.partition(".")[2]
    if value in _NOTHING:
        return []
    if isinstance(value, (int, str)):
        text = str(value).strip()
        parts = [f"{outcome}={text}"] if outcome and "=" not in text else _LIST.split(text)
        tolls = [_toll(field, part) for part in parts if part]
    else:
        tolls = _as_record(field, value, list[Casualty])
    for toll in tolls:
        one_of(f"{field}.outcome", toll.outcome, [outcome] if outcome else OUTCOMES)
        figures = [figure for figure in (toll.low, toll.best, toll.high) if figure is not None]
        if figures != sorted(figures) or any(figure < 0 for figure in figures):
            raise refuse(field, figures, "Give low, best and high in that order, none below 0")
    found: list[Record] = msgspec.to_builtins(tolls)
    return found


def _toll(field: str, text: str) -> Casualty:
    match = _TOLL.fullmatch(text)
    if match is None:
        raise refuse(field, text, "Write killed=4, wounded:civilians=2-5 or missing=3+", "value.toll")
    outcome, group, figure, more = match.groups()
    low = int(figure)
    if more is None:
        return Casualty(outcome, group or "unknown", low, low, low, "")
    high = None if more == "+" else int(more.lstrip("- "))
    return Casualty(outcome, group or "unknown", low, None, high, "")


def parse_weapons(field: str, value: Any) -> list[Record]:
    """Weapons by category."""
    known = {str(row["category"]) for row in load_yaml("weapons.yaml")}
    if value in _NOTHING:
        return []
    if isinstance(value, str):
        parts = [part.partition(":") for part in _LIST.split(value) if part]
        value = [{"category": category.strip(), "text": text.strip()} for category, _, text in parts]
    weapons = _as_record(field, value, list[Weapon])
    for weapon in weapons:
        one_of(f"{field}.category", weapon.category, known)
    found: list[Record] = msgspec.to_builtins(weapons)
    return found


def parse_cause(field: str, value: Any) -> Record | None:
    """A cause: its category and the words."""
    if value in _NOTHING:
        return None
    if isinstance(value, str):
        category, _, text = (part.strip() for part in value.partition(":"))
        value = {"category": category, "text": text}
    cause = _as_record(field, value, Cause)
    one_of(f"{field}.category", cause.category, CAUSES)
    found: Record = msgspec.to_builtins(cause)
    return found


def parse_attribution(field: str, value: Any, record: Record) -> Record:
    """Who says so; the outlet stays."""
    outlet = (record.get("attribution") or {}).get("outlet")
    if value in _NOTHING:
        value = {"kind": None, "source": None}
    elif isinstance(value, str):
        kind, _, source = (part.strip() for part in value.partition(":"))
        value = {"kind": kind, "source": source or None}
    attribution = _as_record(field, {"outlet": outlet, **value}, Attribution)
    if attribution.kind is not None:
        one_of(f"{field}.kind", attribution.kind, SPEAKERS)
    found: Record = msgspec.to_builtins(attribution)
    return found


def parse_background(field: str, value: Any) -> bool:
    """Whether the event is told as context."""
    if isinstance(value, bool):
        return value
    if value not in ("yes", "no", "true", "false"):
        raise refuse(field, value, "Give yes or no")
    return value in ("yes", "true")
