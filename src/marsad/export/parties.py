"""Who stands on which side, and what the field's tables call them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..model import Actor, Incident
from .tables import Country, load_parties

# Ids of the registry that stand for people without a name of their own.
_NAMELESS = frozenset({None, "civilians", "protesters", "rioters", "unidentified-gunmen"})
UNARMED = frozenset({"civilians", "protesters", "rioters"})


class Side(NamedTuple):
    """The main actor of a side, those with it, and the names of all, joined."""

    main: Actor | None
    others: tuple[Actor, ...] = ()
    names: str = ""

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All of the side, the main one first."""
        return () if self.main is None else (self.main, *self.others)


_EMPTY = Side(None)


def split_sides(incident: Incident) -> tuple[Side, Side]:
    """Sides 1 and 2; an actor that only fights alongside (``associated``) comes after the others."""
    return _side(incident, "1"), _side(incident, "2")


def _side(incident: Incident, side: str) -> Side:
    actors = [actor for actor in incident.actors if actor.side == side]
    if len(actors) > 1:
        actors.sort(key=lambda actor: actor.associated)
    return Side(actors[0], tuple(actors[1:]), join_names(actors)) if actors else _EMPTY


def name_of(actor: Actor) -> str:
    """The name in Latin letters, or the Arabic one of an actor that no registry knows."""
    return actor.name_en or actor.name_ar


def join_names(actors: Iterable[Actor]) -> str:
    """Names joined as tables of the field join several values."""
    return "; ".join(map(name_of, actors))


def acled_name(actor: Actor, country: Country) -> str:
    """ACLED's name: civilians without a name of their own are ``Civilians (Syria)``."""
    generic = load_parties()[actor.kind].generic
    return generic_name(generic, country) if generic and actor.actor_id in _NAMELESS else name_of(actor)


def generic_name(generic: str, country: Country) -> str:
    """ACLED's form: ``Unidentified Armed Group (Iraq)``."""
    return f"{generic} ({country.name})"
