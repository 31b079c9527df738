"""What people propose: one record a kind of decision, as JSON names them by ``action``.

``expected`` is the version that the author saw (``Reviewed.version``) and ``event_hash`` the coded row; both may be
left out only where nobody can have come between, as at a command that reads and decides in one go.

Example: ``{"action": "reject", "by": "سلمى", "event": "5d0c…", "reason": "general-statement", "expected": 0}``.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

VERDICTS = ("same", "different", "unsure")


class Proposal(msgspec.Struct, kw_only=True, tag_field="action", forbid_unknown_fields=True):
    """Who proposes, and which version of the subject was seen."""

    by: str
    expected: int | None = None


class OnEvent(Proposal, kw_only=True):
    """A decision on one event; ``adjudicates`` names the blind codings it settles."""

    event: str
    event_hash: str | None = None
    adjudicates: list[int] = []


class Accept(OnEvent, kw_only=True, tag="accept"):
    """The event is right as it stands."""


class FieldEdit(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A field of the codebook and its value; or the words that say it, ``start`` to ``end`` in the report's text.

    With words and no value, the words are read; with a value and no words, it is the reviewer who says so.
    """

    field: str
    value: Any = msgspec.UNSET
    start: int | None = None
    end: int | None = None


class Edit(OnEvent, kw_only=True, tag="edit"):
    """Fields of the event are otherwise."""

    edits: list[FieldEdit]


class Reject(OnEvent, kw_only=True, tag="reject"):
    """The event is none, or is told wrongly: ``reason`` of reasons.csv, and words of one's own."""

    reason: str
    words: str = ""


class Remark(Proposal, kw_only=True):
    """Words on an event; remarks are never in each other's way."""

    event: str
    words: str = ""


class Comment(Remark, kw_only=True, tag="comment"):
    """A comment."""


class Flag(Remark, kw_only=True, tag="flag"):
    """Asks others to look."""


class Unflag(Remark, kw_only=True, tag="unflag"):
    """Takes the flag down."""


class Judge(Proposal, kw_only=True, tag="judge"):
    """Whether two events are one happening: same, different or unsure."""

    a: str
    b: str
    verdict: str


class Merge(Proposal, kw_only=True, tag="merge"):
    """Incidents, each as its events, are one: every two events of different parts are the same happening."""

    parts: list[list[str]]


class Split(Proposal, kw_only=True, tag="split"):
    """Events of one incident are several happenings: every two events of different parts are different."""

    parts: list[list[str]]


class OnIncident(Proposal, kw_only=True):
    """Words on the incident that these events make."""

    events: list[str]
    words: str = ""


class Confirm(OnIncident, kw_only=True, tag="confirm"):
    """The incident happened, as far as its author can tell."""


class Dispute(OnIncident, kw_only=True, tag="dispute"):
    """The incident is contested; ``words`` say by what."""


class Assign(Proposal, kw_only=True, tag="assign"):
    """Events are to be coded a second time by ``coder``, who does not see what is in ``hide`` (people, or all)."""

    events: list[str]
    coder: str
    hide: str = "people"


class Code(Proposal, kw_only=True, tag="code"):
    """What a second coder says of an event without having seen the first; ``none``: there is no event."""

    event: str
    edits: list[FieldEdit] = []
    none: bool = False


class Ignore(Proposal, kw_only=True, tag="ignore"):
    """A name that nothing knows stands for nobody in particular: nobody need say what it means."""

    kind: Literal["actor", "place"]
    name: str


class Undo(Proposal, kw_only=True, tag="undo"):
    """Takes a decision back: the one named, or the author's last that stands."""

    decision: int | None = None


class Redo(Proposal, kw_only=True, tag="redo"):
    """Takes an undo back: of the decision named, or the author's last."""

    decision: int | None = None


AnyProposal = (
    Accept | Edit | Reject | Comment | Flag | Unflag | Judge | Merge | Split | Confirm | Dispute | Assign | Code
    | Ignore | Undo | Redo
)  # fmt: skip


def named_events(proposal: AnyProposal) -> list[str]:
    """Ids of the events a proposal is about."""
    found = [getattr(proposal, name) for name in ("event", "a", "b") if hasattr(proposal, name)]
    found += getattr(proposal, "events", [])
    return [*found, *(key for part in getattr(proposal, "parts", []) for key in part)]


_decoder = msgspec.json.Decoder(AnyProposal)


def parse_proposal(data: bytes) -> AnyProposal:
    """A proposal from JSON; msgspec's errors name the field."""
    found: AnyProposal = _decoder.decode(data)
    return found
