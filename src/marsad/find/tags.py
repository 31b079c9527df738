"""What each word of a text may open, for all rooms at once: asked once for each word form, kept with the text.

Most words open nothing; a room goes straight to the few that carry its tag. Example: of ``قتل ثلاثة أمس`` only
``قتل`` may say an act, only ``ثلاثة`` open a number and only ``أمس`` a date.
"""

from __future__ import annotations

from functools import cache
from itertools import compress

from ..lexicon.dictionary import Dictionary, load_dictionary
from ..lexicon.senses import WordInfo
from ..text.words import Words
from .date_lexicon import date_lexicon
from .number_lexicon import quantity_lexicon
from .party_words import party_word
from .place_words import read_site

DATE, NUMBER, SITE, NAME = 1, 2, 4, 8
# What the readings of the dictionary tell; a word in ه may be read again by how it is written.
HEAD, ACT, VETO, REREAD = 16, 32, 64, 128
_READ = HEAD | ACT | VETO
_MOST = 300_000  # forms; reports bring ever new ones


class _Tags(dict[str, int]):
    """The tags of every word form met so far, added up."""

    __slots__ = ()

    def __missing__(self, form: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        if form < ":":  # digits: all letters sort after them
            tags = DATE | NUMBER
        else:
            tags = (form in date_lexicon().starts) * DATE + (form in quantity_lexicon().starts) * NUMBER
        info = load_dictionary().analyse(form)
        tags |= (read_site(form) is not None) * SITE | party_word(form).names * NAME | _tags_of(info)
        own = info is not None and (info.enclitic == "ه" or (not info.enclitic and (info.acting or info.peopled)))
        if own and form.endswith("ه"):
            tags |= REREAD
        self[form] = tags
        return tags


_TAGS = _Tags()


def _tags_of(info: WordInfo | None) -> int:
    if info is None:
        return 0
    return info.peopled * HEAD | info.acting * ACT | (info.vetoes or bool(info.veto_phrases)) * VETO


def read_words(words: Words, dictionary: Dictionary) -> list[WordInfo | None]:
    """The readings of each word of a text, and the tags of all; those in ه are read as written, ه or ة."""
    texts, ends, folded = words.words, words.ends, words.folded
    infos = list(map(dictionary.readings.__getitem__, texts))
    words.tags = bytes(map(_TAGS.__getitem__, texts))
    for i in tagged(words, REREAD, 0, len(texts)):
        info = infos[i]
        assert info is not None
        again = dictionary.reread(texts[i], info, folded.raw[folded.raw_end(ends[i]) - 1])
        if again is not info:
            infos[i] = again
            tags = bytearray(words.tags)
            tags[i] = tags[i] & ~_READ | _tags_of(again)
            words.tags = bytes(tags)
    return infos


def tagged(words: Words, tags: int, first: int, last: int) -> list[int]:
    """Numbers ``first`` ≤ i < ``last`` of the words that carry one of ``tags``."""
    if not words.tags:
        words.tags = bytes(map(_TAGS.__getitem__, words.words))
    return list(compress(range(first, last), words.tags[first:last].translate(_choice(tags))))


def mark(words: Words, tag: int, at: list[int]) -> None:
    """Give a tag to words of one text besides those that their forms have."""
    tags = bytearray(words.tags or bytes(map(_TAGS.__getitem__, words.words)))
    for i in at:
        tags[i] |= tag
    words.tags = bytes(tags)


def unmark(words: Words, at: list[int]) -> None:
    """Take away what the dictionary's readings of words of one text tell."""
    tags = bytearray(words.tags)
    for i in at:
        tags[i] &= ~_READ
    words.tags = bytes(tags)


def forget_tags() -> None:
    """Forget the tags of all word forms: after a change of the registry."""
    _TAGS.clear()


@cache
def _choice(tags: int) -> bytes:
    """For each sum of tags whether it holds one of ``tags``."""
    return bytes(bool(mark & tags) for mark in range(256))
