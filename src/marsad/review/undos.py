"""What an undo takes back and a redo brings back, when nobody names it: as an editor does, for each person apart.

Undo goes back over a person's own decisions, redo forward again until the person decides something new. Nothing is
deleted; both are decisions of the log, and there is no limit.
"""

from __future__ import annotations

from sqlalchemy import Connection

from ..store.decisions import is_undone, iter_person_back

_ABOUT_OTHERS = ("undo", "redo")


def find_to_undo(connection: Connection, by: str) -> int | None:
    """Number of the last decision of a person that stands."""
    settled: set[int | None] = set()  # by a later undo or redo of the person's own
    undone: set[int | None] = set()
    for row in iter_person_back(connection, by):
        if row.action in _ABOUT_OTHERS:
            if row.target not in settled and row.action == "undo":
                undone.add(row.target)
            settled.add(row.target)
        elif row.number not in undone and not is_undone(connection, row.number):
            return row.number
    return None


def find_to_redo(connection: Connection, by: str) -> int | None:
    """Number of the decision that the person undid last and may bring back."""
    redone: set[int | None] = set()
    for row in iter_person_back(connection, by):
        if row.action not in _ABOUT_OTHERS:
            return None
        if row.action == "redo":
            redone.add(row.target)
        elif row.target in redone:
            redone.discard(row.target)
        elif row.target is not None and is_undone(connection, row.target):
            return row.target
    return None
