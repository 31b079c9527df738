"""Characters that hide or reorder text: named in a warning (:mod:`marsad.text.controls` shows them as tokens).

Example: a right-to-left override inside ``قتل`` gives ``suspicious-unicode: U+202E RIGHT-TO-LEFT OVERRIDE (1 time)``.
The marks U+200E and U+200F, the non-joiner and the joiner are ordinary in Arabic and Persian typing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .records import RawReport

# Source of the list: Unicode 15, default ignorable code points without the ordinary ones; bidi controls (UAX 9);
# tag characters and variation selectors of plane 14, private use, noncharacters, a byte-order mark inside a text.
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\uffff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)
_ODD = re.compile(f"[{_HIDDEN}]")
_REPLACED = "\ufffd"  # in the range, but decoding puts it there and says so itself
_FOREIGN = re.compile("[ء-ي][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][ء-ي]")
_SHOWN = 5


def flag_characters(report: RawReport) -> None:
    """Warn of what hides or reorders text in a report's text, title, outlet or byline."""
    found: list[str] = []
    for text in (report.text, report.title, report.outlet, report.byline):
        if text:
            found += _ODD.findall(text)
            found += (char for pair in _FOREIGN.findall(text) for char in pair if not "ء" <= char <= "ي")
    counts = Counter(char for char in found if char != _REPLACED)
    if counts:
        report.warnings.append(f"suspicious-unicode: {_describe(counts)}")


def _describe(found: Counter[str]) -> str:
    parts = [_name(char, count) for char, count in sorted(found.items())[:_SHOWN]]
    more = f" and {len(found) - _SHOWN} more kinds" if len(found) > _SHOWN else ""
    return ", ".join(parts) + more


def _name(char: str, count: int) -> str:
    name = unicodedata.name(char, "PRIVATE USE" if unicodedata.category(char) == "Co" else "CONTROL OR UNASSIGNED")
    return f"U+{ord(char):04X} {name} ({count} time{'s' if count > 1 else ''})"
