"""The lines of a text and what their shape says: length, final punctuation, bullets, first word.

Example: the line ``▪️ دورية تعتقل شابين في حارم`` has a bullet; ``قُتل شاب في درعا.`` is closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .furniture import Furniture, Rule, first_token, fold_key

FINAL = frozenset(".؟?!…؛۔")
_CLOSERS = " \t\r\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\ufeff\"'”’»)]}*_"
_TRIM = " \t\r\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\ufeff\u3000"
_BULLET = re.compile(r"^(?:[-–—*•●▪◾■□▫◽🔴🔻🔺🔹🔸⭕🟥🟢🟡🔵⚫⚪✅📌📍🚨⚠❗‼🛑►▶➖➡⬅◀◄✔☑✍🖋⬛⬜]\ufe0f?\s*)+")
EMOJI_BULLET = re.compile(r"^(?:[●▪◾■□▫◽🔴🔻🔺🔹🔸⭕🟥🟢🟡🔵⚫⚪✅📌📍🚨⚠❗‼🛑►▶➖➡⬅◀◄✔☑✍🖋⬛⬜]\ufe0f?\s*)+")
_BREAKS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n"})
LONG = 140


@dataclass(slots=True)
class Line:
    """A line with content: offsets of its trimmed text, its shape and, once asked, its furniture."""

    start: int
    end: int
    text: str
    closed: bool
    bullet: bool
    kind: str | None = None
    rule: Rule | None = None

    @property
    def words(self) -> int:
        """Number of words between spaces."""
        return len(self.text.split())

    def holds(self, words: int) -> bool:
        """True when the line has at least so many words, without counting all of a paragraph."""
        return len(self.text.split(None, words - 1)) == words


def split_lines(raw: str) -> list[Line]:
    """Lines of ``raw`` that hold something, trimmed of blanks and direction marks."""
    lines: list[Line] = []
    at = 0
    source = raw.translate(_BREAKS) if _has_other_breaks(raw) else raw
    for piece in source.split("\n"):
        if not piece:
            at += 1
            continue
        text = piece.lstrip(_TRIM)
        start = at + len(piece) - len(text)
        text = text.rstrip(_TRIM)
        at += len(piece) + 1
        if text:
            bullet = not text[0].isalnum() and _BULLET.match(text) is not None
            lines.append(Line(start, start + len(text), text, text[-1] in FINAL or is_closed(text), bullet))
    return lines


def _has_other_breaks(raw: str) -> bool:
    return "\r" in raw or "\u2028" in raw or "\u2029" in raw or "\x85" in raw or "\x0b" in raw or "\x0c" in raw


def is_closed(text: str) -> bool:
    """True when the line ends as a sentence does, quotes and brackets aside."""
    last = text[-1]
    if last in FINAL:
        return True
    if last == ":":
        return len(text) >= 25
    if last not in _CLOSERS:
        return False
    return text[-8:].rstrip(_CLOSERS)[-1:] in FINAL


def is_verb_first(text: str, lexicon: Furniture) -> bool:
    """True when a line begins with a verb that opens reports, with و or ف before it or not."""
    word = first_token(text[:40])
    return word in lexicon.lead_verbs or (len(word) > 3 and word[0] in "وف" and word[1:] in lexicon.lead_verbs)


def continues(text: str, lexicon: Furniture) -> bool:
    """True when a line reads like a further paragraph (``وأضاف``, ``كما``): cut off, not furniture."""
    word = first_token(text[:40])
    if word in lexicon.lead_verbs:
        return True
    if word[:1] == "و" and len(word) > 3:
        return not word.startswith(("وكال", "وسوم", "وزار", "وزير"))
    key = fold_key(text[:30])
    return any(key.startswith(start) and not key[len(start) : len(start) + 1].isalpha() for start in lexicon.continuers)
