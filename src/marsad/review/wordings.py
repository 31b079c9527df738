"""What selected words say: read by the same finders that read reports, for the field they were selected for.

Example: «أمس الثلاثاء» selected for the date of an event in a report of Wednesday 2021-12-15 is 2021-12-14.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from ..coding.cause_categories import nearest_category
from ..coding.source_words import kind_of_source
from ..errors import ReviewError
from ..find.dates import find_dates
from ..find.numbers import find_numbers
from ..find.parties import Party, PartyFinder
from ..find.places import PlaceFinder
from ..find.tags import read_words
from ..gazetteer import load_gazetteer
from ..lexicon.dictionary import load_dictionary
from ..model import Actor
from ..resolve.actors import generic_actor
from ..resolve.dates import resolve_date
from ..resolve.places import resolve_places, settlement
from ..text.words import split_words


def read_wording(field: str, text: str, published: str | None) -> Any:
    """The value that the words ``text`` have in ``field``; ReviewError when they say none."""
    read = _READERS.get(field.partition(".")[0])
    found = read(text.strip(), published) if read is not None and text.strip() else None
    if not found:
        message = f"{field}: «{text}» does not say it by itself. Give the value too."
        raise ReviewError(message, "words.unread", field=field, words=text)
    return found


def _read_date(text: str, published: str | None) -> Any:
    words = split_words(text)
    mentions = find_dates(words, 0, len(words))
    if not mentions:
        return None
    found = resolve_date(mentions[0], date.fromisoformat(published[:10]) if published else None)
    if found.date is None:
        message = f"date: «{text}» is no day without the day of publication. Give the value too."
        raise ReviewError(message, "words.relative", words=text)
    return {
        "date": found.date, "date_end": found.date_end, "date_precision": found.precision, "date_text": found.text
    }  # fmt: skip


def _read_place(text: str, published: str | None) -> Any:
    """A place as the report's own reader sees it; else the name, which may be unknown to every table."""
    gazetteer, words = load_gazetteer(), split_words(text)
    mentions = PlaceFinder(words, gazetteer).find(0, len(words))
    resolve_places(mentions, gazetteer)
    location = settlement(mentions[0]) if mentions else None
    if location is not None and location.gazetteer_id is not None:
        return msgspec.to_builtins(location)
    return text if gazetteer.lookup(text) else {"name": text, "name_ar": text}


def _read_actors(text: str, published: str | None) -> Any:
    actors: list[Actor] = []
    for party in _parties(text)[1]:
        alive = [entry for entry in party.entries if entry.alive(published)] or list(party.entries)
        entry = alive[0] if alive else generic_actor(party)
        if entry is not None:
            known = (entry.id or None, entry.name_ar, entry.name_en or None, entry.kind, entry.country)
            actors.append(Actor("1", text, *known, entry.affiliated(published)))
    return msgspec.to_builtins(actors)


def _read_toll(text: str, published: str | None) -> Any:
    """The first figure, or the number that a noun has by its form: قتيلين."""
    numbers, parties = _parties(text)
    counted: list[Any] = [number for number in numbers if number.counts]
    counted += [party for party in parties if party.low is not None]
    if not counted:
        return None
    first = counted[0]
    if first.best is not None and first.low == first.high:
        return str(first.best)
    return f"{first.low}-{first.high}" if first.high is not None else f"{first.low}+"


def _parties(text: str) -> tuple[list[Any], list[Party]]:
    words = split_words(text)
    numbers = find_numbers(words, 0, len(words))
    return numbers, PartyFinder(words, read_words(words, load_dictionary())).find(0, len(words), numbers)


def _read_weapons(text: str, published: str | None) -> Any:
    words = split_words(text)
    infos = [info for info in read_words(words, load_dictionary()) if info is not None]
    found = [sense.key for info in infos for _, sense in info.senses if sense.kind == "weapon"]
    found += [sense.key for info in infos for _, _, sense in info.phrases if sense.kind == "weapon"]
    return [{"category": category, "text": text} for category in found[:1]]


def _read_cause(text: str, published: str | None) -> Any:
    return {"category": nearest_category(split_words(text).words) or "other", "text": text}


def _read_source(text: str, published: str | None) -> Any:
    kind = kind_of_source(split_words(text).words)
    return {"kind": kind, "source": text} if kind is not None else None


_READERS: dict[str, Callable[[str, str | None], Any]] = {
    "date": _read_date, "location": _read_place, "origin": _read_place, "destination": _read_place,
    "actors": _read_actors, "casualties": _read_toll, "weapons": _read_weapons, "cause": _read_cause,
    "attribution": _read_source,
}  # fmt: skip
