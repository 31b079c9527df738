"""The actors of an incident: those of all tellings, each once, on the side they belong to.

Unknown gunmen yield to a named force on their side, and so do civilians among those who act; a unit and the force it
belongs to are both kept, the unit first. In a two-sided fight the side that comes first differs from outlet to outlet,
so tellings are turned to fit the fullest.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..model import Actor, Person, Telling
from .comparisons import TWO_SIDED
from .parties import UNNAMED, ancestors, best_relation, key_of
from .tables import load_families

_YIELDING = {"1": frozenset(("unidentified-armed", "civilians")), "2": frozenset(("unidentified-armed",))}
_TURNED = {"1": "2", "2": "1"}


def unite_actors(tellings: Sequence[Telling]) -> list[Actor]:
    """Actors by side, the more specific before whom they belong to, else in the order told."""
    found: dict[tuple[str, str], Actor] = {}
    for actor in turned_actors(tellings):
        key = (actor.side, key_of(actor) or actor.actor_id or actor.kind)
        found[key] = _united(found[key], actor) if key in found else actor
    kept = [actor for actor in found.values() if not _yields(actor, list(found.values()))]
    return sorted(kept, key=lambda actor: (actor.side, actor.associated, -_depth(actor, kept)))


def turned_actors(tellings: Sequence[Telling]) -> list[Actor]:
    """The actors of all tellings, sides turned where the fullest telling has them the other way round."""
    if not tellings:
        return []
    fullest = max(tellings, key=lambda telling: (_named(telling, "1") and _named(telling, "2") and 1) or 0)
    return [actor for telling in tellings for actor in _turn(telling, fullest)]


def _turn(telling: Telling, fullest: Telling) -> list[Actor]:
    family = load_families().get(telling.event.sub_event_type, ("", ()))[0]
    actors = telling.event.actors
    if telling is fullest or family not in TWO_SIDED or not _fits_better_turned(telling, fullest):
        return actors
    return [msgspec.structs.replace(actor, side=_TURNED.get(actor.side, actor.side)) for actor in actors]


def _fits_better_turned(telling: Telling, fullest: Telling) -> bool:
    def fit(first: str, second: str) -> int:
        pairs = (("1", first), ("2", second))
        return sum(best_relation(_named(fullest, a), _named(telling, b)) or 0 for a, b in pairs)

    return fit("2", "1") > fit("1", "2")


def _named(telling: Telling, side: str) -> frozenset[str]:
    keys = (key_of(actor) for actor in telling.event.actors if actor.side == side)
    return frozenset(key for key in keys if key is not None)


def _united(known: Actor, other: Actor) -> Actor:
    """One actor of two tellings: all people named, all affiliations; alongside only if nobody puts it first."""
    people: dict[str, Person] = {person.name: person for person in (*other.persons, *known.persons)}
    affiliation = list(dict.fromkeys((*known.affiliation, *other.affiliation)))
    return msgspec.structs.replace(
        known, persons=[people[name] for name in dict.fromkeys(p.name for p in (*known.persons, *other.persons))],
        affiliation=affiliation, associated=known.associated and other.associated,
    )  # fmt: skip


def _yields(actor: Actor, others: list[Actor]) -> bool:
    if actor.kind not in _YIELDING.get(actor.side, ()):
        return False
    return any(other.side == actor.side and other.kind not in UNNAMED for other in others)


def _depth(actor: Actor, others: list[Actor]) -> int:
    """How many of the others on its side an actor belongs to."""
    key = key_of(actor)
    if key is None:
        return 0
    above = ancestors(key) - {key}
    return sum(other.side == actor.side and key_of(other) in above for other in others)
