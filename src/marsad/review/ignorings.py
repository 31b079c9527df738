"""Names that stand for nobody in particular, so that nobody need say what they mean: left out of the unknown ones.

To ignore a name is a decision of the log like any other: undone, it is listed again. Events keep the name as it is.

Example: «مجموعة مسلحة» is an actor in nine events, and no one group.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from sqlalchemy import Connection

from ..store.decisions import find_decisions, iter_decisions
from ..text.folding import fold_word
from .decisions import NAME, Decision, read_decision, standing

Kind = Literal["place", "actor"]


class Ignored(msgspec.Struct, frozen=True):
    """A name that is ignored: as it was written, by which decision, whose, when."""

    kind: Kind
    name: str
    decision: int
    by: str
    at: str


def subject_of(kind: Kind, name: str) -> str:
    """What a decision on a name is about, however it is spelled: ``actor:مجموعه مسلحه``."""
    return f"{kind}:{fold_word(name)}"


def find_ignored(connection: Connection) -> dict[str, Ignored]:
    """The names that are ignored, by ``subject_of``, in the order they were."""
    return _kept(read_decision(row) for row in iter_decisions(connection, (NAME,)))


def find_ignoring(connection: Connection, kind: Kind, name: str) -> Ignored | None:
    """How it came that one name is ignored; None when it is not."""
    subject = subject_of(kind, name)
    rows = find_decisions(connection, (NAME,), (subject,)).get(subject, [])
    return _kept(map(read_decision, rows)).get(subject)


def _kept(decisions: Iterable[Decision]) -> dict[str, Ignored]:
    return {
        one.parts[0][0]: Ignored(one.detail["kind"], one.detail["name"], one.number, one.by, one.at)
        for one in standing(decisions)
    }
