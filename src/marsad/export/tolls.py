"""Figures of an incident's casualties, and what a single figure is made of them.

Policies of ``--fatalities``: ``best`` is the best figure, or the low one where no best is told; ``low`` the low one;
``acled`` ACLED's practice for vague wordings (``data/vague_tolls.csv``: عشرات 10, مئات 100), else the low one.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..model import Casualty, Incident, IncidentCasualty
from ..text.folding import fold_word
from .entries import Entry
from .tables import load_pairs


class Toll(NamedTuple):
    """Figures over all groups; ``best`` and ``high`` are None where one group has none."""

    low: int
    best: int | None
    high: int | None


# What became of people, as it is told, in this order.
_FATES = {
    "killed": "Killed", "wounded": "Wounded", "captured": "Taken", "abducted": "Taken", "arrested": "Taken",
    "missing": "Missing", "displaced": "Displaced",
}  # fmt: skip
_ORDER = tuple(dict.fromkeys(_FATES.values()))


def sum_tolls(incident: Incident) -> dict[str, Toll]:
    """Killed, Wounded, Taken … of an incident over its groups, in this order; only what is told."""
    found: dict[str, Toll] = {}
    for casualty in incident.casualties:
        fate = _FATES[casualty.outcome]
        found[fate] = _add_toll(found.get(fate), casualty)
    return found if len(found) < 2 else {fate: found[fate] for fate in _ORDER if fate in found}


def _add_toll(toll: Toll | None, casualty: IncidentCasualty) -> Toll:
    """The toll with one group more; a figure that one group lacks is lacking."""
    low, best, high = casualty.low or 0, casualty.best, casualty.high
    if toll is None:
        return Toll(low, best, high)
    return Toll(
        toll.low + low,
        None if toll.best is None or best is None else toll.best + best,
        None if toll.high is None or high is None else toll.high + high,
    )


def count_killed(entry: Entry, policy: str) -> int:
    """One figure for the killed of an incident under a policy; 0 where none are told."""
    return sum(figure(one, entry, policy) for one in entry.incident.casualties if one.outcome == "killed")


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
