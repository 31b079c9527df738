"""How big and how deep a page is, before any parser sees it: what is unsafe starts lower on the ladder.

Example: a page of 300 nested ``<div>`` is not given to trafilatura, which returns nothing for it without a word.
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import itemgetter

# Measured: trafilatura gives None at 255 levels and over 20 MB, and takes 2 s a MB; trees of 2,000 levels take minutes.
SLOW = 1_500_000
BIG = 10_000_000
DEEP = 250
DEEPEST = 2_000
_LONG = 2_000
_LONGEST = 20_000
_ATTRIBUTES = 100
_REMEMBERED = 5_000
_HEAD_OF = itemgetter(slice(0, 3))
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}(?=\s)")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN = re.compile(r"<(script|style|noscript|template|svg)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,10})[^<>]*?(/?)>")
_VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "wbr",
    )
)  # fmt: skip
# First three characters after "<" of what opens no level; a quick upper bound needs no more.
_FLAT = frozenset(
    (
        "are", "bas", "br>", "br ", "br/", "col", "emb", "hr>", "hr ", "hr/", "img", "inp", "lin", "met", "par", "sou",
        "tra", "wbr", "BR>", "BR ", "IMG", "INP", "MET", "LIN", "HR>", "HR ", "pat", "use", "cir", "rec", "pol", "!--",
        "!DO", "!do", "?xm", "",
    )
)  # fmt: skip


def without_hidden(html: str) -> str:
    """The page without scripts, styles and drawings."""
    return _HIDDEN.sub(" ", html)


def shorten_tags(html: str) -> str:
    """The page with its longest tags bared: those of more than 20,000 characters or 100 attributes, which hang parsers
    (each attribute is compared with every other of its tag).
    """
    parts: list[str] = []
    kept = at = 0
    while at + _LONG < len(html):
        found = html.rfind("<", at, at + _LONG)
        if found < 0:  # a stretch without any tag: text, or a long tag that began just before it
            end, found = html.find(">", at), html.find("<", at)
            name = _NAME.match(html, at) if end >= 0 else None
            if name is not None and (found < 0 or end < found) and _is_monstrous(html[at:end]):
                parts += [html[kept:at], name.group()]
                kept = end
            if found < 0:
                break
        at = found + 1
    return "".join(parts) + html[kept:] if parts else html


def _is_monstrous(tag: str) -> bool:
    return len(tag) > _LONGEST or len(_VALUE.sub("", tag).split()) > _ATTRIBUTES


def is_tree_safe(html: str) -> bool:
    """False when reading the page's tree may take minutes, for its size or its depth."""
    if len(html) > BIG:
        return False
    # No deeper than tags are opened; only a page of thousands of tags is counted.
    return html.count("<") < DEEPEST or html.count("<") - html.count("</") < DEEPEST or find_depth(html) < DEEPEST


def find_depth(html: str) -> int:
    """How deep the tags of a page nest: a quick upper bound where that is shallow, else counted."""
    deepest = _bound(html.split("<"))
    return deepest if deepest < DEEP else measure_depth(html)


class _Steps(dict[str, int]):
    """What the first three characters behind ``<`` do to the depth."""

    def __missing__(self, key: str) -> int:
        step = -1 if key[:1] == "/" else int(key[:1].isalpha())
        if len(self) < _REMEMBERED:
            self[key] = step
        return step


_STEPS = _Steps(dict.fromkeys(_FLAT, 0))


def _bound(pieces: list[str]) -> int:
    """An upper bound of the depth: every tag that is not known to be flat opens a level."""
    return max(accumulate(map(_STEPS.__getitem__, map(_HEAD_OF, pieces))))


def measure_depth(html: str) -> int:
    """How deep tags nest outside scripts; stops counting at the limit."""
    depth = deepest = 0
    for match in _TAG.finditer(without_hidden(html)):
        name = match.group(2).lower()
        if name in _VOID or match.group(3):
            continue
        depth += -1 if match.group(1) else 1
        deepest = max(deepest, depth)
        if deepest >= DEEPEST:
            break
    return deepest
