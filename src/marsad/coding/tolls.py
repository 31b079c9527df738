"""Casualties of one predicate: the count and people of its victims, zeros, pronouns.

Source: codebook section 6, rulings 9, 21, 22; WORDING 31-35, 52.
"""

from __future__ import annotations

from ..find.numbers import NumberMention
from ..find.parties import PEOPLE, Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .protos import Toll
from .sentences import Sentence

OUTCOME_OF_NOUN = {"victim_killed": "killed", "victim_wounded": "wounded"}
_COUNTED_PEOPLE = PEOPLE | OUTCOME_OF_NOUN.keys() | {"others"}
_LONE_COUNTS = frozenset(("count", "same-as-before", "another"))
_PRONOUNS: dict[str, tuple[int, int | None]] = {"ه": (1, 1), "ها": (1, 1), "هما": (2, 2)}
_LONE_REACH = 8  # words after the verb
_DOUBT = 7  # words before a zero that may say that nobody knows


def toll_of(outcome: str, party: Party) -> Toll:
    """The toll that a party makes: its count; children and women by its noun."""
    toll = Toll(outcome, party, party.low, party.best, party.high, party.first, party.last)
    if party.category == "force" and not party.counted:
        toll.low, toll.best, toll.high = 2, None, None
    if party.category == "child":
        toll.children = party.best
    elif party.category == "woman":
        toll.women = party.best
    return toll


def tolls_of(sentence: Sentence, p: Predicate, victims: list[Party], outcome: str, end: int) -> list[Toll]:
    """Casualties that the outcome predicate ``p`` states of its victims, in words before ``end``."""
    counted = [x for x in victims if _countable(x)]
    if counted:
        return [toll_of(OUTCOME_OF_NOUN.get(x.category, outcome), x) for x in counted]
    number = _lone_number(sentence, p, end)
    if number is not None:
        return [Toll(outcome, None, number.low, number.best, number.high, number.first, number.last)]
    grammar = load_grammar()
    for j, word in enumerate(sentence.texts[p.last + 1 : min(end, p.last + 3)], p.last + 1):
        if word in grammar.vague_others:
            low, best = grammar.vague_others[word]
            return [Toll(outcome, None, low, best, best, j, j)]
    if p.last + 1 < end and sentence.texts[p.last + 1] in grammar.one_of_them:
        return [Toll(outcome, None, 1, 1, 1, p.last + 1, p.last + 1)]
    return [_of_pronoun(sentence, p, outcome)] if p.enclitic else []


def _countable(party: Party) -> bool:
    if party.number is not None and party.number.kind == "same-as-before":
        return True
    if party.category in _COUNTED_PEOPLE:
        return party.low is not None
    if party.category == "org":
        return party.counted
    return party.category == "force" and (party.counted or (party.sense is not None and not party.definite))


def _lone_number(sentence: Sentence, p: Predicate, end: int) -> NumberMention | None:
    """A count without its noun: أصيب 3 آخرون، مقتل أربعة منهم."""
    reach = min(end, p.last + _LONE_REACH + 1)
    for number in sentence.numbers:
        if p.last < number.first < reach and number.kind in _LONE_COUNTS:
            return None if any(x.number is number for x in sentence.parties) else number
    return None


def _of_pronoun(sentence: Sentence, p: Predicate, outcome: str) -> Toll:
    """مقتله، مقتلهما، فقتلوهم: the people named last before, else what the pronoun says."""
    low, best = _PRONOUNS.get(p.enclitic, (2, None))
    for party in reversed(sentence.parties):
        if party.last >= p.at or party.category not in PEOPLE or party.prep == "علي يد":
            continue
        if best is None or party.best == best:
            return Toll(outcome, party, party.low, party.best, party.high, p.at, p.at)
    return Toll(outcome, None, low, best, best, p.at, p.at)


def companions(sentence: Sentence, tolls: list[Toll]) -> list[Toll]:
    """Kin who share the fate of a victim: قضى ناشط ... ومعه زوجته."""
    beside = load_grammar().shares_fate
    return [
        toll_of(toll.outcome, party) for toll in tolls for party in sentence.parties
        if party.first > toll.last and party.possessed and party.category in PEOPLE
        and sentence.texts[party.first - 1] in beside
    ]  # fmt: skip


def zero_toll(sentence: Sentence, word: int, outcome: str) -> Toll | None:
    """An explicit zero (دون وقوع إصابات); unknown losses (لا معلومات عن خسائر) give nothing."""
    if not load_grammar().unknown_losses.isdisjoint(sentence.window(word - _DOUBT, word)):
        return None
    return Toll(outcome, None, 0, 0, 0, word, word, zero=True)
