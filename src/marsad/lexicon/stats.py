"""How much the lexicons hold."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .acts import load_acts, load_frames
from .dictionary import load_dictionary
from .tables import list_files, load_csv, load_yaml


def count_lexicons() -> dict[str, dict[str, int]]:
    """Figures by subject: actors by country and kind, rules by event type, places by country, word forms."""
    actors: list[dict[str, Any]] = [row for name in list_files("actors", ".yaml") for row in load_yaml(name) or ()]
    places = [row for name in list_files("places", ".csv") for row in load_csv(name)]
    frames, dictionary = load_frames(), load_dictionary()
    keys = ("aliases", "weak_aliases", "country_aliases", "assets")
    names = sum(1 + sum(len(row.get(key) or ()) for key in keys) for row in actors)
    return {
        "actors": {"entries": len(actors), "names": names, **_count(row.get("country") or "several" for row in actors)},
        "kinds of actors": _count(row["kind"] for row in actors),
        "rules": {"frames": len(frames), **_count(frame.act.type for frame in frames)},
        "sub-types": _count(act.sub for act in load_acts().values()),
        "rule words": {part: sum(len(getattr(f, part)) for f in frames) for part in ("verbs", "nouns", "phrases")},
        "examples": {name: sum(len(getattr(f, name)) for f in frames) for name in ("examples", "counterexamples")},
        "word forms": {"single": len(dictionary.single), "phrases": sum(map(len, dictionary.multi.values()))},
        "places": {"hand-written": len(places), **_count(row.get("country") or "none" for row in places)},
    }


def _count(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(str(v) for v in values).items(), key=lambda item: (-item[1], item[0])))
