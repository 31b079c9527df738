"""Hot spots: squares of the map where more happens, they and their neighbours, than chance would gather.

The statistic is Gi* of Getis and Ord (1992; Ord and Getis 1995) over squares of ``cell_degrees``, each with its eight
neighbours, of log(1 + events): of plain counts, one city with a thousand events would outweigh any neighbourhood. What
chance makes of it is found by shuffling the squares (``permutations`` times): a square is hot when it exceeds the
highest square of all but ``hot_level`` of the shuffled maps. So on a map without hot spots, the chance that any square
at all is called hot is ``hot_level``, however many squares there are (the maximum statistic of Westfall and Young
1993). The squares are those where anything ever happened: where nobody lives, nothing can.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .happenings import Figure, Happening, Named, figure_of, place_of, select_happened
from .tables import load_settings

Floats = NDArray[np.float64]
Square = tuple[int, int]
_SEED = 20_160_101  # the shuffling is the same every time
_NEIGHBOURS = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1)]
_COARSE = 3  # a location known only by its governorate is at no square


class Spot(msgspec.Struct, frozen=True):
    """A square: its middle in degrees, what happened in it, Gi*, the chance of one so hot, and the busiest place."""

    lat: float
    lon: float
    events: int
    killed: Figure
    score: float
    chance: float
    hot: bool
    place: Named | None


class Hotspots(msgspec.Struct, frozen=True):
    """All squares with events, the hottest first; ``step`` is their side, ``searched`` how many were looked at.

    ``unplaced`` events have no point, ``coarse`` ones only a governorate.
    """

    step: float
    spots: list[Spot]
    searched: int
    unplaced: int
    coarse: int

    @property
    def hot(self) -> list[Spot]:
        """The hot ones."""
        return [spot for spot in self.spots if spot.hot]


def find_hotspots(events: Iterable[Happening], step: float | None = None, record: Iterable[Happening] = ()) -> Hotspots:
    """Gi* over the squares with events; those of the whole ``record`` are searched too, where the events are a part."""
    side = step or load_settings()["cell_degrees"]
    happened = select_happened(events)
    squares = _squares(happened, side)
    area = sorted(squares.keys() | _squares(select_happened(record), side).keys())
    counts = np.log1p(np.array([len(squares.get(square, ())) for square in area], dtype=np.float64))
    scores, chances = score_squares(area, counts)
    spots = [
        _spot(square, squares[square], side, float(score), float(chance))
        for square, score, chance in zip(area, scores, chances, strict=True)
        if square in squares
    ]
    spots.sort(key=lambda spot: (-spot.score, spot.lat, spot.lon))
    unplaced = sum(event.location is None or event.location.lat is None for event in happened)
    placed = sum(map(len, squares.values()))
    return Hotspots(side, spots, len(area), unplaced, len(happened) - unplaced - placed)


def _squares(events: Iterable[Happening], side: float) -> dict[Square, list[Happening]]:
    """Events by square; those without a point or with a governorate's only are at none."""
    found: dict[Square, list[Happening]] = {}
    for event in events:
        place = event.location
        if place is None or place.lat is None or place.lon is None or (place.precision or _COARSE) >= _COARSE:
            continue
        found.setdefault((floor(place.lat / side), floor(place.lon / side)), []).append(event)
    return found


def score_squares(area: list[Square], counts: Floats) -> tuple[Floats, Floats]:
    """Gi* of each square, and the chance that any square of a shuffled map gets so high."""
    if len(area) < 2 or not counts.std():
        return np.zeros(len(area)), np.ones(len(area))
    weights = _weights(area)
    scale = _scales(weights, counts)
    scores = _gi_star(weights, counts, scale)
    times = int(load_settings()["permutations"])
    chance = np.random.default_rng(_SEED)
    highest = np.array([_gi_star(weights, chance.permutation(counts), scale).max() for _ in range(times)])
    beaten = (highest[None, :] >= scores[:, None] - 1e-9).sum(axis=1)
    return scores, (1 + beaten) / (1 + times)


def _gi_star(weights: csr_array, counts: Floats, scale: Floats) -> Floats:
    """(sum of a square and its neighbours - expected) / spread: formula 14.3 of Ord and Getis."""
    size = np.asarray(weights.sum(axis=1)).ravel()
    return np.asarray((weights @ counts - counts.mean() * size) / scale, dtype=np.float64)


def _scales(weights: csr_array, counts: Floats) -> Floats:
    size = np.asarray(weights.sum(axis=1)).ravel()
    number = len(counts)
    return np.asarray(counts.std() * np.sqrt(np.maximum(number * size - size**2, 1) / (number - 1)), dtype=np.float64)


def _weights(area: list[Square]) -> csr_array:
    """1 for a square and each of its eight neighbours in the area."""
    position = {square: at for at, square in enumerate(area)}
    pairs = [
        (at, position[row + down, column + right])
        for at, (row, column) in enumerate(area)
        for down, right in _NEIGHBOURS
        if (row + down, column + right) in position
    ]
    rows, columns = zip(*pairs, strict=True)
    return csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(area), len(area)))


def _spot(square: Square, events: list[Happening], side: float, score: float, chance: float) -> Spot:
    places: dict[Named, int] = {}
    for event in events:
        for place in place_of(event):
            places[place] = places.get(place, 0) + 1
    busiest = max(places, key=lambda place: (places[place], place.key), default=None)
    return Spot(
        round((square[0] + 0.5) * side, 5),
        round((square[1] + 0.5) * side, 5),
        len(events),
        sum((figure_of(event, "killed") for event in events), Figure()),
        round(score, 2),
        round(chance, 4),
        chance <= load_settings()["hot_level"],
        busiest,
    )
