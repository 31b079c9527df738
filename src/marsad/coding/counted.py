"""Which people a predicate of death or harm counts: its object, else those told after a phrase between.

Example: in ``وأصيب في التفجير أربعة آخرون`` the four stand after the blast, not after their verb.
"""

from __future__ import annotations

from ..find.parties import PEOPLE, Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .chunks import is_passive, is_relative
from .sentences import Sentence

OUTCOME_OF_NOUN = {"victim_killed": "killed", "victim_wounded": "wounded"}
_COUNTED_PEOPLE = PEOPLE | OUTCOME_OF_NOUN.keys() | {"others"}
_SUBJECTS = {"s": 1, "d": 2}


def counted_victims(sentence: Sentence, p: Predicate, victims: list[Party], end: int) -> list[Party]:
    """Those of ``victims`` whose number is told, or the people who are meant instead of them."""
    counted = [x for x in victims if _countable(x)]
    if p.lemma in load_grammar().falls:
        counted = _fallen(sentence, p, counted)
    after = any(x.first > p.at for x in counted)
    if p.finite and not after:
        counted = _beyond(sentence, p, victims, counted, end)
    elif p.part == "phrase" and not victims and p.rule.act.family != "body":
        counted = _told_after(sentence, p)  # طالت حملة اعتقالات في المدينة ستة ناشطين
    elif after and (not p.finite or p.rule.act.family == "body"):
        counted = [x for x in counted if x.first > p.at or not (x.definite or p.finite)]
    return counted


def _beyond(sentence: Sentence, p: Predicate, victims: list[Party], counted: list[Party], end: int) -> list[Party]:
    """Victims told after a phrase that stands between them and their verb, else before it."""
    if p.rule.middle or is_passive(sentence, p):
        if _number_follows(sentence, p):
            return _told_after(sentence, p)
        agreeing = counted if len(counted) > 1 or all(_agrees(p, x) for x in counted) else []
        return _told_after(sentence, p) or agreeing
    if counted:
        return counted
    if victims:
        return _object_after(sentence, victims[-1], end)
    nouns = (q for q in sentence.acts if q.at == p.last + 1 and not q.finite)
    return _told_after(sentence, p) if next(nouns, None) is not None else []  # أباد القصف أسرة من ستة


def _number_follows(sentence: Sentence, p: Predicate) -> bool:
    """قُتل جندي وأصيب ستة بينهم ضابطان: the verb counts its own victims, whoever was named before."""
    return any(n.first == p.last + 1 and n.kind == "count" for n in sentence.numbers)


def people_of(p: Predicate) -> int | None:
    """How many people the form of a verb tells of: one, two, or None for more."""
    return _SUBJECTS.get(p.sense.form.number)


def _agrees(p: Predicate, victim: Party) -> bool:
    """A verb after its subject agrees with it in number: أطلق مسلحان النار على موظف فأصيب."""
    many = people_of(p)
    if many == 2 and not victim.counted and victim.best is None:
        victim.count_exactly(2)  # أن شرطيين قُتلا: the verb says that ين is a dual
    return victim.best == many if many is not None else victim.best != 1


def _object_after(sentence: Sentence, subject: Party, end: int) -> list[Party]:
    """حصدت رشاشات الدبابات 12 جائعاً: what kills names nobody, the counted people after it are the object."""
    if subject.category != "post":
        return []
    after = [x for x in sentence.parties if subject.last < x.first < end]
    return after[:1] if after and after[0].counted and not after[0].prep and _countable(after[0]) else []


def _fallen(sentence: Sentence, p: Predicate, victims: list[Party]) -> list[Party]:
    """راح ضحية القصف تسعة نازحين: the people, not the bare word of falling victim."""
    bare = load_grammar().victims_of
    people = [x for x in victims if x.number is not None or sentence.texts[x.head] not in bare]
    if people or bare.isdisjoint(sentence.texts[p.last + 1 : p.last + 3]):
        return people
    return _told_after(sentence, p)


def _told_after(sentence: Sentence, p: Predicate) -> list[Party]:
    """وأصيب في التفجير أربعة آخرون: the first counted people after a passive verb, before the next verb.

    A clause about the happening between them is passed over: راح ضحية الاشتباكات التي دارت أمس خمسة.
    """
    verbs = (q for q in sentence.predicates if q.finite and q.at > p.last and not is_relative(sentence, q))
    stop = next((q.at for q in verbs), sentence.last)
    openers = load_grammar().clause_openers - load_grammar().plain_relative
    opener = (s for s in sentence.starts if s > p.last and sentence.texts[s] in openers)
    stop = min(stop, next(opener, stop))
    for party in sentence.parties:
        if p.last < party.first < stop and party.counted and not party.prep:
            return [party] if _countable(party) and not is_some_of(sentence, party.last) else []
    return []


def is_some_of(sentence: Sentence, last: int) -> bool:
    """اثنين منهم: some of those already counted, unlike سبعة عشر، منهم اثنان."""
    after = last + 1
    return sentence.texts[last] == "منهم" or (
        after < sentence.last and sentence.texts[after] == "منهم" and sentence.words.gaps[after] == " "
    )


def _countable(party: Party) -> bool:
    if party.number is not None and party.number.kind == "same-as-before":
        return True
    if party.category in _COUNTED_PEOPLE:
        return party.low is not None
    if party.category == "org":
        return party.counted
    return party.category == "force" and (party.counted or (party.sense is not None and not party.definite))
