"""Places entered without a fight after others left them.

Example: ``دخلت قوات النظام بلدة مورك بعد انسحاب الفصائل منها`` is a transfer of the town, from the factions.
Source: codebook ruling 16; WORDING 44.
"""

from __future__ import annotations

from ..find.parties import Party
from ..find.predicates import Predicate
from ..lexicon.acts import load_acts
from ..lexicon.grammars import load_grammar
from .chunks import bare_chunks
from .protos import Proto
from .sentences import Sentence

_FOUGHT = frozenset(("fight", "boom"))
_REACH = 14  # words from the verb of entering to the withdrawal
_TRANSFER = "transfer"


def settle_handovers(sentence: Sentence, protos: list[Proto]) -> list[Proto]:
    """Let who came in and who had left tell one transfer; a place that was fought for is no transfer."""
    if any(p.family in _FOUGHT for p in protos):
        return protos
    for gone in [p for p in protos if _is_departure(sentence, p)]:
        taken = next((p for p in protos if p.family == "territory" and p.at < gone.at and not p.tolls), None)
        if taken is not None:
            taken.act = load_acts()[_TRANSFER]
            taken.side2 = taken.side2 or [x for x in gone.side1 if x not in taken.side1]
            protos = protos if _goes_somewhere(sentence, gone) else [p for p in protos if p is not gone]
        elif came := _entrants(sentence, gone):
            gone.act = load_acts()[_TRANSFER]
            gone.side1, gone.side2 = came, gone.side1
    return protos


def _is_departure(sentence: Sentence, proto: Proto) -> bool:
    """بعد انسحاب الفصائل: told only as what came before."""
    noun = proto.family == "withdraw" and not proto.predicate.finite and bool(proto.side1)
    return noun and sentence.before(proto.at) in load_grammar().since


def _goes_somewhere(sentence: Sentence, gone: Proto) -> bool:
    """بعد انسحابهم نحو خان شيخون: a withdrawal whose way is told stays an event of its own."""
    towards = load_grammar().towards
    return any(m.preposition in towards and 0 < m.first - gone.at <= _REACH for m in sentence.places)


def _entrants(sentence: Sentence, gone: Proto) -> list[Party]:
    """Who entered before ``gone`` in its clause: the subject of the verb of entering."""
    verbs = [q for q in sentence.predicates if _enters(q) and 0 < gone.at - q.at <= _REACH]
    if not verbs or sentence.comma_between(verbs[-1].at, gone.at):
        return []
    chunk = next(iter(bare_chunks(sentence, verbs[-1].last + 1, gone.at)), None)
    armed = chunk is not None and chunk.head.armed and chunk.head.category != "post"
    return [x for x in chunk.parties if x not in gone.side1] if chunk is not None and armed else []


def _enters(verb: Predicate) -> bool:
    return verb.kind != "act" and verb.finite and verb.lemma in load_grammar().goes_in
