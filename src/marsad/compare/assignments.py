"""One to one: the set of pairs with the largest total score over the threshold, no event used twice.

The sparse assignment of Jonker and Volgenant (SciPy's LAPJVsp) finds the optimum over all candidates at once; each left
event may also stay alone, at no cost.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .candidates import Floats, Indices, Pairs

_LEAST = 1e-6  # a pair right at the threshold is better than none


def assign(pairs: Pairs, scores: Floats, threshold: float) -> Indices:
    """Positions in ``pairs`` of the chosen ones, in order; pairs under ``threshold`` are never chosen."""
    good = np.flatnonzero(scores >= threshold)
    if not len(good):
        return good
    rows, row = np.unique(pairs.left[good], return_inverse=True)
    columns, column = np.unique(pairs.right[good], return_inverse=True)
    gain = scores[good] - threshold + _LEAST
    alone = np.arange(len(rows))
    costs = np.concatenate([1 + gain.max() - gain, np.full(len(rows), 1 + gain.max())])
    places = (np.concatenate([row, alone]), np.concatenate([column, len(columns) + alone]))
    graph = csr_array((costs, places), shape=(len(rows), len(columns) + len(rows)))
    chosen_rows, chosen_columns = min_weight_full_bipartite_matching(graph)
    position = csr_array((good + 1, (row, column)), shape=graph.shape)
    found = np.asarray(position[chosen_rows, chosen_columns]).ravel()
    return np.sort(found[found > 0]) - 1
