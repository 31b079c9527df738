"""Which tellings are compared at all: those that meet in a block.

A telling *files* itself under some keys and *asks* under some; two meet when one asks where the other is filed. Whether
two meet depends on the two alone, never on how many others there are, so linking some more tellings gives what
linking all of them gives.

All keys are of a block of types. With a day:

- the cell of the map that a place is in; asked are the four cells around it, which hold all within 22 km;
- the name of a place, for namesakes and places without coordinates;
- governorate and country, asked by tellings that know no more;
- a named actor and a number of killed, asked by tellings whose place is unknown or wide;
- the text, for copies.

Month and place are asked by tellings that know the month only, the text alone by copies that know no time at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import floor
from typing import NamedTuple

from . import days as spans
from .days import Days
from .sketches import Sketch
from .spots import Spot

_CELL = 0.5  # degrees: twice the distance within which places are compared, so that four cells hold them
_FEW_DAYS = 9  # ranges up to here ask day by day, longer ones by the month
_MANY = 4  # killed: smaller numbers tell nothing apart


class Keys(NamedTuple):
    """Keys under which a telling is filed, and keys under which it asks for others."""

    files: frozenset[str]
    asks: frozenset[str]


def keys_of(sketch: Sketch) -> Keys:
    """The keys of a telling."""
    files, asks = set[str](), set[str]()
    found = sketch.days
    filed, asked = _where(sketch)
    for block in sketch.blocks:
        if found is None or not spans.is_comparable(found):
            files.update([f"{block}|{name}" for name in _texts(sketch)])
            asks.update([f"{block}|{name}" for name in _texts(sketch)])
            continue
        if found.exact or found.last - found.first < _FEW_DAYS:
            for day in range(found.first, found.last + 1):
                files.update([f"{block}|{day}|{name}" for name in filed])
                asks.update([f"{block}|{day}|{name}" for name in asked])
            if found.exact and found.night:  # the dawn after it asks for the night before
                files.update([f"{block}|{found.first + 1}|night|{name}" for name in filed])
            if found.exact and found.dawn:
                asks.update([f"{block}|{found.first}|night|{name}" for name in asked])
        else:
            asks.update(_months(sketch, block, found))
        files.update(_months(sketch, block, found))
    return Keys(frozenset(files), frozenset(asks))


def _where(sketch: Sketch) -> tuple[list[str], list[str]]:
    """Names of where and who, to be filed under and to ask for; a day is put before each."""
    spot, who, texts = sketch.spot, _who(sketch), _texts(sketch)
    if spot is None:
        return [*who, *texts], [*who, *texts]
    areas = [f"in {spot.country}"] if spot.country else []
    if spot.admin1:
        areas.append(f"in {spot.country} {spot.admin1}")
    filed = [*areas, *who, f"at {spot.name}", *texts]
    asked = [f"at {spot.name}", *texts]
    if spot.lat is None or spot.lon is None:
        return filed, [*asked, *areas[-1:], *who]
    filed.append(f"cell {floor(spot.lat / _CELL)} {floor(spot.lon / _CELL)}")
    if spot.wide:
        return filed, [*asked, *areas[-1:], *who]
    return filed, [*asked, *_cells_around(spot.lat, spot.lon)]


def _cells_around(lat: float, lon: float) -> list[str]:
    """The cell of a point, and the three that are nearest to it."""
    south, west = floor(lat / _CELL - 0.5), floor(lon / _CELL - 0.5)
    return [f"cell {row} {column}" for row in (south, south + 1) for column in (west, west + 1)]


def _texts(sketch: Sketch) -> list[str]:
    return [f"text {sketch.origin}"] if sketch.origin is not None else []


def _who(sketch: Sketch) -> list[str]:
    """What tells happenings of a day apart besides their place: named actors, a number of killed that is not small."""
    killed = sketch.killed.best if sketch.killed is not None else None
    many = [f"{killed} killed"] if killed is not None and killed >= _MANY else []
    return sorted(sketch.sides[0].named | sketch.sides[1].named) + many


def _months(sketch: Sketch, block: str, found: Days) -> list[str]:
    spot: Spot | None = sketch.spot
    if spot is None:
        return []
    months = {date.fromordinal(day).isoformat()[:7] for day in (found.first, found.last)}
    return [f"{block}|{month}|{spot.id or spot.name}" for month in sorted(months)]


def iter_pairs(sketches: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    """Pairs of positions that meet, each once, by the later position."""
    filed: defaultdict[str, list[int]] = defaultdict(list)
    asked: defaultdict[str, list[int]] = defaultdict(list)
    for number, sketch in enumerate(sketches):
        keys = keys_of(sketch)
        meeting = {other for key in keys.asks for other in filed.get(key, ())}
        meeting.update(other for key in keys.files for other in asked.get(key, ()))
        yield from ((other, number) for other in sorted(meeting))
        for key in keys.files:
            filed[key].append(number)
        for key in keys.asks:
            asked[key].append(number)
