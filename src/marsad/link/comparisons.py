"""A pair of tellings compared: vetoes first, then the features that speak for or against one happening.

Every feature of ``features.csv`` is given here, and nothing else decides.
"""

from __future__ import annotations

from . import days, parties, spots
from .sketches import Side, Sketch, Toll
from .tables import load_kin

TWO_SIDED = frozenset(("clash", "mob", "territory", "agreement"))
_ARMED = "unidentified-armed"
_PLACES = {
    spots.SAME: "same_place", spots.NEAR: "near_place", spots.WIDE: "wide_place", spots.NEXT: "next_place",
    spots.NOWHERE: "no_place", spots.NAMESAKE: "namesake",
}  # fmt: skip
_BACKING = frozenset((
    "same_side1", "kin_side1", "same_side2", "kin_side2", "same_killed", "near_killed", "same_wounded", "same_site",
    "shared_names", "same_text",
))  # fmt: skip
_NEAR_RATIO = 1.6
_NEAR_STEP = 3  # people
_FAR_RATIO = 3.0
_FAR_STEP = 6

VETOES = {
    "strange_types": "their types are never told of one happening",
    "days_apart": "both know their days, and the days differ",
    "places_apart": "both name their places, and the places are too far apart",
    "other_actors": "the organisations named on a side have nothing to do with one another",
    "one_report": "one report tells them as two events",
}


def find_veto(a: Sketch, b: Sketch) -> str | None:
    """Why two tellings can never be one happening, whatever else agrees; None when nothing forbids it."""
    if a.family != b.family and (a.family, b.family) not in load_kin():
        return "strange_types"
    if days.apart(a.days, b.days):
        return "days_apart"
    if spots.compare(a.spot, b.spot) == spots.APART:
        return "places_apart"
    if contradict(a, b):
        return "other_actors"
    if a.report_id == b.report_id and a.background == b.background:
        return "one_report"
    return None


def contradict(a: Sketch, b: Sketch) -> bool:
    """Whether named organisations on one of the sides exclude one another, in the better order of the sides."""
    one, other = a.sides, b.sides
    if not _clash(one[0], other[0]) and not _clash(one[1], other[1]):
        return False
    if a.family not in TWO_SIDED or b.family not in TWO_SIDED:
        return True
    return _clash(one[0], other[1]) or _clash(one[1], other[0])


def _clash(one: Side, other: Side) -> bool:
    return parties.best_relation(one.named, other.named) == parties.OTHER


Found = dict[str, float]


def find_features(a: Sketch, b: Sketch) -> Found:
    """Features by name with their value, 0 to 1; those that do not hold are left out."""
    found: Found = {}
    for part in (_types, _days, _places, _sides, _tolls, _details):
        part(a, b, found)
    if _BACKING.isdisjoint(found):
        found["bare"] = 1.0
    return found


def _types(a: Sketch, b: Sketch, found: Found) -> None:
    if a.sub == b.sub:
        found["same_type"] = 1.0
    else:
        found["near_type"] = load_kin().get((a.family, b.family), 0.0)
    if a.act and b.act and a.act != b.act:
        found["other_act"] = 1.0


def _days(a: Sketch, b: Sketch, found: Found) -> None:
    one, other = a.days, b.days
    if one is None or other is None or not (one.exact and other.exact):
        found["loose_day"] = 1.0
    elif one.first == other.first:
        found["same_day"] = 1.0
    elif days.over_midnight(one, other):
        found["over_midnight"] = 1.0


def _places(a: Sketch, b: Sketch, found: Found) -> None:
    name = _PLACES.get(spots.compare(a.spot, b.spot))
    if name is not None:
        found[name] = 1.0
    if a.site and b.site:
        found["other_site" if a.site.isdisjoint(b.site) else "same_site"] = 1.0


def _sides(a: Sketch, b: Sketch, found: Found) -> None:
    theirs = b.sides
    if a.family in TWO_SIDED and _fits(a.sides, (theirs[1], theirs[0])) > _fits(a.sides, theirs):
        theirs = theirs[1], theirs[0]
    for number, (one, other) in enumerate(zip(a.sides, theirs, strict=True), 1):
        nearest = parties.best_relation(one.named, other.named)
        if nearest == parties.SAME:
            found[f"same_side{number}"] = 1.0
        elif nearest == parties.KIN:
            found[f"kin_side{number}"] = 1.0
        elif bool(one.named) != bool(other.named):
            found[f"open_side{number}"] = 1.0
    if _civilians_or_not(a.sides[1], theirs[1]):
        found["civilians_or_not"] = 1.0


def _fits(one: tuple[Side, Side], other: tuple[Side, Side]) -> int:
    first = parties.best_relation(one[0].named, other[0].named) or 0
    return first + (parties.best_relation(one[1].named, other[1].named) or 0)


def _civilians_or_not(one: Side, other: Side) -> bool:
    return _are_civilians(one) != _are_civilians(other) and (_is_armed(one) or _is_armed(other))


def _are_civilians(side: Side) -> bool:
    return not side.named and bool(side.unnamed - {_ARMED})


def _is_armed(side: Side) -> bool:
    return bool(side.named) or _ARMED in side.unnamed


def _tolls(a: Sketch, b: Sketch, found: Found) -> None:
    if a.killed is not None and b.killed is not None:
        found[f"{_nearness(a.killed, b.killed)}_killed"] = 1.0
    if a.wounded is not None and b.wounded is not None:
        nearness = _nearness(a.wounded, b.wounded)
        if nearness != "near":
            found[f"{nearness}_wounded"] = 1.0


def _nearness(one: Toll, other: Toll) -> str:
    """same, near or far: 4 and 4, 4 and 6, 1 and 15; a figure told without a number is near any that reaches it."""
    if one.best is not None and one.best == other.best:
        return "same"
    if one.best is None or other.best is None:
        return "near"
    low, high = sorted((one.best, other.best))
    if high <= low * _NEAR_RATIO or high - low <= _NEAR_STEP:
        return "near"
    return "far" if high >= low * _FAR_RATIO and high - low >= _FAR_STEP else "near"


def _details(a: Sketch, b: Sketch, found: Found) -> None:
    if a.names and b.names:
        shared = len(a.names & b.names)
        found["shared_names" if shared else "other_names"] = min(1.0, shared / 2) if shared else 1.0
    if a.origin is not None and a.origin == b.origin:
        found["same_text"] = 1.0
    if a.weapons and b.weapons:
        found["other_weapon" if a.weapons.isdisjoint(b.weapons) else "same_weapon"] = 1.0
    if a.cause is not None and a.cause == b.cause:
        found["same_cause"] = 1.0
