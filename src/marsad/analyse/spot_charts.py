"""The map of hot spots: squares coloured by Gi*, hot ones outlined and named, no background map needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians

from .charts import WIDTH, Spec, chart, empty
from .hotspots import Hotspots, Spot
from .tables import Language, load_settings, word

_NAMED = 12
_ROOM = (0.16, 0.06)  # share of the map that a name takes
_MARGIN = 0.5  # squares around the map


def chart_hotspots(hotspots: Hotspots, language: Language) -> Spec:
    """Squares at their true proportions; longitudes are shrunk by the cosine of the middle latitude."""
    title = word("hotspots_title", language)
    if not hotspots.spots:
        return empty(title, language)
    note = word(
        "hotspots_note",
        language,
        step=hotspots.step,
        sure=round(100 * (1 - load_settings()["hot_level"])),
        unplaced=hotspots.unplaced,
        coarse=hotspots.coarse,
    )
    half = hotspots.step / 2
    values = [_square(spot, half, language) for spot in hotspots.spots]
    lats, lons = _range(spot.lat for spot in hotspots.spots), _range(spot.lon for spot in hotspots.spots)
    room = hotspots.step * (0.5 + _MARGIN)
    domains = [lons[0] - room, lons[1] + room], [lats[0] - room, lats[1] + room]
    shrink = cos(radians(sum(lats) / 2))
    height = round(WIDTH * (domains[1][1] - domains[1][0]) / ((domains[0][1] - domains[0][0]) * shrink))
    named = [values[at] for at in _find_named(hotspots.spots, domains)]
    return chart(title, note, language, _drawing(values, named, domains, min(height, 2 * WIDTH), language))


def _find_named(spots: Sequence[Spot], domains: tuple[list[float], list[float]]) -> list[int]:
    """The hottest squares whose names do not run into each other."""
    across, down = (_ROOM[at] * (domain[1] - domain[0]) for at, domain in enumerate(domains))
    found: list[int] = []
    for at, spot in enumerate(spots):
        clear = all(abs(spot.lon - spots[n].lon) > across or abs(spot.lat - spots[n].lat) > down for n in found)
        if spot.hot and spot.place is not None and clear:
            found.append(at)
    return found[:_NAMED]


def _square(spot: Spot, half: float, language: Language) -> dict[str, object]:
    return {
        "west": round(spot.lon - half, 5),
        "east": round(spot.lon + half, 5),
        "south": round(spot.lat - half, 5),
        "north": round(spot.lat + half, 5),
        "lon": spot.lon,
        "lat": spot.lat,
        "events": spot.events,
        "killed": spot.killed.best,
        "score": spot.score,
        "chance": spot.chance,
        "hot": spot.hot,
        "name": spot.place.name(language) if spot.place else "",
    }


def _range(values: Iterable[float]) -> tuple[float, float]:
    listed = sorted(values)
    return listed[0], listed[-1]


def _drawing(
    values: list[dict[str, object]],
    named: list[dict[str, object]],
    domains: tuple[list[float], list[float]],
    height: int,
    language: Language,
) -> Spec:
    across, down = ({"domain": domain, "nice": False, "zero": False} for domain in domains)
    axis = {"grid": True, "title": None, "format": ".1f", "tickCount": 6}
    x: Spec = {"field": "west", "type": "quantitative", "scale": across, "axis": axis}
    y: Spec = {"field": "south", "type": "quantitative", "scale": down, "axis": axis}
    squares: Spec = {
        "mark": {"type": "rect", "tooltip": True},
        "encoding": {
            "x": x,
            "x2": {"field": "east"},
            "y": y,
            "y2": {"field": "north"},
            "color": {"field": "score", "type": "quantitative", "title": word("score", language)},
            "stroke": {"condition": {"test": "datum.hot", "value": "#b3261e"}, "value": "#ffffff"},
            "strokeWidth": {"condition": {"test": "datum.hot", "value": 2}, "value": 0.5},
        },
    }
    at = {"x": {**x, "field": "lon"}, "y": {**y, "field": "lat"}, "text": {"field": "name"}}
    halo = {"type": "text", "fontSize": 12, "fontWeight": 600, "dy": -12, "stroke": "#fff", "strokeWidth": 3}
    texts = [
        {"data": {"values": named}, "mark": halo, "encoding": at},
        {
            "data": {"values": named},
            "mark": {"type": "text", "fontSize": 12, "fontWeight": 600, "dy": -12},
            "encoding": at,
        },
    ]
    return {"data": {"values": values}, "layer": [squares, *texts], "width": WIDTH, "height": height}
