"""Where the body ends, and the furniture inside it.

From the bottom up, furniture and short unfinished lines go; a heading for related pieces takes
what follows it. Inside the body only lines that the lexicon knows go.

Example: in ``… في أي لحظة. / شارك هذا الموضوع: / اقرأ أيضاً: …`` the body ends at لحظة.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .furniture import Furniture, line_key
from .heads import Shape
from .lines import LONG, Line, continues

_INITIAL = r"[ء-ي]{1,2}"
_TAIL = re.compile(
    rf"(?<=[.؟!…»\"”)\s])\s*(?:"
    rf"[#/(]?انتهى[/)]?(?:\s*[/\-–.:|]*\s*[0-9٠-٩]{{0,4}}\s*[./-]?\s*(?:{_INITIAL}(?:\s*[./]\s*{_INITIAL}){{0,3}})?)?[.)]?"
    rf"|[=_*]{{3,}}\s*(?:{_INITIAL}[./]\s*){{0,4}}(?:{_INITIAL})?\.?"
    rf"|\(\s*{_INITIAL}(?:[\s./]+{_INITIAL}){{1,3}}\s*\)"
    rf"|(?:{_INITIAL}\s?[./]\s?){{1,3}}{_INITIAL}\.?"
    r"|\((?:رويترز|الأناضول|سانا|وفا|شينخوا|سبوتنيك|فرانس برس|وكالات|AFP|Reuters)\)"
    r")\s*$"
)
_SPELLINGS = {"ا": "[اأإآ]", "ه": "[هة]", "ي": "[يىئ]", "و": "[وؤ]", " ": r"\s+"}
_MARKS = "[\u064b-\u0652]?"
_TAIL_SIGNS = ("انته", "=", "(", "/", "_", "*")
_IMAGE = re.compile(r"\.(?:png|jpe?g|webp|gif)\)?", re.IGNORECASE)
_SHORT = 90


def find_last(lines: list[Line], first: int, shape: Shape, lexicon: Furniture) -> int:
    """Number of the last line of the body that begins at ``first``."""
    last = _before_rest(lines, first)
    while last > first and _is_foot(lines, last, shape, lexicon):
        last -= 1
    return last


def _before_rest(lines: list[Line], first: int) -> int:
    """The last line before a heading that takes everything after it, if what follows is the smaller part."""
    if "rest" not in [line.rule.reach for line in lines[first + 1 :] if line.rule is not None]:
        return len(lines) - 1
    total = sum(_prose(line) for line in lines[first:])
    seen = 0
    for i in range(first, len(lines)):
        rule = lines[i].rule
        if rule is not None and rule.reach == "rest" and i > first and seen * 2 >= total:
            return i - 1
        seen += _prose(lines[i])
    return len(lines) - 1


def _prose(line: Line) -> int:
    return len(line.text) if line.kind is None and (line.closed or len(line.text) > LONG) else 0


def _is_foot(lines: list[Line], at: int, shape: Shape, lexicon: Furniture) -> bool:
    line = lines[at]
    if line.kind is not None:
        return True
    if len(line.text) > LONG:
        return False
    if _is_bracketed(line.text) or (line.words <= 16 and lexicon.is_notice(line_key(line.text), line.closed)):
        return True
    if line.closed:
        return False
    if _heads_block(lines, at):
        return True
    if line.bullet and (shape.bulleted or shape.loose):
        return False
    if shape.loose and not (shape.bulleted and len(line.text) <= _SHORT):
        return line.words <= 2 and not continues(line.text, lexicon)
    return len(line.text) <= _SHORT and not (line.holds(4) and continues(line.text, lexicon))


def _is_bracketed(text: str) -> bool:
    """``[تم إغلاق باب التعليق]``: a line wholly in brackets is the desk's, not the report's."""
    return len(text) <= _SHORT and text[0] in "([{" and text[-1] in ")]}"


def _heads_block(lines: list[Line], at: int) -> bool:
    """True for a headline that stands below a bare ``اقرأ أيضاً``, with only headlines between."""
    for above in reversed(lines[max(0, at - 6) : at]):
        if above.rule is not None and above.rule.reach != "line":
            return True
        if above.kind is None and (above.closed or len(above.text) > LONG):
            return False
    return False


def find_inner(lines: list[Line], first: int, last: int, shape: Shape) -> dict[int, str]:
    """Lines to cut between ``first`` and ``last``, each with its reason."""
    cuts: dict[int, str] = {}
    at = first + 1
    while at < last:
        line = lines[at]
        at += 1
        if (
            line.kind is None
            or line.kind in ("date", "dateline", "menu")
            or (line.rule is not None and line.rule.edge_only)
        ):
            continue
        cuts[at - 1] = line.kind
        if line.rule is not None and line.rule.reach != "line" and _is_bare(line):
            at = _skip_headlines(lines, at, last, shape, cuts)
    return cuts


def _is_bare(line: Line) -> bool:
    """True for a heading with no headline on its own line."""
    return line.words <= 3 or line.text.rstrip()[-1:] in ":："


def _skip_headlines(lines: list[Line], at: int, last: int, shape: Shape, cuts: dict[int, str]) -> int:
    most = 1 if shape.loose or shape.bulleted else 6
    for i in range(at, min(at + most, last)):
        line = lines[i]
        if line.closed or len(line.text) > LONG:
            return i
        cuts[i] = "related"
    return min(at + most, last)


def tail_length(text: str, lexicon: Furniture) -> int:
    """Characters to cut from the end of the last line: ``… المنفذين. انتهى / 25 ق`` gives 13."""
    tail = text[-400:]
    kept = _before_inline(tail, lexicon)
    for _ in range(2):
        end = kept[-60:]
        if end[-1:] == "." and end[-3:-2] not in "./ " and not any(sign in end for sign in _TAIL_SIGNS):
            break
        match = _TAIL.search(end)
        if match is None or len(kept) - len(match.group()) < 12:
            break
        kept = kept[: len(kept) - len(match.group())]
    return len(tail) - len(kept.rstrip())


def _before_inline(tail: str, lexicon: Furniture) -> str:
    """The text before an opener that follows a full stop in the same line (line ends were lost)."""
    match = _inline_pattern(lexicon.inline_openers).search(tail)
    return tail[: match.start(1)].rstrip() if match is not None else tail


@lru_cache(maxsize=4)
def _inline_pattern(openers: tuple[str, ...]) -> re.Pattern[str]:
    """A full stop and an opener, in any spelling of hamza seats, ta marbuta and alef maqsura."""
    words = ("".join(_SPELLINGS.get(char, re.escape(char)) + _MARKS for char in opener) for opener in openers)
    return re.compile(rf"[.؟!…»\"”]\s+({'|'.join(words)})")


def image_length(text: str) -> int:
    """Characters of a picture address at the start of a line: ``photo.png) قُتل`` gives 11."""
    if "." not in text[:200]:
        return 0
    match = _IMAGE.search(text[:200])
    if match is None or " " in text[: match.start()].strip():
        return 0
    rest = text[match.end() :]
    return match.end() + len(rest) - len(rest.lstrip(" )\t"))
