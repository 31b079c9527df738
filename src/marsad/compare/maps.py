"""The comparison on a map: an inline SVG, nothing loaded. Events are gathered in squares so that any number draws."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from html import escape
from math import ceil, cos, floor, radians, sqrt

import msgspec

from ..gazetteer.divisions import name_in_arabic
from .cards import Card
from .comparisons import Comparison

_WIDTH = 960
_MARGIN = 30
_SQUARES = 60  # across, at most
_STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_SMALLEST, _LARGEST = 2.0, 22.0  # radius
_LABELS = 40
_HEIGHT = 1200


class Frame(msgspec.Struct, frozen=True):
    """The window of the map in degrees, and how many pixels a degree of longitude and latitude are."""

    west: float
    north: float
    x_scale: float
    y_scale: float
    width: int
    height: int
    step: float

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Pixels of a point."""
        return _MARGIN + (lon - self.west) * self.x_scale, _MARGIN + (self.north - lat) * self.y_scale


def frame_of(cards: Iterable[Card]) -> Frame | None:
    """The window that holds all points; None when there are none."""
    points = [(card.lat, card.lon) for card in cards if card.lat is not None and card.lon is not None]
    if not points:
        return None
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    shrink = max(cos(radians((south + north) / 2)), 0.1)
    across, down = max(east - west, 0.2), max(north - south, 0.2)
    x_scale = min((_WIDTH - 2 * _MARGIN) / across, (_HEIGHT - 2 * _MARGIN) * shrink / down)
    step = next((step for step in _STEPS if across / step <= _SQUARES), _STEPS[-1])
    height = ceil(2 * _MARGIN + down * x_scale / shrink)
    return Frame(west, north, x_scale, x_scale / shrink, ceil(2 * _MARGIN + across * x_scale), height, step)


def draw_map(comparison: Comparison) -> tuple[str, float]:
    """The SVG, and the side of its squares in degrees; empty without any point."""
    mine = {own_id: entry.card for own_id, entry in comparison.our_entries.items()}
    other = {own_id: entry.card for own_id, entry in comparison.their_entries.items()}
    frame = frame_of([*mine.values(), *other.values()])
    if frame is None:
        return "", 0.0
    matching = comparison.matching
    layers = {
        "both": _squares((other[pair.theirs] for pair in matching.matches), frame),
        "theirs": _squares((other[own_id] for own_id in matching.only_theirs), frame),
        "ours": _squares((mine[own_id] for own_id in matching.only_ours), frame),
    }
    top = max((max(counts.values()) for counts in layers.values() if counts), default=1)
    marks = [_circles(counts, name, frame, top) for name, counts in layers.items()]
    labels = _labels([*mine.values(), *other.values()], frame)
    body = "\n".join([*_lines(frame), *marks, *labels])
    return f'<svg viewBox="0 0 {frame.width} {frame.height}" role="img">\n{body}\n</svg>', frame.step


def _squares(cards: Iterable[Card], frame: Frame) -> Counter[tuple[int, int]]:
    return Counter(
        (floor(card.lat / frame.step), floor(card.lon / frame.step))
        for card in cards
        if card.lat is not None and card.lon is not None
    )


def _circles(counts: Counter[tuple[int, int]], name: str, frame: Frame, top: int) -> str:
    found = []
    for (row, column), count in sorted(counts.items()):
        x, y = frame.place((row + 0.5) * frame.step, (column + 0.5) * frame.step)
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(count / top)
        found.append(
            f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{count}</title></circle>'
        )
    return "".join(found)


def _lines(frame: Frame) -> list[str]:
    """A line a degree (every five on large maps)."""
    every = 1 if frame.step <= 0.25 else 5
    south, east = frame.north - frame.height / frame.y_scale, frame.west + frame.width / frame.x_scale
    lats = range(ceil(south / every) * every, ceil(frame.north), every)
    lons = range(ceil(frame.west / every) * every, ceil(east), every)
    rows = [frame.place(lat, frame.west)[1] for lat in lats]
    columns = [frame.place(frame.north, lon)[0] for lon in lons]
    return [
        *(f'<line class="grid" x1="0" x2="{frame.width}" y1="{y:.1f}" y2="{y:.1f}"/>' for y in rows),
        *(f'<line class="grid" y1="0" y2="{frame.height}" x1="{x:.1f}" x2="{x:.1f}"/>' for x in columns),
    ]


def _labels(cards: Iterable[Card], frame: Frame) -> list[str]:
    """Names of governorates amid their events, in both languages."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for card in cards:
        if card.lat is not None and card.lon is not None and card.governorate != "—":
            points[card.governorate].append((card.lat, card.lon))
    known = sorted(points.items(), key=lambda item: -len(item[1]))[:_LABELS]
    found = []
    for name, own in known:
        lats, lons = sorted(lat for lat, _ in own), sorted(lon for _, lon in own)
        x, y = frame.place(lats[len(lats) // 2], lons[len(lons) // 2])
        for language, text in (("en", name), ("ar", name_in_arabic(name))):
            found.append(f'<text lang="{language}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>')
    return found
