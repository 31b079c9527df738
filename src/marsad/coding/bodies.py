"""The dead told by their bodies.

Example: ``عُثر على ثلاث جثث``, ``وصلت جثامين أربعة مقاتلين`` and ``عُثر على خالد مقتولاً`` count the dead.
Source: codebook section 6, ruling 19.
"""

from __future__ import annotations

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .protos import Toll
from .sentences import Sentence

_BURIAL_REACH = 8  # words from a verb of burying to the bodies
_BODY_REACH = 8  # words from the finding to the bodies


def bodies(sentence: Sentence, silent: set[int]) -> list[Toll]:
    """وصلت إلى المشفى سبع جثث، خلّفوا وراءهم جثتين: counted bodies that no act of finding tells."""
    forms, tolls = load_grammar().bodies, []
    if forms.keys().isdisjoint(sentence.window(sentence.first, sentence.last)):
        return []
    for i in range(sentence.first, sentence.last):
        many = forms.get(sentence.texts[i])
        if many is None or sentence.clause_of(i) in silent or any(p.at <= i <= p.last for p in sentence.acts):
            continue
        if not load_grammar().buries.isdisjoint(sentence.window(i - _BURIAL_REACH, i)):
            continue  # شيعوا في مقبرة الدوير جثتي فلان وفلان
        number = next((n for n in sentence.numbers if n.last == i - 1 and n.kind == "count"), None)
        if number is None and not many and not load_grammar().bodies_come.isdisjoint(sentence.window(i - 2, i)):
            number = next((n for n in sentence.numbers if n.first == i + 1 and n.kind == "count"), None)
        if number is not None:
            tolls.append(Toll("killed", None, number.low, number.best, number.high, number.first, max(i, number.last)))
        elif many == 2:
            tolls.append(Toll("killed", None, 2, 2, 2, i, i))
    return tolls


def count_bodies(sentence: Sentence, p: Predicate, named: list[Toll]) -> list[Toll]:
    """The bodies that a finding tells: عُثر على ثلاث جثث، العثور على جثة; not who found them."""
    forms = load_grammar().bodies | load_grammar().their_bodies
    for i in range(p.at, min(sentence.last, p.last + _BODY_REACH)):
        many = forms.get(sentence.texts[i].removeprefix("ب"))
        if many is None:
            continue
        number = next((n for n in sentence.numbers if n.last == i - 1 and n.kind == "count"), None)
        best = number.best if number is not None else many or None
        if named and (sum(t.best or 0 for t in named) == best or any(t.first > i and t.best for t in named)):
            return named
        low, high = (number.low, number.high) if number is not None else (many or 2, best)
        return [Toll("killed", None, low, best, high, number.first if number is not None else i, i)]
    dead = (i for i in range(p.last + 1, sentence.last) if sentence.texts[i] in load_grammar().found_dead)
    found = None if named else next(dead, None)
    return named if found is None else [Toll("killed", None, 1, 1, 1, found, found)]
