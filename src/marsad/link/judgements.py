"""What people decided about pairs of events: they override the score, and taking one back restores what was before.

Example: ``judge({}, "a1", "b2", "same")`` gives ``{("a1", "b2"): "same"}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product
from typing import Literal

Judgement = Literal["same", "different", "unsure"]
"""``unsure`` leaves a pair as the program has it, and it is not asked about again."""

Judgements = Mapping[tuple[str, str], Judgement]
"""By pair of event ids, the smaller first."""


def pair_of(a: str, b: str) -> tuple[str, str]:
    """The key of a pair."""
    return (a, b) if a < b else (b, a)


def judge(judgements: Judgements, a: str, b: str, verdict: Judgement) -> dict[tuple[str, str], Judgement]:
    """The judgements with one more."""
    return {**judgements, pair_of(a, b): verdict}


def merge(judgements: Judgements, events: Iterable[str]) -> dict[tuple[str, str], Judgement]:
    """Judge events to be one happening."""
    pairs = {pair_of(a, b): _SAME for a, b in combinations(sorted(set(events)), 2)}
    return {**judgements, **pairs}


def split(judgements: Judgements, one: Iterable[str], other: Iterable[str]) -> dict[tuple[str, str], Judgement]:
    """Judge the events of two groups to be two happenings."""
    pairs = {pair_of(a, b): _DIFFERENT for a, b in product(one, other)}
    return {**judgements, **pairs}


_SAME: Judgement = "same"
_DIFFERENT: Judgement = "different"
