"""Letters that break matching in lexicon files: Farsi look-alikes, tatweel inside words, invisible controls.

Example: ``ميليشيا`` written with a Farsi ی (U+06CC) would never match a report.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Letters of Persian, Urdu and Kurdish keyboards that look like Arabic ones, with the Arabic letter meant.
LOOK_ALIKES = {
    "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ۀ": "ة", "ە": "ه", "ۃ": "ة", "ں": "ن",
    "ټ": "ت", "ۇ": "و", "ۋ": "و",
}  # fmt: skip
_INVISIBLE = "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]"
_TATWEEL = "(?<=[ء-ي])ـ+(?=[ء-ي])"
_FORMS = "[\ufb50-\ufdff\ufe70-\ufefc]"
_BAD = re.compile(f"[{''.join(LOOK_ALIKES)}]|{_INVISIBLE}|{_TATWEEL}|{_FORMS}")


def find_bad(line: str) -> Iterator[tuple[int, str]]:
    """Column (from 1) and description of each wrong character of a line."""
    for match in _BAD.finditer(line):
        char = match.group()[0]
        name = unicodedata.name(char, "control character")
        yield match.start() + 1, f"U+{ord(char):04X} {name}"


def mend(line: str) -> str:
    """The line with Arabic letters for their look-alikes and without tatweel and controls."""
    return _BAD.sub(_replacement, line)


def _replacement(match: re.Match[str]) -> str:
    char = match.group()[0]
    if char in LOOK_ALIKES:
        return LOOK_ALIKES[char]
    return unicodedata.normalize("NFKC", match.group()) if "\ufb50" <= char <= "\ufefc" and char != "\ufeff" else ""
