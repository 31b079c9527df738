"""Evidence: the raw words that a field rests on, without the proclitics of the first word.

Example: the evidence of قسد in ``دورية لقسد`` is قسد, whose ل belongs to the phrase.
"""

from __future__ import annotations

from functools import lru_cache

from ..find.party_words import name_starts
from ..lexicon.actors import load_registry
from ..lexicon.dictionary import load_dictionary
from ..model import Evidence
from ..text.words import Words

_PROCLITICS = "وفبلك"
_QUOTES = str.maketrans("", "", '"“”«»')


class Quotes:
    """Cuts evidence out of one report; ``text`` is the report's, at whose offsets the words stand."""

    def __init__(self, text: str, words: Words) -> None:
        """Take the report's text and its words."""
        self.text = text
        self.words = words
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Raw (start, end) of the words ``first``..``last``, without the proclitics of the first."""
        key = first, last
        found = self._spans.get(key)
        if found is None:
            word = self.words.words[first]
            skip = proclitic_length(word) if first == last or word[0] in _PROCLITICS else 0
            folded = self.words.folded
            found = folded.raw_start(self.words.starts[first] + skip), folded.raw_end(self.words.ends[last])
            self._spans[key] = found
        return found

    def cut(self, first: int, last: int) -> str:
        """The words as written."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def mention(self, first: int, last: int) -> str:
        """The words as a name: without quotes, and لل as ال (للجيش gives الجيش)."""
        text = self.cut(first, last)
        if text.startswith("لل") and self.words.words[first].startswith("لل"):
            text = "ال" + text[2:]
            return text.replace('"', "")
        return text.translate(_QUOTES)

    def evidence(self, field: str, first: int, last: int) -> Evidence:
        """The words as evidence of ``field``."""
        start, end = self.span(first, last)
        return Evidence(field, start, end, self.text[start:end])


@lru_cache(maxsize=100_000)
def proclitic_length(word: str) -> int:
    """Letters before the core of a form: ``proclitic_length("وبالمدفعيه") == 2``; لل is kept."""
    if word.startswith("لل") and word[1:] in load_registry().names:
        return 1  # للواء القدس is ل and لواء
    starts = name_starts(word)
    if starts:
        return 0 if word.startswith("لل") else len(starts[0][0])
    info = load_dictionary().analyse(word)
    if info is not None and info.senses:
        return 0 if word.startswith("لل") else len(info.senses[0][0])
    return 1 if word.startswith("وال") else 0
