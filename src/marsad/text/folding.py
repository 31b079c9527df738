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
_TABLE = str.maketrans(_ONE_TO_ONE | _DIGITS)

# Diacritics, Quranic marks, tatweel, zero-width and direction marks, variation selectors, BOM.
IGNORABLE = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640\u061c"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\u00ad"
)
_LETTER = "\u0621-\u063a\u0641-\u064a\u0671-\u06d3"
_SUSPECT = re.compile(
    rf"[{IGNORABLE}]|[{_LETTER}][.·•*_]{{1,3}}[{_LETTER}]|(?<![{_LETTER}])[{_LETTER}](?: [{_LETTER}]){{2,9}}(?![{_LETTER}])"
)
# What is removed, in one pass: a run of tatweel with the dots or spaces that hide a word break
# inside a word; any other ignorable; dots after one or two letters of a word.
_REMOVED = re.compile(
    rf"\u0640+(?:[ .·•*_]{{1,3}}\u0640+|[.·•*_]{{1,3}}(?=[{_LETTER}]))?"
    rf"|(?<=[{_LETTER}])[.·•*_]{{1,3}} ?\u0640+"
    rf"|[{IGNORABLE}]+"
    rf"|(?:(?<=^[{_LETTER}])|(?<=[\s\"(][{_LETTER}])|(?<=[\s\"(][{_LETTER}]{{2}}))[.·•*_]{{1,3}}(?=[{_LETTER}])"
    rf"|(?<=[{_LETTER}])[.·•*_]{{1,3}}(?=[{_LETTER}]{{1,2}}(?:[^{_LETTER}]|$))"
)
_SPACED = re.compile(rf"(?<![{_LETTER}])[{_LETTER}](?: [{_LETTER}]){{2,9}}(?![{_LETTER}])")


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
        return self.raw_start(start), self.raw_end(end)


def fold_word(text: str) -> str:
    """Folded form of a lexicon word or phrase (no offsets kept)."""
    if text.isalpha() and "\u0640" not in text:  # one plain word: nothing to remove
        return text.translate(_TABLE)
    return " ".join(fold(text).text.split())


def _removals(text: str) -> list[tuple[int, int]]:
    cuts = [m.span() for m in _REMOVED.finditer(text)]
    for m in _SPACED.finditer(text):
        cuts.extend((i, i + 1) for i in range(m.start(), m.end()) if text[i] == " ")
    return sorted(cuts)


def fold(text: str) -> Folded:
    """Fold ``text``; see the module for what changes and what is removed."""
    if not _SUSPECT.search(text):
        return Folded(text, text.translate(_TABLE), [], [])
    pieces: list[str] = []
    breaks: list[int] = []
    shifts: list[int] = []
    at = kept = removed = 0
    for start, end in _removals(text):
        if start < at:
            continue
        pieces.append(text[at:start])
        kept += start - at
        removed += end - start
        breaks.append(kept)
        shifts.append(removed)
        at = end
    pieces.append(text[at:])
    return Folded(text, "".join(pieces).translate(_TABLE), breaks, shifts)
