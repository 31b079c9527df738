"""Counts that hold for more than the word they stand at.

Example: in ``قُتل ثلاثة في قصف على أ، واثنان في غارة على ب`` the verb holds for the two as well.
"""

from __future__ import annotations

from copy import copy
from itertools import pairwise

from ..find.numbers import NumberMention
from ..lexicon.grammars import load_grammar
from .counted import OUTCOME_OF_NOUN
from .protos import Proto, Toll
from .sentences import Sentence

_CAUSES = frozenset(("fight", "boom", "crowd"))
_BODILY = frozenset(("killed", "wounded", "arrested", "abducted", "missing"))


def share_counts(sentence: Sentence) -> None:
    """Let the count of a victim noun hold for the one joined to it (مئات القتلى والجرحى)."""
    for before, party in pairwise(sentence.parties):
        if not party.joined or party.number is not None or before.number is None or not party.definite:
            continue
        if party.category in OUTCOME_OF_NOUN and before.category in OUTCOME_OF_NOUN:
            party.number = before.number
            party.count_as(before)


def share_owner(sentence: Sentence) -> None:
    """قتلى وجرحى في صفوف الحوثيين: whose the wounded are, the dead are too."""
    for before, party in pairwise(sentence.parties):
        harmed = before.category in OUTCOME_OF_NOUN and party.category in OUTCOME_OF_NOUN
        if harmed and party.joined and party.first == before.last + 1 and party.entries and not before.entries:
            before.take_name(party)
            before.strength = party.strength


def share_object(protos: list[Proto]) -> None:
    """قُتل وجُرح عدد من المدنيين: one object of two verbs."""
    for first, second in pairwise(protos):
        outcome = first.predicate.rule.outcome
        joined = second.at == first.predicate.last + 1 and second.predicate.proclitics[:1] == "و"
        if joined and outcome and not first.tolls and second.tolls:
            first.tolls = [copy(t) for t in second.tolls]
            for toll in first.tolls:
                toll.outcome = outcome


def distribute_counts(sentence: Sentence, protos: list[Proto]) -> None:
    """قُتل ثلاثة في قصف على أ، واثنان في غارة على ب: the verb of the first holds for the count of the second."""
    for proto in protos:
        if proto.tolls or proto.family not in _CAUSES or proto.predicate.finite:
            continue
        number = next((n for n in sentence.numbers if n.last + 1 <= proto.at <= n.last + 2), None)
        if number is None or number.kind != "count" or number.proclitics != "و" or not _in_it(sentence, number, proto):
            continue
        told = [t for p in protos for t in p.tolls if t.last < number.first and t.outcome in _BODILY and t.best]
        if told:
            outcome = max(told, key=lambda t: t.first).outcome
            proto.tolls.append(Toll(outcome, None, number.low, number.best, number.high, number.first, number.last))


def _in_it(sentence: Sentence, number: NumberMention, proto: Proto) -> bool:
    """واثنان في غارة، واثنان بانفجار: what befell those counted."""
    word = sentence.texts[proto.at]
    between = sentence.texts[number.last + 1 : proto.at]
    if between:
        return between[0] in load_grammar().cause_before
    return word[:1] == "ب" and bool(proto.predicate.proclitics)


def same_as_before(tolls: list[Toll]) -> None:
    """وجُرح مثلهم: as many as the count told before."""
    ordered = sorted(tolls, key=lambda t: t.first)
    for before, toll in pairwise(ordered):
        number = toll.party.number if toll.party is not None else None
        if number is not None and number.kind == "same-as-before" and toll.low is None:
            toll.low, toll.best, toll.high = before.low, before.best, before.high


def split_sums(tolls: list[Toll]) -> None:
    """مقتل وإصابة ثمانية أشخاص: a sum of the killed and the wounded, at least one of each (WORDING 33)."""
    for dead in [t for t in tolls if t.outcome == "killed" and (t.best or 0) > 1]:
        hurt = next((t for t in tolls if t.outcome == "wounded" and (t.first, t.last) == (dead.first, dead.last)), None)
        if hurt is None or hurt.best != dead.best or dead.best is None:
            continue
        most = dead.best - 1
        for toll in (dead, hurt):
            toll.low, toll.best, toll.high = 1, 1 if most == 1 else None, most
