"""A comparison as one JSON object, and as a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from .comparisons import Comparison, Sized, ready
from .explanations import explain
from .features import load_features, threshold
from .references import Complaint
from .tallies import Share, Tally, days_between, km_between
from .wordings import word

_ROWS = 12  # of a breakdown on a terminal


def as_json(comparison: Comparison, tally: Tally, complaints: Sequence[Complaint] = ()) -> bytes:
    """Everything: scope, method, counts, every match with its explanation, and what each side lacks, rows not read."""
    result = {**_result(comparison, tally), "complaints": list(complaints)}
    return msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n"


def _result(comparison: Comparison, tally: Tally) -> dict[str, Any]:
    matching = comparison.matching
    return {
        "reference": {"name": comparison.reference, "dataset": comparison.dataset},
        "scope": comparison.scope,
        "ours": comparison.ours,
        "theirs": comparison.theirs,
        "method": {
            "features": {name: feature.weight for name, feature in load_features().items()},
            "thresholds": {name: threshold(name) for name in ("match", "full", "agrees", "known")},
        },
        "tally": tally,
        "matches": _matches(comparison),
        "only_ours": [comparison.our_entries[own_id].card for own_id in matching.only_ours],
        "only_theirs": [comparison.their_entries[own_id].card for own_id in matching.only_theirs],
        "splits": matching.splits,
        "merges": matching.merges,
    }


def _matches(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            **msgspec.structs.asdict(match),
            "days": days_between(ready(ours).when, ready(theirs).when),
            "km": None if (km := km_between(ours.card, theirs.card)) is None else round(km, 1),
            "our_deaths": ours.card.best,
            "their_deaths": theirs.card.best,
            "explanation": explain(match, ours, theirs, "en"),
            "explanation_ar": explain(match, ours, theirs, "ar"),
        }
        for match, ours, theirs in comparison.pairs
    ]


def as_text(comparison: Comparison, tally: Tally) -> str:
    """The counts in plain lines."""
    matching = comparison.matching
    full = sum(match.verdict == "full" for match in matching.matches)
    lines = [
        f"{comparison.reference} ({comparison.dataset}), {_period(comparison)}",
        f"ours    {_size(comparison.ours)}",
        f"theirs  {_size(comparison.theirs)}",
        f"matched {len(matching.matches)}: {full} full, {len(matching.matches) - full} partial; only ours "
        f"{len(matching.only_ours)}, only theirs {len(matching.only_theirs)}",
        f"recall  {_share(tally.recall)}; with those we tell as one with another {_share(tally.covered)}",
        f"ours found in the reference {_share(tally.confirmed)}",
        f"deaths  told by both in {tally.tolls.told}: {tally.tolls.same} same, {tally.tolls.ours_higher} ours higher, "
        f"{tally.tolls.theirs_higher} theirs higher; sums {tally.tolls.ours_sum} and {tally.tolls.theirs_sum}",
        f"days apart: {_bands(tally.days.bands)}; km apart: {_bands(tally.km.bands)}",
    ]
    for name, shares in tally.by.items():
        lines += ["", f"recall by {name}", *(f"  {word(row.name, 'en'):<32} {_share(row)}" for row in shares[:_ROWS])]
        if len(shares) > _ROWS:
            lines.append(f"  and {len(shares) - _ROWS} more: --json has all")
    return "\n".join(lines) + "\n"


def _period(comparison: Comparison) -> str:
    scope = comparison.scope
    where = f", {scope.country}" if scope.country else ""
    return f"{scope.since or '…'} to {scope.until or '…'}{where}"


def _size(size: Sized) -> str:
    unfit = "".join(f", {number} with {reason}" for reason, number in size.unfit.items())
    return f"{size.compared} compared of {size.given} ({size.outside} outside the period or country{unfit})"


def _share(share: Share) -> str:
    return f"{share.found} of {share.total} = {share.share:.3f} ({share.low:.3f}-{share.high:.3f})"


def _bands(bands: dict[str, int]) -> str:
    return ", ".join(f"{name}: {number}" for name, number in bands.items())
