"""Figures of an incident's casualties, and what a single figure is made of them.

Policies of ``--fatalities``: ``best`` is the best figure, or the low one where no best is told; ``low`` the low one;
``acled`` ACLED's practice for vague wordings (``data/vague_tolls.csv``: عشرات 10, مئات 100), else the low one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ..model import Casualty, Incident, IncidentCasualty
from ..text.folding import fold_word
from .entries import Entry
from .tables import load_pairs


class Toll(NamedTuple):
    """Figures over all groups; all None where nothing is told, ``best`` and ``high`` None where one group has none."""

    low: int | None
    best: int | None
    high: int | None


_UNTOLD = Toll(None, None, None)


def sum_toll(incident: Incident, *outcomes: str) -> Toll:
    """Killed, wounded … of an incident over its groups."""
    told = [casualty for casualty in incident.casualties if casualty.outcome in outcomes]
    if not told:
        return _UNTOLD
    return Toll(
        sum(casualty.low or 0 for casualty in told),
        _sum(casualty.best for casualty in told),
        _sum(casualty.high for casualty in told),
    )


def _sum(figures: Iterable[int | None]) -> int | None:
    total = 0
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total


def count_killed(entry: Entry, policy: str) -> int:
    """One figure for the killed of an incident under a policy; 0 where none are told."""
    killed = [casualty for casualty in entry.incident.casualties if casualty.outcome == "killed"]
    return sum(figure(casualty, entry, policy) for casualty in killed)


def figure(casualty: IncidentCasualty, entry: Entry, policy: str) -> int:
    """One figure for one group under a policy."""
    if policy == "best" and casualty.best is not None:
        return casualty.best
    if policy == "acled" and casualty.best is None:
        vague = _find_vague(casualty, entry)
        if vague is not None:
            return vague
    return casualty.low or 0


def _find_vague(casualty: IncidentCasualty, entry: Entry) -> int | None:
    """ACLED's figure for the vague wording that gave the low figure, if one did."""
    told = [
        _vague_figure(one)
        for telling in entry.tellings
        for one in telling.event.casualties
        if (one.outcome, one.group, one.low) == (casualty.outcome, casualty.group, casualty.low) and one.best is None
    ]
    return min((vague for vague in told if vague is not None), default=None)


def _vague_figure(casualty: Casualty) -> int | None:
    figures = _vague_figures()
    return min((figures[word] for word in fold_word(casualty.text).split() if word in figures), default=None)


@cache
def _vague_figures() -> dict[str, int]:
    return {fold_word(word): int(number) for word, number in load_pairs("vague_tolls.csv").items()}
