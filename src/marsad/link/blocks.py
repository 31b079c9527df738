"""Which tellings are compared at all: those that meet in a block.

A telling *files* itself under some keys and *asks* under some; two meet when one asks where the other is filed. Whether
two meet depends on the two alone, never on how many others there are, so linking some more tellings gives what
linking all of them gives.

- block of types, day, governorate; of types, day, country when a telling knows no governorate;
- block of types, day, named actor or number of killed, for tellings that know no place or only a wide one;
- block of types, month, place, for tellings that know the month only;
- block of types and text, for copies of one text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from . import days as spans
from .days import Days
from .sketches import Sketch

_MANY = 4  # killed
_FEW_DAYS = 9  # ranges up to here ask day by day, longer ones by the month


class Keys(NamedTuple):
    """Keys under which a telling is filed, and keys under which it asks for others."""

    files: frozenset[str]
    asks: frozenset[str]


def keys_of(sketch: Sketch) -> Keys:
    """The keys of a telling."""
    files, asks = set[str](), set[str]()
    for block in sketch.blocks:
        if sketch.origin is not None:
            files.add(f"text|{block}|{sketch.origin}")
            asks.add(f"text|{block}|{sketch.origin}")
        found = sketch.days
        if found is not None and spans.is_comparable(found):
            _add_days(sketch, block, found, files, asks)
    return Keys(frozenset(files), frozenset(asks))


def _add_days(sketch: Sketch, block: str, found: Days, files: set[str], asks: set[str]) -> None:
    spot, telling = sketch.spot, _telling(sketch)
    wide = f"in {spot.country}" if spot is not None and spot.country else None
    near = f"in {spot.country} {spot.admin1}" if spot is not None and spot.admin1 else None
    exact = found.exact or found.last - found.first < _FEW_DAYS
    for day in range(found.first, found.last + 1) if exact else ():
        files.update(f"{block}|{day}|{name}" for name in (wide, near, *telling) if name is not None)
        asks.update([f"{block}|{day}|{near or wide}"] if near or wide else ())
        if spot is None or spot.wide or near is None:
            asks.update(f"{block}|{day}|{name}" for name in telling)
    if found.exact and found.night:  # the dawn after it asks for the night before
        files.add(f"{block}|{found.first + 1}|night|{near}")
    if found.exact and found.dawn:
        asks.add(f"{block}|{found.first}|night|{near}")
    if spot is None:
        return
    for month in {date.fromordinal(day).isoformat()[:7] for day in (found.first, found.last)}:
        files.add(f"{block}|{month}|{spot.id or spot.name}")
        if not exact:
            asks.add(f"{block}|{month}|{spot.id or spot.name}")


def _telling(sketch: Sketch) -> list[str]:
    """What tells happenings of a day apart besides their place: named actors, a number of killed that is not small."""
    killed = sketch.killed.best if sketch.killed is not None else None
    many = [f"{killed} killed"] if killed is not None and killed >= _MANY else []
    return sorted(sketch.sides[0].named | sketch.sides[1].named) + many


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
