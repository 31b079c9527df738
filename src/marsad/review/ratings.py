"""Double coding: who codes what a second time without seeing the first, and what each coder said of an event.

A sample of events is assigned to a second coder, who sees the report and the word that announces the event, but not
what people decided; nor, where asked, what the program coded. What the second coder says is kept as a decision of its
own topic, so it changes nothing: where the two differ, a third person adjudicates with a decision that names both.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from ..errors import ReviewError
from ..store.decisions import find_decisions, iter_decisions, list_decided
from .decisions import CODING, EVENT, Decision, read_decision, standing
from .dossiers import Dossier, find_dossiers
from .overlays import overlay
from .slots import SLOTS, Record, core, set_slot, slot_evidence

HIDDEN = ("people", "all")
"""What a second coder does not see: what people decided, or the values of the program as well."""
MACHINE = "marsad"
_EMPTY: Record = {
    "event_type": "", "sub_event_type": "", "plover": "", "date": None, "date_end": None, "date_precision": "unknown",
    "date_text": None, "location": None, "origin": None, "destination": None, "actors": [], "casualties": [],
    "weapons": [], "cause": None, "attribution": None, "factuality": "asserted", "background": False,
}  # fmt: skip


class Assignment(msgspec.Struct, frozen=True):
    """An event that a person is to code blind; ``hide`` says what that person must not see."""

    event_id: str
    coder: str
    hide: str


class Rating(msgspec.Struct, frozen=True):
    """What one coder says of an event; ``record`` is None when the coder sees no event there."""

    event_id: str
    coder: str
    record: Record | None
    decision: int | None = None


def blank(record: Record) -> Record:
    """The event without its values: the report, and the word that announces it."""
    return {**record, **_EMPTY, "evidence": slot_evidence(record, "event_type")}


def choose_sample(connection: Connection, coder: str, size: int) -> list[str]:
    """Reviewed events for a second coder, the same for the same store: by a hash of event and coder.

    Events that the coder decided on, or has been assigned, are left out.
    """
    decided = find_decisions(connection, (EVENT, CODING), list_decided(connection, EVENT))
    free: list[str] = []
    for key, rows in decided.items():
        kept = standing(read_decision(row) for row in rows)
        known = {one.by for one in kept} | {one.words for one in kept if one.action == "assign"}
        if coder not in known and any(one.topic == EVENT for one in kept):
            free.append(key)
    chosen = sorted(free, key=lambda key: hashlib.sha256(f"{coder}\0{key}".encode()).digest())[:size]
    if not chosen:
        raise ReviewError(
            f"there is nothing for {coder} to code a second time. Others must have accepted or edited events first."
        )
    return sorted(chosen)


def list_assignments(connection: Connection, coder: str | None = None) -> list[Assignment]:
    """What is still to be coded blind, in the order assigned."""
    kept = standing(read_decision(row) for row in iter_decisions(connection, (CODING,)))
    done = {(one.parts[0][0], one.by) for one in kept if one.action == "code"}
    return [
        Assignment(event, one.words, one.detail["hide"])
        for one in kept
        if one.action == "assign" and coder in (None, one.words)
        for event in one.parts[0]
        if (event, one.words) not in done
    ]


def find_ratings(connection: Connection, machine: bool = False) -> dict[str, list[Rating]]:
    """What each coder said of every event that somebody coded blind, by event; with ``machine`` the program's too."""
    kept = standing(read_decision(row) for row in iter_decisions(connection, (CODING,)))
    codes: dict[str, dict[str, Decision]] = defaultdict(dict)
    for one in kept:
        if one.action == "code":
            codes[one.parts[0][0]][one.by] = one
    dossiers = find_dossiers(connection, sorted(codes))
    return {
        key: [*_blind(dossiers[key], codes[key].values()), *_open(dossiers[key], codes[key])]
        + ([Rating(key, MACHINE, dossiers[key].coded.record)] if machine else [])
        for key in sorted(codes)
    }


def _blind(dossier: Dossier, codes: Iterable[Decision]) -> list[Rating]:
    """What was coded without seeing the first."""
    found: list[Rating] = []
    for one in codes:
        record = blank(dossier.coded.record)
        for name, said in one.detail["slots"].items():
            set_slot(record, name, said["value"], said["evidence"])
        found.append(Rating(one.parts[0][0], one.by, None if one.detail["none"] else record, one.number))
    return found


def _open(dossier: Dossier, blind: Iterable[str]) -> list[Rating]:
    """What those who reviewed the event left of it, each by that person's own decisions."""
    kept = [one for one in standing(dossier.decisions) if one.topic == EVENT and "adjudicates" not in one.detail]
    found: list[Rating] = []
    for person in dict.fromkeys(one.by for one in kept if one.by not in blind):
        state = overlay(dossier.coded, [one for one in kept if one.by == person])
        if state.verdict != "unreviewed":
            record = None if state.verdict == "rejected" else msgspec.to_builtins(state.event)
            found.append(Rating(dossier.coded.event_id, person, record, state.version))
    return found


def list_disputes(connection: Connection) -> dict[str, list[Rating]]:
    """Events on which coders differ and that nobody adjudicated, by event: what each of them said."""
    found: dict[str, list[Rating]] = {}
    ratings_of = find_ratings(connection)
    dossiers = find_dossiers(connection, list(ratings_of))
    for key, ratings in ratings_of.items():
        settled = {n for one in standing(dossiers[key].decisions) for n in one.detail.get("adjudicates", ())}
        if differ(ratings) and not {one.decision for one in ratings} <= settled:
            found[key] = ratings
    return found


def differ(ratings: Sequence[Rating]) -> list[str]:
    """The slots in which coders differ; ``event`` when only some see one."""
    records = [one.record for one in ratings if one.record is not None]
    if records and len(records) < len(ratings):
        return ["event"]
    return [name for name in SLOTS if any(core(record, name) != core(records[0], name) for record in records[1:])]
