"""Sides of two events compared: the same organisation, one part of the other, or another one.

Example: الفرقة الرابعة is part of قوات النظام; الجبهة الشامية and أحرار الشرقية are two, though both
belong to الجيش الوطني.
"""

from __future__ import annotations

from functools import lru_cache

from ..lexicon.actors import load_registry
from ..model import Actor
from ..text.folding import fold_word
from .tables import load_words

SAME, KIN, OTHER = 2, 1, 0
UNNAMED = frozenset(("unidentified-armed", "civilians", "protesters", "rioters"))
_UNREGISTERED = "~"
_STATE = frozenset(("state-forces", "external-forces"))


def key_of(actor: Actor) -> str | None:
    """What tells an actor from others: its entry, or its name when no registry has it; None when it names nobody."""
    if actor.kind in UNNAMED:
        return None
    if actor.actor_id is not None:
        return actor.actor_id
    return _key_of_name(actor.name_ar)


@lru_cache(maxsize=50_000)
def _key_of_name(name: str) -> str | None:
    words = [word.removeprefix("ال") for word in fold_word(name).split()]
    groups = load_words().groups
    telling = [word for word in words if word not in groups and not word.isdigit()]
    return _UNREGISTERED + " ".join(sorted(telling)) if telling else None


@lru_cache(maxsize=50_000)
def ancestors(key: str) -> frozenset[str]:
    """The entry and all it belongs to or is backed by, at any time."""
    entries = load_registry().entries
    found, waiting = {key}, [key]
    while waiting:
        entry = entries.get(waiting.pop())
        if entry is not None:
            fresh = {to for to, _, _ in entry.affiliation} - found
            found |= fresh
            waiting += fresh
    return frozenset(found)


@lru_cache(maxsize=200_000)
def relation(a: str, b: str) -> int:
    """SAME, KIN or OTHER."""
    if a == b:
        return SAME
    if a[0] == _UNREGISTERED and b[0] == _UNREGISTERED:
        return KIN if _overlap(a, b) else OTHER
    if a in ancestors(b) or b in ancestors(a) or _covers(a, b) or _covers(b, a):
        return KIN
    return KIN if _same_state(a, b) else OTHER


def _overlap(a: str, b: str) -> bool:
    """Whether all words of one name stand in the other: المرسوم and عائلة المرسوم."""
    one, other = set(a[1:].split()), set(b[1:].split())
    return one <= other or other <= one


def _covers(umbrella: str, key: str) -> bool:
    covered = load_words().umbrellas.get(umbrella)
    return covered is not None and any(above.startswith(covered) for above in ancestors(key))


def _same_state(a: str, b: str) -> bool:
    """Two services of one state: what one outlet calls air force intelligence another calls military security."""
    entries = load_registry().entries
    one, other = entries.get(a), entries.get(b)
    if one is None or other is None or one.kind not in _STATE or other.kind not in _STATE:
        return False
    return one.country == other.country and not ancestors(a).isdisjoint(ancestors(b))


@lru_cache(maxsize=200_000)
def best_relation(one: frozenset[str], other: frozenset[str]) -> int | None:
    """The nearest relation between two sides; None when either names nobody."""
    if not one or not other:
        return None
    if not one.isdisjoint(other):
        return SAME
    return max(relation(a, b) for a in one for b in other)
