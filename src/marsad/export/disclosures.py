"""``Disclosure``: the one gate through which every incident leaves, whatever the format.

By default people without a public role, the wording of witnesses, and hospitals, camps and shelters are withheld, and
their names masked in every quote. Fields that the policy does not name stay behind.

Example: an incident at ``مخيم الهول`` leaves as one in the subdistrict, its quotes with ``[محجوب]``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import replace

from ..model import Attribution, Event, Evidence, Incident, Location, Person
from .entries import DISCLOSABLE, Choices, Entry
from .masks import MASK, Names, name_words
from .policies import coarsen, is_private, is_withheld_place, load_policy, narrow

_CACHED = 1 << 16  # texts: most quotes are the same few words
_STRING = re.compile(rb'"((?:[^"\\]|\\.)*)"')

# Fields that quote reports: names of withheld places are masked in these, names of withheld people in all.
_QUOTES = frozenset({"text", "mention", "source", "value", "date_text"})

_PLACE = frozenset(Location.__struct_fields__)

Name = tuple[str, ...]


def find_private_names(entry: Entry) -> set[Name]:
    """Names, as folded words, of all people of an incident who have no public role."""
    actors = [*entry.incident.actors, *(actor for telling in entry.tellings for actor in telling.event.actors)]
    found = {name_words(person.name) for actor in actors for person in actor.persons if is_private(person)}
    if entry.incident.disagreements:
        found |= set(_iter_private(entry.incident.disagreements))
    return found


def _iter_private(value: Any) -> Iterator[Name]:
    """Private people among the rival values of disagreements, which may be records or JSON."""
    if is_private(value):
        yield name_words(value["name"] if isinstance(value, dict) else value.name)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _iter_private(getattr(value, field))
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _iter_private(one)


class Disclosure:
    """What may leave under ``choices``; ``names`` are the private people of all incidents of the export.

    A whole name (two words and more) is masked in every incident, the single words of a name in its own. ``withheld``
    counts what was taken out.
    """

    def __init__(self, choices: Choices, names: Iterable[Name] = ()) -> None:
        """Compile the names once; texts that recur are looked through once."""
        self.withheld: Counter[str] = Counter()
        self._closed = frozenset(DISCLOSABLE) - choices.disclose
        self._policy = load_policy()
        self._names = Names(name for name in names if len(name) > 1 and "persons" in self._closed)
        self._touches = lru_cache(maxsize=_CACHED)(lambda text: self._names.mask(text) != text)

    def mask(self, text: str) -> str:
        """A text from outside the incidents, such as the filter, without names of private people."""
        return self._names.mask(text)

    def disclose(self, entry: Entry) -> Entry:
        """The incident as it may leave; the very same object where there is nothing to withhold."""
        if self._policy.dropped:
            entry = Entry(*(narrow(part, self._policy.dropped) for part in msgspec.structs.astuple(entry)))
        names = find_private_names(entry) if "persons" in self._closed else set()
        witnesses = self._find_witnesses(entry) if "witnesses" in self._closed else set()
        places = [place for place in _iter_places(entry) if is_withheld_place(place)] if "sites" in self._closed else []
        if not (names or witnesses or places or self._holds_name(entry)):
            return entry
        people, told = self._compile(names, places)
        rewriter = _Rewriter(self._names, people, told, witnesses, self._closed, self.withheld)
        incident, tellings = rewriter.rewrite(entry.incident), rewriter.rewrite(entry.tellings)
        return Entry(incident, tellings, entry.number)

    def _find_witnesses(self, entry: Entry) -> set[str]:
        """The wordings of withheld sources, which toll steps and disagreements repeat without their kind."""
        told = [*entry.incident.attributions, *(telling.event.attribution for telling in entry.tellings)]
        return {one.source for one in told if one is not None and one.source and one.kind in self._policy.sources}

    def _holds_name(self, entry: Entry) -> bool:
        if not self._names:
            return False
        texts = set(_STRING.findall(msgspec.json.encode(entry)))
        return any(self._touches(msgspec.json.decode(b'"%b"' % text, type=str)) for text in texts)

    def _compile(self, names: set[Name], places: list[Location]) -> tuple[Names, Names]:
        """What to look for in the texts of one incident: names of people, and of its withheld places."""
        words = {word for name in names for word in name if len(word) > 2 and word not in self._policy.particles}
        told = {name_words(text) for place in places for text in _names_of(place)}
        return Names(names, words), Names(told)


def _iter_places(entry: Entry) -> Iterator[Location]:
    holders: list[Incident | Event] = [entry.incident, *(telling.event for telling in entry.tellings)]
    for holder in holders:
        for place in (holder.location, holder.origin, holder.destination):
            if place is not None:
                yield place


def _names_of(place: Location) -> list[str]:
    return [text for text in (place.site, place.name, place.name_ar, place.name_en) if text]


class _Rewriter:
    """Rewrites the records of one incident, all values of them, at any depth."""

    def __init__(
        self, everyone: Names, people: Names, places: Names, witnesses: set[str], closed: frozenset[str],
        withheld: Counter[str],
    ) -> None:  # fmt: skip
        self._names, self._places = (people, everyone), places
        self._witnesses, self._closed, self._withheld = witnesses, closed, withheld

    def rewrite(self, value: Any, field: str = "") -> Any:
        """``value`` without what is withheld; ``field`` is the name of the field that holds it."""
        if isinstance(value, str):
            return self._mask(value, field)
        if "persons" in self._closed and is_private(value):
            self._withheld["persons"] += 1
            return None
        if isinstance(value, list | tuple):
            changed = [self.rewrite(one, field) for one in value]
            return type(value)(one for one, was in zip(changed, value, strict=True) if one is not None or was is None)
        if isinstance(value, dict):
            return self._rewrite_json(value)
        return self._rewrite_record(value) if isinstance(value, msgspec.Struct) else value

    def _mask(self, text: str, field: str) -> str:
        found = MASK if text in self._witnesses else text
        for names in (*self._names, self._places) if field in _QUOTES else self._names:
            found = names.mask(found)
        self._withheld["texts"] += found is not text
        return found

    def _rewrite_json(self, value: dict[Any, Any]) -> Any:
        """Rival values of a disagreement may be records told as JSON."""
        if value and value.keys() <= _PLACE:
            place = msgspec.to_builtins(self._rewrite_place(msgspec.convert(value, Location)))
            return {key: one for key, one in place.items() if one is not None}
        return {key: self.rewrite(one, key) for key, one in value.items()}

    def _rewrite_record(self, value: msgspec.Struct) -> msgspec.Struct:
        if isinstance(value, Location):
            return self._rewrite_place(value)
        if isinstance(value, Person):  # has a public role
            return value
        told = value.attribution if isinstance(value, Event) else value
        gone = isinstance(told, Attribution) and self._is_withheld_source(told)
        if isinstance(value, Attribution) and gone:
            self._withheld["witnesses"] += value.source is not None
            value = replace(value, source=None)
        changed = {name: self.rewrite(getattr(value, name), name) for name in value.__struct_fields__}
        if isinstance(value, Event) and gone:
            changed["evidence"] = [_hide_source(one) for one in changed["evidence"]]
        return replace(value, **changed)

    def _rewrite_place(self, place: Location) -> Location:
        if "sites" in self._closed and is_withheld_place(place):
            self._withheld["places"] += 1
            place = coarsen(place)
        return place

    def _is_withheld_source(self, told: Attribution) -> bool:
        return "witnesses" in self._closed and told.kind in load_policy().sources


def _hide_source(evidence: Evidence) -> Evidence:
    return replace(evidence, text=MASK) if evidence.field.startswith("attribution") else evidence
