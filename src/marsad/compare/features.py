"""How much a pair is alike: five named features, each 0 to 1 or unknown, weighed by ``data/features.csv``.

- *type*: the best event type that both may be (``data/type_likeness.csv``).
- *date*: days apart beyond what the dates leave open: none 1, falling evenly to 0 after ``slack`` days.
- *place*: exp(-km / (``fall`` + a quarter of how far the points may be off), lifted by a name in common, lowered
  when the names have no word in common (``data/thresholds.csv``).
- *actors*: each actor's best relation on the other side, both ways, sides straight or swapped
  (``data/actor_relations.csv``).
- *deaths*: (smaller + 1) / (larger + 1), at least 0.8 when the ranges overlap; the mean of it and the same of the dead
  by side and civilians, where both tell them.

Coarse dates and places are capped by ``data/precisions.csv``. The score is the weighted mean of what both sides know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Generic, TypeVar

import msgspec
import numpy as np

from .candidates import Floats, Frame, Pairs, day_gap, distance_km
from .names import Skeleton, likeness
from .occurrences import Killed, Occurrence, Sides
from .parties import Party, relate
from .tables import load_rows

NAMES = ("type", "date", "place", "actors", "deaths")
Key = TypeVar("Key")
_OVERLAP = 0.8
_GOVERNORATE = 0.6  # points unknown, governorates the same


class Feature(msgspec.Struct, frozen=True):
    """A row of ``data/features.csv``; ``slack`` in days or km bounds the search, ``fall`` in km is told above."""

    name: str
    weight: float
    slack: float
    fall: float
    en: str
    ar: str


@cache
def load_features() -> dict[str, Feature]:
    """The features in the order of :data:`NAMES`."""
    rows = {row["feature"]: row for row in load_rows("features")}
    return {name: _feature(rows[name]) for name in NAMES}


def _feature(row: dict[str, str]) -> Feature:
    weight, slack, fall = (float(row[column] or 0) for column in ("weight", "slack", "fall"))
    return Feature(row["feature"], weight, slack, fall, row["en"], row["ar"])


@cache
def threshold(name: str) -> float:
    """A number of ``data/thresholds.csv``."""
    return next(float(row["value"]) for row in load_rows("thresholds") if row["name"] == name)


class Scorer:
    """Scores pairs of two lists of events; what is the same for many pairs is worked out once."""

    def __init__(self, left: Sequence[Occurrence], right: Sequence[Occurrence], frames: tuple[Frame, Frame]) -> None:
        """``frames`` are the columns of the two lists."""
        self._left, self._right = frames
        self._most = tuple(_columns(events) for events in (left, right))
        self._kinds = _Likeness(left, right, lambda event: event.kind, kind_likeness)
        self._names = _Likeness(left, right, lambda event: event.where.names, _names_likeness)
        self._governorates = _Likeness(left, right, lambda event: event.where.admin1, likeness)
        self._sides = _Likeness(left, right, lambda event: event.sides, sides_likeness)
        self._deaths = _Likeness(left, right, lambda event: event.deaths, deaths_likeness)

    def values(self, pairs: Pairs) -> Floats:
        """Features by pair (rows in the order of :data:`NAMES`), NaN where a side does not know."""
        columns = (self._kinds(pairs), self._date(pairs), self._place(pairs), self._sides(pairs), self._deaths(pairs))
        return np.stack(columns)

    def _date(self, pairs: Pairs) -> Floats:
        share = 1 - day_gap(self._left, self._right, pairs) / (load_features()["date"].slack + 1)
        return np.asarray(np.clip(share, 0, 1) * self._cap(0, pairs), dtype=np.float64)

    def _place(self, pairs: Pairs) -> Floats:
        reach = np.maximum(self._left.reach[pairs.left], self._right.reach[pairs.right])
        near = np.exp(-distance_km(self._left, self._right, pairs) / (load_features()["place"].fall + reach / 4))
        names = self._names(pairs)
        lifted = near + threshold("name_lifts") * (names - near)
        lowered = near * (1 - threshold("name_lowers") * (1 - names))
        share = np.where(np.isnan(names), near, np.where(names > near, lifted, lowered))
        governorates = np.where(self._governorates(pairs) == 1, _GOVERNORATE, 0)
        return np.where(np.isnan(share), governorates, share * self._cap(1, pairs))

    def _cap(self, at: int, pairs: Pairs) -> Floats:
        """What agreement is worth at the coarser of two precisions; ``at`` 0 of dates, 1 of places."""
        return np.minimum(self._most[0][at][pairs.left], self._most[1][at][pairs.right])


def scores_of(values: Floats) -> Floats:
    """Weighted mean over the known features; 0 when too little is known, or the day or the place says no."""
    weights = np.array([feature.weight for feature in load_features().values()])[:, None]
    known = ~np.isnan(values)
    total = (weights * known).sum(axis=0)
    score = (weights * np.nan_to_num(values)).sum(axis=0) / np.maximum(total, 1e-9)
    possible = (total >= threshold("known") * weights.sum()) & (values[1] > 0) & (values[2] > 0)
    return np.where(possible, score, 0.0)


class _Likeness(Generic[Key]):
    """A likeness of two keys, worked out once for each pair of different keys."""

    def __init__(
        self,
        left: Sequence[Occurrence],
        right: Sequence[Occurrence],
        key: Callable[[Occurrence], Key],
        measure: Callable[[Key, Key], float],
    ) -> None:
        self._keys: dict[Key, int] = {}
        self._codes = tuple(
            np.array([self._keys.setdefault(key(event), len(self._keys)) for event in events], dtype=np.int64)
            for events in (left, right)
        )
        self._listed = list(self._keys)
        self._measure = measure

    def __call__(self, pairs: Pairs) -> Floats:
        size = len(self._listed)
        both, back = np.unique(self._codes[0][pairs.left] * size + self._codes[1][pairs.right], return_inverse=True)
        found = [self._measure(self._listed[code // size], self._listed[code % size]) for code in both.tolist()]
        return np.array(found, dtype=np.float64)[back]


def _columns(events: Sequence[Occurrence]) -> tuple[Floats, Floats]:
    return np.array([event.when.most for event in events]), np.array([event.where.most for event in events])


@cache
def kind_likeness(first: str, second: str) -> float:
    """The best type that both may be; the same kind is 1."""
    if first == second:
        return 1.0
    one, other = _types_of(first), _types_of(second)
    return max(min(one.get(name, 0.0), other.get(name, 0.0)) for name in one.keys() | other.keys())


@cache
def _types_of(kind: str) -> dict[str, float]:
    """How well each event type fits a kind: a class of violence by its row, an event type only itself."""
    for row in load_rows("type_likeness"):
        if row["violence"] == kind:
            return {name: float(value) for name, value in row.items() if name != "violence"}
    return {kind: 1.0}


def _names_likeness(first: tuple[Skeleton, ...], second: tuple[Skeleton, ...]) -> float:
    """Likeness of the names that are most alike; NaN when a side has none."""
    return max((likeness(one, other) for one in first for other in second), default=float("nan"))


def sides_likeness(first: Sides, second: Sides) -> float:
    """Likeness of who is on the two sides; which side is first says little, so the better way round counts."""
    straight = _mean_known(_side_likeness(first[0], second[0]), _side_likeness(first[1], second[1]))
    swapped = _mean_known(_side_likeness(first[0], second[1]), _side_likeness(first[1], second[0]))
    return float(np.nanmax([straight, swapped])) if not np.isnan([straight, swapped]).all() else float("nan")


def _mean_known(*values: float) -> float:
    known = [value for value in values if not np.isnan(value)]
    return sum(known) / len(known) if known else float("nan")


@cache
def _side_likeness(first: tuple[Party, ...], second: tuple[Party, ...]) -> float:
    """Mean over both ways of each actor's best relation; NaN when a side is not told."""
    if not first or not second:
        return float("nan")
    values = np.array([[relate(one, other).value for other in second] for one in first])
    return float((values.max(axis=0).mean() + values.max(axis=1).mean()) / 2)


