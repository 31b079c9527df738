"""Actors across datasets and languages: a name to a party, two parties to a likeness with its reason.

``IS``, ``Islamic State (Syria)`` and ``تنظيم الدولة الإسلامية`` are one party: names are looked up in the actor
registry (Arabic and English names and aliases), in ``data/actor_names.csv`` for spellings of the datasets, by the
patterns of ``data/actor_patterns.csv`` (``Government of …``), and last by their skeletons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..lexicon.actors import ActorEntry, load_registry
from ..lexicon.tables import list_files, load_yaml
from ..model import Actor
from .names import Skeleton, fold_name, likeness, skeleton_of
from .tables import load_pairs, load_rows

_ALIKE = 0.5  # share of common words from which two unknown names are alike
_UNIDENTIFIED = "unidentified-armed"
_NOT_ARMED = frozenset(("civilians", "protesters", "rioters"))


@dataclass(slots=True, frozen=True)
class Party:
    """One actor: registry ids, whom they belong to or are backed by, camps (``rebel:SY``), words of the name.

    ``umbrella``: it names a whole camp (``Syrian insurgents``).
    """

    name: str
    ids: frozenset[str]
    patrons: frozenset[str]
    camps: frozenset[str]
    words: Skeleton
    umbrella: bool


@dataclass(slots=True, frozen=True)
class Relation:
    """How two parties are related: the row of ``data/actor_relations.csv`` and its value."""

    name: str
    value: float


def relate(first: Party, second: Party) -> Relation:
    """The strongest relation of two parties."""
    name = _relation(first, second)
    return Relation(name, _values()[name])


def _relation(first: Party, second: Party) -> str:
    if first.ids & second.ids or (not first.ids and not second.ids and first.camps & second.camps & _NOT_ARMED):
        return "same"
    share = likeness(first.words, second.words)
    if share == 1.0 and not (first.ids and second.ids):
        return "spelling"
    if first.ids & second.patrons or second.ids & first.patrons:
        return "affiliated"
    shared = first.camps & second.camps
    if shared and (first.umbrella or second.umbrella):
        return "umbrella"
    if share >= _ALIKE and not (first.ids and second.ids):
        return "alike"
    if _UNIDENTIFIED in first.camps | second.camps and not (first.camps | second.camps) & _NOT_ARMED:
        return "unidentified"
    return "camp" if shared else "different"


@cache
def party_of_name(name: str, year: int) -> Party:
    """The party that a dataset's name means in a year (the Syrian army of 2016 is not that of 2025)."""
    entries, camps = _look_up(name)
    alive = [entry for entry in entries if _alive(entry, year)] or entries
    return _party(name, alive, camps, year)


@cache
def party_of_id(actor_id: str, year: int) -> Party:
    """The party of a registry id; an id the registry lacks is a name."""
    entry = load_registry().entries.get(actor_id)
    return _party(entry.name_en, [entry], (), year) if entry is not None else party_of_name(actor_id, year)


def party_of_actor(actor: Actor, year: int) -> Party:
    """The party of one of our actors; one unknown to the registry keeps its name and its kind."""
    if actor.actor_id is not None and actor.actor_id in load_registry().entries:
        return party_of_id(actor.actor_id, year)
    return _unknown(actor.name_ar, actor.kind, actor.country, year)


@cache
def _unknown(name: str, kind: str, country: str | None, year: int) -> Party:
    known = party_of_name(name, year)
    if known.ids:
        return known
    return Party(name, known.ids, known.patrons, known.camps | _camps(kind, country), known.words, False)


def _party(name: str, entries: Iterable[ActorEntry], camps: Iterable[str], year: int) -> Party:
    entries = list(entries)
    patrons = {to for entry in entries for to in _patrons(entry, year)}
    own = {camp for entry in entries for camp in _camps(entry.kind, entry.country)}
    umbrella = bool(camps) or any(entry.id in _umbrellas() for entry in entries)
    ids = frozenset(entry.id for entry in entries)
    return Party(name, ids, frozenset(patrons), frozenset(own) | frozenset(camps), skeleton_of(name), umbrella)


