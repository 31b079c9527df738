"""Tolls told by nouns, and tolls that hang together: parts, rivals, shared counts.

Example: ``أربعة قتلى بينهم طفلان`` is four killed, of whom two are children.
Source: codebook section 6, rulings 9, 21, 22.
"""

from __future__ import annotations

from ..find.numbers import NumberMention
from ..find.parties import PEOPLE, Party
from ..lexicon.grammars import load_grammar
from .counted import OUTCOME_OF_NOUN
from .cues import PART
from .protos import Proto, Toll
from .sentences import Sentence
from .tolls import heads_toll, toll_of, zero_toll

_BODILY = frozenset(("killed", "wounded", "arrested", "abducted", "missing"))
_FALLEN = frozenset(("combatant", "gunman", "civilian", "woman", "child"))
_NAMELESS = frozenset(("civilian", "others", "victim_killed", "victim_wounded"))
_SUM_REACH = 12  # words from a sum to its parts
_SOME = 2  # what a few are at least
_SINGLE = frozenset(("civilian", "woman", "child", "combatant"))
_ADMISSION_REACH = 10  # words from the verb to the toll
_FALL_REACH = 8  # words from the verb to ضحية
_NEGATION_REACH = 5  # words before the victim noun


def mark_parts(sentence: Sentence) -> list[Party]:
    """Take out of the sentence the parties that are parts of a total (بينهم طفلان وامرأة) and return them."""
    texts, gaps, part_words = sentence.texts, sentence.words.gaps, load_grammar().part_words
    most = load_grammar().most_of
    marks = [
        i for i in sentence.cued(PART)
        if texts[i] in part_words or texts[i] in most or (texts[i] == "منهم" and "،" in gaps[i])
    ]  # fmt: skip
    if not marks:
        return []
    stops = [p.at for p in sentence.predicates if p.finite or p.kind == "act"]
    parts = [
        party for mark in marks
        for party in _parts_after(sentence, mark, min((s for s in stops if s > mark), default=sentence.last))
    ]  # fmt: skip
    ids = {id(x) for x in parts}
    sentence.parties = [x for x in sentence.parties if id(x) not in ids]
    return parts


def _parts_after(sentence: Sentence, mark: int, end: int) -> list[Party]:
    """The list of parties after a part word: بينهم طفلان وامرأة."""
    parts: list[Party] = []
    for party in sentence.parties:
        if not mark < party.first < end or (parts and not party.joined):
            continue
        if "،" in sentence.words.gaps[party.first] and (not party.joined or _is_total(party)):
            break
        if parts and _is_total(party) and not any(x.category in OUTCOME_OF_NOUN for x in parts):
            break  # تسعة قتلى بينهم ثلاثة أطفال و75 جريحاً
        parts.append(party)
    return parts


def _is_total(party: Party) -> bool:
    """بينهم ثلاث نساء، و13 جريحاً: a victim noun with its own count is no part."""
    return party.category in OUTCOME_OF_NOUN and party.number is not None


def add_parts(tolls: list[Toll], parts: list[Party]) -> None:
    """Women and children among a total, told after بينهم."""
    for party in parts:
        if party.category not in ("child", "woman"):
            continue
        totals = [t for t in tolls if t.first < party.first and t.outcome in _BODILY]
        if not totals:
            continue
        if party.category == "child":
            totals[-1].children = (totals[-1].children or 0) + (party.best or 0) or None
        else:
            totals[-1].women = (totals[-1].women or 0) + (party.best or 0) or None


def mark_admitted(sentence: Sentence, tolls: list[Toll]) -> None:
    """وأقرّ مصدر أمني بإصابة عنصر: who admits a loss tells of its own people."""
    admits = load_grammar().admits
    for toll in tolls:
        toll.admitted = not admits.isdisjoint(sentence.window(toll.first - _ADMISSION_REACH, toll.first))


