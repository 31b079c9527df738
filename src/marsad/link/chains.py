"""What incidents have to do with one another: clash, then reinforcements, then mediation.

Links that reports tell between their own events lead between incidents; by rule a reinforcement, cordon, agreement or
mediation follows the last violence at its place, of one of its actors, in the week before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ..model import Incident, Related
from . import spots
from .days import ordinal
from .parties import OTHER, best_relation, key_of
from .spots import Spot
from .tables import load_families

_WINDOW = 7  # days
_VIOLENT = frozenset(("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"))
_ANSWERS = frozenset(("activity", "agreement", "other", "base"))
_CALM = frozenset(("AGREE", "CONSULT", "MOBILIZE", "COERCE"))
_HERE = frozenset((spots.SAME, spots.NEAR))


class _Fight(NamedTuple):
    number: int
    day: int
    spot: Spot
    actors: frozenset[str]


def relate(incidents: Sequence[Incident], told: dict[str, list[Related]]) -> list[Incident]:
    """Incidents with their relations. ``told`` gives the links of member events, by event id."""
    home = {event: incident.incident_id for incident in incidents for event in incident.events}
    follows = _find_answers(incidents)
    related: list[Incident] = []
    for number, incident in enumerate(incidents):
        links = {
            home[link.event_id]: link.relation
            for event in incident.events
            for link in told.get(event, ())
            if home.get(link.event_id, incident.incident_id) != incident.incident_id
        }
        if number in follows:
            links.setdefault(incidents[follows[number]].incident_id, "follows")
        found = [Related(name, relation) for name, relation in sorted(links.items())]
        related.append(msgspec.structs.replace(incident, related=found))
    return related


def _find_answers(incidents: Sequence[Incident]) -> dict[int, int]:
    """The number of the violence that each answering incident follows."""
    fights = _fights(incidents)
    found: dict[int, int] = {}
    for number, incident in enumerate(incidents):
        day, spot = _when(incident), spots.spot_of(incident.location or incident.destination)
        if day is None or spot is None or not _is_answer(incident):
            continue
        actors = _actors(incident)
        before = [
            fight
            for past in range(day - _WINDOW, day + 1)
            for fight in fights.get((past, spot.admin1), ())
            if spots.compare(fight.spot, spot) in _HERE and best_relation(fight.actors, actors) not in (None, OTHER)
        ]
        if before:
            found[number] = max(before, key=lambda fight: (fight.day, incidents[fight.number].incident_id)).number
    return found


def _fights(incidents: Sequence[Incident]) -> dict[tuple[int, str | None], list[_Fight]]:
    found: defaultdict[tuple[int, str | None], list[_Fight]] = defaultdict(list)
    for number, incident in enumerate(incidents):
        day, spot = _when(incident), spots.spot_of(incident.location)
        if incident.event_type in _VIOLENT and day is not None and spot is not None:
            found[day, spot.admin1].append(_Fight(number, day, spot, _actors(incident)))
    return dict(found)


def _when(incident: Incident) -> int | None:
    return ordinal(incident.date) if incident.date_precision == "day" else None


def _is_answer(incident: Incident) -> bool:
    family = load_families().get(incident.sub_event_type, ("", ()))[0]
    return family in _ANSWERS and incident.plover in _CALM


def _actors(incident: Incident) -> frozenset[str]:
    return frozenset(key for actor in incident.actors if (key := key_of(actor)) is not None)
