"""What can be compared of an event, whoever coded it: our incidents and events, and those of references, in one form.

What a precision means (``data/precisions.csv``) is settled here: how far a date or a point may be off, and how much
agreement can count at most when it is coarse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..model import Actor, Event, Incident, Location
from .names import Skeleton, skeleton_of
from .parties import Party, party_of_actor, party_of_name
from .references import Deaths, ReferenceEvent
from .tables import load_rows

_UNSAID = "3"  # a location without a precision is taken as its governorate

Sides = tuple[tuple[Party, ...], tuple[Party, ...]]


@dataclass(slots=True, frozen=True)
class When:
    """Days as ordinals, first to last; ``most``: what agreement on such a date can be worth."""

    first: int
    last: int
    most: float


@dataclass(slots=True, frozen=True)
class Where:
    """Degrees, how far off they may be in km, what agreement can be worth, names of the place and governorate."""

    lat: float | None
    lon: float | None
    reach: float
    most: float
    names: tuple[Skeleton, ...]
    admin1: Skeleton


@dataclass(slots=True, frozen=True)
class Killed:
    """Deaths as told: ``low`` and ``high`` may be open; ``shares`` of side 1, side 2 and civilians, where told."""

    low: int | None
    best: int | None
    high: int | None
    shares: tuple[int, int, int] | None = None


@dataclass(slots=True, frozen=True)
class Occurrence:
    """One event ready for comparison; ``kind`` is an event type or a class of violence (``data/type_likeness.csv``)."""

    id: str
    kind: str
    when: When
    where: Where
    sides: Sides
    deaths: Killed


@dataclass(slots=True, frozen=True)
class Unfit:
    """An event that cannot be compared, and why."""

    id: str
    reason: str


def occurrence_of_event(event: Event | Incident) -> Occurrence | Unfit:
    """One of ours; without a date or a place it is unfit."""
    own_id = event.incident_id if isinstance(event, Incident) else event.event_id
    if event.date is None:
        return Unfit(own_id, "no date")
    where = _our_place(event.location)
    if where is None:
        return Unfit(own_id, "no place")
    when = _our_days(event.date, event.date_end, event.date_precision)
    sides = _our_sides(event.actors, date.fromordinal(when.first).year)
    return Occurrence(own_id, event.event_type, when, where, sides, killed_of(event))


def occurrence_of_reference(event: ReferenceEvent) -> Occurrence | Unfit:
    """One that people coded; without coordinates and governorate it is unfit."""
    site = event.site
    if site.lat is None and site.admin1 is None:
        return Unfit(event.id, "no place")
    reach, most = _precision(event.dataset, "place", site.precision or "")
    spread, worth = _precision(event.dataset, "date", event.date_precision or "")
    first, last = date.fromisoformat(event.date).toordinal(), date.fromisoformat(event.date_end).toordinal()
    names = tuple(filter(None, (skeleton_of(name) for name in site.names)))
    year = int(event.date[:4])
    return Occurrence(
        event.id,
        event.violence,
        When(first - int(spread), last + int(spread), worth),
        Where(site.lat, site.lon, reach, most, names, skeleton_of(site.admin1 or "")),
        (_parties(event.side_a, year), _parties(event.side_b, year)),
        _their_deaths(event.deaths),
    )


def killed_of(event: Event | Incident) -> Killed:
    """Deaths over all groups; a bound one group leaves open is open for the sum."""
    told = [casualty for casualty in event.casualties if casualty.outcome == "killed"]
    if not told:
        return Killed(None, None, None)
    shares = [0, 0, 0]
    for casualty in told:
        group = _group_of(casualty.group, event.actors)
        if group is not None:
            shares[group] += casualty.best or casualty.low or 0
    known = (shares[0], shares[1], shares[2]) if any(shares) else None
    return Killed(_total(c.low for c in told), _total(c.best for c in told), _total(c.high for c in told), known)


def _group_of(group: str, actors: list[Actor]) -> int | None:
    """0 and 1 for the sides, 2 for civilians, None when nobody says who died."""
    if group == "civilians":
        return 2
    for actor in actors:
        if group in (actor.actor_id, actor.name_ar, actor.mention) and actor.side in ("1", "2"):
            return 2 if actor.kind == "civilians" else int(actor.side) - 1
    return None


def _their_deaths(deaths: Deaths) -> Killed:
    told = (deaths.side_a, deaths.side_b, deaths.civilians)
    shares = (told[0] or 0, told[1] or 0, told[2] or 0) if any(told) else None
    return Killed(deaths.low, deaths.best, deaths.high, shares)


def _total(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)


def _our_days(first: str, last: str | None, precision: str) -> When:
    start = date.fromisoformat(first[:10])
    end = date.fromisoformat(last[:10]) if last else _end_of(start, precision)
    _, most = _precision("marsad", "date", precision)
    return When(start.toordinal(), max(start, end).toordinal(), most)


def _end_of(start: date, precision: str) -> date:
    """The last day of a week, month or year that is told by its first day only."""
    if precision == "week":
        return date.fromordinal(start.toordinal() + 6)
    if precision == "month":
        following = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1, day=1)
        return date.fromordinal(following.toordinal() - 1)
    return start.replace(month=12, day=31) if precision == "year" else start


def _our_place(location: Location | None) -> Where | None:
    if location is None or (location.lat is None and location.admin1 is None):
        return None
    known = location.lat is not None and location.lon is not None
    reach, most = _precision("marsad", "place", str(location.precision or _UNSAID))
    names = (skeleton_of(name) for name in (location.name_en, location.name_ar, location.name) if name)
    return Where(
        location.lat if known else None,
        location.lon if known else None,
        reach,
        most,
        tuple(dict.fromkeys(name for name in names if name)),
        skeleton_of(location.admin1 or ""),
    )


def _our_sides(actors: list[Actor], year: int) -> Sides:
    first = tuple(party_of_actor(actor, year) for actor in actors if actor.side == "1")
    second = tuple(party_of_actor(actor, year) for actor in actors if actor.side == "2")
    return first, second


def _parties(names: tuple[str, ...], year: int) -> tuple[Party, ...]:
    return tuple(party_of_name(name, year) for name in names)


def _precision(dataset: str, kind: str, given: str) -> tuple[float, float]:
    """Reach (days or km) and worth; a precision the table does not hold is the dataset's coarsest."""
    known = _precisions()[dataset, kind]
    return known[given] if given in known else list(known.values())[0 if not given else -1]


@cache
def _precisions() -> dict[tuple[str, str], dict[str, tuple[float, float]]]:
    found: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}
    for row in load_rows("precisions"):
        found.setdefault((row["dataset"], row["kind"]), {})[row["given"]] = (float(row["reach"]), float(row["most"]))
    return found
