"""How good the record is, as far as people decided: confidence against what was right, fields corrected, codings."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from ..review.listings import iter_reviewed
from ..review.overlays import Reviewed
from ..review.slots import SLOTS
from .events import answer
from .readings import Reading

router = APIRouter(tags=["quality"])
_TENTHS = 10


@router.get("/quality")
def show_quality(connection: Reading) -> Response:
    """Of decided events: the share that was right by tenth of confidence, and how often each field was corrected."""
    decided: list[Reviewed] = []
    codings: Counter[tuple[str, str]] = Counter()
    for listed in iter_reviewed(connection):
        state = listed.reviewed
        if state.event.coder is not None:
            codings[state.event.coder.version, state.event.coder.lexicons] += 1
        if state.verdict != "unreviewed":
            decided.append(state)
    told = {
        "reviewed": len(decided), "calibration": _calibrate(decided), "slots": _count_slots(decided),
        "codings": [
            {"version": version, "lexicons": lexicons, "events": events}
            for (version, lexicons), events in sorted(codings.items())
        ],
    }  # fmt: skip
    return answer(told)


def _calibrate(decided: list[Reviewed]) -> list[dict[str, Any]]:
    """Events by tenth of confidence, those that were not rejected counting as right."""
    tenths: dict[int, list[Reviewed]] = {}
    for state in decided:
        tenths.setdefault(min(_TENTHS - 1, int(state.event.confidence * _TENTHS)), []).append(state)
    return [
        {
            "confidence": (tenth + 0.5) / _TENTHS, "events": len(states),
            "right": sum(state.verdict != "rejected" for state in states),
        }
        for tenth, states in sorted(tenths.items())
    ]  # fmt: skip


def _count_slots(decided: list[Reviewed]) -> list[dict[str, Any]]:
    edited = Counter(slot for state in decided for slot in state.edited)
    kept = sum(state.verdict in ("accepted", "edited") for state in decided)
    return [{"slot": slot, "edited": edited[slot], "decided": kept} for slot in SLOTS]
