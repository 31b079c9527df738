"""Tolls told by nouns, and tolls that hang together: parts, rivals, shared counts.

Example: ``أربعة قتلى بينهم طفلان`` is four killed, of whom two are children.
Source: codebook section 6, rulings 9, 21, 22.
"""

from __future__ import annotations

from copy import copy
from itertools import pairwise

from ..find.parties import PEOPLE, Party
from ..lexicon.grammars import load_grammar
from .cues import PART
from .protos import Proto, Toll
from .sentences import Sentence
from .tolls import OUTCOME_OF_NOUN, toll_of, zero_toll

_BODILY = frozenset(("killed", "wounded", "arrested", "abducted", "missing"))
_NAMELESS = frozenset(("civilian", "others", "victim_killed", "victim_wounded"))
_SUM_REACH = 12  # words from a sum to its parts
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
        if "،" in sentence.words.gaps[party.first] and not party.joined:
            break
        parts.append(party)
    return parts


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


def add_members_hurt(protos: list[Proto], parts: list[Party]) -> None:
    """بينهم عنصران من قسد، معظمهم مقاتلون من حزب الله: whose people the victims are, beside the nameless rest."""
    most = load_grammar().most_of
    for party in [x for x in parts if x.category in PEOPLE and x.category != "gunman"]:
        told = [p for p in protos if any(t.first < party.first and t.outcome in _BODILY for t in p.tolls)]
        if told and told[-1].sentence.before(party.first) in most:
            _stand_for_all(told[-1], party)
        elif told and party.armed and (party.entries or not _is_known(told[-1])):
            told[-1].side2.append(party)


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
    return tolls + _lives(sentence)


def _tells_toll(sentence: Sentence, party: Party, silent: set[int]) -> bool:
    """Whether a victim noun counts new victims: not "the victim", no act of its own, not by means of."""
    if party.sense is None or sentence.clause_of(party.head) in silent:
        return False
    if party.number is None and (party.definite or sentence.before(party.head) in load_grammar().tallies):
        return False
    if any(p.at == party.head for p in sentence.acts):
        return False
    word = sentence.texts[party.head]
    return not (word.startswith("ب") and party.sense.form.text != word and not party.number)


def _sum_between(sentence: Sentence, party: Party) -> list[Toll]:
    """العشرات بين قتيل وجريح is at least twenty of each; ستة بين قتيل وجريح is only a sum."""
    for number in sentence.numbers:
        dozens = number.kind == "count" and number.best is None and number.low
        if dozens and party.head - _SUM_REACH <= number.first < party.head:
            return [Toll(o, None, number.low, None, None, number.first, party.last) for o in ("killed", "wounded")]
    return []


def _lives(sentence: Sentence) -> list[Toll]:
    """أزهقت قذيفة أرواح ثلاثة أطفال، أودى بحياة أربعة."""
    lives = load_grammar().lives
    takes = [q.at for q in sentence.predicates if q.lemma == "اودي"]
    return [
        toll_of("killed", party) for party in sentence.parties
        if party.low is not None and (
            sentence.before(party.first) in lives
            or (party.prep == "ب" and party.counted and any(at < party.first for at in takes))
        )
    ]  # fmt: skip


def rising_tolls(sentence: Sentence) -> list[Toll]:
    """ارتفع إلى 4 تعداد الذين قضوا: the new total of this happening, when the noun does not carry the number."""
    grammar = load_grammar()
    words = sentence.texts[sentence.first : sentence.last]
    if grammar.rises.isdisjoint(words) or "tally_phrases" in sentence.scope_phrases:
        return []
    outcome = "" if grammar.hurt.isdisjoint(words) else "wounded"
    outcome = outcome if grammar.dead.isdisjoint(words) else "killed"
    lone = [
        p for p in sentence.parties
        if p.category == "others" and p.prep == "الي" and p.number is not None and p.number.best
    ]  # fmt: skip
    return [toll_of(outcome, lone[0])] if outcome and lone else []


def negated_nouns(sentence: Sentence, silent: set[int]) -> list[Toll]:
    """دون وقوع إصابات said with a plain noun: a zero; its clause tells no other toll (added to ``silent``)."""
    zeros: list[Toll] = []
    for party in sentence.parties:
        outcome = OUTCOME_OF_NOUN.get(party.category)
        if outcome is None or not _is_negated(sentence, party.head):
            continue
        silent.add(sentence.clause_of(party.head))
        if not party.sense or party.number is None:
            zero = zero_toll(sentence, party.head, outcome)
            if zero is not None:
                zeros.append(zero)
    return zeros


def _is_negated(sentence: Sentence, word: int) -> bool:
    """Whether a negation governs the noun; لا يقل عن only counts."""
    still = load_grammar().still
    return any(
        sentence.scope.get(j) in ("negation", "denial") and sentence.texts[j] != "غير"
        and sentence.texts[j + 1] not in still
        for j in range(max(sentence.first, word - _NEGATION_REACH), word)
    )


def share_counts(sentence: Sentence) -> None:
    """Let the count of a victim noun hold for the one joined to it (مئات القتلى والجرحى)."""
    for before, party in pairwise(sentence.parties):
        if not party.joined or party.number is not None or before.number is None or not party.definite:
            continue
        if party.category in OUTCOME_OF_NOUN and before.category in OUTCOME_OF_NOUN:
            party.number = before.number
            party.count_as(before)


def share_object(protos: list[Proto]) -> None:
    """قُتل وجُرح عدد من المدنيين: one object of two verbs."""
    for first, second in pairwise(protos):
        outcome = first.predicate.rule.outcome
        joined = second.at == first.predicate.last + 1 and second.predicate.proclitics[:1] == "و"
        if joined and outcome and not first.tolls and second.tolls:
            first.tolls = [copy(t) for t in second.tolls]
            for toll in first.tolls:
                toll.outcome = outcome


def same_as_before(tolls: list[Toll]) -> None:
    """وجُرح مثلهم: as many as the count told before."""
    ordered = sorted(tolls, key=lambda t: t.first)
    for before, toll in pairwise(ordered):
        number = toll.party.number if toll.party is not None else None
        if number is not None and number.kind == "same-as-before" and toll.low is None:
            toll.low, toll.best, toll.high = before.low, before.best, before.high


def widen_by_rivals(sentence: Sentence, tolls: list[Toll]) -> None:
    """فيما تحدثت مصادر طبية عن سبعة: another figure for the toll told before it (ruling 9)."""
    told = next((t for t in tolls if t.best and not t.zero), None)
    if told is None:
        return
    openers = load_grammar().rival_openers
    for party in sentence.parties:
        if party.category != "others" or party.best is None or party.first <= told.last:
            continue
        clause = sentence.clause_of(party.first)
        opens = any(s > told.last and sentence.texts[s] in openers for s in sentence.starts[: clause + 1])
        if opens and not any(sentence.clause_of(p.at) == clause for p in sentence.acts):
            told.low = min(told.low or party.best, party.best)
            told.high = max(told.high or party.best, party.best)
