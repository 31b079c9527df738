"""What of an incident is to be withheld: people without a public role, witnesses, places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from ..model import Event, Incident, Location, Person
from .entries import Entry
from .masks import name_words
from .policies import is_withheld_place, load_policy

Name = tuple[str, ...]
"""The folded words of a name."""

_PLACE = frozenset({"name_ar", "admin1", "lat"})  # what JSON of a place has, some of it


class Concern(NamedTuple):
    """People by name, wordings of witnesses, and places that may not leave; ``rivals``: some are told as JSON."""

    names: set[Name]
    witnesses: set[str]
    places: list[Location]
    rivals: bool

    def kinds(self) -> list[str]:
        """The kinds of which something is to be withheld, as ``--disclose`` names them."""
        found = {"persons": self.names, "witnesses": self.witnesses, "sites": self.places}
        return [kind for kind, withheld in found.items() if withheld]

    def __bool__(self) -> bool:
        """Whether anything is to be withheld."""
        return bool(self.names or self.witnesses or self.places or self.rivals)


def find_concern(entry: Entry, closed: frozenset[str]) -> Concern:
    """What is to be withheld of the kinds that are ``closed`` (persons, witnesses, sites)."""
    names = find_private_names(entry) if "persons" in closed else set()
    witnesses = _find_witnesses(entry) if "witnesses" in closed else set()
    places = _find_places(entry) if "sites" in closed else []
    return Concern(names, witnesses, places, _has_rival_json(entry))


def find_private_names(entry: Entry) -> set[Name]:
    """Names of all people of an incident who have no public role."""
    found: set[Name] = set()
    for holder in _holders(entry):
        for actor in holder.actors:
            for person in actor.persons:
                if not person.public_role:
                    found.add(name_words(person.name))
    if entry.incident.disagreements:
        found.update(_iter_private(entry.incident.disagreements))
    return found


def is_private(value: Any) -> bool:
    """Whether a value is a person without a public role, as a record or as JSON."""
    if isinstance(value, Person):
        return not value.public_role
    return isinstance(value, dict) and value.get("public_role", True) is False


def is_place(value: Any) -> bool:
    """Whether a rival value is a place, told as JSON."""
    return isinstance(value, dict) and not value.keys().isdisjoint(_PLACE)


def _holders(entry: Entry) -> list[Incident | Event]:
    return [entry.incident, *[telling.event for telling in entry.tellings]]


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


def _has_rival_json(entry: Entry) -> bool:
    told = entry.incident.disagreements
    return bool(told) and any(isinstance(one.value, dict) for supports in told.values() for one in supports)


def _find_witnesses(entry: Entry) -> set[str]:
    """The wordings of withheld sources, which toll steps and disagreements repeat without their kind."""
    kinds, found = load_policy().sources, set()
    for one in (*entry.incident.attributions, *[telling.event.attribution for telling in entry.tellings]):
        if one is not None and one.kind in kinds and one.source:
            found.add(one.source)
    return found


def _find_places(entry: Entry) -> list[Location]:
    """Withheld places, those among rival values too."""
    found = []
    for holder in _holders(entry):
        for place in (holder.location, holder.origin, holder.destination):
            if place is not None and is_withheld_place(place):
                found.append(place)
    for supports in entry.incident.disagreements.values():
        rivals = [msgspec.convert(one.value, Location) for one in supports if is_place(one.value)]
        found += [place for place in rivals if is_withheld_place(place)]
    return found
