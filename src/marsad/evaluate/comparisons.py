"""Is one field of a coded event right? One function a field, alternatives of the gold accepted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .gold import FAMILIES, GoldActor, GoldDate, GoldEvent, GoldPlace
from .names import Names, same_actor
from .predictions import CodedActor, CodedEvent

_NEAR_FAMILIES = ({"V", "X"}, {"V", "C"}, {"X", "C"}, {"P", "R"})
_EARTH_DIAMETER_KM = 12742
_WEEK_TOLERANCE_DAYS = 4


class ActorHits(NamedTuple):
    """Actors on the right side, actors in the gold, actors coded."""

    hits: int
    gold: int
    coded: int

    @property
    def exact(self) -> bool:
        """All found and none too many."""
        return self.hits == self.gold == self.coded


def type_right(gold: GoldEvent, coded: CodedEvent) -> bool:
    """The event type is the gold's or an accepted one."""
    return coded.event_type in gold.types


def sub_right(gold: GoldEvent, coded: CodedEvent) -> bool:
    """The sub-type is accepted; an alternative type brings any sub-type of its own."""
    return coded.sub_event_type in gold.subs or coded.event_type in gold.other_types


def type_nearness(gold: GoldEvent, coded: CodedEvent) -> float:
    """1 for a right type, 0.5 for a neighbouring one (battle and explosion), 0 otherwise."""
    if type_right(gold, coded):
        return 1.0
    pair = {FAMILIES.get(gold.event_type), FAMILIES.get(coded.event_type or "")}
    return 0.5 if pair in _NEAR_FAMILIES else 0.0


def date_right(gold: GoldEvent, coded: CodedEvent) -> bool:
    """The date meets the gold's date at its precision, or an alternative day."""
    return any(_meets(accepted, coded.date) for accepted in gold.dates)


def _meets(accepted: GoldDate, coded: str | None) -> bool:
    if accepted.value is None or coded is None:
        return accepted.value == coded
    length = {"day": 10, "month": 7, "year": 4}.get(accepted.precision)
    if length is not None:
        return coded[:length] == accepted.value[:length]
    try:
        gap = date.fromisoformat(coded[:10]) - date.fromisoformat(accepted.value[:10])
    except ValueError:
        return False
    return abs(gap.days) <= _WEEK_TOLERANCE_DAYS


def place_right(gold: GoldEvent, coded: CodedEvent) -> bool:
    """Near enough by coordinates; by name where either side has none; no place where the gold has none."""
    place = gold.place
    if place.others & coded.place_names:
        return True
    if not place.name and place.lat is None:
        return not coded.place and coded.lat is None
    if place.lat is not None and coded.lat is not None:
        return _distance(place, coded) <= place.tolerance
    return bool(place.names & coded.place_names)


def _distance(place: GoldPlace, coded: CodedEvent) -> float:
    """Great-circle distance in kilometres; infinite when a coordinate is missing."""
    if place.lat is None or place.lon is None or coded.lat is None or coded.lon is None:
        return math.inf
    lat1, lat2, half_lon = map(math.radians, (place.lat, coded.lat, (coded.lon - place.lon) / 2))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return _EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(chord)))


def straight_hits(gold: GoldEvent, coded: CodedEvent) -> ActorHits:
    """Actors found on the side the gold gives them."""
    return _hits(gold, coded.sides[0], coded.sides[1])


def swapped_hits(gold: GoldEvent, coded: CodedEvent) -> ActorHits:
    """Actors found when the coded sides are exchanged."""
    return _hits(gold, coded.sides[1], coded.sides[0])


def actor_hits(gold: GoldEvent, coded: CodedEvent) -> ActorHits:
    """Actors as scored: in a battle the order of the sides is free, elsewhere it says who did it."""
    straight = straight_hits(gold, coded)
    if gold.event_type != "Battles":
        return straight
    return max(straight, swapped_hits(gold, coded), key=lambda found: found.hits)


def _hits(gold: GoldEvent, first: Sequence[CodedActor], second: Sequence[CodedActor]) -> ActorHits:
    hits = _side_hits(gold.sides[0], first) + _side_hits(gold.sides[1], second)
    return ActorHits(hits, sum(map(len, gold.sides)), len(first) + len(second))


def _side_hits(accepted: Sequence[GoldActor], coded: Sequence[CodedActor]) -> int:
    """Gold actors found, each coded actor used once, in the order written."""
    left: list[Names] = [actor.names for actor in coded]
    hits = 0
    for actor in accepted:
        index = next((i for i, names in enumerate(left) if same_actor(actor.names, names)), None)
        if index is not None:
            left.pop(index)
            hits += 1
    return hits


def optional_fields(gold: GoldEvent, coded: CodedEvent) -> dict[str, bool]:
    """Right or wrong for each field that is scored only where the gold states it."""
    right: dict[str, bool] = {}
    for outcome, toll in gold.tolls.items():
        if toll is not None:
            right[outcome] = toll == coded.tolls[outcome]
    if gold.factuality is not None:
        told = {gold.factuality, coded.factuality}
        right["factuality"] = len(told) == 1 or told == {"asserted", "reported"}
    if gold.background is not None:
        right["background"] = gold.background == coded.background
    if gold.cause:
        right["cause"] = gold.cause == coded.cause
    if gold.attribution:
        right["attribution"] = gold.attribution == coded.attribution
    return right
