"""What incidents have to do with one another: clash, then reinforcements, then mediation.

Links that reports tell between their own events lead between incidents; by rule a reinforcement, cordon, agreement or
mediation follows the last violence at its place, of one of its actors, in the week before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
Told = Mapping[str, Sequence[Related]]
"""Links that events tell to others, by event id."""


class _Fight(NamedTuple):
    incident_id: str
    day: int
    spot: Spot
    actors: frozenset[str]


class Fights:
    """Violence by day and governorate, what can be followed; where incidents come by day, the old may be forgotten."""

    def __init__(self, incidents: Iterable[Incident] = ()) -> None:
        """Take in what of these incidents is violence."""
        self._days: defaultdict[int, defaultdict[str | None, list[_Fight]]] = defaultdict(lambda: defaultdict(list))
        self.add(incidents)

    def add(self, incidents: Iterable[Incident]) -> None:
        """Take in what of these incidents is violence."""
        for one in incidents:
            day, spot = _when(one), spots.spot_of(one.location)
            if one.event_type in _VIOLENT and day is not None and spot is not None:
                self._days[day][spot.admin1].append(_Fight(one.incident_id, day, spot, _actors(one)))

    def forget_before(self, date: str | None) -> None:
        """Forget what nothing of an ISO day or later follows."""
        first = (ordinal(date) or 0) - _WINDOW
        for day in [day for day in self._days if day < first]:
            del self._days[day]

    def find_followed(self, incident: Incident) -> str | None:
        """The violence that an incident answers, by id; None where it is no answer or follows none."""
        day, spot = _when(incident), spots.spot_of(incident.location or incident.destination)
        if day is None or spot is None or not _is_answer(incident):
            return None
        actors = _actors(incident)
        before = [
            fight
            for past in range(day - _WINDOW, day + 1)
            if past in self._days
            for fight in self._days[past].get(spot.admin1, ())
            if spots.compare(fight.spot, spot) in _HERE and best_relation(fight.actors, actors) not in (None, OTHER)
        ]
        return max(before, key=lambda fight: (fight.day, fight.incident_id)).incident_id if before else None


def relate(incidents: Sequence[Incident], told: Told) -> list[Incident]:
    """Incidents with their relations. ``told`` gives the links of member events, by event id."""
    home = {event: incident.incident_id for incident in incidents for event in incident.events}
    fights = Fights(incidents)
    return [tie(incident, told, home, fights) for incident in incidents]


def tie(incident: Incident, told: Told, home: Mapping[str, str], fights: Fights) -> Incident:
    """An incident with its relations; ``home`` gives the incidents of the events that its events name."""
    links = {
        home[link.event_id]: link.relation
        for event in incident.events
        for link in told.get(event, ())
        if home.get(link.event_id, incident.incident_id) != incident.incident_id
    }
    followed = fights.find_followed(incident)
    if followed is not None:
        links.setdefault(followed, "follows")
    found = [Related(name, relation) for name, relation in sorted(links.items())]
    return msgspec.structs.replace(incident, related=found)


def _when(incident: Incident) -> int | None:
    return ordinal(incident.date) if incident.date_precision == "day" else None


def _is_answer(incident: Incident) -> bool:
    family = load_families().get(incident.sub_event_type, ("", ()))[0]
    return family in _ANSWERS and incident.plover in _CALM


def _actors(incident: Incident) -> frozenset[str]:
    return frozenset(key for actor in incident.actors if (key := key_of(actor)) is not None)
