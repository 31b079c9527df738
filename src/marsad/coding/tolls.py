"""Casualties of one predicate: the count and people of its victims, zeros, parts of totals.

Source: codebook section 6, rulings 9, 21, 22; WORDING 31-35, 52.
"""

from __future__ import annotations

from dataclasses import replace

from ..find.numbers import NumberMention
from ..find.parties import PEOPLE, Party
from ..find.predicates import Predicate
from .protos import Proto, Toll
from .roles import Roles, chunk_parties
from .sentences import Sentence

PART_WORDS = frozenset(("بينهم", "بينهما", "بينهن", "بينها", "وبينهم", "احدهم", "احداهن", "احدهما", "ضمنهم", "عدادهم", "عدادها", "ومنهم", "وبينها"))
_UNKNOWN_WORDS = frozenset(("معلومات", "انباء", "ترد", "يعرف", "تعرف", "معرفه", "معروف", "يتسن", "يتضح", "ورود", "حصيله"))
_VAGUE_OTHERS = {"اخرون": (2, None), "اخرين": (2, None), "اخران": (2, 2), "اخر": (1, 1), "اخري": (1, 1)}
OUTCOME_OF_NOUN = {"victim_killed": "killed", "victim_wounded": "wounded"}
_NO_NEW_COUNT = ("جثه", "جثامين", "جثمان")


def mark_parts(sentence: Sentence) -> list[Party]:
    """Take out of the sentence the parties that are parts of a total (بينهم طفلان وامرأة) and return them."""
    words = sentence.words.words
    marks = [
        i for i in range(sentence.first, sentence.last)
        if words[i] in PART_WORDS or (words[i] == "منهم" and "،" in sentence.words.gaps[i])
    ]  # fmt: skip
    if not marks:
        return []
    stops = [p.at for p in sentence.predicates if p.finite or p.kind == "act"]
    parts: list[Party] = []
    for mark in marks:
        end = min((s for s in stops if s > mark), default=sentence.last)
        previous = mark
        for party in sentence.parties:
            if not mark < party.first < end or (previous != mark and not party.joined):
                continue
            if "،" in sentence.words.gaps[party.first] and not party.joined:
                break
            parts.append(party)
            previous = party.last
    ids = {id(x) for x in parts}
    sentence.parties = [x for x in sentence.parties if id(x) not in ids]
    return parts


def tolls_of(sentence: Sentence, p: Predicate, roles: Roles, outcome: str, end: int) -> list[Toll]:
    """Casualties that the outcome predicate ``p`` states of its victims."""
    victims = [x for x in roles.side2 if _countable(x)]
    if victims:
        return [_toll(OUTCOME_OF_NOUN.get(x.category, outcome), x) for x in victims]
    number = _lone_number(sentence, p, end)
    if number is not None:
        return [Toll(outcome, None, number.low, number.best, number.high, number.first, number.last)]
    words = sentence.words.words
    for j in range(p.last + 1, min(end, p.last + 3)):
        if words[j] in _VAGUE_OTHERS:
            low, best = _VAGUE_OTHERS[words[j]]
            return [Toll(outcome, None, low, best, best, j, j)]
    if p.last + 1 < end and words[p.last + 1] in _ONE_OF_THEM:
        return [Toll(outcome, None, 1, 1, 1, p.last + 1, p.last + 1)]
    pronoun = p.enclitic
    if pronoun:
        return _of_pronoun(sentence, p, outcome, pronoun)
    return []


def same_as_before(tolls: list[Toll]) -> None:
    """وجُرح مثلهم: as many as the count told before."""
    ordered = sorted(tolls, key=lambda t: t.first)
    for before, toll in zip(ordered, ordered[1:], strict=False):
        number = toll.party.number if toll.party is not None else None
        if number is not None and number.kind == "same-as-before" and toll.low is None:
            toll.low, toll.best, toll.high = before.low, before.best, before.high


_ONE_OF_THEM = frozenset(("احدهم", "احدهما", "احداهن", "احدها"))
_BESIDE = frozenset(("ومعه", "ومعها", "ومعهم", "برفقه", "رفقه", "برفقته", "معه"))


def companions(sentence: Sentence, tolls: list[Toll]) -> list[Toll]:
    """Kin who share the fate of a victim: قضى ناشط ... ومعه زوجته."""
    words = sentence.words.words
    found: list[Toll] = []
    for toll in tolls:
        for party in sentence.parties:
            if party.first > toll.last and party.possessed and party.category in PEOPLE and words[party.first - 1] in _BESIDE:
                found.append(_toll(toll.outcome, party))
    return found


