"""Where the body begins: titles, menus, bylines and date lines above it.

Everything short and unfinished above the first paragraph is head matter. Titles that end in a
question mark, and an unrelated teaser above the title, are told by what follows them.

Example: in ``تحقيقات / فوضى السلاح.. من يحمي المدنيين؟ / يعيش سكان ريف حلب …`` the body begins at يعيش.
"""

from __future__ import annotations

from dataclasses import dataclass

from .furniture import Furniture, first_token
from .lines import LONG, Line, is_verb_first

MARKERS = frozenset(("date", "dateline", "byline", "controls", "share", "outlet"))
_STRONG = frozenset(("date", "dateline", "byline"))
_HEADLINE = 120


@dataclass(slots=True)
class Shape:
    """What the whole text looks like: unpunctuated (``loose``), a list (``bulleted``)."""

    loose: bool
    bulleted: bool


def shape_of(lines: list[Line]) -> Shape:
    """Shape from the lines that are not furniture."""
    plain = [line for line in lines if line.kind is None]
    closed = sum(1 for line in plain if line.closed)
    bullets = sum(1 for line in plain if line.bullet and line.holds(4))
    return Shape(loose=closed == 0, bulleted=bullets >= 2)


def find_first(lines: list[Line], shape: Shape, lexicon: Furniture) -> int | None:
    """Number of the line the body begins with; None when there is only furniture."""
    if len(lines) == 1:
        return 0 if lines[0].kind is None else None
    titled = marked = False
    in_summary = False
    for i, line in enumerate(lines):
        if line.kind in MARKERS:
            marked = titled
        in_summary = line.kind == "summary" or (in_summary and line.bullet)
        if line.kind is not None or (in_summary and _prose_follows(lines, i)):
            continue
        below = titled and marked
        if _is_prose(line, shape, below, lexicon) and not _stands_above(lines, i, titled, below, shape):
            return i
        titled = titled or line.holds(3)
    return _first_without_prose(lines, lexicon)


def _prose_follows(lines: list[Line], i: int) -> bool:
    """True when paragraphs stand below a bulleted summary, so that the summary only repeats them."""
    return any(line.closed and not line.bullet for line in lines[i + 1 :])


def _is_prose(line: Line, shape: Shape, after_marker: bool, lexicon: Furniture) -> bool:
    """True when a line reads as a paragraph or a list entry of the report."""
    length = len(line.text)
    if line.bullet and (line.closed or shape.loose or shape.bulleted):
        return line.holds(4)
    if line.closed:
        return line.holds(3) and length >= 12
    if length > LONG:
        return True
    if shape.loose and length >= 80:
        return True
    if shape.loose or after_marker:
        return length >= 35 and is_verb_first(line.text, lexicon)
    return length > 90 and is_verb_first(line.text, lexicon)


def _stands_above(lines: list[Line], i: int, titled: bool, below: bool, shape: Shape) -> bool:
    """True for a closed line that is still a title or a teaser, by what follows it.

    ``below`` a title and its date, the name of a town that follows opens a section (▪ ديالى) and dates no title.
    """
    line = lines[i]
    if line.bullet and shape.bulleted:
        return False
    later = [
        other for other in lines[i + 1 : i + 12] if other.kind is None and (other.closed or len(other.text) > LONG)
    ]
    if not later:
        return False
    if len(line.text) <= _HEADLINE:
        if not titled and line.text.rstrip(' "”»)')[-1:] in "؟?!…":
            return True
        if lines[i + 1].kind in _STRONG and not below:
            return True
    return _is_teaser(lines, i)


def _is_teaser(lines: list[Line], i: int) -> bool:
    """An unrelated item before the real title: a headline follows, then a date or agency line or other words."""
    following = lines[i + 1 : i + 5]
    if not following or not _is_headline(following[0]):
        return False
    if any(line.kind in _STRONG or line.kind == "controls" for line in following[1:3]):
        return True
    if (
        len(lines[i].text) > _HEADLINE
        or len(following) < 2
        or following[1].kind is not None
        or len(following[1].text) < 60
    ):
        return False
    headline = _content(following[0].text)
    return not headline & _content(lines[i].text) and bool(headline & _content(following[1].text))


def _is_headline(line: Line) -> bool:
    return line.kind is None and not line.closed and not line.bullet and line.holds(4) and len(line.text) <= LONG


def _content(text: str) -> set[str]:
    """Long words of a line without article and conjunction, to see whether two lines share a subject."""
    words = (first_token(word) for word in text.split())
    return {word.removeprefix("و").removeprefix("ب").removeprefix("ال") for word in words if len(word) > 4}


def _first_without_prose(lines: list[Line], lexicon: Furniture) -> int | None:
    """The first line of a report made of short unfinished lines; None for a page of menus only."""
    plain = [i for i, line in enumerate(lines) if line.kind is None]
    real = [i for i in plain if lines[i].holds(4)]
    if not real:
        return None
    marks = [i for i, line in enumerate(lines) if line.kind in _STRONG and i > real[0]]
    after = [i for i in real if marks and i > marks[0]]
    if after:
        return after[0]
    if (
        len(real) == 2
        and is_verb_first(lines[real[1]].text, lexicon)
        and not is_verb_first(lines[real[0]].text, lexicon)
    ):
        return real[1]
    return real[0]
