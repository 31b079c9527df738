"""Deeds told as kinds, habits or numbers: no single one of them is an event.

Each test takes an act of a sentence; ``verdicts`` asks them.

Example: ``تشهد المنطقة تفجيرات واغتيالات`` names kinds, ``600 حالة اعتقال`` is a statistic.
Source: codebook section 2 and ruling 12; WORDING 28 and 54.
"""

from __future__ import annotations

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .sentences import Sentence

_USUAL = frozenset(("boom", "fight", "property", "territory", "arrest", "cordon", "deploy", "take"))
_WAR_REACH = 10  # words from أسفرت الحرب to what it led to
_SEEN_REACH = 6  # words from تشهد to what is seen
_MANY = 100  # happenings counted together that are statistics


def are_kinds(s: Sentence, p: Predicate) -> bool:
    """تشهد المنطقة تفجيرات واغتيالات: kinds of deeds listed, of nobody, under a verb in the present."""
    if p.sense.form.definite or p.sense.form.number != "p":
        return False
    near = [q for q in s.acts if q is not p and abs(q.at - p.at) <= 2 and not q.finite]
    listed = any(q.sense.form.number == "p" and "و" in (q.proclitics[:1], p.proclitics[:1]) for q in near)
    seen = load_grammar().sees_now
    return listed and any(w in seen for w in s.window(p.at - _SEEN_REACH, p.at))


def are_many(s: Sentence, p: Predicate) -> bool:
    """شارك في معارك عدة، سرقات متكررة: no single one."""
    near = s.texts[p.last + 1 : min(s.last, p.last + 3)]
    return near[:1] != ["في"] and not load_grammar().many.isdisjoint(near[: 1 + (near[:1] != [] and _is_like(near[0]))])


def _is_like(word: str) -> bool:
    """هجمات مشابهة عدة: an adjective of likeness before the word for many."""
    grammar = load_grammar()
    return word in grammar.like_before


def was_usual(s: Sentence, p: Predicate) -> bool:
    """كان التنظيم يسيطر على البلدة ويفجّر المساجد: how things used to be."""
    if p.sense.form.tense != "present" or p.act.family not in _USUAL:
        return False
    return not load_grammar().past_before.isdisjoint(s.window(max(s.clause_start(p.at), p.at - 4), p.at))


def is_counted_kind(s: Sentence, p: Predicate) -> bool:
    """نحو 600 حالة اعتقال، أكثر من ألف اعتداء: a sum of many happenings."""
    if p.proclitics or not s.numbers:
        return False
    first = p.at - 1 if s.before(p.at) in load_grammar().occasions else p.at
    return any((n.best or n.low or 0) >= _MANY for n in s.numbers if n.last == first - 1)


def is_of_war(s: Sentence, p: Predicate) -> bool:
    """أسفرت الحرب المستمرة في السودان عن مقتل عشرات الآلاف: what a whole war did."""
    results = [q for q in s.predicates if q.kind == "result" and q.at < p.at and p.at - q.at <= _WAR_REACH]
    wars = load_grammar().wars
    many = any((n.best or n.low or 0) >= _MANY for n in s.numbers if n.first > p.at)
    return many and any(not wars.isdisjoint(s.texts[max(s.first, q.at - 2) : q.at + 3]) for q in results)


def recurs(s: Sentence, p: Predicate) -> bool:
    """تتكرر الاشتباكات، تتصاعد الهجمات: the verb that carries the noun says that it goes on happening."""
    again = load_grammar().recurs
    return any(w.removeprefix("و") in again for w in s.window(p.at - 2, p.at))