def _countable(party: Party) -> bool:
    if party.number is not None and party.number.kind == "same-as-before":
        return True
    if party.category in PEOPLE or party.category == "others" or party.category in ("victim_killed", "victim_wounded"):
        return party.low is not None
    if party.category == "org":
        return party.counted
    return party.category == "force" and (party.counted or (party.sense is not None and not party.sense.form.definite))


def _toll(outcome: str, party: Party) -> Toll:
    toll = Toll(outcome, party, party.low, party.best, party.high, party.first, party.last)
    if party.category == "force" and not party.counted:
        toll.low, toll.best, toll.high = 2, None, None
    if party.category == "child":
        toll.children = party.best
    elif party.category == "woman":
        toll.women = party.best
    return toll


def _lone_number(sentence: Sentence, p: Predicate, end: int) -> NumberMention | None:
    """A count without its noun: أصيب 3 آخرون، مقتل أربعة منهم."""
    owned = {id(x.number) for x in sentence.parties if x.number is not None}
    for number in sentence.numbers:
        if number.first > p.last and number.first <= p.last + 8 and number.first < end and number.kind in ("count", "same-as-before", "another"):
            return None if id(number) in owned else number
    return None


def _of_pronoun(sentence: Sentence, p: Predicate, outcome: str, pronoun: str) -> list[Toll]:
    """مقتله، مقتلهما، فقتلوهم: the people named last before, else what the pronoun says."""
    low, best = {"ه": (1, 1), "ها": (1, 1), "هما": (2, 2)}.get(pronoun, (2, None))
    for party in reversed(sentence.parties):
        if party.last < p.at and (party.category in PEOPLE) and not party.prep.startswith("علي يد"):
            if pronoun in ("ه", "ها") and party.best != 1:
                continue
            if pronoun == "هما" and party.best != 2:
                continue
            return [Toll(outcome, party, party.low, party.best, party.high, p.at, p.at)]
    return [Toll(outcome, None, low, best, best, p.at, p.at)]


def victim_nouns(sentence: Sentence, discarded: set[int]) -> list[Toll]:
    """Victims named by a noun: أربعة قتلى، سقوط شهيد، وقوع جرحى؛ not القتيل with the article alone."""
    tolls: list[Toll] = []
    words = sentence.words.words
    for party in sentence.parties:
        outcome = OUTCOME_OF_NOUN.get(party.category)
        if outcome is None or party.sense is None or sentence.clause_of(party.head) in discarded:
            continue
        if party.number is None and (party.sense.form.definite or words[party.head - 1] in _TALLIES):
            continue
        if any(p.at == party.head and p.kind == "act" for p in sentence.predicates):
            continue
        if words[party.head].startswith("ب") and party.sense.form.text != words[party.head] and not party.number:
            continue
        between = party.head > sentence.first and words[party.head - 1] == "بين"
        if between:
            tolls.extend(_sum_between(sentence, party, outcome))
        elif not _after_between(sentence, party):
            tolls.append(_toll(outcome, party))
    return tolls + _lives(sentence)


_TALLIES = frozenset(("عدد", "حصيله", "اعداد", "تعداد"))
_LIVES = frozenset(("ارواح", "بحياه", "حياه", "بارواح", "ضحيتها", "ضحيته"))
_RISES = frozenset(("ارتفع", "ارتفعت", "يرتفع", "ترتفع", "ليرتفع", "لترتفع", "وارتفع", "وارتفعت", "بارتفاع", "ارتفاع"))
_DEAD = frozenset(("قتلي", "القتلي", "ضحايا", "الضحايا", "شهداء", "الشهداء", "قضوا", "استشهدوا", "واستشهدوا", "قتلوا", "الوفيات", "القتيلين"))
_HURT = frozenset(("جرحي", "الجرحي", "المصابين", "الاصابات", "الجريحين"))


def _lives(sentence: Sentence) -> list[Toll]:
    """أزهقت قذيفة أرواح ثلاثة أطفال، أودى بحياة أربعة."""
    words = sentence.words.words
    return [
        _toll("killed", party) for party in sentence.parties
        if party.low is not None and (
            (party.first > sentence.first and words[party.first - 1] in _LIVES)
            or (party.prep == "ب" and party.counted and any(q.sense.lemma == "اودي" and q.at < party.first for q in sentence.predicates))
        )
    ]  # fmt: skip


