"""What a comparison says in numbers: recall by group, and how matched events disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import asin, cos, radians, sin, sqrt
from statistics import median, quantiles

import msgspec

from .cards import Card
from .comparisons import Comparison, ready
from .occurrences import When

BANDS = ((0, "0"), (1, "1"), (4, "2-4"), (9, "5-9"), (24, "10-24"), (99, "25-99"))
_MOST = "100+"
_UNKNOWN = "unknown"
_Z = 1.96  # 95 of 100
_EARTH_KM = 6371.0


class Share(msgspec.Struct, frozen=True):
    """``found`` of ``total``; ``low`` and ``high`` bound the share with 95 % confidence (Wilson)."""

    name: str
    total: int
    found: int
    share: float
    low: float
    high: float


class Tolls(msgspec.Struct, frozen=True):
    """Best figures of matched events where both tell one."""

    told: int
    same: int
    ours_higher: int
    theirs_higher: int
    ours_sum: int
    theirs_sum: int


class Spread(msgspec.Struct, frozen=True):
    """A difference over all matches where both know: counts by band, median, 90th percentile."""

    bands: dict[str, int]
    median: float
    most: float


class Tally(msgspec.Struct, frozen=True):
    """Everything counted; ``recall`` is their events found among ours, ``confirmed`` ours found among theirs."""

    recall: Share
    covered: Share
    confirmed: Share
    by: dict[str, list[Share]]
    tolls: Tolls
    days: Spread
    km: Spread


def tally(comparison: Comparison) -> Tally:
    """Count a comparison. ``covered`` also counts their events that ours tell as one with another."""
    matched = {pair.theirs for pair in comparison.matching.matches}
    split = {event for one in comparison.matching.splits for event in one.many}
    cards = [entry.card for entry in comparison.their_entries.values()]
    pairs = [(ours.card, theirs.card) for _, ours, theirs in comparison.pairs]
    days = [days_between(ready(ours).when, ready(theirs).when) for _, ours, theirs in comparison.pairs]
    return Tally(
        share("all", len(cards), len(matched)),
        share("all", len(cards), len(matched | split)),
        share("all", len(comparison.our_entries), len(matched)),
        {name: _by(cards, matched, key) for name, key in GROUPS.items()},
        _tolls(pairs),
        _spread(days, (0, 1, 2, 3)),
        _spread([far for a, b in pairs if (far := km_between(a, b)) is not None], (1, 5, 10, 25, 50)),
    )


def band_of(card: Card) -> str:
    """The band of the best figure of deaths."""
    if card.best is None:
        return _UNKNOWN
    return next((name for most, name in BANDS if card.best <= most), _MOST)


GROUPS: dict[str, Callable[[Card], str]] = {
    "type": lambda card: card.type,
    "year": lambda card: (card.date or "")[:4],
    "governorate": lambda card: card.governorate,
    "deaths": band_of,
}


def share(name: str, total: int, found: int) -> Share:
    """A share with its Wilson score interval (Wilson 1927)."""
    if not total:
        return Share(name, 0, 0, 0.0, 0.0, 1.0)
    p, spread = found / total, _Z**2 / total
    middle, half = p + spread / 2, _Z * sqrt(p * (1 - p) / total + spread / total / 4)
    bounds = ((middle - half) / (1 + spread), (middle + half) / (1 + spread))
    return Share(name, total, found, round(p, 4), round(max(bounds[0], 0), 4), round(min(bounds[1], 1), 4))


def days_between(ours: When, theirs: When) -> int:
    """Days from theirs to ours beyond what the dates leave open; negative when ours is earlier."""
    return max(ours.first - theirs.last, 0) or min(ours.last - theirs.first, 0)


def km_between(ours: Card, theirs: Card) -> float | None:
    """Great-circle distance of the two points."""
    if ours.lat is None or ours.lon is None or theirs.lat is None or theirs.lon is None:
        return None
    lat1, lat2, turn = radians(ours.lat), radians(theirs.lat), radians(theirs.lon - ours.lon)
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(turn / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(chord, 1)))


def _by(cards: Iterable[Card], matched: set[str], key: Callable[[Card], str]) -> list[Share]:
    totals: dict[str, int] = {}
    found: dict[str, int] = {}
    for card in cards:
        name = key(card)
        totals[name] = totals.get(name, 0) + 1
        found[name] = found.get(name, 0) + (card.id in matched)
    order = [name for _, name in BANDS] + [_MOST]
    names = sorted(totals, key=lambda name: (order.index(name), "") if name in order else (-1, name))
    return [share(name, totals[name], found[name]) for name in names]


def _tolls(pairs: Iterable[tuple[Card, Card]]) -> Tolls:
    told = [(a.best, b.best) for a, b in pairs if a.best is not None and b.best is not None]
    return Tolls(
        len(told),
        sum(a == b for a, b in told),
        sum(a > b for a, b in told),
        sum(a < b for a, b in told),
        sum(a for a, _ in told),
        sum(b for _, b in told),
    )


def _spread(values: list[int] | list[float], bounds: tuple[int, ...]) -> Spread:
    sizes = [abs(value) for value in values]
    bands = {f"≤ {bound}": 0 for bound in bounds} | {f"> {bounds[-1]}": 0}
    for size in sizes:
        bands[next((f"≤ {bound}" for bound in bounds if size <= bound), f"> {bounds[-1]}")] += 1
    most = quantiles(sizes, n=10)[-1] if len(sizes) > 1 else float(sizes[0]) if sizes else 0.0
    return Spread(bands, round(float(median(sizes)), 2) if sizes else 0.0, round(most, 2))