def add_members_hurt(protos: list[Proto], parts: list[Party]) -> None:
    """بينهم عنصران من قسد، معظمهم مقاتلون من حزب الله: whose people the victims are, beside the nameless rest."""
    most = load_grammar().most_of
    for party in [x for x in parts if x.category in PEOPLE and x.category != "gunman"]:
        told = [p for p in protos if any(t.first < party.first and t.outcome in _BODILY for t in p.tolls)]
        if told and told[-1].sentence.before(party.first) in most:
            _stand_for_all(told[-1], party)
        elif told and party.armed and not _both_told(told[-1]) and (party.entries or not _is_known(told[-1])):
            told[-1].side2.append(party)


def _both_told(proto: Proto) -> bool:
    """Whether both sides of a fight of two are named already."""
    return proto.predicate.rule.two_sided and bool(proto.side1) and bool(proto.side2)


def _is_known(proto: Proto) -> bool:
    """Whether the fallen are some organisation's already, or fell between two sides."""
    fallen = [*proto.side2, *[t.party for t in proto.tolls if t.party is not None]]
    return proto.predicate.rule.two_sided or proto.act.id == "mob" or any(x.entries for x in fallen)


def _stand_for_all(proto: Proto, party: Party) -> None:
    """معظمهم مقاتلون من حزب الله: the nameless total is theirs."""
    for toll in proto.tolls:
        if toll.first < party.first and (toll.party is None or toll.party.category in _NAMELESS):
            proto.side2 = [x for x in proto.side2 if x is not toll.party]
            toll.party = party
    proto.side2.append(party)


def victim_nouns(sentence: Sentence, silent: set[int]) -> list[Toll]:
    """Victims named by a noun: أربعة قتلى، سقوط شهيد، وقوع جرحى؛ not القتيل alone, nor in ``silent`` clauses."""
    tolls: list[Toll] = []
    for party in sentence.parties:
        outcome = OUTCOME_OF_NOUN.get(party.category)
        if outcome is None or not _tells_toll(sentence, party, silent):
            continue
        if sentence.before(party.head) == "بين":
            tolls.extend(_sum_between(sentence, party))
        elif not (party.joined and "بين" in sentence.window(party.head - 3, party.head)):
            tolls.append(toll_of(outcome, party))
            tolls.extend(toll_of(outcome, x) for x in _joined_to(sentence, party))
    return tolls + _lives(sentence)


def _joined_to(sentence: Sentence, party: Party) -> list[Party]:
    """أوقعت 21 قتيلاً من التنظيم وستة من الجيش: people of the other side, counted after the same noun."""
    joined = [
        x for x in sentence.parties
        if x.joined and x.number is not None and x.first == party.last + 1 and (x.entries or x.category in _FALLEN)
    ]  # fmt: skip
    verbs = {q.at for q in sentence.predicates if q.finite}
    return [x for x in joined if x.last + 1 not in verbs]


def _tells_toll(sentence: Sentence, party: Party, silent: set[int]) -> bool:
    """Whether a victim noun counts new victims: not "the victim", no act of its own, not by means of."""
    if party.sense is None or sentence.clause_of(party.head) in silent:
        return False
    if party.number is None and (party.definite or sentence.before(party.head) in load_grammar().tallies):
        return False
    if any(p.at == party.head for p in sentence.acts) and not heads_toll(party, party.head):
        return False
    if _is_said_of_dead(sentence, party) or sentence.before(party.first) in load_grammar().burials:
        return False
    word = sentence.texts[party.head]
    if party.number is None and word in load_grammar().victims_of and _falls(sentence, party.head):
        return False
    return not (word.startswith("ب") and party.sense.form.text != word and not party.number)


def _is_said_of_dead(sentence: Sentence, party: Party) -> bool:
    """توفي مواطن مصاب في القصف: one man, who died."""
    if party.number is not None or party.joined or party.category != "victim_wounded":
        return False
    dead = any(q.rule.outcome == "killed" for q in sentence.acts)
    return dead and any(x.category in PEOPLE and x.last == party.head - 1 for x in sentence.parties)


def _falls(sentence: Sentence, word: int) -> bool:
    """راح ضحية القصف تسعة نازحين، وقع ستة ضحايا قصف: the people are told beside."""
    return any(q.finite and q.lemma in load_grammar().falls and 0 < word - q.at <= _FALL_REACH
               for q in sentence.predicates)  # fmt: skip


