"""Casualties of one predicate: the count and people of its victims, zeros, pronouns.

Source: codebook section 6, rulings 9, 21, 22; WORDING 31-35, 52.
"""

from __future__ import annotations

from ..find.numbers import NumberMention
from ..find.parties import PEOPLE, Party
from ..find.party_words import load_people_words
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .chunks import is_accusative, is_passive
from .counted import OUTCOME_OF_NOUN, counted_victims, people_of
from .named import listed_people, named_people
from .protos import Toll
from .sentences import Sentence

_FATES = frozenset(("arrested", "abducted", "missing"))
_LONE_COUNTS = frozenset(("count", "same-as-before", "another"))
_DOERS = frozenset(("علي يد", "من قبل", "برصاص", "بنيران"))
_PRONOUNS: dict[str, tuple[int, int | None]] = {"ه": (1, 1), "ها": (1, 1), "هما": (2, 2)}
_OWN = ("ه", "ها", "هم", "هما", "الحياه", "الروح")  # بُترت قدمه، فارق الحياة
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
    if not p.finite and any(heads_toll(x, p.at) for x in sentence.parties):
        return []  # 11 إصابة: told by the noun
    counted = counted_victims(sentence, p, victims, end)
    if all(x.first < p.at for x in counted) and (vague := _vague_others(sentence, p, outcome, end)):
        return [vague]
    if listed := _listed_names(sentence, p, end):
        return [Toll(outcome, None, listed, listed, listed, p.last + 1, p.last + 2, named=True)]
    named = [toll_of(_outcome_of(p, x, outcome), x) for x in counted if not _is_sum(sentence, x)]
    tolls = [*_on_whom(sentence, p, outcome), *_of_each_side(sentence, named)]
    return tolls or _unnamed(sentence, p, victims, outcome, end)


def _unnamed(sentence: Sentence, p: Predicate, victims: list[Party], outcome: str, end: int) -> list[Toll]:
    """Victims of whom only a number or a pronoun tells."""
    number = _lone_number(sentence, p, end)
    if number is not None:
        return [Toll(outcome, None, number.low, number.best, number.high, number.first, number.last)]
    if p.enclitic:
        if not p.finite and (killed := _object_of_noun(sentence, p)) is not None:
            return [toll_of(outcome, killed)]
        return [_of_pronoun(sentence, p, outcome)]
    if listed := listed_people(sentence, p, end):
        first, last, count = listed
        return [Toll(outcome, None, count, count, count, first, last, named=True)]
    told_after = any(x.first > p.at for x in victims)
    if not told_after and (named := named_people(sentence, p, end)):
        return [Toll(outcome, None, named, named, named, p.last + 1, p.last + 2, named=True)]
    return [] if told_after else _of_hidden_subject(sentence, p, outcome)


def _outcome_of(p: Predicate, victim: Party, outcome: str) -> str:
    """سقط جريحان are wounded, but وفاة جريح is a death, and the dead man who had been abducted was abducted."""
    plain = outcome in _FATES or (outcome == "killed" and p.lemma not in load_grammar().falls)
    return outcome if plain else OUTCOME_OF_NOUN.get(victim.category, outcome)


def _is_sum(sentence: Sentence, party: Party) -> bool:
    """أكثر من 27 مدنياً بين قتيل وجريح: of which how many died is not told."""
    between = sentence.texts[party.last + 1 : party.last + 3]
    return between[:1] == ["بين"] and any(
        x.first == party.last + 2 and x.category in OUTCOME_OF_NOUN for x in sentence.parties
    )


def _on_whom(sentence: Sentence, p: Predicate, outcome: str) -> list[Toll]:
    """أجهزوا عليه: the pronoun is the victim."""
    many = load_grammar().on_whom.get(sentence.texts[p.last + 1]) if p.last + 1 < sentence.last else None
    if many is None or not p.finite or "علي" not in p.rule.preps:
        return []
    return [Toll(outcome, None, many, many, many, p.last + 1, p.last + 1)]


def _of_each_side(sentence: Sentence, tolls: list[Toll]) -> list[Toll]:
    """قُتل اثنان من كل طرف: twice as many."""
    for toll in tolls:
        after = sentence.texts[toll.last + 1 : toll.last + 4]
        if after[:2] == ["من", "كل"] and after[2:] and after[2] in load_grammar().sides and toll.best:
            toll.low = toll.best = toll.high = toll.best * 2
    return tolls


def _vague_others(sentence: Sentence, p: Predicate, outcome: str, end: int) -> Toll | None:
    """وأصيب آخرون، فارق أحدهم الحياة: people told only by their relation to others."""
    grammar = load_grammar()
    for j, word in enumerate(sentence.texts[p.last + 1 : min(end, p.last + 3)], p.last + 1):
        if word in grammar.vague_others and not any(n.first <= j - 1 <= n.last for n in sentence.numbers):
            low, best = grammar.vague_others[word]
            return Toll(outcome, None, low, best, best, j, j)
    if p.last + 1 < end and sentence.texts[p.last + 1] in grammar.one_of_them:
        return Toll(outcome, None, 1, 1, 1, p.last + 1, p.last + 1)
    return None


