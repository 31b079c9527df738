"""Which words may open a date, a number or a named spot: asked once for each word form, for all rooms together.

Most words open nothing; a finder goes straight to the few that do. Example: of ``قتل ثلاثة أمس`` only ``ثلاثة``
may open a number and only ``أمس`` a date.
"""

from __future__ import annotations

from itertools import compress

from ..text.words import Words
from .date_lexicon import date_lexicon
from .number_lexicon import quantity_lexicon
from .place_words import read_site

DATE, NUMBER, SITE = 1, 2, 4
_MOST = 300_000  # forms; reports bring ever new ones
_CHOICE = {cue: bytes(bool(mark & cue) for mark in range(256)) for cue in (DATE, NUMBER, SITE)}


class _Marks(dict[str, int]):
    """The cues of every word form met so far, added up."""

    __slots__ = ()

    def __missing__(self, form: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        if form < ":":  # digits: all letters sort after them
            mark = DATE | NUMBER
        else:
            mark = (form in date_lexicon().starts) * DATE + (form in quantity_lexicon().starts) * NUMBER
        if read_site(form) is not None:
            mark |= SITE
        self[form] = mark
        return mark


_MARKS = _Marks()


def cued(words: Words, cue: int, first: int, last: int) -> list[int]:
    """Numbers ``first`` ≤ i < ``last`` of the words that may open what ``cue`` names."""
    marks = words.marks
    if not marks:
        marks = words.marks = bytes(map(_MARKS.__getitem__, words.words))
    return list(compress(range(first, last), marks[first:last].translate(_CHOICE[cue])))
