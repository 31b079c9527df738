"""What all charts share: Vega-Lite specs as plain JSON, titled in Arabic or English, drawn without any network.

The same spec serves the screen, the briefing and a notebook. Arabic charts have titles and value axis on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from .happenings import Named
from .tables import Language, load_theme, word

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH, HEIGHT = 640, 220
BELOW = {"orient": "bottom", "columns": 4, "symbolLimit": 20}
_TICKS = 9
_RIGHT_TO_LEFT = "\u200f"


def chart(title: str, note: str, language: Language, body: Spec) -> Spec:
    """A whole spec: title, note under it, theme, and the body."""
    right = language == "ar"
    config = load_theme()
    config["title"]["anchor"] = "end" if right else "start"
    config["axisY"] = {"orient": "right" if right else "left"}
    config["legend"]["orient"] = "left" if right else "right"
    return {
        "$schema": SCHEMA,
        "title": {"text": directed(title, language), **({"subtitle": directed(note, language)} if note else {})},
        "padding": 12,
        "config": config,
        **body,
    }


def empty(title: str, language: Language) -> Spec:
    """A chart of nothing that says so."""
    mark = {"type": "text", "fontSize": 14, "color": "#5b6570"}
    data = {"values": [{"text": word("no_data", language)}]}
    return chart(
        title, "", language, {"data": data, "mark": mark, "encoding": {"text": {"field": "text"}}, "width": WIDTH}
    )


def directed(text: str, language: Language) -> str:
    """A text that begins in the direction of its language, though it may begin with a number."""
    return f"{_RIGHT_TO_LEFT}{text}" if language == "ar" else text


def time_axis(periods: Sequence[str]) -> Spec:
    """Periods from left to right by their first day, whatever the time zone of the machine; some of them are named."""
    named = sorted(set(periods))[:: -(-len(set(periods)) // _TICKS) or 1]
    moments = [int(datetime.fromisoformat(period).timestamp() * 1000) for period in named]
    axis = {"format": "%Y-%m-%d", "values": moments, "labelOverlap": "greedy", "labelFlush": True, "grid": False}
    scale = {"type": "utc", "padding": round(bar_width(len(set(periods))) / 2 + 1)}
    return {"field": "period", "type": "temporal", "scale": scale, "axis": axis, "title": None}


def bar_width(periods: int) -> float:
    """Pixels of a bar when so many periods share the width."""
    return round(max(0.85 * WIDTH / max(periods, 1), 1.0), 2)


def label(group: Named, language: Language) -> str:
    """The name of a group: a wording for types, else its own name."""
    name = group.name(language)
    return word(name, language)


def iso(day: str) -> str:
    """A period as a moment in UTC, which every renderer reads alike."""
    return f"{date.fromisoformat(day).isoformat()}T00:00:00+00:00"
