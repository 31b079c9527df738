"""Where reports came from, how each source does, and what became of everything that was handed over."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from ..custody import tell_health
from ..ingest.watches import WATCH_STATE, StateFile
from ..store import open_store
from .problems import code_of
from .readings import Here

router = APIRouter(tags=["sources"])


@router.get("/sources")
def list_sources(serving: Here) -> list[dict[str, Any]]:
    """Every outlet, site, archive or folder with its counts by state; watched feeds with their health."""
    with open_store(serving.home) as store:
        found = tell_health(store)
    feeds = StateFile(serving.home / WATCH_STATE).load()
    told: list[dict[str, Any]] = [
        {"name": one.source, "counts": {"accepted": one.accepted, **one.states}, "last": one.last, "feed": None}
        for one in found
    ]
    for url, state in feeds.items():
        health = {"failures": state.failures, "problem": state.last_problem, "code": code_of(state.last_kind)}
        told.append({"name": state.title or url, "counts": {}, "last": None, "feed": health})
    return told
