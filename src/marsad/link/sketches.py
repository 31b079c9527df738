"""What of a telling is compared, read once: type, days, place, sides, tolls, names."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Casualty, Event, Telling
from ..text.folding import fold_word
from .days import Days, days_of
from .parties import UNNAMED, key_of
from .spots import Spot, spot_of
from .tables import load_families

_ACTIVITIES = frozenset(("activity", "other"))


@dataclass(frozen=True, slots=True)
class Toll:
    """Killed or wounded over all groups: the least, and the figure told if there is one."""

    low: int
    best: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """Keys of the organisations of a side; ``unnamed`` are the kinds of those that are no organisation."""

    named: frozenset[str]
    unnamed: frozenset[str]


@dataclass(slots=True)
class Sketch:
    """A telling as linking sees it. ``act`` is the PLOVER type where it tells activities apart, else empty."""

    event_id: str
    report_id: str
    origin: str | None
    sub: str
    family: str
    blocks: tuple[str, ...]
    act: str
    days: Days | None
    spot: Spot | None
    site: frozenset[str]
    sides: tuple[Side, Side]
    killed: Toll | None
    wounded: Toll | None
    weapons: frozenset[str]
    cause: str | None
    names: frozenset[str]
    background: bool


def sketch(telling: Telling) -> Sketch:
    """The sketch of a telling."""
    event = telling.event
    family, blocks = load_families().get(event.sub_event_type, (event.sub_event_type, (event.event_type,)))
    place = event.location or event.destination or event.origin
    return Sketch(
        event.event_id, event.report_id, telling.origin, event.sub_event_type, family, blocks,
        event.plover if family in _ACTIVITIES else "", days_of(event, telling.published), spot_of(place),
        frozenset(fold_word(place.site).split()) if place is not None and place.site else frozenset(),
        (_side(event, "1"), _side(event, "2")), toll_of(event.casualties, "killed"),
        toll_of(event.casualties, "wounded"), frozenset(weapon.category for weapon in event.weapons),
        event.cause.category if event.cause is not None else None, frozenset(telling.names), event.background,
    )  # fmt: skip


def _side(event: Event, side: str) -> Side:
    actors = [actor for actor in event.actors if actor.side == side]
    named = frozenset(key for actor in actors if (key := key_of(actor)) is not None)
    return Side(named, frozenset(actor.kind for actor in actors if actor.kind in UNNAMED))


def toll_of(casualties: list[Casualty], outcome: str) -> Toll | None:
    """The toll of an outcome over its groups; None when nothing is said of it."""
    told = [toll for toll in casualties if toll.outcome == outcome]
    if not told:
        return None
    low = sum(toll.low if toll.low is not None else toll.best or 0 for toll in told)
    known = [toll.best for toll in told if toll.best is not None]
    return Toll(low, sum(known) if len(known) == len(told) else None)
