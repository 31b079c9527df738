"""Decisions laid over the projection of the store, so that filters see events as people left them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from ..store.decisions import list_decided
from ..store.projectors import Decided, lay_over
from .decisions import EVENT
from .dossiers import Dossier, find_dossiers

_PART = 500  # events looked up at a time


def lay_decisions(connection: Connection, dossiers: Iterable[Dossier]) -> None:
    """What stands on these events, those that were withdrawn left out: no filter finds them."""
    decided: dict[str, Decided] = {}
    for dossier in dossiers:
        if not dossier.withdrawn:
            state = dossier.review()
            laid = state.edited or state.changes  # set by a person, or accepted before a re-code said otherwise
            record = msgspec.json.encode(state.event).decode() if laid else None
            decided[dossier.coded.event_id] = Decided(state.status, record)
    lay_over(connection, decided)


def lay_all_decisions(connection: Connection) -> None:
    """The same for every event that people decided on: after a re-code, and when the projection is made anew."""
    ids = list_decided(connection, EVENT)
    for at in range(0, len(ids), _PART):
        lay_decisions(connection, find_dossiers(connection, ids[at : at + _PART]).values())
