"""Who is accused of a deed that the report has told: he did it, as far as the report knows.

Example: ``قُتل عامل بقصف على السوق، واتهم ناشطون المتمردين بالوقوف وراءه`` names المتمردين on side 1.
Source: codebook, ruling 4 (doubt about the attacker leaves the event asserted).
"""

from __future__ import annotations

from ..find.parties import Party
from ..lexicon.grammars import load_grammar
from .chunks import bare_chunks, chunk_parties
from .drafts import Draft
from .sentences import Sentence

_VIOLENT = frozenset(("fight", "boom", "body", "take", "property"))
_FORCES = frozenset(("org", "force", "gunman", "combatant"))
_RECENT = 1  # sentences between a deed and its accusation
_REACH = 14  # words from the accusation to the deed
_NAMED = 8  # words from the accusation to whom it names


def learn_accused(drafts: list[Draft], sentence: Sentence) -> None:
    """Give the last deed told without a doer the one who is accused of it."""
    if "accuse" not in sentence.kinds and "demand" not in sentence.scope_kinds and not _fingers(sentence):
        return
    deeds = [d for d in drafts if d.family in _VIOLENT and sentence.number - d.last_sentence <= _RECENT]
    if not deeds or deeds[-1].side1:
        return
    for at in range(sentence.first, sentence.last):
        accused = _accused_at(sentence, at)
        if accused:
            deeds[-1].side1 = accused
            return


def _accused_at(s: Sentence, at: int) -> list[Party]:
    """Whom the accusation at word ``at`` names, when it is of the deed told before."""
    grammar, word = load_grammar(), s.texts[at].removeprefix("و")
    if word in grammar.accusations or _accuses(s, at):
        object_of = bare_chunks(s, at + 1, min(s.last, at + _REACH))
        accused = object_of[1:2] if len(object_of) > 1 and _accuses(s, at) else object_of[:1]
        if accused and _of_the_deed(s, accused[0].last):
            return list(filter(_may_be_accused, accused[0].parties))
    if s.texts[at] in grammar.fingers and s.texts[at + 1 : at + 2] == ["الاتهام"]:
        named = chunk_parties(s, at + 2, min(s.last, at + 2 + _NAMED))
        return list(filter(_may_be_accused, named[0].parties)) if named else []
    return []


def _may_be_accused(party: Party) -> bool:
    """A force: no people, though they be of one."""
    return party.armed and party.category in _FORCES


def _accuses(s: Sentence, at: int) -> bool:
    """A finite verb that accuses: اتهم، حمّل."""
    return any(q.at == at and q.kind == "accuse" and q.finite and q.lemma in load_grammar().accuses
               for q in s.predicates)  # fmt: skip


def _of_the_deed(s: Sentence, last: int) -> bool:
    """بالوقوف وراء، بتنفيذ الهجوم، مسؤولية القصف: what was told before, no deed of its own."""
    grammar, near = load_grammar(), s.texts[last + 1 : min(s.last, last + 5)]
    if not grammar.responsible.isdisjoint(near):
        return True
    done = next((n for n, w in enumerate(near) if w in grammar.undertakings), None)
    return done is not None and any(w.startswith("ال") or w == "ذلك" for w in near[done + 1 : done + 2])


def _fingers(s: Sentence) -> bool:
    return not load_grammar().fingers.isdisjoint(s.texts[s.first : s.last])
