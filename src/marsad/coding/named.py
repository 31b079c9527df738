"""Victims of whom only the name is told.

Example: ``قُتل سامر الحسن برصاص مجهولين`` is one killed, ``مقتل سامر الحسن ومازن العلي`` two.
Source: codebook section 6 (a lone singular is one).
"""

from __future__ import annotations

from ..find.predicates import Predicate
from ..find.tags import DATE, NUMBER, SITE, tagged
from ..lexicon.grammars import load_grammar
from .counted import people_of
from .sentences import Sentence

_SHORTEST = 3  # letters of a name
_EACH_REACH = 7  # words from a verb to كلاً من
_PLURALS = ("ون", "ين", "ات", "ان")


def named_people(sentence: Sentence, p: Predicate, end: int) -> int:
    """How many people the names right after a verb or noun of death or harm name; 0 when no name stands there."""
    at = p.last + 1
    if p.rule.act.family == "body" or (p.finite and people_of(p) != 1) or p.enclitic:
        return 0
    if at + 1 >= sentence.last or not _joined(sentence, at):
        return 0
    if sentence.texts[at] not in load_grammar().called and not (_is_name(sentence, at) and _goes_on(sentence, at + 1)):
        return 0
    names, i = 1, at + 1
    while i < end and _joined(sentence, i) and (_is_name(sentence, i) or sentence.texts[i].startswith("ال")):
        names += sentence.texts[i][0] == "و" and len(sentence.texts[i]) > _SHORTEST
        i += 1
    return names


def listed_people(sentence: Sentence, p: Predicate, end: int) -> tuple[int, int, int] | None:
    """أوقفت القوة كلاً من فلان الفلاني، وعلان العلاني: first and last word of the names, and how many they name."""
    each, reach = load_grammar().each, range(p.last + 1, min(end, p.last + _EACH_REACH))
    start = next((i + 2 for i in reach if sentence.texts[i] in each and sentence.texts[i + 1 : i + 2] == ["من"]), -1)
    if not 0 < start < end or any(x.first == start and x.entries for x in sentence.parties):
        return None
    names, i = 1, start
    while i < end:
        joins = sentence.texts[i][0] == "و" and i > start
        goes_on = _joined(sentence, i) and (_is_name(sentence, i) or sentence.texts[i].startswith("ال"))
        if not (i == start or goes_on or (joins and _goes_on(sentence, i + 1))):
            break
        names += joins
        i += 1
    return (start, i - 1, names) if i > start + 1 else None


def _joined(sentence: Sentence, i: int) -> bool:
    return not sentence.words.gaps[i].strip(' "«»()')


def _is_name(sentence: Sentence, i: int) -> bool:
    """A word that no lexicon knows, or the beginning of a by-name: سامر، أبو خالد."""
    word, grammar = sentence.texts[i], load_grammar()
    if word in grammar.fathers:
        return True
    if len(word) < _SHORTEST or word.startswith("ال") or word.endswith(_PLURALS):
        return False
    if word in grammar.prepositions or word in grammar.pronouns_after:
        return False
    if sentence.infos[i] is not None or word in grammar.after_harm or word in grammar.clause_openers:
        return False
    if tagged(sentence.words, DATE | NUMBER | SITE, i, i + 1):
        return False
    return not any(m.first <= i <= m.last for m in sentence.places)


def _goes_on(sentence: Sentence, i: int) -> bool:
    """The second word of the name: العلي، خالد."""
    word = sentence.texts[i]
    bare = word.startswith("ال") and sentence.infos[i] is None
    return i < sentence.last and _joined(sentence, i) and (bare or _is_name(sentence, i))
