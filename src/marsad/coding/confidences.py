"""How sure an event is: a logistic sum of the weights of its traits.

``confidence.csv`` is the table of weights, learned by ``make train`` from events that people coded and readable as
such: one row a trait. Of the events given 0.8, about 80 of 100 are right (docs/model-card.md). An event under the
``gate`` is no specific happening and is dropped, with its confidence as the reason. Weights that were learned from
people's decisions (``marsad learn``) lie among the user's lexicons and go before the shipped ones.

Example: ``confidence(["own_date", "own_place", "part_verb"])``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from ..errors import LexiconError
from ..lexicon.tables import USER, load_csv, path_of

INTERCEPT, GATE = "(intercept)", "(gate)"
FILE = f"{USER}confidence.csv"
_LOWEST, _HIGHEST = 0.01, 0.99


@cache
def load_weights() -> dict[str, float]:
    """Weights by trait, with those of ``INTERCEPT`` (log odds) and ``GATE`` (a confidence); the user's own first."""
    name = FILE if path_of(FILE).exists() else "confidence.csv"
    try:
        weights = {row["trait"]: float(row["weight"]) for row in load_csv(name)}
        return {INTERCEPT: weights.pop(INTERCEPT), GATE: weights.pop(GATE), **weights}
    except (KeyError, TypeError, ValueError) as error:
        remedy = "Mend it, or delete it to use what is shipped"
        raise LexiconError(f"{name}: no table of weights ({error}). {remedy}.") from error


def confidence(traits: Iterable[str]) -> float:
    """Probability between 0.01 and 0.99, three decimals; an unknown trait weighs nothing."""
    weights = load_weights()
    odds = weights[INTERCEPT] + sum(weights.get(trait, 0.0) for trait in traits)
    return round(min(_HIGHEST, max(_LOWEST, 1 / (1 + math.exp(-odds)))), 3)
