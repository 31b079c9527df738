"""Krippendorff's alpha: agreement of two or more coders beyond what chance gives, with values missing here and there.

alpha = 1 - D_o / D_e, the observed over the expected disagreement, from the coincidences of values within units.
Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), whose examples are the tests. Written anew,
since the packages that compute it are under the GPL.

Example: two coders who agree on four dates of five and are a day apart on the fifth have a higher alpha by the interval
metric than by the nominal one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import permutations
from typing import Any

Delta = Callable[[Any, Any, Mapping[Any, float]], float]
"""Squared difference of two values, given how often each value was used."""


def _nominal(a: Any, b: Any, used: Mapping[Any, float]) -> float:
    return float(a != b)


def _interval(a: Any, b: Any, used: Mapping[Any, float]) -> float:
    return float(a - b) ** 2


def _ordinal(a: Any, b: Any, used: Mapping[Any, float]) -> float:
    low, high = sorted((a, b))
    between = sum(count for value, count in used.items() if low <= value <= high)
    return float(between - (used[a] + used[b]) / 2) ** 2


METRICS: dict[str, Delta] = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval}


def alpha(units: Iterable[Sequence[Hashable]], metric: str) -> float | None:
    """Alpha over units, each the values that its coders gave (those who gave none left out).

    1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement. None when it says nothing: fewer than
    two values in every unit, or one value everywhere.
    """
    coincidences: Counter[tuple[Any, Any]] = Counter()
    for values in units:
        for pair in permutations(values, 2):
            coincidences[pair] += 1 / (len(values) - 1)  # type: ignore[assignment]
    used: dict[Any, float] = {}
    for (value, _), count in coincidences.items():
        used[value] = used.get(value, 0.0) + count
    total, delta = sum(used.values()), METRICS[metric]
    observed = sum(count * delta(a, b, used) for (a, b), count in coincidences.items())
    expected = sum(used[a] * used[b] * delta(a, b, used) for a in used for b in used)
    return 1 - (total - 1) * observed / expected if expected else None
