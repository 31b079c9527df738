"""Deeds and losses that somebody announces: who did them, and whose the dead are.

Example: in ``أعلنت وزارة الداخلية إحباط تهريب`` the ministry did it; in ``أعلنت السلطات مقتل 12 مدنياً`` it did not.
"""

from __future__ import annotations

from dataclasses import replace

from ..find.parties import Party, actor_names
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .chunks import Chunk, bare_chunks
from .protos import Proto
from .sentences import Sentence

SAYING = frozenset(("reporting", "claim"))
_REACH = 24  # words between the announcing verb and what is announced
_BESIDE = 2  # words between a verb and its subject
_BODILY = frozenset(("killed", "wounded"))


def announcers(sentence: Sentence, p: Predicate) -> list[Party]:
    """أعلنت وزارة الداخلية إحباط تهريب، أعلنت الهيئة سيطرتها: the announcing force did it."""
    before = [q for q in sentence.predicates if q.at < p.at]
    if not before or before[-1].kind not in SAYING or p.at - before[-1].at > _REACH:
        return []
    if not load_grammar().that.isdisjoint(sentence.texts[before[-1].at : p.at]):
        return []
    told = subject_before(sentence, before[-1])
    chunks = bare_chunks(sentence, before[-1].last + 1, p.at) if told is None else [told]
    named = [x for x in chunks[0].parties if x.entries] if chunks else []
    return [x for x in named if x.entries[0].kind not in ("other", "civilians")]


def subject_before(sentence: Sentence, q: Predicate) -> Chunk | None:
    """كانت القوات قد دخلت: the subject that stands before its verb."""
    if sentence.before(q.at) != "قد":
        return None
    chunks = [c for c in bare_chunks(sentence, sentence.first, q.at) if c.last == q.at - _BESIDE]
    return chunks[-1] if chunks else None


def announce(proto: Proto) -> None:
    """Whoever announces a deed did it, and the death of fighters; the dead nobody is named for are his own."""
    sentence, p, victims = proto.sentence, proto.predicate, proto.side2
    if victims and all(x.possessed for x in victims):
        return  # أعلنت الوزارة إصابة جنودها
    lost = actor_names(victims)
    doers = [x for x in announcers(sentence, p) if x not in victims and lost.isdisjoint(actor_names([x]))]
    if not (victims and p.rule.outcome in _BODILY) or _are_enemies(victims):
        proto.side1 = doers
    elif doers and all(x.category == "combatant" for x in victims) and not _governs(sentence, doers[0]):
        proto.side2 = [replace(x, entries=doers[0].entries, strength=doers[0].strength) for x in victims]


def _are_enemies(victims: list[Party]) -> bool:
    """أعلن الجيش مقتل خمسة من داعش: whoever announces the death of fighters killed them; not that of 12 civilians."""
    return any(x.entries or x.category == "gunman" for x in victims)


def _governs(sentence: Sentence, party: Party) -> bool:
    """الحكومة، السلطات: has soldiers only through its army."""
    return not load_grammar().powers.isdisjoint(sentence.texts[party.name_first : party.name_last + 1])
