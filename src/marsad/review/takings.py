"""What each kind of proposal needs to become a decision: what it is checked against, and what the log keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

import msgspec

from ..errors import ConflictError, ReviewError
from ..store.decisions import Taken, find_numbered, is_undone, parse_parts
from ..text.folding import fold_word
from .decisions import CODING, EVENT, INCIDENT, NAME, REMARK, Decision
from .fields import parse_edits
from .ignorings import find_ignoring, subject_of
from .proposals import (
    VERDICTS,
    Accept,
    Assign,
    Code,
    Comment,
    Confirm,
    Dispute,
    Edit,
    Flag,
    Ignore,
    Judge,
    Merge,
    OnEvent,
    OnIncident,
    Proposal,
    Redo,
    Reject,
    Split,
    Undo,
    Unflag,
)
from .ratings import HIDDEN, blank
from .reasons import parse_reason
from .sittings import Sitting
from .slots import Record
from .undos import find_to_redo, find_to_undo


@singledispatch
def take(proposal: Proposal, sitting: Sitting) -> Decision:
    """Check a proposal and append it as a decision; ReviewError says why not, ConflictError what came between."""
    raise ReviewError(f"{type(proposal).__name__}: this is no decision.", "decision.none")


@take.register
def _(proposal: Accept, sitting: Sitting) -> Decision:
    return _on_event(proposal, sitting, "accept", {})


@take.register
def _(proposal: Reject, sitting: Sitting) -> Decision:
    reason = parse_reason(proposal.reason, proposal.words)
    return _on_event(proposal, sitting, "reject", {"reason": reason.id}, proposal.words)


@take.register
def _(proposal: Edit, sitting: Sitting) -> Decision:
    return _on_event(proposal, sitting, "edit", {"slots": read_edit(proposal, sitting)[1]})


def read_edit(proposal: Edit, sitting: Sitting) -> tuple[Record, dict[str, Record]]:
    """The event as it stands, and the slots as they would be decided; ReviewError and ConflictError as in ``take``."""
    state = sitting.check_event(proposal).review()
    text, event = sitting.text(state.text_id), msgspec.to_builtins(state.event)
    return event, parse_edits(proposal.edits, event, text.text, text.published)


def _on_event(
    proposal: OnEvent, sitting: Sitting, action: str, detail: dict[str, object], words: str = ""
) -> Decision:  # fmt: skip
    dossier = sitting.check_event(proposal)
    if proposal.adjudicates:
        detail["adjudicates"] = proposal.adjudicates
    return sitting.append(
        proposal.by, action, EVENT, [[dossier.coded.event_id]], detail, words=words, basis=dossier.coded,
        expected=dossier.version,
    )  # fmt: skip


@take.register
def _(proposal: Comment, sitting: Sitting) -> Decision:
    if not proposal.words.strip():
        raise ReviewError("the comment is empty. Write what others should know.", "comment.empty")
    return _remark(proposal, sitting, "comment")


@take.register
def _(proposal: Flag, sitting: Sitting) -> Decision:
    return _remark(proposal, sitting, "flag")


@take.register
def _(proposal: Unflag, sitting: Sitting) -> Decision:
    return _remark(proposal, sitting, "unflag")


def _remark(proposal: Comment | Flag | Unflag, sitting: Sitting, action: str) -> Decision:
    dossier = sitting.dossier(proposal.event)
    parts = [[dossier.coded.event_id]]
    return sitting.append(proposal.by, action, REMARK, parts, {}, words=proposal.words, basis=dossier.coded)


@take.register
def _(proposal: Judge, sitting: Sitting) -> Decision:
    if proposal.verdict not in VERDICTS:
        message = f"{proposal.verdict!r} is no judgement. Choose from {', '.join(VERDICTS)}."
        raise ReviewError(message, "judgement.unknown", verdict=proposal.verdict)
    return _judge(proposal, sitting, "judge", [[proposal.a], [proposal.b]], proposal.verdict)


@take.register
def _(proposal: Merge, sitting: Sitting) -> Decision:
    return _judge(proposal, sitting, "merge", proposal.parts, "same")


@take.register
def _(proposal: Split, sitting: Sitting) -> Decision:
    return _judge(proposal, sitting, "split", proposal.parts, "different")


def _judge(
    proposal: Judge | Merge | Split, sitting: Sitting, action: str, parts: Sequence[Sequence[str]], verdict: str
) -> Decision:  # fmt: skip
    """Hold parts against each other: no event stands in two of them."""
    named = [sorted({sitting.dossier(key).coded.event_id for key in part}) for part in parts]
    if len(named) < 2 or not all(named):
        message = f"{action}: there is nothing to hold against each other. Name two parts or more."
        raise ReviewError(message, "parts.few")
    together = [key for part in named for key in part]
    if len(set(together)) != len(together):
        twice = next(key for key in together if together.count(key) > 1)
        raise ReviewError(f"{action}: event {twice} is named twice. Put it in one part.", "parts.twice", event=twice)
    version = sitting.check_incident(proposal, together)
    return sitting.append(proposal.by, action, INCIDENT, sorted(named), {"verdict": verdict}, expected=version)


@take.register
def _(proposal: Confirm, sitting: Sitting) -> Decision:
    return _on_incident(proposal, sitting, "confirm")


@take.register
def _(proposal: Dispute, sitting: Sitting) -> Decision:
    return _on_incident(proposal, sitting, "dispute")


def _on_incident(proposal: OnIncident, sitting: Sitting, action: str) -> Decision:
    events = sorted({sitting.dossier(key).coded.event_id for key in proposal.events})
    if not events:
        raise ReviewError(f"{action}: no event is named. Give the events of the incident.", "incident.empty")
    version = sitting.check_incident(proposal, events)
    return sitting.append(proposal.by, action, INCIDENT, [events], {}, words=proposal.words, expected=version)


@take.register
def _(proposal: Assign, sitting: Sitting) -> Decision:
    if proposal.hide not in HIDDEN:
        raise ReviewError(f"{proposal.hide!r} cannot be hidden. Choose from {', '.join(HIDDEN)}.", "assignment.hide")
    if not proposal.events or not proposal.coder.strip():
        raise ReviewError("the assignment names no event or no coder. Give both.", "assignment.empty")
    events = sorted({sitting.dossier(key).coded.event_id for key in proposal.events})
    return sitting.append(proposal.by, "assign", CODING, [events], {"hide": proposal.hide}, words=proposal.coder)


@take.register
def _(proposal: Code, sitting: Sitting) -> Decision:
    dossier = sitting.dossier(proposal.event)
    if any(one.topic == EVENT and one.by == proposal.by for one in dossier.decisions):
        message = f"event {proposal.event}: {proposal.by} has reviewed it, so cannot code it blind. Ask another."
        raise ReviewError(message, "coder.seen", by=proposal.by)
    slots: dict[str, Record] = {}
    if not proposal.none:
        text = sitting.text(dossier.coded.text_id)
        slots = parse_edits(proposal.edits, blank(dossier.coded.record), text.text, text.published)
        if "event_type" not in slots:
            raise ReviewError("the type is missing. Give sub_event_type, or say that there is no event.", "coding.type")
    detail = {"slots": slots, "none": proposal.none}
    return sitting.append(proposal.by, "code", CODING, [[dossier.coded.event_id]], detail, basis=dossier.coded)


@take.register
def _(proposal: Ignore, sitting: Sitting) -> Decision:
    name = proposal.name.strip()
    if not fold_word(name):
        raise ReviewError("the name is empty. Give it as the events have it.", "name.empty")
    sitting.write()
    known = find_ignoring(sitting.connection, proposal.kind, name)
    if known is not None:
        message = f"{name}: it is ignored already. marsad review undo {known.decision} lists it again."
        raise ReviewError(message, "name.ignored", name=name)
    parts = [[subject_of(proposal.kind, name)]]
    return sitting.append(proposal.by, "ignore", NAME, parts, {"kind": proposal.kind, "name": name})


@take.register
def _(proposal: Undo, sitting: Sitting) -> Decision:
    sitting.write()
    number = proposal.decision or find_to_undo(sitting.connection, proposal.by)
    if number is None:
        raise ReviewError(f"{proposal.by} has nothing to undo.", "undo.nothing")
    row = _numbered(sitting, number)
    if is_undone(sitting.connection, number):
        message = f"decision {number}: it is undone already. marsad review redo brings it back."
        raise ConflictError(message, number, "undo.done", number=number)
    return _turn(proposal, sitting, "undo", row)


@take.register
def _(proposal: Redo, sitting: Sitting) -> Decision:
    sitting.write()
    number = proposal.decision or find_to_redo(sitting.connection, proposal.by)
    if number is None:
        message = f"{proposal.by} has nothing to redo: only what was undone last can come back."
        raise ReviewError(message, "redo.nothing")
    row = _numbered(sitting, number)
    if not is_undone(sitting.connection, number):
        message = f"decision {number}: it stands already. marsad review undo takes it back."
        raise ConflictError(message, number, "redo.done", number=number)
    return _turn(proposal, sitting, "redo", row)


def _numbered(sitting: Sitting, number: int) -> Taken:
    row = find_numbered(sitting.connection, number)
    if row is None or row.target is not None:
        message = f"decision {number}: there is no such decision. marsad review log lists them."
        raise ReviewError(message, "decision.missing", number=number)
    return row


def _turn(proposal: Undo | Redo, sitting: Sitting, action: str, row: Taken) -> Decision:
    parts = parse_parts(row.parts)
    sitting.look_up(key for part in parts for key in part)
    return sitting.append(proposal.by, action, row.topic, parts, {}, expected=row.number, target=row.number)
