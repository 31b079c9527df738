"""Totals that replace the tolls told before, and rival figures that only widen them.

Example: ``ارتفعت الحصيلة إلى ثمانية قتلى بعد وفاة طفلة`` is eight killed, not nine.
Source: codebook rulings 9 and 21; WORDING 28, 33, 52.
"""

from __future__ import annotations

from ..find.numbers import NumberMention
from ..find.parties import PEOPLE, Party
from ..lexicon.grammars import load_grammar
from .counted import is_some_of
from .protos import Toll
from .sentences import Sentence

_REACH = 14  # words from the verb to its number
_NAMED_BEFORE = 4  # words before the verb that may say whose number: الحصيلة ارتفعت إلى ثلاثة
_FEWEST = 2  # a single death is no other figure
_UNNAMED = frozenset(("victim_killed", "victim_wounded", "others"))


def totals_of(sentence: Sentence) -> list[Toll]:
    """ارتفع إلى 48 عدد القتلى، بلغ عدد المصابين تسعة عشر: new totals of this happening, not of a year."""
    grammar = load_grammar()
    moves = grammar.rises | grammar.reaches
    if "tally_phrases" in sentence.scope_phrases or moves.isdisjoint(sentence.window(sentence.first, sentence.last)):
        return []
    verbs = [
        i for i in range(sentence.first, sentence.last)
        if sentence.texts[i] in moves
    ]  # fmt: skip
    totals: list[Toll] = []
    for i, end in zip(verbs, [*verbs[1:], sentence.last], strict=False):
        total = _total_after(sentence, i, min(end, i + _REACH))
        if total is not None:
            totals.append(total)
            totals.extend(_counted_beside(sentence, total, min(end, i + _REACH)))
    return totals


def _total_after(sentence: Sentence, verb: int, end: int) -> Toll | None:
    """The number that the verb at word ``verb`` reaches, with the outcome its words say."""
    grammar = load_grammar()
    rises = sentence.texts[verb] in grammar.rises
    if not rises and not _speaks_of_toll(sentence, verb):
        return None
    for number in sentence.numbers:
        if number.kind != "count" or not number.best or not verb < number.first < end:
            continue
        if rises and sentence.before(number.first) != "الي":
            continue
        outcome = _outcome(sentence.texts[number.last + 1 : number.last + 2])
        outcome = outcome or _outcome(sentence.window(verb - _NAMED_BEFORE, end))
        outcome = outcome or _outcome(_toll_words_before(sentence, verb))
        if not outcome:
            return None
        total = _total(number, outcome)
        total.total = rises or not _opens(sentence, sentence.clause_start(verb), grammar.rival_openers)
        return total
    return None


def _speaks_of_toll(sentence: Sentence, verb: int) -> bool:
    """بلغت حصيلة القتلى ستة، إن حصيلة القصف على المدينة بلغت ستة."""
    grammar = load_grammar()
    tallies = grammar.tallies | grammar.toll_words
    return not tallies.isdisjoint(sentence.texts[verb + 1 : verb + 3]) or bool(_toll_words_before(sentence, verb))


def _toll_words_before(sentence: Sentence, verb: int) -> list[str]:
    """The words from حصيلة to the verb of its clause: حصيلة القصف على المدينة بلغت ستة."""
    start = max(sentence.clause_start(verb), verb - _REACH)
    toll_words = load_grammar().toll_words
    first = next((i for i in range(start, verb) if sentence.texts[i] in toll_words), verb)
    return sentence.texts[first:verb]


def _counted_beside(sentence: Sentence, total: Toll, end: int) -> list[Toll]:
    """ارتفع إلى 45 عدد القتلى و85 عدد الجرحى: the second number before its own noun."""
    tallies = load_grammar().tallies
    beside: list[Toll] = []
    for number in sentence.numbers:
        after = number.last + 1
        if number.kind == "count" and number.best and total.last < number.first < end:
            noun = sentence.texts[after : after + 2]
            outcome = _outcome(noun[1:]) if noun and noun[0] in tallies else ""
            if outcome and outcome != total.outcome:
                beside.append(_total(number, outcome))
    return beside


def _total(number: NumberMention, outcome: str) -> Toll:
    return Toll(outcome, None, number.low, number.best, number.high, number.first, number.last, total=True)


def _outcome(words: list[str]) -> str:
    """What the first word of the dead or the hurt says; the bare الحصيلة counts the dead."""
    grammar = load_grammar()
    for word in words:
        if word in grammar.dead:
            return "killed"
        if word in grammar.hurt:
            return "wounded"
    return "killed" if not grammar.toll_words.isdisjoint(words) else ""


def replace_by_totals(sentence: Sentence, tolls: list[Toll]) -> None:
    """A total stands for all tolls of its outcome; the women and children among them stay told."""
    for total in [t for t in tolls if t.total]:
        for rival in [t for t in tolls if t.outcome == total.outcome and _is_rival(sentence, total, t)]:
            _widen(total, rival)
            tolls.remove(rival)
        parts = [t for t in tolls if t.outcome == total.outcome and t is not total]
        for name in ("children", "women"):
            if not getattr(total, name):
                setattr(total, name, sum(getattr(t, name) or 0 for t in parts) or None)
        if total.party is None:
            total.party = next((t.party for t in parts if t.party is not None), None)
        tolls[:] = [t for t in tolls if t not in parts]


def settle_deaths(sentence: Sentence, tolls: list[Toll]) -> None:
    """Nobody is counted twice: who dies of wounds is killed only, who was told once is not told again (ruling 9)."""
    seen: set[tuple[int, str]] = set()
    hard = {t.outcome for t in tolls if not t.soft}
    for toll in list(tolls):
        key = (id(toll.party), toll.outcome)
        again = (toll.party is not None and key in seen) or (toll.soft and toll.outcome in hard)
        if again or _died(toll, tolls) or _is_the_dead(sentence, toll, tolls) or _is_some_of(sentence, toll, tolls):
            tolls.remove(toll)
        seen.add(key)
    _one_of_them_dies(sentence, tolls)


