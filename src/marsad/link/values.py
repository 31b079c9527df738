"""The value of each field of an incident: what its tellings support best, with every disagreement kept.

A value weighs by the independent origins behind it, then by how exact it is, then by which was told first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from ..model import Attribution, Cause, Event, Location, Support, Telling, Weapon
from . import spots
from .days import apart as excludes
from .days import days_of
from .parties import UNNAMED

_PRECISIONS = {"day": 3, "week": 2, "month": 1, "year": 0, "unknown": -1}
_WRITTEN = {"month": 7, "year": 4}  # characters of an ISO date
_COMPATIBLE = frozenset((spots.SAME, spots.NEAR, spots.WIDE))
_STRENGTHS = ("denied", "possible", "claimed", "reported", "asserted")  # the later, the surer
_HIT = UNNAMED - {"unidentified-armed"}
_SAME_STRENGTH = frozenset(("asserted", "reported"))  # codebook, ruling 13


class Told(NamedTuple):
    """A telling and the number of its origin."""

    telling: Telling
    origin: int

    @property
    def event(self) -> Event:
        """Its event."""
        return self.telling.event


class Choice(NamedTuple):
    """A value, the tellings behind it, and how exact it is."""

    value: Any
    behind: list[Told]
    rank: float


def choose(told: Sequence[Told], read: Callable[[Event], tuple[Any, float] | None], exact_first: bool) -> list[Choice]:
    """The values that ``read`` (value and exactness) finds, the best first; equal values are one."""
    found: dict[Any, Choice] = {}
    for item in told:
        value = read(item.event)
        if value is not None:
            known = found.setdefault(value[0], Choice(value[0], [], value[1]))
            known.behind.append(item)

    def weight(choice: Choice) -> tuple[float, float]:
        origins = len({item.origin for item in choice.behind})
        return (-choice.rank, -origins) if exact_first else (-origins, -choice.rank)

    return sorted(found.values(), key=weight)  # stable: the value told first wins a tie


def rivals(choices: Sequence[Choice], show: Callable[[Any], Any] = lambda value: value) -> list[Support]:
    """Every value with the events that say so; none when all say the same."""
    if len(choices) < 2:
        return []
    return [Support(show(choice.value), [item.event.event_id for item in choice.behind]) for choice in choices]


def choose_types(told: Sequence[Told]) -> tuple[tuple[str, str, str], dict[str, list[Support]]]:
    """Event type, sub-event type and PLOVER type, and what is disputed of them."""
    subs = choose(told, lambda event: ((event.event_type, event.sub_event_type), 0.0), False)
    plovers = choose([item for item in subs[0].behind], lambda event: (event.plover, 0.0), False)
    return (*subs[0].value, plovers[0].value), {"sub_event_type": rivals(subs, lambda value: value[1])}


def choose_dates(told: Sequence[Told]) -> tuple[tuple[str | None, str | None, str], dict[str, list[Support]]]:
    """Date, end and precision: the most exact that most origins give. A vaguer date that holds it is no rival."""

    def read(event: Event) -> tuple[Any, float] | None:
        if event.date is None:
            return None
        return (event.date, event.date_end, event.date_precision), _PRECISIONS.get(event.date_precision, -1)

    found = choose(told, read, True)
    if not found:
        return (None, None, "unknown"), {}
    best = days_of(found[0].behind[0].event, None)
    apart = [one for one in found if excludes(best, days_of(one.behind[0].event, None))]
    return found[0].value, {"date": rivals([found[0], *apart], _show_date)}


def _show_date(value: tuple[str, str | None, str]) -> str:
    """``2022-11-22``, ``2022-11`` for a month, ``2022-11-21/2022-11-23`` for a span."""
    day, end, precision = value
    return f"{day}/{end}" if end else day[: _WRITTEN.get(precision, len(day))]


def choose_place(
    told: Sequence[Told], field: str = "location"
) -> tuple[Location | None, dict[str, list[Support]]]:
    """The place itself before its district and governorate; among such, the one that most origins give.

    A wider place that holds it is no rival.
    """
    places: list[Location] = []

    def read(event: Event) -> tuple[Any, float] | None:
        place: Location | None = getattr(event, field)
        spot = spots.spot_of(place)
        if place is None or spot is None:
            return None
        at = next((n for n, known in enumerate(places) if _is_same(known, place)), len(places))
        if at == len(places):
            places.append(place)
        elif _detail(place) > _detail(places[at]):
            places[at] = place
        return at, 0.0

    found = sorted(choose(told, read, False), key=lambda choice: _breadth(places[choice.value]))
    if not found:
        return None, {}
    best = spots.spot_of(places[found[0].value])
    apart = [one for one in found[1:] if spots.compare(best, spots.spot_of(places[one.value])) not in _COMPATIBLE]
    return places[found[0].value], {field: rivals([found[0], *apart], lambda at: _show_place(places[at]))}


def _is_same(a: Location, b: Location) -> bool:
    if a.gazetteer_id is not None and a.gazetteer_id == b.gazetteer_id:
        return True
    return spots.compare(spots.spot_of(a), spots.spot_of(b)) == spots.SAME


def _breadth(place: Location) -> int:
    """1 the place itself, 2 near it, 3 a governorate or another wide place."""
    spot = spots.spot_of(place)
    return 3 if spot is None or spot.wide else place.precision or 1


def _detail(place: Location) -> tuple[int, int]:
    """How much of a place is told: the nearest first, then how many of its fields."""
    known = (place.site, place.gazetteer_id, place.lat, place.admin3)
    return -_breadth(place), sum(value is not None for value in known)


def _show_place(place: Location) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(place)
    return {name: value for name, value in shown.items() if value is not None}


def find_side_rivals(told: Sequence[Told]) -> dict[str, list[Support]]:
    """Where tellings name other parties on a side: a list of names each. Who names nobody disagrees with nobody.

    Civilians are somebody where they are hit; gunmen that nobody knows never are.
    """
    found: dict[str, list[Support]] = {}
    for side in ("1", "2"):

        def read(event: Event, side: str = side) -> tuple[Any, float] | None:
            actors = [actor for actor in event.actors if actor.side == side]
            named = {actor.name_ar for actor in actors if actor.kind not in UNNAMED}
            hit = {actor.name_ar for actor in actors if actor.kind in _HIT and side == "2"}
            names = tuple(sorted(named or hit))
            return (names, float(bool(named))) if names else None

        found[f"actors.{side}"] = rivals(choose(told, read, False), list)
    return found


def choose_cause(told: Sequence[Told]) -> tuple[Cause | None, dict[str, list[Support]]]:
    """The cause of the category that most origins give, in the words of the first."""
    found = choose(told, lambda event: (event.cause.category, 0.0) if event.cause else None, False)
    if not found:
        return None, {}
    return found[0].behind[0].event.cause, {"cause": rivals(found)}


def choose_factuality(told: Sequence[Told]) -> tuple[str, dict[str, list[Support]]]:
    """The surest way in which somebody tells it, unless more origins deny it."""

    def read(event: Event) -> tuple[Any, float] | None:
        return event.factuality, float(_STRENGTHS.index(event.factuality) if event.factuality in _STRENGTHS else 0)

    found = choose(told, read, True)
    backing = {choice.value: {item.origin for item in choice.behind} for choice in found}
    others = set().union(*(origins for value, origins in backing.items() if value != "denied"))
    value = "denied" if len(backing.get("denied", ())) > len(others) else found[0].value
    differing = [] if backing.keys() <= _SAME_STRENGTH else rivals(found)
    return value, {"factuality": differing}


def unite_weapons(told: Sequence[Told]) -> list[Weapon]:
    """Each category once, in the words of who told it first."""
    found: dict[str, Weapon] = {}
    for weapon in _each(told, lambda event: event.weapons):
        found.setdefault(weapon.category, weapon)
    return list(found.values())


def unite_attributions(told: Sequence[Told]) -> list[Attribution]:
    """Who says so, each once; the outlet of the report where the event names none."""
    found: dict[tuple[str | None, ...], Attribution] = {}
    for item in told:
        said = item.event.attribution or Attribution()
        whole = msgspec.structs.replace(said, outlet=said.outlet or item.telling.outlet)
        if whole != Attribution():
            found.setdefault((whole.outlet, whole.source, whole.kind), whole)
    return list(found.values())


def _each(told: Sequence[Told], read: Callable[[Event], list[Any]]) -> Iterator[Any]:
    return (value for item in told for value in read(item.event))


def find_confidence(told: Sequence[Told]) -> float:
    """One minus the chance that every origin is wrong, each as sure as its surest telling; at most 0.99."""
    surest: defaultdict[int, float] = defaultdict(float)
    for item in told:
        surest[item.origin] = max(surest[item.origin], item.event.confidence)
    doubt = 1.0
    for confidence in surest.values():
        doubt *= 1.0 - confidence
    return round(min(0.99, 1.0 - doubt), 3)
