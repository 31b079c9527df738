"""An event in one flat row: what filters ask, in the form they ask it.

Example: «مقتل ثلاثة عناصر من الدفاع الوطني في العشارة أمس» gives killed 3, the actor with the folded names
«الدفاع الوطني» and "national defence forces", the place with «العشاره» and "al-asharah".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from ..model import Actor, Casualty, Event, Location
from ..text.clitics import cores
from ..text.folding import fold

NEVER = 4_000_000  # after the last day there is: undated events last from here to day 0, which meets no other span
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = "ال"
_SHORTEST = 3  # letters of a word bare of its proclitics
_LONGEST = 40  # characters of a word that count; what is longer is no word
_MOST = 400_000  # bytes of different words of one text: PostgreSQL keeps no more than a million

_events = msgspec.json.Decoder(Event)


class Name(NamedTuple):
    """A term as people see it, and the folded names it goes by."""

    value: str
    names: frozenset[str]


class Party(NamedTuple):
    """An actor on a side."""

    side: str
    actor: Name
    kind: str


class Outline(NamedTuple):
    """An event; days are ordinals (``date.toordinal``), tolls are sums over all groups, None where none is told."""

    event_id: str
    day_from: int
    day_to: int
    terms: dict[str, Name]
    lat: float | None
    lon: float | None
    precision: int | None
    confidence: float
    background: bool
    killed: int | None
    killed_low: int | None
    wounded: int | None
    wounded_low: int | None
    parties: tuple[Party, ...]


def outline(json: str, outlet: str | None, status: str) -> Outline:
    """The outline of an event record; ``outlet`` is that of its report. MsgspecError when it is no event record."""
    event = _events.decode(json)
    first, last = _span(event)
    place = event.location or Location()
    lat, lon = (place.lat, place.lon) if place.lat is not None and place.lon is not None else (None, None)
    killed, killed_low = _toll(event.casualties, "killed")
    wounded, wounded_low = _toll(event.casualties, "wounded")
    return Outline(
        event.event_id, first, last, dict(_terms(event, place, outlet, status)), lat, lon, place.precision,
        event.confidence, event.background, killed, killed_low, wounded, wounded_low,
        tuple(_party(actor) for actor in event.actors),
    )  # fmt: skip


def _terms(event: Event, place: Location, outlet: str | None, status: str) -> Iterable[tuple[str, Name]]:
    attribution = event.attribution
    plain = {
        "event_type": event.event_type, "sub_event_type": event.sub_event_type, "plover": event.plover,
        "country": place.country, "admin1": place.admin1, "admin2": place.admin2, "admin3": place.admin3,
        "outlet": outlet or (attribution.outlet if attribution is not None else None),
        "factuality": event.factuality, "status": status,
    }  # fmt: skip
    for kind, value in plain.items():
        if value:
            yield kind, name_of(value)
    if shown := place.name_ar or place.name or place.name_en:
        yield "place", name_of(shown, place.name, place.name_en)


@lru_cache(maxsize=20_000)  # the same places, outlets and actors come again and again
def name_of(value: str, *others: str | None) -> Name:
    """A term with its folded names."""
    return Name(value, frozenset(fold_name(name) for name in (value, *others) if name))


def _party(actor: Actor) -> Party:
    shown = actor.actor_id or actor.name_ar
    return Party(actor.side, name_of(shown, actor.name_ar, actor.name_en), actor.kind)


def fold_name(name: str) -> str:
    """A name as names are compared: العشارة, العشاره and اَلعشارة are one, and so are Al-Asharah and al asharah."""
    return " ".join(_WORD.findall(fold(name).text.casefold())) or name.strip()


def _span(event: Event) -> tuple[int, int]:
    """First and last day that the event may have been on: all of the month that "in March" is."""
    try:
        first = date.fromisoformat(event.date or "")
        last = date.fromisoformat(event.date_end or event.date or "")
    except ValueError:
        return NEVER, 0
    if event.date_end is None and event.date_precision == "week":
        return first.toordinal(), first.toordinal() + 6
    if event.date_end is None and event.date_precision == "month":
        last = first.replace(day=monthrange(first.year, first.month)[1])
    elif event.date_end is None and event.date_precision == "year":
        last = first.replace(month=12, day=31)
    return first.toordinal(), max(first, last).toordinal()


def _toll(casualties: Iterable[Casualty], outcome: str) -> tuple[int | None, int | None]:
    """Best figure (the low one where no best is told) and low figure, summed over the groups that are told."""
    told = [(c.best if c.best is not None else c.low, c.low if c.low is not None else c.best) for c in casualties
            if c.outcome == outcome and (c.best is not None or c.low is not None)]  # fmt: skip
    if not told:
        return None, None
    return sum(best or 0 for best, _ in told), sum(low or 0 for _, low in told)


def find_words(text: str) -> list[str]:
    """The different words of a text, folded, in order of code points: what a search for words is answered with.

    A word is there as written, and bare of what may be written on to it: «وبالقصف» also as «القصف» and «قصف».
    """
    found = {form for word in set(_split(text)) for form in _forms(word)}
    words, size = sorted(found), 0
    for at, word in enumerate(words):
        size += len(word.encode())
        if size > _MOST:
            return words[:at]
    return words


@lru_cache(maxsize=100_000)
def _forms(word: str) -> frozenset[str]:
    bare = {core for _, core in cores(word)}
    bare |= {core.removeprefix(_ARTICLE) for core in bare}
    return frozenset((word, *(form for form in bare if len(form) >= _SHORTEST)))


def find_query(text: str) -> list[tuple[str, bool]]:
    """The words that are searched for, and whether each is only the beginning of one: «قصف* هجين»."""
    return [
        (word, part.endswith("*") and at == len(words) - 1)
        for part in text.split()
        for words in (_split(part),)
        for at, word in enumerate(words)
    ]


def _split(text: str) -> list[str]:
    return [word[:_LONGEST] for word in _WORD.findall(fold(text).text.casefold())]
