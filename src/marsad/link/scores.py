"""The score of a pair: a table of named, weighted features that anybody can read.

Manner of the table: nomenklatura's ``logic_v2`` (named features, weights as data, vetoes among them).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from .comparisons import VETOES, find_features, find_veto
from .sketches import Sketch
from .tables import load_features, load_weights

INTERCEPT = "(intercept)"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a feature, its value (0 to 1), what it adds in logits, what it means."""

    feature: str
    value: float
    adds: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Score:
    """The probability that two tellings are of one happening; ``veto`` names what forbids it."""

    p: float
    veto: str | None
    lines: list[Line]


def weigh(a: Sketch, b: Sketch) -> float:
    """The probability that two tellings are of one happening; 0 when a veto holds."""
    return 0.0 if find_veto(a, b) is not None else likelihood(a, b)


def likelihood(a: Sketch, b: Sketch) -> float:
    """The probability by the features alone."""
    weights = load_weights()
    total = weights[INTERCEPT]
    for feature, value in find_features(a, b).items():
        total += weights[feature] * value
    return 1.0 / (1.0 + exp(-total))


def explain(a: Sketch, b: Sketch) -> Score:
    """The score with its table, heaviest feature first; a veto is its first line."""
    features, values = load_features(), find_features(a, b)
    lines = [
        Line(name, value, features[name].weight * value, features[name].meaning)
        for name, value in {**values, INTERCEPT: 1.0}.items()
    ]
    lines.sort(key=lambda line: (-abs(line.adds), line.feature))
    veto = find_veto(a, b)
    if veto is not None:
        lines.insert(0, Line(veto, 1.0, float("-inf"), VETOES[veto]))
    return Score(weigh(a, b), veto, lines)
