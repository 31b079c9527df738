"""Charts of counts: events by period with their tolls below, and rankings of groups."""

from __future__ import annotations

from .charts import BELOW, HEIGHT, WIDTH, Spec, bar_width, chart, directed, empty, iso, label, time_axis
from .counts import Count, Counts, fill, rank
from .happenings import Figure, Named
from .tables import Language, word

_SERIES = 8  # groups with a colour of their own; the rest is one series
_INK = "#1f5fa8"
_OTHER = Named("other", "other", "other")


def chart_counts(counts: Counts, language: Language) -> Spec:
    """Events by period, stacked by group, over the killed with the range of what was told."""
    kind = word(counts.kind, language)
    group = word(counts.grouped or "", language)
    title = word("counts_grouped" if counts.grouped else "counts_title", language, kind=kind, group=group)
    if not counts.rows:
        return empty(title, language)
    note = word("left_out", language, events=counts.events, undated=counts.undated, coarse=counts.coarse, kind=kind)
    rows = _series(counts)
    periods = sorted({row.period for row in rows})
    moments = [iso(period) for period in periods]
    values = [{"period": iso(row.period), "group": label(row.group, language), "events": row.events} for row in rows]
    tolls = [{"period": iso(period), **_toll(rows, period)} for period in periods]
    order = list(dict.fromkeys(label(row.group, language) for row in rows))
    width = bar_width(len(periods))
    if not counts.grouped:
        order = []
    return chart(
        title,
        note,
        language,
        {
            "vconcat": [_bars(values, order, width, moments, language), _tolls(tolls, moments, language)],
            "resolve": {"scale": {"x": "shared"}},
        },
    )


def _series(counts: Counts) -> list[Count]:
    """Rows of the largest groups, zeros included, and of all others as one."""
    top = [row.group for row in rank(counts, _SERIES)]
    keys = {group.key for group in top}
    rows = fill(counts, top)
    others: dict[str, Count] = {}
    for row in counts.rows:
        if row.group.key in keys:
            continue
        known = others.get(row.period, Count(row.period, _OTHER, 0, Figure(), Figure()))
        others[row.period] = Count(
            row.period, _OTHER, known.events + row.events, known.killed + row.killed, known.wounded + row.wounded
        )
    return rows + list(others.values())


def _toll(rows: list[Count], period: str) -> dict[str, int | bool]:
    total = sum((row.killed for row in rows if row.period == period), Figure())
    return {"low": total.low, "best": total.best, "high": total.high, "open": total.open > 0}


def _bars(
    values: list[dict[str, object]], order: list[str], width: float, moments: list[str], language: Language
) -> Spec:
    """Bars, coloured by group when ``order`` names groups."""
    encoding: Spec = {
        "x": time_axis(moments),
        "y": {"field": "events", "type": "quantitative", "title": word("events", language), "axis": {"tickMinStep": 1}},
    }
    if order:
        encoding["color"] = {"field": "group", "type": "nominal", "sort": order, "title": None, "legend": BELOW}
        encoding["order"] = {"field": "group", "sort": "ascending"}
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "width": width, "tooltip": True},
        "encoding": encoding,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _tolls(values: list[dict[str, object]], moments: list[str], language: Language) -> Spec:
    """Best figures as points on bars from the lowest to the highest; open tolls are hollow."""
    title = directed(word("killed_range", language), language)
    scale = {"type": "quantitative", "title": word("killed", language)}
    rule: Spec = {
        "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.5},
        "encoding": {"y": {"field": "low", **scale}, "y2": {"field": "high"}},
    }
    points = {
        "mark": {"type": "point", "filled": False, "size": 30, "strokeWidth": 1.5, "tooltip": True},
        "encoding": {
            "y": {"field": "best", **scale},
            "shape": {"condition": {"test": "datum.open", "value": "diamond"}, "value": "circle"},
            "fill": {"condition": {"test": "datum.open", "value": "#ffffff"}, "value": _INK},
            "stroke": {"value": _INK},
        },
    }
    note = [word("least_known", language)] if any(value["open"] for value in values) else []
    return {
        "title": {"text": title, "subtitle": note, "fontSize": 12, "fontWeight": 500},
        "data": {"values": values},
        "encoding": {"x": time_axis(moments)},
        "layer": [rule, points],
        "width": WIDTH,
        "height": HEIGHT // 2,
    }


def chart_ranking(counts: Counts, language: Language, most: int = 15) -> Spec:
    """The groups with the most events, and their killed with the range of what was told."""
    title = word("ranking_title", language, group=word(counts.grouped or "all", language))
    rows = rank(counts, most)
    if not rows:
        return empty(title, language)
    values = [
        {
            "group": label(row.group, language),
            "events": row.events,
            "low": row.killed.low,
            "best": row.killed.best,
            "high": row.killed.high,
        }
        for row in rows
    ]
    side = {"field": "group", "type": "nominal", "sort": None, "title": None}
    bars = {
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {"y": side, "x": _amount("events", language, language == "ar")},
    }
    tolls = {
        "encoding": {"y": {**side, "axis": None}},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.4},
                "encoding": {
                    "x": {**_amount("low", language, language == "ar"), "title": word("killed", language)},
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 40, "tooltip": True},
                "encoding": {"x": {"field": "best", "type": "quantitative"}},
            },
        ],
    }
    panels = [{**panel, "height": {"step": 20}, "width": WIDTH // 2} for panel in (bars, tolls)]
    ordered = panels[::-1] if language == "ar" else panels
    return chart(title, "", language, {"data": {"values": values}, "hconcat": ordered, "spacing": 16})


def _amount(field: str, language: Language, reverse: bool) -> Spec:
    """A horizontal amount; in Arabic it grows leftwards from the names on the right."""
    return {
        "field": field,
        "type": "quantitative",
        "title": word(field, language),
        "scale": {"reverse": reverse},
        "axis": {"tickMinStep": 1},
    }