def _died(toll: Toll, tolls: list[Toll]) -> bool:
    """أصيب شرطي ثم توفي، توفي شرطي أصيب أمس: the wounded who is killed; unlike قُتل وجُرح عدد."""
    if toll.outcome != "wounded" or toll.party is None:
        return False
    deaths = [t for t in tolls if t.outcome == "killed" and t.party is toll.party]
    return any(toll.at < 0 or max(t.at, toll.at) > toll.party.last for t in deaths)


def _is_the_dead(sentence: Sentence, toll: Toll, tolls: list[Toll]) -> bool:
    """أصيب رجل وحفيدته، وتوفي الرجل: the wounded man is the dead one."""
    if toll.outcome != "wounded" or toll.best != 1 or toll.party is None or toll.party.sense is None:
        return False
    dead = [t.party for t in tolls if t.outcome == "killed" and t.first > toll.last and _known(sentence, t)]
    return any(x is not None and x.sense is not None and x.sense.lemma == toll.party.sense.lemma for x in dead)


def _is_some_of(sentence: Sentence, toll: Toll, tolls: list[Toll]) -> bool:
    """إصابات اثنين منهم حرجة: some of those already counted."""
    return is_some_of(sentence, toll.last) and any(
        t.outcome == toll.outcome and t.last < toll.first and (t.best or 0) > (toll.best or 0) for t in tolls
    )


def _one_of_them_dies(sentence: Sentence, tolls: list[Toll]) -> None:
    """أصيب ثلاثة قبل أن يفارق أحدهم الحياة: two wounded, one killed; وتوفي اثنان منهم."""
    one_of_them = load_grammar().one_of_them
    for dead in tolls:
        some = sentence.texts[dead.first] in one_of_them or is_some_of(sentence, dead.last) or _known(sentence, dead)
        many = dead.best
        if dead.outcome != "killed" or not some or not many:
            continue
        hurt = [t for t in tolls if t.outcome == "wounded" and t.last < dead.first and (t.best or 0) > many]
        if hurt and hurt[-1].low and hurt[-1].best:
            last = hurt[-1]
            last.low, last.best = hurt[-1].low - many, hurt[-1].best - many
            last.high = last.high - many if last.high else None


def _known(sentence: Sentence, dead: Toll) -> bool:
    """أصيب رجل وحفيدته، وتوفي الرجل: one of those named before dies."""
    party = dead.party
    if party is None or not party.definite or party.category not in PEOPLE or party.number is not None:
        return False
    return any(p.at == dead.at and p.finite and p.rule.id == "civ-die" for p in sentence.acts)


# -- rivals --------------------------------------------------------------------------------------


def settle_rivals(sentence: Sentence, tolls: list[Toll]) -> None:
    """فيما تحدثت مصادر عن مقتل سبعة: another teller's figure widens the toll told before it (ruling 9)."""
    for toll in list(tolls):
        first = next((t for t in tolls if t.outcome == toll.outcome), toll)
        if first is not toll and _is_rival(sentence, first, toll):
            _widen(first, toll)
            tolls.remove(toll)
    _widen_by_lone(sentence, tolls)


def _is_rival(sentence: Sentence, first: Toll, toll: Toll) -> bool:
    """Told after فيما by another teller, of the same people or of people not named."""
    if not first.best or (toll.best or 0) < _FEWEST or toll.first <= first.last:
        return False
    if _names_others(first.party, toll.party):
        return False
    grammar = load_grammar()
    opener = _opener_between(sentence, first, toll)
    if opener < 0:
        return False
    tells = any(p.kind == "reporting" and opener < p.at < toll.first for p in sentence.predicates)
    return tells or not grammar.tellers.isdisjoint(sentence.texts[opener : toll.first])


def _names_others(first: Party | None, party: Party | None) -> bool:
    """Whether the second figure counts people of another side: one of whom nothing is said may be any of them."""
    if party is None or first is None or party.category in _UNNAMED:
        return False
    if party.possessed:
        return True
    if party.entries:
        return not set(party.entries) & set(first.entries)
    return party.category != first.category


def _opener_between(sentence: Sentence, first: Toll, toll: Toll) -> int:
    openers = load_grammar().rival_openers
    return next((s for s in sentence.starts if first.last < s <= toll.first and _opens(sentence, s, openers)), -1)


def _opens(sentence: Sentence, start: int, openers: frozenset[str]) -> bool:
    """فيما, also في حين, whose second word is the opener."""
    words = sentence.texts[start : start + 2]
    return words[0] in openers or (words[0] == "في" and words[1:] == ["حين"])


def _widen_by_lone(sentence: Sentence, tolls: list[Toll]) -> None:
    """فيما تحدثت مصادر طبية عن سبعة: a figure without a noun."""
    told = next((t for t in tolls if t.best and not t.zero), None)
    if told is None:
        return
    openers = load_grammar().rival_openers
    for party in sentence.parties:
        if party.category != "others" or party.best is None or party.first <= told.last:
            continue
        if any(t.first == party.first for t in tolls):
            continue
        clause = sentence.clause_of(party.first)
        opens = any(s > told.last and _opens(sentence, s, openers) for s in sentence.starts[: clause + 1])
        if opens and not any(sentence.clause_of(p.at) == clause for p in sentence.acts):
            _widen(told, party)


def _widen(told: Toll, other: Toll | Party) -> None:
    best = other.best
    if best is not None:
        told.low = min(told.low or best, best)
        told.high = max(told.high or best, best)
