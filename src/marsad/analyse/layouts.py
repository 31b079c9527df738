"""Where the nodes of a small network stand: springs pull ties together, charges push all apart.

The method is that of Fruchterman and Reingold (1991), begun on a circle: the same network always looks the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 300


def place_nodes(count: int, ties: Sequence[tuple[int, int]], centre: int | None = None) -> NDArray[np.float64]:
    """Points within 1 of the middle, where ``centre`` stays; what is far out is drawn in, what is near is spread."""
    turn = 2 * np.pi * np.arange(count) / max(count, 1)
    points = np.stack([np.cos(turn), np.sin(turn)], axis=1) * (1 + 0.1 * (np.arange(count) % 3))[:, None]
    if centre is not None:
        points[centre] = 0
    ends = np.array(ties, dtype=np.int64).reshape(-1, 2)
    ideal = np.sqrt(4 / max(count, 1))
    for heat in np.linspace(0.2, 0.005, _ROUNDS):
        apart = points[:, None] - points[None, :]
        far = np.maximum(np.linalg.norm(apart, axis=2), 0.01)
        push = (apart * (ideal**2 / far**2)[..., None]).sum(axis=1)
        along = points[ends[:, 0]] - points[ends[:, 1]]
        pull = along * (np.linalg.norm(along, axis=1) / ideal)[:, None]
        np.add.at(push, ends[:, 0], -pull)
        np.add.at(push, ends[:, 1], pull)
        length = np.maximum(np.linalg.norm(push, axis=1), 1e-9)
        points += push / length[:, None] * np.minimum(length, heat)[:, None]
        if centre is not None:
            points -= points[centre]
    far = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points * np.sqrt(far / max(far.max(), 1e-9)) / np.maximum(far, 1e-9), dtype=np.float64)
