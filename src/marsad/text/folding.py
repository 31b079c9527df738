"""Fold Arabic text for matching while every folded character still knows its place in the raw text.

Folding is one character to one character (hamza seats, ta marbuta, alef maqsura, Farsi letters,
digits), so offsets do not move. Only ignorable characters (diacritics, tatweel, zero-width and
direction marks) and the dots that reports put inside words to dodge filters are removed; then a
list of breakpoints maps offsets back.

Example: ``fold("قـ.وات سورية").text == "قوات سوريه"`` and offset 0..4 maps to 0..6.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_ONE_TO_ONE = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي", "ۍ": "ي",
    "ؤ": "و", "ۇ": "و", "ۆ": "و", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ە": "ه", "ھ": "ه", "ۃ": "ه",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ڨ": "ق", "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ز",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‹": '"', "›": '"', "″": '"', "'": '"',
    "‘": '"', "’": '"', "٬": ",", "٫": ".", "–": "-", "—": "-", "―": "-", "−": "-", "‑": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\t": " ", "?": "؟", ";": "؛",
}  # fmt: skip
_DIGITS = {chr(base + n): str(n) for base in (0x0660, 0x06F0) for n in range(10)}
_PAIRS = tuple((_ONE_TO_ONE | _DIGITS).items())
_TABLE = str.maketrans(dict(_PAIRS))

# Diacritics, Quranic marks, tatweel, zero-width and direction marks, variation selectors, BOM.
IGNORABLE = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640\u061c"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\u00ad"
)
_LETTER = "\u0621-\u063a\u0641-\u064a\u0671-\u06d3"
_DOTS = "[.·•*_]"
_DOT_SIGNS = ".·•*_"
# What is removed, in one pass: a run of tatweel with the dots or spaces that hide a word break
# inside a word; any other ignorable; dots after one or two letters of a word. The pattern opens with
# one set of characters and looks back afterwards, so that the search skips all others quickly.
_REMOVED = re.compile(
    rf"[{IGNORABLE}{_DOT_SIGNS}](?:"
    rf"(?<=\u0640)\u0640*(?:[ {_DOT_SIGNS}]{{1,3}}\u0640+|{_DOTS}{{1,3}}(?=[{_LETTER}]))?"
    rf"|(?<=[{IGNORABLE}])[{IGNORABLE}]*"
    rf"|(?<=[{_LETTER}].)(?:{_DOTS}{{0,2}} ?\u0640+"
    rf"|(?:(?<=^..)|(?<=[\s\"(]..)|(?<=[\s\"(][{_LETTER}]..)){_DOTS}{{0,2}}(?=[{_LETTER}])"
    rf"|{_DOTS}{{0,2}}(?=[{_LETTER}]{{1,2}}(?:[^{_LETTER}]|$))))",
    re.DOTALL,
)
_SPACED = re.compile(rf"(?<![{_LETTER}])[{_LETTER}](?: [{_LETTER}]){{2,9}}(?![{_LETTER}])")
_SPACED_LETTER = re.compile(rf" [{_LETTER}] [{_LETTER}](?![{_LETTER}])")  # what every spaced-out word has
_LONG = 100  # characters


@dataclass(slots=True)
class Folded:
    """Folded text and the way back to the raw text.

    ``breaks``/``shifts`` hold, for each place where characters were removed, the folded offset
    and the number of raw characters removed so far; both are empty when nothing was removed.
    """

    raw: str
    text: str
    breaks: list[int]
    shifts: list[int]

    def raw_start(self, offset: int) -> int:
        """Raw offset of the character at folded ``offset``."""
        if not self.breaks:
            return offset
        at = bisect_right(self.breaks, offset)
        return offset + (self.shifts[at - 1] if at else 0)

    def raw_end(self, offset: int) -> int:
        """Raw offset just after the character before folded ``offset`` (an exclusive end)."""
        return self.raw_start(offset - 1) + 1 if offset else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw (start, end) of a folded slice; trailing diacritics stay outside."""
        breaks = self.breaks
        if not breaks or not end:
            return self.raw_start(start), end
        before = bisect_right(breaks, start)
        after = bisect_right(breaks, end - 1, before if end > start else 0)
        shifts = self.shifts
        return start + (shifts[before - 1] if before else 0), end + (shifts[after - 1] if after else 0)


def fold_word(text: str) -> str:
    """Folded form of a lexicon word or phrase (no offsets kept)."""
    if text.isalpha() and "\u0640" not in text:  # one plain word: nothing to remove
        return text.translate(_TABLE)
    return " ".join(fold(text).text.split())


def fold_letters(text: str) -> str:
    """Fold every character and remove none: ``"قوّة"`` gives ``"قوّه"``."""
    if len(text) < _LONG:
        return text.translate(_TABLE)
    for char, folded in _PAIRS:  # a report has few of them, and a search is far cheaper than a table of all
        if char in text:
            text = text.replace(char, folded)
    return text


def _removals(text: str) -> list[tuple[int, int]]:
    cuts = [m.span() for m in _REMOVED.finditer(text)]
    if not _SPACED_LETTER.search(text):
        return cuts
    for m in _SPACED.finditer(text):
        cuts.extend((i, i + 1) for i in range(m.start(), m.end()) if text[i] == " ")
    return sorted(cuts)


def fold(text: str) -> Folded:
    """Fold ``text``; see the module for what changes and what is removed."""
    cuts = _removals(text)
    if not cuts:
        return Folded(text, fold_letters(text), [], [])
    pieces: list[str] = []
    breaks: list[int] = []
    shifts: list[int] = []
    at = removed = 0
    for start, end in cuts:
        if start < at:
            continue
        pieces.append(text[at:start])
        breaks.append(start - removed)
        removed += end - start
        shifts.append(removed)
        at = end
    pieces.append(text[at:])
    return Folded(text, fold_letters("".join(pieces)), breaks, shifts)