def _camps(kind: str, country: str | None) -> frozenset[str]:
    """``state:SY``: forces of a state are one camp at home and abroad; people without arms have no country."""
    if kind in _NOT_ARMED or kind == _UNIDENTIFIED:
        return frozenset((kind,))
    side = "state" if kind in ("state-forces", "external-forces") else kind
    return frozenset((f"{side}:{country}",)) if country else frozenset()


def _patrons(entry: ActorEntry, year: int) -> set[str]:
    """Whom it belonged to or was backed by in the year, and whom those did (two steps)."""
    entries = load_registry().entries
    direct = {to for to, since, until in entry.affiliation if _overlaps(since, until, year)}
    above = (entries[to] for to in direct if to in entries)
    return direct | {to for e in above for to, since, until in e.affiliation if _overlaps(since, until, year)}


def _alive(entry: ActorEntry, year: int) -> bool:
    return _overlaps(entry.since, entry.until, year)


def _overlaps(since: str | None, until: str | None, year: int) -> bool:
    return not (since and since > f"{year}-12-31") and not (until and until < f"{year}-01-01")


def _look_up(name: str) -> tuple[list[ActorEntry], tuple[str, ...]]:
    """Registry entries and camps of a name, by the first way that finds any."""
    forms = _forms(name)
    for folded in forms:
        if found := _index().get(folded):
            return list(found.values()), ()
    for folded in forms:
        if camps := _camps_of(folded):
            return [], camps
    words = skeleton_of(name)
    return list(_by_words().get(words, {}).values()) if words else [], ()


def _forms(name: str) -> list[str]:
    """A name as written, without its initials (``HTS: Hayat …``), without what stands in brackets."""
    forms = (name, name.partition(": ")[2] or name, name.partition(" (")[0], name.partition(": ")[2].partition(" (")[0])
    return list(dict.fromkeys(fold_name(form) for form in forms if form))


def _camps_of(folded: str) -> tuple[str, ...]:
    """Camps by pattern; a pattern with a country wants one in the name."""
    for row in load_rows("actor_patterns"):
        opening = row["opening"].replace("{country}", "").strip()
        if not f"{folded} ".startswith(f"{opening} "):
            continue
        code = next((code for country, code in _countries() if f" {country} " in f"{folded} "), None)
        if "{" not in row["group"]:
            return (row["group"],)
        if code is not None:
            return (row["group"].format(code=code),)
    return ()


@cache
def _countries() -> tuple[tuple[str, str], ...]:
    """Country names, the longer first: South Sudan before Sudan."""
    pairs = ((fold_name(name), code) for name, code in load_pairs("countries", "name", "code").items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _index() -> dict[str, dict[str, ActorEntry]]:
    """Registry entries by folded name: own names, aliases, and the spellings of ``data/actor_names.csv``."""
    entries = load_registry().entries
    found: dict[str, dict[str, ActorEntry]] = defaultdict(dict)
    for source in list_files("actors", ".yaml"):
        for row in load_yaml(source) or ():
            for name in (row["name_ar"], row["name_en"], *row.get("aliases", ()), *row.get("aliases_en", ())):
                found[fold_name(str(name))][row["id"]] = entries[row["id"]]
    for row in load_rows("actor_names"):
        found[fold_name(row["name"])] = {id_: entries[id_] for id_ in row["actor_ids"].split("|")}
    return dict(found)


@cache
def _by_words() -> dict[Skeleton, dict[str, ActorEntry]]:
    found: dict[Skeleton, dict[str, ActorEntry]] = defaultdict(dict)
    for name, entries in _index().items():
        if len(words := skeleton_of(name)) > 1:
            found[words].update(entries)
    return dict(found)


@cache
def _umbrellas() -> frozenset[str]:
    return frozenset(row["actor_id"] for row in load_rows("umbrellas"))


@cache
def _values() -> dict[str, float]:
    return {name: float(value) for name, value in load_pairs("actor_relations", "relation", "value").items()}
