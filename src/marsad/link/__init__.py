"""Incidents across reports (codebook section 7): which event records tell one happening, and what they say together.

``link_tellings(tellings, judgements)`` is the whole of it. Pure: no store, no clock, no network.
"""

from __future__ import annotations

from .incidents import NO_JUDGEMENTS, Pair, find_pairs, link_tellings, merge_tellings
from .judgements import Judgement, Judgements, judge, merge, pair_of, split
from .passages import find_uncommon
from .scores import Line, Score, explain
from .sketches import Sketch, sketch
from .tables import linker_version

__all__ = [
    "NO_JUDGEMENTS",
    "Judgement",
    "Judgements",
    "Line",
    "Pair",
    "Score",
    "Sketch",
    "explain",
    "find_pairs",
    "find_uncommon",
    "judge",
    "link_tellings",
    "linker_version",
    "merge",
    "merge_tellings",
    "pair_of",
    "sketch",
    "split",
]