def rising(sentence: Sentence) -> list[Toll]:
    """ارتفع إلى 4 تعداد الذين قضوا: the new total of this happening, when the noun does not carry the number."""
    words = sentence.words.words[sentence.first : sentence.last]
    if not any(w in _RISES for w in words) or "tally_phrases" in sentence.scope_phrases:
        return []
    outcome = "killed" if any(w in _DEAD for w in words) else "wounded" if any(w in _HURT for w in words) else None
    lone = [p for p in sentence.parties if p.category == "others" and p.prep == "الي" and p.number is not None and p.number.best]
    return [_toll(outcome, lone[0])] if outcome and lone else []


def share_counts(sentence: Sentence) -> None:
    """Let the count of a victim noun hold for the one joined to it (مئات القتلى والجرحى)."""
    for previous, party in zip(sentence.parties, sentence.parties[1:], strict=False):
        _share_count(previous, party)


def share_object(protos: list[Proto]) -> None:
    """قُتل وجُرح عدد من المدنيين: one object of two verbs."""
    for first, second in zip(protos, protos[1:], strict=False):
        outcome = first.predicate.frame.outcome if first.predicate.frame is not None else None
        joined = second.at == first.predicate.last + 1 and second.predicate.proclitics[:1] == "و"
        if joined and outcome and not first.tolls and second.tolls:
            first.tolls = [replace(t, outcome=outcome) for t in second.tolls]


def rivals(sentence: Sentence, tolls: list[Toll]) -> None:
    """فيما تحدثت مصادر طبية عن سبعة: another figure for the toll told before it (ruling 9)."""
    told = [t for t in tolls if t.best and not t.zero]
    for party in sentence.parties:
        if party.category != "others" or party.best is None or not told or party.first <= told[0].last:
            continue
        clause = sentence.clause_of(party.first)
        start = sentence.starts[clause]
        opens = any(sentence.words.words[s] in _RIVAL_OPENERS for s in sentence.starts[: clause + 1] if s > told[0].last and s <= start)
        if opens and not any(sentence.clause_of(p.at) == clause and p.kind == "act" for p in sentence.predicates):
            first = told[0]
            first.low, first.high = min(first.low or party.best, party.best), max(first.high or party.best, party.best)


_RIVAL_OPENERS = frozenset(("فيما", "بينما", "وفيما", "لكن", "حين"))


def _share_count(previous: Party | None, party: Party) -> None:
    """مئات القتلى والجرحى: the count of the first noun holds for the second."""
    if previous is None or not party.joined or party.number is not None or previous.number is None:
        return
    if party.category in OUTCOME_OF_NOUN and previous.category in OUTCOME_OF_NOUN and party.sense is not None and party.sense.form.definite:
        party.number = previous.number
        party.low, party.best, party.high, party.counted = previous.low, previous.best, previous.high, True


def _after_between(sentence: Sentence, party: Party) -> bool:
    words = sentence.words.words
    return party.joined and "بين" in words[max(sentence.first, party.head - 3) : party.head]


def _sum_between(sentence: Sentence, party: Party, outcome: str) -> list[Toll]:
    """العشرات بين قتيل وجريح is at least twenty of each; ستة بين قتيل وجريح is only a sum."""
    for number in sentence.numbers:
        if party.head - 12 <= number.first < party.head and number.kind == "count" and number.best is None and number.low:
            return [Toll(o, None, number.low, None, None, number.first, party.last) for o in ("killed", "wounded")]
    return []


def zero_toll(sentence: Sentence, word: int, outcome: str) -> Toll | None:
    """An explicit zero (دون وقوع إصابات); unknown losses (لا معلومات عن خسائر) give nothing."""
    words = sentence.words.words
    if any(words[j] in _UNKNOWN_WORDS for j in range(max(sentence.first, word - 7), word)):
        return None
    return Toll(outcome, None, 0, 0, 0, word, word, zero=True)


def add_parts(tolls: list[Toll], parts: list[Party]) -> None:
    """Women and children among a total, told after بينهم."""
    for party in parts:
        if party.category not in ("child", "woman"):
            continue
        before = [t for t in tolls if t.first < party.first and t.outcome in ("killed", "wounded", "arrested", "abducted", "missing")]
        if not before:
            continue
        toll = before[-1]
        if party.category == "child":
            toll.children = (toll.children or 0) + (party.best or 0) or None
        else:
            toll.women = (toll.women or 0) + (party.best or 0) or None


def right_chunk_end(sentence: Sentence, start: int, end: int) -> int:
    """Last word of the last chunk between two words (used for evidence)."""
    chunks = chunk_parties(sentence, start, end)
    return chunks[-1].parties[-1].last if chunks else start
