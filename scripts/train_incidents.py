"""Learn the weights of linking from the open incident clusters: ``make train-incidents`` (docs/incidents.md).

The weights of src/marsad/link/features.csv are those that explain the labelled pairs best and stay near what a person
expects (column ``prior``): few pairs cannot teach many features. Pairs under a veto teach nothing. The held-out
clusters and the gold are never learned from.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from incident_corpus import load_corpus  # noqa: E402
from marsad.link import sketch  # noqa: E402
from marsad.link.blocks import iter_pairs  # noqa: E402
from marsad.link.comparisons import find_features, find_veto  # noqa: E402
from marsad.link.scores import INTERCEPT  # noqa: E402

WEIGHTS = ROOT / "src/marsad/link/features.csv"
STRENGTH = 1.0  # penalty on leaving the prior


def main() -> int:
    """Write the weights and tell how many pairs they rest on."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["feature"] for row in rows]
    values, same = read_pairs(names)
    prior = np.array([float(row["prior"]) for row in rows])
    learned = fit(values, same, prior)
    for row, weight in zip(rows, learned, strict=True):
        row["weight"] = f"{weight:.2f}"
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(same)} pairs, {int(same.sum())} of them the same; wrong at 0.5: {count_wrong(values, same, learned)}")
    return 0


def read_pairs(names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Feature values and labels of all pairs that meet in a block, both ends labelled, none under a veto."""
    corpus = load_corpus("open")
    sketches = [sketch(telling) for telling in corpus.tellings]
    values, same = [], []
    for i, j in iter_pairs(sketches):
        a, b = sketches[i], sketches[j]
        labels = corpus.incidents.get(a.event_id), corpus.incidents.get(b.event_id)
        if None not in labels and find_veto(a, b) is None:
            found = {INTERCEPT: 1.0, **find_features(a, b)}
            values.append([found.get(name, 0.0) for name in names])
            same.append(labels[0] == labels[1])
    return np.array(values), np.array(same, dtype=float)


def fit(values: np.ndarray, same: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Logistic regression with a Gaussian prior around ``prior``."""

    def loss(weights: np.ndarray) -> float:
        logits = values @ weights
        likelihood = np.logaddexp(0.0, logits).sum() - (same * logits).sum()
        return float(likelihood + STRENGTH * ((weights - prior) ** 2).sum())

    found: np.ndarray = minimize(loss, prior, method="L-BFGS-B").x
    return found


def count_wrong(values: np.ndarray, same: np.ndarray, weights: np.ndarray) -> int:
    """Pairs on the wrong side of one half."""
    return int(((values @ weights > 0) != (same > 0)).sum())


if __name__ == "__main__":
    sys.exit(main())
