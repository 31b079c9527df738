"""In whose voice an event is told: the kind of its attribution and its factuality.

A party that speaks of its own deed or of its enemy's is a party to the conflict and only claims;
an interior ministry, police or hospital that reports stays official.

Example: ``قالت كتائب القسام إن مجاهديها باغتوا دبابة`` is claimed, ``أعلنت الشرطة توقيف اثنين`` reported.
Source: codebook section 4 and ruling 13.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lexicon.actors import ActorEntry
from ..model import Actor
from .sources import Source

if TYPE_CHECKING:
    from .drafts import Draft

PARTY = "party-to-conflict"
_FIGHTING = frozenset(("state-forces", "rebel", "political-militia", "identity-militia", "external-forces"))
_VIOLENT = frozenset(("fight", "boom", "take", "territory"))
_GROUPS = frozenset(("rebel", "political-militia", "identity-militia"))
_STATES = frozenset(("state-forces", "external-forces"))


def attribution_kind(draft: Draft, actors: list[Actor], when: str | None = None) -> str | None:
    """Kind of the source of a draft; None when the outlet speaks."""
    source = draft.source
    if source is None:
        return None
    if source.civil:
        return source.kind or "official"
    if source.armed and (source.own or source.claim or _involved(source, actors, when)):
        return PARTY
    if source.armed and draft.family in _VIOLENT and any(e.kind in _GROUPS for p in source.parties for e in p.entries):
        return PARTY  # an armed group speaks of its enemy's deed
    if source.kind is None and source.armed:
        return PARTY
    return source.kind


def factuality(verdict: str, kind: str | None) -> str:
    """denied and possible as worded; claimed by a party; reported by any other source; else asserted."""
    if verdict in ("denied", "possible"):
        return verdict
    if kind is None:
        return "asserted"
    return "claimed" if kind == PARTY else "reported"


def _involved(source: Source, actors: list[Actor], when: str | None) -> bool:
    """Whether the speaker is, commands or belongs to an actor of the event."""
    fighting = [a for a in actors if a.kind in _FIGHTING]
    entries = [e for p in source.parties for e in p.entries]
    if not entries:
        return source.kind is not None and (bool(fighting) or not actors)
    return any(_tied(entry, actor, when) for entry in entries for actor in fighting)


def _tied(entry: ActorEntry, actor: Actor, when: str | None) -> bool:
    if entry.id == actor.actor_id or entry.id in actor.affiliation:
        return True
    if actor.actor_id in entry.affiliated(when):
        return True
    return (
        entry.kind in _STATES
        and entry.kind == actor.kind
        and entry.country is not None
        and entry.country == actor.country
    )
