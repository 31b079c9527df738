"""Which pairs are worth looking at: near in time, and in the same or a neighbouring cell of the earth.

Events with a coarse date or place are few and would widen the search for all; they are looked up apart, so that the
others stay in narrow windows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .occurrences import Occurrence

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

_EARTH_KM = 6371.0
_CELL = (0.5, 1.0)  # degrees: at least 55 km either way up to 60° north, more than two near points may be apart
_SHORT = 7  # days
_NEAR_KM = 20.0
_COLUMNS = 400  # cells round the earth, with room for neighbours
_CHUNK = 2_000_000  # pairs held at once


class Pairs(NamedTuple):
    """Positions of left and right events, pair by pair."""

    left: Indices
    right: Indices


@dataclass(slots=True, frozen=True)
class Frame:
    """Events as columns."""

    first: Indices
    last: Indices
    lat: Floats
    lon: Floats
    reach: Floats

    @property
    def size(self) -> int:
        """How many events."""
        return len(self.first)


def frame_of(events: Sequence[Occurrence]) -> Frame:
    """Columns of the events; an unknown coordinate is NaN."""
    nan = float("nan")
    return Frame(
        np.array([event.when.first for event in events], dtype=np.int64),
        np.array([event.when.last for event in events], dtype=np.int64),
        np.array([nan if event.where.lat is None else event.where.lat for event in events], dtype=np.float64),
        np.array([nan if event.where.lon is None else event.where.lon for event in events], dtype=np.float64),
        np.array([event.where.reach for event in events], dtype=np.float64),
    )


def iter_candidates(left: Frame, right: Frame, slack_days: int, slack_km: float) -> Iterator[Pairs]:
    """Pairs at most ``slack_days`` apart whose points could be within ``slack_km``, some millions at a time."""
    for mine in _groups(left):
        for theirs in _groups(right):
            for pairs in _join(left, right, mine, theirs, slack_days):
                kept = day_gap(left, right, pairs) <= slack_days
                kept &= ~(distance_km(left, right, pairs) > _allowed_km(left, right, pairs, slack_km))
                yield Pairs(pairs.left[kept], pairs.right[kept])


def day_gap(left: Frame, right: Frame, pairs: Pairs) -> Indices:
    """Days between two spans of days; 0 when they touch or overlap."""
    after = right.first[pairs.right] - left.last[pairs.left]
    before = left.first[pairs.left] - right.last[pairs.right]
    return np.asarray(np.maximum(np.maximum(after, before), 0), dtype=np.int64)


def distance_km(left: Frame, right: Frame, pairs: Pairs) -> Floats:
    """Great-circle distance by the haversine formula; NaN when a point is unknown."""
    lat1, lat2 = np.radians(left.lat[pairs.left]), np.radians(right.lat[pairs.right])
    turn = np.radians(right.lon[pairs.right] - left.lon[pairs.left])
    chord = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(turn / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))), dtype=np.float64)


def _allowed_km(left: Frame, right: Frame, pairs: Pairs, slack_km: float) -> Floats:
    return left.reach[pairs.left] + right.reach[pairs.right] + slack_km


class _Group(NamedTuple):
    """Events of a frame that are searched in the same window."""

    members: Indices
    days: int  # the longest span
    near: bool  # points that are surely in or beside the right cell


def _groups(frame: Frame) -> list[_Group]:
    span = frame.last - frame.first
    short, near = span <= _SHORT, (frame.reach <= _NEAR_KM) & ~np.isnan(frame.lat)
    groups = []
    for is_short in (True, False):
        for is_near in (True, False):
            members = np.flatnonzero((short == is_short) & (near == is_near))
            if len(members):
                groups.append(_Group(members, int(span[members].max()), is_near))
    return groups


def _join(left: Frame, right: Frame, mine: _Group, theirs: _Group, slack: int) -> Iterator[Pairs]:
    """Pairs of two groups within the window; by cell when both know their place well, else by day alone."""
    window = slack + max(mine.days, theirs.days)
    if not (mine.near and theirs.near):
        yield from _search(left.first, right.first, mine.members, theirs.members, window)
        return
    days = int(max(left.first.max(), right.first.max())) + window + 1
    own, other = _cells(left), _cells(right)
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            shifted = (own + row * _COLUMNS + column) * days + left.first
            yield from _search(shifted, other * days + right.first, mine.members, theirs.members, window)


def _cells(frame: Frame) -> Indices:
    row = np.floor((np.nan_to_num(frame.lat) + 91) / _CELL[0])
    column = np.floor((np.nan_to_num(frame.lon) + 181) / _CELL[1])
    return (row * _COLUMNS + column).astype(np.int64)


def _search(own: Indices, other: Indices, mine: Indices, theirs: Indices, window: int) -> Iterator[Pairs]:
    """Pairs whose keys differ by at most ``window``, some millions at a time."""
    order = theirs[np.argsort(other[theirs], kind="stable")]
    keys = other[order]
    start = np.searchsorted(keys, own[mine] - window, side="left")
    count = np.searchsorted(keys, own[mine] + window, side="right") - start
    for part in _parts(count):
        repeated = np.repeat(np.arange(len(mine))[part], count[part])
        within = np.arange(len(repeated)) - np.repeat(np.cumsum(count[part]) - count[part], count[part])
        yield Pairs(mine[repeated], order[start[repeated] + within])


def _parts(count: Indices) -> Iterator[slice]:
    """Slices of rows with about ``_CHUNK`` pairs each."""
    total = np.cumsum(count)
    at = 0
    while at < len(count):
        done = total[at - 1] if at else 0
        end = max(int(np.searchsorted(total, done + _CHUNK, side="right")), at + 1)
        yield slice(at, end)
        at = end
