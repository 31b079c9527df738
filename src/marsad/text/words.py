"""Words of a folded text, with what stands between them.

A word is a run of Arabic letters, a number (with its inner separators: 2.500, 15:30, 12/10/2020)
or a run of Latin letters. ``gaps[i]`` is the text between word ``i-1`` and word ``i``; the last
gap is what follows the last word, so ``len(gaps) == len(words) + 1``.

Example: the words of ``أصيب 3 في "العشارة".`` are ``["اصيب", "3", "في", "العشاره"]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from .folding import Folded, fold

_WORD = re.compile(r"([ء-يٮ-ۓ]+|[0-9]+(?:[.,:/-][0-9]+)*|[A-Za-z]+)")
_STOP = re.compile(r"[.!؟\n\r…•▪●■◾🔴🔹🔸]|\.\.")
# A full stop after these is an abbreviation, not an end (د. أحمد, م. علي).
_ABBREVIATIONS = frozenset(("د", "م", "أ", "ا", "ق"))


@dataclass(slots=True)
class Words:
    """Parallel lists over the words of one text; offsets are folded offsets, ``tags`` is kept by ``find.tags``."""

    folded: Folded
    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    tags: bytes = b""

    def __len__(self) -> int:
        """Number of words."""
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Raw (start, end) of words ``first``..``last`` (``last`` included)."""
        return self.folded.span(self.starts[first], self.ends[last])

    def raw(self, first: int, last: int) -> str:
        """The words ``first``..``last`` as written."""
        folded = self.folded
        start, end = folded.span(self.starts[first], self.ends[last])
        return folded.raw[start:end]


def split_words(text: str | Folded) -> Words:
    """Words of ``text`` (folded first when it is a plain string)."""
    folded = fold(text) if isinstance(text, str) else text
    parts = _WORD.split(folded.text)  # gap, word, gap, word, ..., gap
    offsets = list(accumulate(map(len, parts)))
    gaps = [gap if len(gap) < 2 or gap.strip(" ") else " " for gap in parts[::2]]  # several spaces are one
    return Words(folded, parts[1::2], offsets[:-1:2], offsets[1::2], gaps)


@lru_cache(maxsize=10_000)
def _stops(gap: str) -> bool:
    return _STOP.search(gap) is not None


def _is_short(words: Words, i: int) -> bool:
    """د. أحمد, المواطن ح.م. في بلدة: abbreviations and initials end no sentence."""
    if words.words[i - 1] in _ABBREVIATIONS:
        return True
    start, end = words.span(i - 1, i - 1)
    return end - start > 1 and words.folded.raw[start + 1 : start + 2] == "."


def split_sentences(words: Words) -> list[tuple[int, int]]:
    """Sentences as (first, after-last) word numbers: full stops, question marks, line ends, bullets."""
    sentences: list[tuple[int, int]] = []
    first, count, gaps = 0, len(words.words), words.gaps
    for i in [i for i, gap in enumerate(gaps) if gap != " " and gap and _stops(gap)]:
        if i == 0 or i == count or (gaps[i] == ". " and _is_short(words, i)):
            continue
        sentences.append((first, i))
        first = i
    if first < count:
        sentences.append((first, count))
    return sentences
