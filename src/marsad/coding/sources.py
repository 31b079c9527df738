"""Who says so: the innermost speaker of a sentence, as written, and what kind of source it is.

Source: codebook section 4 (attribution), rulings 11 and 13.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..find.parties import Party
from ..lexicon.tables import load_yaml
from ..text.clitics import cores
from ..text.folding import fold_word
from .sentences import THAT, Sentence

_ENDS = THAT | frozenset(("ل", "عن", "في", "ان", "قوله", "قولها", "قولهم", "مقتل", "اصابه", "انه", "الي", "علي", "خلال", "عبر"))
_SAME = frozenset(("المصدر", "المصادر", "ذاته", "نفسه", "ذاتها", "نفسها", "مصادرنا_"))


@dataclass(slots=True)
class Source:
    """A speaker: words ``first``..``last``, kind, the verb of claiming if any, and parties named in it."""

    first: int
    last: int
    kind: str | None
    parties: list[Party]
    claim: bool = False
    same: bool = False


@cache
def _kinds() -> tuple[tuple[str, frozenset[str], tuple[tuple[str, ...], ...]], ...]:
    rows = []
    for row in load_yaml("sources.yaml")["kinds"]:
        folded = [fold_word(w) for w in row["words"]]
        single = frozenset(w for w in folded if " " not in w)
        rows.append((row["kind"], single, tuple(tuple(w.split()) for w in folded if " " in w)))
    return tuple(rows)


def kind_of_source(words: list[str]) -> str | None:
    """Kind of a source phrase; phrases (مصدر أمني) win over single words, then the order of the file."""
    bare = [_bare(w) for w in words]
    for kind, _, phrases in _kinds():
        for phrase in phrases:
            size = len(phrase)
            for i in range(len(words) - size + 1):
                if tuple(words[i : i + size]) == phrase or tuple(bare[i : i + size]) == phrase:
                    return kind
    for word, stem in zip(words[:3], bare[:3], strict=False):
        for kind, single, _ in _kinds():
            if word in single or stem in single:
                return kind
    return None


def _bare(word: str) -> str:
    core = cores(word)[-1][1] if word[:1] in "وفبلك" and len(word) > 4 else word
    return core


def find_source(sentence: Sentence) -> Source | None:
    """The speaker of the sentence, or None when the outlet speaks."""
    candidates: list[Source] = []
    for p in sentence.predicates:
        if p.kind in ("reporting", "claim") and (p.finite or p.kind == "claim"):
            source = _subject(sentence, p.last + 1, p.at)
            if source is not None:
                source.claim = p.kind == "claim"
                candidates.append(source)
    words = sentence.words.words
    for i in range(sentence.first, sentence.last):
        info = sentence.infos[i]
        if info is None:
            continue
        start = None
        for _, sense in info.senses:
            if sense.kind == "opener":
                start = i + 1
        for _, rest, sense in info.phrases:
            if sense.kind == "opener" and tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                start = i + 1 + len(rest)
        if start is not None:
            source = _phrase(sentence, start)
            if source is not None:
                candidates.append(source)
    known = [c for c in candidates if c.kind or c.same or (c.parties and (c.claim or _introduces(sentence, c)))]
    return known[-1] if known else None


def _introduces(sentence: Sentence, source: Source) -> bool:
    """A party speaks only when what it says follows: أعلن الجيش أن، مقتل، سيطرته؛ not نقل الجيش عناصره."""
    words = sentence.words.words
    window = words[source.first : min(sentence.last, source.last + 8)]
    return any(w in THAT or w.endswith(("سيطرته", "سيطرتها")) or w in ("عن", "مقتل", "اسقاط", "استهداف") for w in window)


def _subject(sentence: Sentence, start: int, verb: int) -> Source | None:
    found = _phrase(sentence, start)
    if found is not None and (found.kind or found.parties or found.same):
        return found
    if verb > sentence.first:
        first = sentence.clause_start(verb)
        if first < verb:
            return _make(sentence, first, verb - 1)
    return None


def _phrase(sentence: Sentence, start: int) -> Source | None:
    words, gaps = sentence.words.words, sentence.words.gaps
    end = start
    while end < sentence.last and end - start < 9:
        if end > start and ("،" in gaps[end] or ":" in gaps[end] or "(" in gaps[end] and end - start > 2):
            break
        if words[end] in _ENDS and end > start:
            break
        end += 1
    if end == start:
        return None
    return _make(sentence, start, end - 1)


def _make(sentence: Sentence, first: int, last: int) -> Source:
    words = sentence.words.words[first : last + 1]
    parties = [p for p in sentence.parties if first <= p.first <= last and p.entries]
    same = bool(words) and (_bare(words[0]) in _SAME or any(w in _SAME for w in words[1:3]))
    return Source(first, last, kind_of_source(words), parties, same=same)
