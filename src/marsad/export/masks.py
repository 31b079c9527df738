"""``Names``: names that must not leave, masked wherever a text holds them, in any spelling and with proclitics.

Example: with ``محمد الأحمد`` withheld, ``قُتل الشاب محمّد الاحمد`` becomes ``قُتل الشاب [محجوب]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..text.clitics import cores
from ..text.folding import Folded, fold

MASK = "[محجوب]"
_WORD = re.compile(r"\w+")
_REMEMBERED = 200_000  # word forms


@lru_cache(maxsize=10_000)
def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name, by which it is compared, or of a text in which names are looked for."""
    return tuple(map(str.casefold, _WORD.findall(fold(text).text)))


class Names:
    """Withheld names: whole ones, of two words and more, and single words."""

    def __init__(self, names: Iterable[tuple[str, ...]] = (), words: Iterable[str] = ()) -> None:
        """Take whole names as folded words, and folded words to be masked wherever they stand alone."""
        self._words = frozenset(words)
        self._idle: set[str] = set()  # word forms known to open no name, so that most texts are one look into a set
        self._names: dict[str, list[tuple[str, ...]]] = {}
        for name in sorted(set(names) - {()}, key=lambda name: (-len(name), name)):
            self._names.setdefault(name[0], []).append(name)

    def __bool__(self) -> bool:
        """Whether there is anything to mask."""
        return bool(self._words or self._names)

    def mask(self, text: str) -> str:
        """``text`` with every withheld name replaced by ``MASK``; the very same text where there is none."""
        if not text or not self or self._is_idle(name_words(text)):
            return text
        folded = fold(text)
        pieces, at = [], 0
        for start, end in self._spans(folded):
            pieces += [text[at:start], MASK]
            at = end
        return "".join(pieces) + text[at:] if pieces else text

    def _is_idle(self, words: Iterable[str]) -> bool:
        """Whether none of these words opens a name."""
        if self._idle.issuperset(words):
            return True
        if any(self._opens(word) for word in words):
            return False
        if len(self._idle) > _REMEMBERED:
            self._idle = set()
        self._idle.update(words)
        return True

    def _opens(self, word: str) -> bool:
        return any(core in self._names or core in self._words for _, core in cores(word))

    def _spans(self, folded: Folded) -> Iterator[tuple[int, int]]:
        """Raw spans to be masked, from left to right, none within another."""
        words = [(match.group().casefold(), match.span()) for match in _WORD.finditer(folded.text)]
        i = 0
        while i < len(words):
            found = self._match(words, i)
            if found is None:
                i += 1
                continue
            length, before = found
            start, end = words[i][1][0] + before, words[i + length - 1][1][1]
            yield folded.span(start, end)
            i += length

    def _match(self, words: list[tuple[str, tuple[int, int]]], i: int) -> tuple[int, int] | None:
        """How many words from ``i`` on are a withheld name, and the letters of the proclitics before it."""
        word = words[i][0]
        for clitics, core in cores(word):
            before = len(clitics) if word.endswith(core) else 0
            for name in self._names.get(core, ()):
                if [one for one, _ in words[i + 1 : i + len(name)]] == list(name[1:]):
                    return len(name), before
            if core in self._words:
                return 1, before
        return None
