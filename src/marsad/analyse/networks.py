"""Who against whom, and who beside whom: actors as nodes, dyads as edges with what they were about.

Every pair of actors on opposite sides of an event is ``against``, every pair on one side ``with``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import msgspec

from .happenings import Figure, Happening, Named, actors_of, figure_of, select_happened

Relation = str
"""``against`` or ``with``."""


class Node(msgspec.Struct, frozen=True):
    """An actor: events it took part in, people killed in them, number of actors it is tied to."""

    actor: Named
    events: int
    killed: Figure
    degree: int


class Edge(msgspec.Struct, frozen=True):
    """A dyad, its ends in order of their keys; ``types`` counts event types, ``first`` and ``last`` are ISO days."""

    one: str
    other: str
    relation: Relation
    events: int
    killed: Figure
    types: dict[str, int]
    first: str | None
    last: str | None


class Network(msgspec.Struct, frozen=True):
    """Nodes, the busiest first, and edges, the heaviest first."""

    nodes: list[Node]
    edges: list[Edge]
    ego: str | None = None
    left_out: int = 0


def draw_network(events: Iterable[Happening]) -> Network:
    """The network of everything that happened."""
    tied: dict[tuple[str, str, Relation], list[Happening]] = {}
    active: dict[Named, list[Happening]] = {}
    for event in select_happened(events):
        first, second = actors_of(event, "1"), actors_of(event, "2")
        for actor in dict.fromkeys((*first, *second)):
            active.setdefault(actor, []).append(event)
        for key in _ties(first, second):
            tied.setdefault(key, []).append(event)
    edges = [_edge(key, members) for key, members in tied.items()]
    edges.sort(key=lambda edge: (-edge.events, edge.one, edge.other, edge.relation))
    return Network(_nodes(active, edges), edges)


def _ties(first: list[Named], second: list[Named]) -> set[tuple[str, str, Relation]]:
    against = {(*sorted((a.key, b.key)), "against") for a in first for b in second if a.key != b.key}
    beside = {(*sorted((a.key, b.key)), "with") for side in (first, second) for a, b in combinations(side, 2)}
    return {(one, other, relation) for one, other, relation in (against | beside)}


def _nodes(active: dict[Named, list[Happening]], edges: list[Edge]) -> list[Node]:
    neighbours: dict[str, set[str]] = {}
    for edge in edges:
        neighbours.setdefault(edge.one, set()).add(edge.other)
        neighbours.setdefault(edge.other, set()).add(edge.one)
    merged: dict[str, tuple[Named, list[Happening]]] = {}
    for actor, events in active.items():
        merged.setdefault(actor.key, (actor, []))[1].extend(events)
    nodes = [
        Node(actor, len(events), _killed(events), len(neighbours.get(key, ())))
        for key, (actor, events) in merged.items()
    ]
    return sorted(nodes, key=lambda node: (-node.events, node.actor.key))


def _edge(key: tuple[str, str, Relation], members: list[Happening]) -> Edge:
    days = sorted(event.date for event in members if event.date)
    types = Counter(event.event_type for event in members)
    ends = (days[0], days[-1]) if days else (None, None)
    return Edge(*key, len(members), _killed(members), dict(sorted(types.items())), *ends)


def _killed(events: Iterable[Happening]) -> Figure:
    return sum((figure_of(event, "killed") for event in events), Figure())


def ego_of(network: Network, actor: str, most: int) -> Network:
    """An actor with the neighbours it shares most events with, and the edges among them; ``most`` nodes in all."""
    weight: Counter[str] = Counter()
    for edge in network.edges:
        if actor in (edge.one, edge.other):
            weight[edge.other if edge.one == actor else edge.one] += edge.events
    ranked = sorted(weight, key=lambda key: (-weight[key], key))
    kept = {actor, *ranked[: most - 1]}
    return Network(
        [node for node in network.nodes if node.actor.key in kept],
        [edge for edge in network.edges if edge.one in kept and edge.other in kept],
        actor,
        max(len(ranked) - most + 1, 0),
    )
