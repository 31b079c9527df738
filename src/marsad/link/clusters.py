"""Pairs to groups: the surest pair first, and no group that contradicts itself.

Two groups become one when a pair links them, no pair over both is forbidden, and the mean probability over all their
pairs is high enough: so a chain of likenesses does not join what its ends tell apart. The result follows from the set
of tellings and judgements alone, whatever their order, and a connected part of the pairs is not touched by the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from .judgements import Judgements, pair_of

Weigh = Callable[[str, str], float]
"""Probability of a pair of event ids; 0 when a veto forbids it."""


class _Groups:
    """Groups of event ids that grow by becoming one."""

    def __init__(self, ids: Iterable[str], weigh: Weigh, judgements: Judgements, mean: float) -> None:
        self.members = {name: [name] for name in ids}
        self.head = {name: name for name in self.members}
        self.weigh, self.judgements, self.mean = weigh, judgements, mean
        self.known: dict[tuple[str, str], float] = {}
        self.refused: set[tuple[str, str, int]] = set()

    def join(self, a: str, b: str, forced: bool = False) -> None:
        """Make the groups of two events one, unless something forbids it."""
        one, other = sorted((self.head[a], self.head[b]))
        if one == other:
            return
        state = (one, other, len(self.members[one]) * len(self.members[other]))
        if state in self.refused:
            return
        if not (self._may_be_forced(one, other) if forced else self._may_join(one, other)):
            self.refused.add(state)
            return
        for name in self.members[other]:
            self.head[name] = one
        self.members[one] += self.members.pop(other)

    def _may_be_forced(self, one: str, other: str) -> bool:
        return not any(self.judgements.get(pair) == "different" for pair in self._pairs(one, other))

    def _may_join(self, one: str, other: str) -> bool:
        total, pairs = 0.0, self._pairs(one, other)
        for pair in pairs:
            verdict = self.judgements.get(pair)
            if verdict == "different":
                return False
            p = 1.0 if verdict == "same" else self._weigh(pair)
            if p == 0.0:
                return False
            total += p
        return total >= self.mean * len(pairs)

    def _pairs(self, one: str, other: str) -> list[tuple[str, str]]:
        return [pair_of(a, b) for a in self.members[one] for b in self.members[other]]

    def _weigh(self, pair: tuple[str, str]) -> float:
        p = self.known.get(pair)
        if p is None:
            p = self.known[pair] = self.weigh(*pair)
        return p


def form_clusters(
    ids: Iterable[str], links: Mapping[tuple[str, str], float], weigh: Weigh, judgements: Judgements, mean: float
) -> list[list[str]]:
    """Groups of event ids, each sorted, by their first id. ``links`` are the pairs that may join groups."""
    same = sorted(pair for pair, verdict in judgements.items() if verdict == "same")
    found: list[list[str]] = []
    parts = find_parts(ids, [*links, *same])
    at = {name: number for number, part in enumerate(parts) if len(part) > 1 for name in part}
    near: defaultdict[int, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    for pair, p in links.items():
        near[at[pair[0]]].append((-p, pair))
    forced: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for pair in same:
        if pair[0] in at and pair[1] in at:
            forced[at[pair[0]]].append(pair)
    for number, part in enumerate(parts):
        if len(part) == 1:
            found.append(part)
            continue
        groups = _Groups(part, weigh, judgements, mean)
        for a, b in forced[number]:
            groups.join(a, b, forced=True)
        for _, (a, b) in sorted(near[number]):
            groups.join(a, b)
        found += [sorted(members) for members in groups.members.values()]
    return sorted(found)


def find_parts(ids: Iterable[str], pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Connected parts of a graph, each sorted, by their first id; pairs with an unknown end are left out."""
    known = set(ids)
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        if a in known and b in known:
            beside[a].append(b)
            beside[b].append(a)
    parts: list[list[str]] = []
    for name in sorted(known):
        if name not in known:
            continue
        known.discard(name)
        part, waiting = [name], [name]
        while waiting:
            fresh = [other for other in beside[waiting.pop()] if other in known]
            known.difference_update(fresh)
            part += fresh
            waiting += fresh
        parts.append(sorted(part))
    return parts
