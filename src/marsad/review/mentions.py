"""A name that the registry or the gazetteer does not know: as it is written, in which reports, near what.

What it means is then taught as an alias, here, in an area or everywhere (``trials``).

Example: «ربع النشامى» stands in two reports, both of which tell of places in SY/Deir ez-Zor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Connection

from ..model import Filter
from ..store.queries import find_texts
from ..store.selections import iter_filtered
from ..text.folding import fold_word
from ..text.words import split_words
from .ignorings import Kind, find_ignoring

_MOST = 500  # events that are looked at
_AREAS = 8
_REPORTS = 50
_WORDINGS = 6
Json = dict[str, Any]


class Holder(msgspec.Struct):
    """A report that holds the name."""

    id: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


class Mention(msgspec.Struct):
    """An unknown name: events, wordings and areas (``SY/Hama``), the most frequent first, and its reports.

    ``ignored`` is the decision by which nobody need say what it means.
    """

    kind: Kind
    name: str
    events: int
    wordings: list[str]
    areas: list[str]
    reports: list[Holder]
    ignored: int | None = None


class _Seen(msgspec.Struct):
    """An event with the name: its record, its report, its text."""

    event: Json
    report: Holder
    text_id: str


_holder = msgspec.json.Decoder(Holder)


def find_mention(connection: Connection, kind: Kind, name: str) -> Mention:
    """Where an unknown name stands; no events when it stands nowhere, or is known."""
    seen = list(islice(_iter_seen(connection, kind, name), _MOST))
    reports = {one.report.id: one.report for one in seen}
    areas = Counter(area for one in seen for area in _list_areas(one.event["location"]))
    texts = find_texts(connection, {one.text_id for one in seen})
    wordings = _rank_wordings(_list_wordings(kind, name, seen), (row.text for row in texts.values()))
    told = [area for area, _ in areas.most_common(_AREAS)]
    ignoring = find_ignoring(connection, kind, name)
    number = ignoring.decision if ignoring is not None else None
    return Mention(kind, name, len(seen), wordings, told, list(reports.values())[:_REPORTS], number)


def _iter_seen(connection: Connection, kind: Kind, name: str) -> Iterator[_Seen]:
    wanted = Filter(place=(name,)) if kind == "place" else Filter(actor=(name,))
    for listed in iter_filtered(connection, wanted):
        event = msgspec.json.decode(listed.decided or listed.event)
        if any(True for _ in _unknown(event, kind, name)):
            yield _Seen(event, _holder.decode(listed.report), listed.text_id)


def _unknown(event: Json, kind: Kind, name: str) -> Iterator[Json]:
    """The place or actors of an event that have the name and no id."""
    key = fold_word(name)
    if kind == "place":
        place = event["location"]
        named = [place] if place is not None and place["gazetteer_id"] is None else []
    else:
        named = [one for one in event["actors"] if one["actor_id"] is None]
    yield from (one for one in named if fold_word(one["name_ar"] or one["name"]) == key)


def _list_areas(place: Json | None) -> Iterator[str]:
    """The governorate and the district of an event, the narrower first."""
    units = [place[name] for name in ("country", "admin1", "admin2")] if place is not None else []
    known = units[: units.index(None)] if None in units else units
    yield from ("/".join(known[:depth]) for depth in (3, 2) if len(known) >= depth)


def _list_wordings(kind: Kind, name: str, seen: Iterable[_Seen]) -> list[str]:
    """The name, then the words that events rest on."""
    word = "name" if kind == "place" else "mention"
    written = Counter(found[word] for one in seen for found in _unknown(one.event, kind, name))
    return list(dict.fromkeys([name, *(wording for wording, _ in written.most_common())]))


def _rank_wordings(wordings: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Wordings by how many of the texts hold them: عائلتا المرسوم والرفاعي is read as عائلة الرفاعي, not written so."""
    folded = [" ".join(split_words(text).words) for text in texts]
    held = {wording: sum(fold_word(wording) in text for text in folded) for wording in wordings}
    return sorted(held, key=lambda wording: -held[wording])[:_WORDINGS]
