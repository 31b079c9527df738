"""Our events beside those of a reference: matched one to one, with what agrees and what differs in each pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from .assignments import assign
from .candidates import Floats, Indices, Pairs, frame_of, iter_candidates
from .features import NAMES, Scorer, load_features, scores_of, threshold
from .occurrences import Killed, Occurrence

_SPLIT_BY = ("date", "place", "actors")


class Match(msgspec.Struct, frozen=True):
    """A pair: its score, the value of each feature (None unknown) and the verdict on it.

    ``verdict``: ``full`` when the score is high and every known feature agrees, else ``partial``; ``differs`` and
    ``unknown`` name the features that made it so.
    """

    ours: str
    theirs: str
    score: float
    features: dict[str, float | None]
    verdict: str
    differs: list[str]
    unknown: list[str]


class Split(msgspec.Struct, frozen=True):
    """Events of one side that an event of the other tells as one: the matched one first."""

    one: str
    many: list[str]


class Matching(msgspec.Struct, frozen=True):
    """All matches, and what stayed alone: ``splits`` are ours that the reference splits, ``merges`` the reverse."""

    matches: list[Match]
    only_ours: list[str]
    only_theirs: list[str]
    splits: list[Split]
    merges: list[Split]


def match(ours: Sequence[Occurrence], theirs: Sequence[Occurrence]) -> Matching:
    """Match two lists of events; the order of either list does not matter."""
    left, right = sorted(ours, key=lambda event: event.id), sorted(theirs, key=lambda event: event.id)
    pairs, values, scores = _score(left, right)
    chosen = assign(pairs, scores, threshold("match"))
    matches = [
        _match(left[pairs.left[at]].id, right[pairs.right[at]].id, float(scores[at]), values[:, at])
        for at in chosen.tolist()
    ]
    own, other = pairs.left[chosen].tolist(), pairs.right[chosen].tolist()
    splits = _find_splits(_Side(left, own), _Side(right, other), pairs.left, pairs.right, values)
    merges = _find_splits(_Side(right, other), _Side(left, own), pairs.right, pairs.left, values)
    return Matching(
        matches,
        [event.id for at, event in enumerate(left) if at not in set(own)],
        [event.id for at, event in enumerate(right) if at not in set(other)],
        splits,
        merges,
    )


def _score(left: Sequence[Occurrence], right: Sequence[Occurrence]) -> tuple[Pairs, Floats, Floats]:
    """Every pair at or over the threshold, with its features and score."""
    features = load_features()
    frames = frame_of(left), frame_of(right)
    scorer = Scorer(left, right, frames)
    kept: list[tuple[Pairs, Floats, Floats]] = []
    if left and right:
        for pairs in iter_candidates(*frames, int(features["date"].slack), features["place"].slack):
            values = scorer.values(pairs)
            scores = scores_of(values)
            good = scores >= threshold("match")
            kept.append((Pairs(pairs.left[good], pairs.right[good]), values[:, good], scores[good]))
    return _joined(kept)


def _joined(parts: Sequence[tuple[Pairs, Floats, Floats]]) -> tuple[Pairs, Floats, Floats]:
    """Parts as one, in the order of left and right event, so that ties fall the same way every time."""
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none), np.zeros((len(NAMES), 0)), np.zeros(0)
    left = np.concatenate([pairs.left for pairs, _, _ in parts])
    right = np.concatenate([pairs.right for pairs, _, _ in parts])
    order = np.lexsort((right, left))
    values = np.concatenate([values for _, values, _ in parts], axis=1)[:, order]
    scores = np.concatenate([scores for _, _, scores in parts])[order]
    return Pairs(left[order], right[order]), values, scores


def _match(ours: str, theirs: str, score: float, values: Floats) -> Match:
    features = {
        name: None if np.isnan(value) else round(float(value), 3) for name, value in zip(NAMES, values, strict=True)
    }
    differs = [name for name, value in features.items() if value is not None and value < threshold("agrees")]
    unknown = [name for name, value in features.items() if value is None]
    verdict = "full" if score >= threshold("full") and not differs else "partial"
    return Match(ours, theirs, round(score, 3), features, verdict, differs, unknown)


class _Side(NamedTuple):
    """Events of one side and the positions of the matched ones, in the order of the matches."""

    events: Sequence[Occurrence]
    matched: list[int]


def _find_splits(one: _Side, many: _Side, ones: Indices, manys: Indices, values: Floats) -> list[Split]:
    """Events of ``one`` that tell several of ``many``: day, place and actors agree, and the tolls add up.

    ``ones`` and ``manys`` are the pairs' positions on either side. Only events that stayed alone are looked at.
    """
    partner = dict(zip(one.matched, many.matched, strict=True))
    taken = set(many.matched)
    agree = (np.nan_to_num(values[[NAMES.index(name) for name in _SPLIT_BY]]) >= threshold("agrees")).all(axis=0)
    extra: dict[int, list[int]] = {}
    used: set[int] = set()
    for at in np.flatnonzero(agree).tolist():
        whole, part = int(ones[at]), int(manys[at])
        if whole in partner and part not in taken and part not in used:
            used.add(part)
            extra.setdefault(whole, []).append(part)
    found = []
    for whole, parts in sorted(extra.items()):
        group = [many.events[position] for position in (partner[whole], *parts)]
        if _adds_up(one.events[whole].deaths, [event.deaths for event in group]):
            found.append(Split(one.events[whole].id, [event.id for event in group]))
    return found


def _adds_up(whole: Killed, parts: Sequence[Killed]) -> bool:
    """Whether the toll of the whole is nearer to the sum of the parts than to the first part alone."""
    if whole.best is None or any(part.best is None for part in parts):
        return True
    total = sum(part.best or 0 for part in parts)
    return abs(whole.best - total) < abs(whole.best - (parts[0].best or 0))
