"""Why it happened, as the report says: the clause after a cause marker, and its category."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..lexicon.tables import load_yaml
from ..text.folding import fold_word
from .sentences import Sentence


@dataclass(slots=True, frozen=True)
class CauseMention:
    """Words ``first``..``last`` of the cause and its category."""

    first: int
    last: int
    category: str


@cache
def _categories() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    rows = load_yaml("causes.yaml")["categories"]
    return tuple((r["category"], tuple(tuple(fold_word(str(w)).split()) for w in r["keywords"])) for r in rows)


@cache
def _ignored() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load_yaml("causes.yaml")["ignore_after"])


def find_causes(sentence: Sentence) -> list[CauseMention]:
    """Causes told in the sentence, in order."""
    words = sentence.words.words
    found: list[CauseMention] = []
    for i in range(sentence.first, sentence.last):
        info = sentence.infos[i]
        if info is None:
            continue
        end = -1
        for _, sense in info.senses:
            if sense.kind == "cause":
                end = max(end, i)
        for _, rest, sense in info.phrases:
            if sense.kind == "cause" and tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                end = max(end, i + len(rest))
        if end < 0 or end + 1 >= sentence.last or words[end + 1] in _ignored():
            continue
        if found and i <= found[-1].last:
            continue
        last = _clause_end(sentence, end + 1)
        found.append(CauseMention(i, last, _category(words[i : last + 1])))
    return found


def _clause_end(sentence: Sentence, start: int) -> int:
    gaps = sentence.words.gaps
    last = start
    while last + 1 < sentence.last and last - start < 16 and "،" not in gaps[last + 1]:
        last += 1
    return last


def _category(words: list[str]) -> str:
    for category, keywords in _categories():
        for keyword in keywords:
            size = len(keyword)
            for i in range(len(words) - size + 1):
                if all(_same(words[i + n], keyword[n]) for n in range(size)):
                    return category
    return "other"


def _same(word: str, keyword: str) -> bool:
    if word == keyword:
        return True
    return any(word == p + keyword for p in ("و", "ب", "ل", "ال", "بال", "وال", "لل", "ف", "وب"))