def deaths_likeness(first: Killed, second: Killed) -> float:
    """Likeness of two tolls, and of who died where both say so; NaN when one toll is not told."""
    one, other = _figure(first), _figure(second)
    if one is None or other is None:
        return float("nan")
    share = (min(one, other) + 1) / (max(one, other) + 1)
    total = max(share, _OVERLAP) if _overlap(first, second) else share
    if first.shares is None or second.shares is None:
        return total
    (a, b, civilians), theirs = first.shares, second.shares
    return (total + max(_share_of((a, b, civilians), theirs), _share_of((b, a, civilians), theirs))) / 2


def _share_of(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    """Dead that both count in the same group, among all that either counts."""
    both = sum(map(min, first, second))
    return (both + 1) / (sum(map(max, first, second)) + 1)


def _figure(deaths: Killed) -> int | None:
    return next((number for number in (deaths.best, deaths.low, deaths.high) if number is not None), None)


def _overlap(first: Killed, second: Killed) -> bool:
    """Whether the ranges have a number in common; a range told by one figure is that figure, open ends are open."""
    (low1, high1), (low2, high2) = _range(first), _range(second)
    return low1 <= high2 and low2 <= high1


def _range(deaths: Killed) -> tuple[float, float]:
    if deaths.low is None and deaths.high is None:
        figure = float(deaths.best or 0)
        return figure, figure
    return float(deaths.low or 0), float("inf") if deaths.high is None else float(deaths.high)
