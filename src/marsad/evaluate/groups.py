"""How well events were grouped into incidents: B-cubed precision, recall and F1.

For each event: of those grouped with it, the share that belongs with it (precision); of those that belong with it, the
share that is grouped with it (recall); both are means over all events. Source: Bagga and Baldwin 1998; recommended for
clusterings by Amigó et al. 2009.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupScores:
    """``p``, ``r`` and ``f1`` over ``events`` events."""

    p: float
    r: float
    f1: float
    events: int


def score_groups(found: Mapping[str, Hashable], wanted: Mapping[str, Hashable]) -> GroupScores:
    """Score the group found for each event of ``wanted`` against the group wanted; others are left out."""
    if not wanted:
        return GroupScores(1.0, 1.0, 1.0, 0)
    with_found, with_wanted = _members(found, wanted), _members(wanted, wanted)
    p = r = 0.0
    for event in wanted:
        mine, right = with_found[found[event]], with_wanted[wanted[event]]
        shared = len(mine & right)
        p += shared / len(mine)
        r += shared / len(right)
    p, r = p / len(wanted), r / len(wanted)
    return GroupScores(p, r, 2 * p * r / (p + r), len(wanted))


def _members(groups: Mapping[str, Hashable], events: Mapping[str, Hashable]) -> dict[Hashable, set[str]]:
    found: defaultdict[Hashable, set[str]] = defaultdict(set)
    for event in events:
        found[groups[event]].add(event)
    return found