def _sum_between(sentence: Sentence, party: Party) -> list[Toll]:
    """العشرات بين قتيل وجريح is at least twenty of each; ستة بين قتيل وجريح is only a sum."""
    for number in sentence.numbers:
        dozens = number.kind == "count" and number.best is None and number.low and _is_round(sentence, number)
        if dozens and party.head - _SUM_REACH <= number.first < party.head:
            return [Toll(o, None, number.low, None, None, number.first, party.last) for o in ("killed", "wounded")]
    counts = [n for n in sentence.numbers if n.kind == "count" and 0 < party.head - n.last <= _SUM_REACH]
    if counts or not party.sense or party.sense.form.definite:
        return []
    killed_or_hurt = ("killed", "wounded")  # أوقعوهم بين قتيل وجريح
    return [Toll(o, None, 2, None, None, party.head, party.last) for o in killed_or_hurt]


def _is_round(sentence: Sentence, number: NumberMention) -> bool:
    """عشرات، مئات: of both, where أكثر من 27 is only the sum."""
    many = load_grammar().dozens
    return number.low == _SOME or not many.isdisjoint(sentence.texts[number.first : number.last + 1])


def _lives(sentence: Sentence) -> list[Toll]:
    """أزهقت قذيفة أرواح ثلاثة أطفال، أودى بحياة أربعة."""
    lives = load_grammar().lives
    return [
        toll_of("killed", party) for party in sentence.parties
        if party.low is not None and (
            sentence.before(party.first) in lives or (party.prep == "ب" and _taken(sentence, party))
        )
    ]  # fmt: skip


def _taken(sentence: Sentence, party: Party) -> bool:
    """أودى كمين بستة عشر من الأفراد: the last verb before takes their lives."""
    if not party.counted and party.category not in _SINGLE:
        return False
    joined = ("و", "ف")
    before = [
        q.lemma for q in sentence.predicates
        if q.at < party.first and (q.lemma == "اودي" or (q.kind == "act" and q.proclitics[:1] in joined))
    ]  # fmt: skip
    return before[-1:] == ["اودي"]


def negated_nouns(sentence: Sentence, silent: set[int]) -> list[Toll]:
    """دون وقوع إصابات said with a plain noun: a zero; its clause tells no other toll (added to ``silent``)."""
    zeros: list[Toll] = _no_losses(sentence)
    for party in sentence.parties:
        outcome = OUTCOME_OF_NOUN.get(party.category)
        if outcome is None or not _is_negated(sentence, party.head):
            continue
        silent.add(sentence.clause_of(party.head))
        if not party.sense or party.number is None:
            nobody = sentence.texts[party.head] in load_grammar().victims_of  # دون ضحايا: nobody was hurt
            zero = zero_toll(sentence, party.head, "wounded" if nobody else outcome)
            if zero is not None:
                zeros.append(zero)
    return zeros


def _no_losses(sentence: Sentence) -> list[Toll]:
    """دون خسائر بشرية: nobody was hurt."""
    texts, losses = sentence.texts, load_grammar().losses
    if losses.isdisjoint(sentence.window(sentence.first, sentence.last)):
        return []
    found = [
        zero_toll(sentence, i, "wounded") for i in range(sentence.first, sentence.last - 1)
        if texts[i] in losses and not load_grammar().human.isdisjoint(texts[i + 1 : i + 3]) and _is_negated(sentence, i)
    ]  # fmt: skip
    return [zero for zero in found if zero is not None]


def _is_negated(sentence: Sentence, word: int) -> bool:
    """Whether a negation governs the noun; لا يقل عن only counts."""
    if sentence.before(word) == "عن" and any(
        q.kind == "result" and q.at < word and sentence.scope.get(q.at - 1) == "negation" for q in sentence.predicates
    ):
        return True  # لم يسفر الهجوم على القاعدة عن إصابات
    still = load_grammar().still
    return any(
        sentence.scope.get(j) in ("negation", "denial") and sentence.texts[j] != "غير"
        and sentence.texts[j + 1] not in still
        for j in range(max(sentence.first, word - _NEGATION_REACH), word)
    )
