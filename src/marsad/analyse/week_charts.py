"""The chart of unusual weeks: each flagged place over time, against what was usual for it."""

from __future__ import annotations

from .anomalies import Anomalies, Week
from .charts import WIDTH, Spec, bar_width, chart, empty, iso, label, time_axis
from .tables import Language, load_settings, word

_PANELS = 8


def chart_anomalies(anomalies: Anomalies, language: Language) -> Spec:
    """A panel for each place flagged in the weeks judged, the most surprising first."""
    title = word("anomalies_title", language)
    keys = list(dict.fromkeys(week.place.key for week in anomalies.flagged))[:_PANELS]
    if not keys:
        return empty(f"{title}: {word('no_anomalies', language)}", language)
    panels = [_panel([week for week in anomalies.weeks if week.place.key == key], language) for key in keys]
    last = max(week.week for week in anomalies.weeks)
    percent = round(100 * load_settings()["false_discovery"])
    return chart(
        title,
        word("anomalies_note", language, q=percent, week=last),
        language,
        {"vconcat": panels, "resolve": {"scale": {"x": "shared"}}, "spacing": 18},
    )


def _panel(weeks: list[Week], language: Language) -> Spec:
    values = [
        {
            "period": iso(week.week),
            "events": week.events,
            "expected": week.expected,
            "low": week.low,
            "high": week.high,
            "flag": word(week.flag, language) if week.flag else "",
            "q": week.q,
        }
        for week in weeks
    ]
    scale = {"type": "quantitative", "title": word("events", language), "axis": {"tickMinStep": 1, "tickCount": 4}}
    bar = bar_width(len(values))
    band: Spec = {
        "mark": {"type": "bar", "width": bar, "opacity": 0.35, "color": "#9aa3ad"},
        "encoding": {"y": {"field": "low", **scale}, "y2": {"field": "high"}},
    }
    mean: Spec = {
        "mark": {"type": "tick", "width": bar, "thickness": 2, "color": "#5b6570", "orient": "horizontal"},
        "encoding": {"y": {"field": "expected", **scale}},
    }
    points: Spec = {
        "mark": {"type": "point", "filled": True, "opacity": 1, "tooltip": True},
        "encoding": {
            "y": {"field": "events", **scale},
            "color": {"condition": {"test": "datum.flag != ''", "value": "#b3261e"}, "value": "#1f5fa8"},
            "size": {"condition": {"test": "datum.flag != ''", "value": 90}, "value": 30},
        },
    }
    flags: Spec = {
        "transform": [{"filter": "datum.flag != ''"}],
        "mark": {"type": "text", "dy": -12, "fontWeight": 600, "color": "#b3261e"},
        "encoding": {"y": {"field": "events", **scale}, "text": {"field": "flag"}},
    }
    return {
        "title": {"text": label(weeks[0].place, language), "fontSize": 12},
        "data": {"values": values},
        "encoding": {"x": time_axis([str(value["period"]) for value in values])},
        "layer": [band, mean, points, flags],
        "width": WIDTH,
        "height": 110,
    }
