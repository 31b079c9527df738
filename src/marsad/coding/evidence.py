"""Evidence: the raw words that a field rests on, without the proclitics of the first word.

Example: the evidence of قسد in ``دورية لقسد`` is قسد, whose ل belongs to the phrase.
"""

from __future__ import annotations

from functools import lru_cache

from ..find.party_words import name_starts
from ..find.places import PlaceMention
from ..lexicon.actors import load_registry
from ..lexicon.dictionary import load_dictionary
from ..model import Evidence
from ..text.words import Words
from .source_words import load_source_words

_PROCLITICS = "وفبلك"
_MARKS = frozenset('"“”«»')
_QUOTES = str.maketrans("", "", "".join(_MARKS))


class Quotes:
    """Cuts evidence out of one report; ``text`` is the report's, at whose offsets the words stand."""

    def __init__(self, text: str, words: Words) -> None:
        """Take the report's text and its words."""
        self.text = text
        self.words = words
        self._mentions: dict[tuple[int, int], str] = {}

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Raw (start, end) of the words ``first``..``last``, without the proclitics of the first."""
        word = self.words.words[first]
        skip = proclitic_length(word) if first == last or word[0] in _PROCLITICS else 0
        return self.words.folded.span(self.words.starts[first] + skip, self.words.ends[last])

    def mention(self, first: int, last: int) -> str:
        """The words as a name: without quotes, and لل as ال (للجيش gives الجيش)."""
        found = self._mentions.get((first, last))
        if found is None:
            start, end = self.span(first, last)
            text = self.text[start:end]
            if text.startswith("لل") and self.words.words[first].startswith("لل"):
                found = "ال" + text[2:].replace('"', "")
            else:
                found = text if first == last else text.translate(_QUOTES)  # no quote stands inside a word
            self._mentions[first, last] = found
        return found

    def place(self, field: str, mention: PlaceMention) -> Evidence:
        """A place as evidence of ``field``: its name as it was read, for بادية could also be ب and more."""
        start, end = self.words.span(mention.first, mention.last)
        if self.text.endswith(mention.name, start, end):
            return Evidence(field, end - len(mention.name), end, mention.name)
        return self.evidence(field, mention.first, mention.last)

    def speaker(self, first: int, last: int, skip: int) -> tuple[Evidence, str]:
        """Who speaks, ``skip`` letters into the first word, and his name: وفقاً للمرصد names المرصد."""
        word = self.words.words[first]
        start = self.words.folded.raw_start(self.words.starts[first] + skip)
        end = self._past_quote(start, self.words.span(first, last)[1])
        text = self.text[start:end]
        bare = skip and word[skip - 1 : skip + 1] == "لل" and word[skip:] not in load_source_words().heads
        return Evidence("attribution", start, end, text), f"ال{text[1:]}" if bare else text

    def _past_quote(self, start: int, end: int) -> int:
        """The end of a name with the mark that closes a quotation begun in it: شبكة "درعا 24"."""
        opened = sum(self.text.count(mark, start, end) for mark in _MARKS) % 2 == 1
        return end + 1 if opened and self.text[end : end + 1] in _MARKS else end

    def evidence(self, field: str, first: int, last: int) -> Evidence:
        """The words as evidence of ``field``."""
        start, end = self.span(first, last)
        return Evidence(field, start, end, self.text[start:end])

    def quote(self, first: int, last: int) -> str:
        """The words as they are written."""
        start, end = self.span(first, last)
        return self.text[start:end]


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
