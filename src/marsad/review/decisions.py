"""Decisions as the review reads them: each with the coded event it was based on, and which of them stand.

Nothing is deleted: an undo is a decision that names another one, and a redo names it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from ..model import Event
from ..store.decisions import Taken, parse_parts
from .slots import Record

EVENT, INCIDENT, REMARK, CODING, NAME = "event", "incident", "remark", "coding", "name"
"""Topics: decisions of one topic on one subject can be in each other's way; remarks and blind codings cannot."""

_event = msgspec.json.Decoder(Event)


class Coded(msgspec.Struct, frozen=True):
    """An event as a coding has it. Offsets of its evidence count in the text ``text_id``.

    ``text`` is needed only where decisions were based on another version of the text.
    """

    record: Record
    coding_id: str
    event_hash: str
    text_id: str
    text: str = ""

    @property
    def event_id(self) -> str:
        """The id of the event."""
        return str(self.record["event_id"])


class Decision(msgspec.Struct, frozen=True):
    """One decision of the log; ``coded`` is the event it was based on, for decisions on an event."""

    number: int
    at: str
    by: str
    action: str
    topic: str
    parts: list[list[str]]
    target: int | None
    detail: dict[str, Any]
    words: str = ""
    coded: Coded | None = None


def read_record(event: str | bytes) -> Record:
    """An event row as plain values, with every field of the codebook, whatever version wrote it."""
    record: Record = msgspec.to_builtins(_event.decode(event))
    return record


def read_decision(row: Taken, coded: Coded | None = None) -> Decision:
    """A row of the log, with the event it was based on."""
    return Decision(
        row.number, row.at, row.by, row.action, row.topic, parse_parts(row.parts), row.target,
        msgspec.json.decode(row.detail), row.words, coded,
    )  # fmt: skip


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that are not undone, in the order taken, without the undos and redos themselves."""
    taken = sorted(decisions, key=lambda decision: decision.number)
    undone: set[int | None] = set()
    for decision in taken:
        if decision.action == "undo":
            undone.add(decision.target)
        elif decision.action == "redo":
            undone.discard(decision.target)
    return [one for one in taken if one.target is None and one.number not in undone]