def heads_toll(party: Party, at: int) -> bool:
    """Whether the word ``at`` is a counted victim noun, no act: 11 إصابة، إصابتين."""
    if party.head != at or party.category not in OUTCOME_OF_NOUN or party.sense is None:
        return False
    return party.number is not None or party.sense.form.number == "d"


def _listed_names(sentence: Sentence, p: Predicate, end: int) -> int:
    """قُتل كل من سامر وخالد: as many people as names."""
    start = p.last + 1
    grammar = load_grammar()
    if sentence.texts[start : start + 2] != ["كل", "من"]:
        return 0
    names = 1
    for i in range(start + 3, end):
        word = sentence.texts[i]
        if word in grammar.prepositions or word in grammar.after_harm:
            break
        names += word[0] == "و" and len(word) > 3
    return names


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
        if party.last < p.at and party.category == "post" and (inside := _riding(sentence, party)) is not None:
            return Toll(outcome, None, inside.low, inside.best, inside.high, p.at, p.at)
        if party.last >= p.at or party.category not in PEOPLE or party.prep == "علي يد":
            continue
        if best is None or party.best == best:
            return Toll(outcome, party, party.low, party.best, party.high, p.at, p.at)
    return Toll(outcome, None, low, best, best, p.at, p.at)


def _riding(sentence: Sentence, post: Party) -> NumberMention | None:
    """اعترضوا سيارة تقل أربعة موظفين واقتادوهم: who rode in the car."""
    inside = (n for n in sentence.numbers if post.first < n.first <= post.last and n.kind == "count")
    return next(inside, None)


def _object_of_noun(sentence: Sentence, p: Predicate) -> Party | None:
    """على خلفية قتلهم مواطناً: the pronoun killed, the people after it were killed."""
    return next((x for x in sentence.parties if x.first == p.last + 1 and is_accusative(sentence, x)), None)


def _of_hidden_subject(sentence: Sentence, p: Predicate, outcome: str) -> list[Toll]:
    """فأصيب بجروح بليغة، فقضى في مكانه: the person named last before, of the number that the verb says."""
    if not p.finite or not (p.rule.middle or is_passive(sentence, p)) or not _ends_there(sentence, p):
        return []
    many = people_of(p)
    for party in reversed(sentence.parties):
        owned = party.category == "post" and party.owner
        if party.last >= p.at or party.prep in _DOERS or not (party.category in PEOPLE or owned):
            continue
        if party.best == many or (many is None and party.low is not None and party.best != 1):
            toll = toll_of(outcome, party)
            toll.first = toll.last = p.at
            return [toll]
    return []


def _ends_there(sentence: Sentence, p: Predicate) -> bool:
    """Whether what follows the verb is no subject: بجروح، في مكانه، على الفور."""
    after = p.last + 1
    if after >= sentence.last or sentence.words.gaps[after].strip():
        return True
    word = sentence.texts[after]
    wanted = p.rule.needs_complement.get(p.lemma, frozenset())
    return word in load_grammar().after_harm or (word in wanted and word.endswith(_OWN))


def companions(sentence: Sentence, tolls: list[Toll]) -> list[Toll]:
    """Who share the fate of a victim: قضى ناشط ... ومعه زوجته، لقي الضابط حتفه مع 31 شخصاً آخر."""
    beside, others = load_grammar().shares_fate, load_people_words().others
    return [
        toll_of(toll.outcome, party) for toll in tolls for party in sentence.parties
        if party.first > toll.last and party.category in PEOPLE
        and (party.possessed or (party.number is not None and sentence.texts[party.last] in others))
        and (sentence.texts[party.first - 1] in beside or _is_with(sentence, toll, party))
    ]  # fmt: skip


def _is_with(sentence: Sentence, toll: Toll, party: Party) -> bool:
    """قُتل قيادي مع ثلاثة من مرافقيه; but not اشتبك مع."""
    if sentence.texts[party.first - 1] != "مع":
        return False
    own = sentence.texts[party.first - 2]  # لقي ضابط حتفه مع سائقه
    return (party.first == toll.last + 2 and party.counted) or (own.endswith(_OWN) and own in load_grammar().ends)


def zero_toll(sentence: Sentence, word: int, outcome: str) -> Toll | None:
    """An explicit zero (دون وقوع إصابات); unknown losses (لا معلومات عن خسائر) give nothing."""
    if not load_grammar().unknown_losses.isdisjoint(sentence.window(word - _DOUBT, word)):
        return None
    return Toll(outcome, None, 0, 0, 0, word, word, zero=True)


def told_already(tolls: list[Toll], toll: Toll) -> bool:
    """Whether a happening has a toll of that outcome; a noun with its own count may stand beside it."""
    same = [t for t in tolls if t.outcome == toll.outcome]
    if toll.zero:
        return bool(same)
    if all(t.zero for t in same):
        return False
    if toll.party is None and toll.first < toll.last:
        return any(t.best == toll.best for t in same)  # سبع جثث
    return toll.party is None or not toll.party.counted or any(t.first == toll.first for t in tolls)
