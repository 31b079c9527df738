"""The current state of an event: what was coded, with what people decided laid over it.

A re-code never changes a decision. Where the coded value, or the words it rests on, is no longer what the decision was
based on, the decided value stays, the event is *reopened* and the difference is shown: decided against newly coded.
When the coder has come to the decided value by itself, there is no difference.

Example: «مقتل ثلاثة عناصر» was coded 3 and corrected to 4; a later coder says 2: the event keeps 4 and is reopened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from ..model import Event
from .decisions import EVENT, REMARK, Coded, Decision, standing
from .slots import SLOTS, Record, core, set_slot, slot_evidence, slot_value, with_value, words

STATUSES = ("unreviewed", "accepted", "edited", "rejected", "reopened")


class Change(msgspec.Struct):
    """What a re-code changed under a decision: the slot as decided, as it was coded then, and as it is coded now."""

    slot: str
    decided: Record
    coded: Record
    decided_words: list[str]
    coded_words: list[str]
    decision: int


class Remark(msgspec.Struct):
    """A comment, or a flag that was set."""

    number: int
    at: str
    by: str
    kind: str
    words: str


class Reviewed(msgspec.Struct):
    """An event as it stands.

    ``status`` may be reopened, ``verdict`` is what people last decided (unreviewed, accepted, edited, rejected);
    ``edited`` names the slots that a person set, each with the decision. ``withdrawn``: no coding has it any more.
    ``version`` is the last decision on it, ``event_hash`` the coded row: what a next decision must name.
    """

    event: Event
    status: str
    verdict: str
    version: int
    event_hash: str
    coding_id: str
    text_id: str
    withdrawn: bool = False
    reason: str | None = None
    edited: dict[str, int] = {}
    changes: list[Change] = []
    remarks: list[Remark] = []
    decisions: list[int] = []

    @property
    def flagged(self) -> bool:
        """Whether somebody asks others to look."""
        return any(remark.kind == "flag" for remark in self.remarks)


class _Held(NamedTuple):
    """A decided slot: its value, its evidence in the text ``text_id``, and the coded event that was looked at last.

    ``own``: set by a person, not only accepted as coded.
    """

    value: Record
    evidence: list[Record]
    text_id: str
    seen: Coded
    decision: int
    own: bool


def overlay(coded: Coded, decisions: Sequence[Decision], withdrawn: bool = False) -> Reviewed:
    """The event as it stands; ``decisions`` are all on it, of whatever topic, and ``coded`` is the current coding."""
    kept = standing(decisions)
    verdicts = [decision for decision in kept if decision.topic == EVENT]
    held: dict[str, _Held] = {}
    for decision in verdicts:
        _decide(held, decision, decision.coded or coded)
    record = dict(coded.record)  # slots are put in whole, so that nothing of the coded record changes
    changes = [_lay(record, coded, name, one) for name, one in held.items()]
    found = [change for change in changes if change is not None]
    verdict = _verdict(verdicts, held)
    dropped = withdrawn and verdict in ("accepted", "edited")
    return Reviewed(
        msgspec.convert(record, Event), "reopened" if found or dropped else verdict, verdict,
        max((d.number for d in decisions if d.topic == EVENT), default=0), coded.event_hash, coded.coding_id,
        coded.text_id, withdrawn, verdicts[-1].detail["reason"] if verdict == "rejected" else None,
        {name: one.decision for name, one in held.items() if one.own}, found, _remarks(kept),
        [decision.number for decision in kept],
    )  # fmt: skip


def _decide(held: dict[str, _Held], decision: Decision, seen: Coded) -> None:
    """Accepting and rejecting look at every slot; editing at its own, and sets it."""
    edits: dict[str, Any] = decision.detail.get("slots", {})
    for name in SLOTS if decision.action in ("accept", "reject") else ():
        before = held.get(name)
        if before is not None and before.own:
            held[name] = before._replace(seen=seen)
        else:
            value, evidence = slot_value(seen.record, name), slot_evidence(seen.record, name)
            held[name] = _Held(value, evidence, seen.text_id, seen, decision.number, False)
    for name, edit in edits.items():
        held[name] = _Held(edit["value"], edit["evidence"], seen.text_id, seen, decision.number, True)


def _lay(record: Record, coded: Coded, name: str, held: _Held) -> Change | None:
    """Lay a decided slot over the record; the difference, when the coder now says something else than it did."""
    before, now = held.seen.record, coded.record
    value_moved = core(before, name) != core(now, name)
    moved = value_moved or words(before, name) != words(now, name)
    if not held.own and not moved:
        return None  # as coded: offsets and what is known of ids are the newer coding's
    if held.own and value_moved and core(with_value(now, name, held.value), name) == core(now, name):
        return None  # the coder has come to it by itself
    evidence = held.evidence if held.text_id == coded.text_id else relocate(held.evidence, coded.text)
    set_slot(record, name, held.value, evidence)
    if not moved:
        return None
    decided_words = sorted(one["text"] for one in held.evidence)
    return Change(name, held.value, slot_value(now, name), decided_words, words(now, name), held.decision)


def relocate(evidence: Sequence[Record], text: str) -> list[Record]:
    """Evidence of another version of the text: where its words stand now, near the old place; none when gone."""
    found: list[Record] = []
    for one in evidence:
        quote, at = one["text"], one["start"]
        starts = [start for start in (text.rfind(quote, 0, at + len(quote)), text.find(quote, at)) if start >= 0]
        if starts:
            start = min(starts, key=lambda start: abs(start - one["start"]))
            found.append({**one, "start": start, "end": start + len(quote)})
    return found


def _verdict(verdicts: Sequence[Decision], held: dict[str, _Held]) -> str:
    if not verdicts:
        return "unreviewed"
    if verdicts[-1].action == "reject":
        return "rejected"
    return "edited" if any(one.own for one in held.values()) else "accepted"


def _remarks(kept: Sequence[Decision]) -> list[Remark]:
    """Comments, and the flag when it was not taken down again."""
    told: list[Remark] = []
    for decision in kept:
        if decision.topic != REMARK:
            continue
        if decision.action == "unflag":
            told = [remark for remark in told if remark.kind != "flag"]
        else:
            told.append(Remark(decision.number, decision.at, decision.by, decision.action, decision.words))
    return told
