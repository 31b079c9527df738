"""``clean_text``: the body of a report as slices of the raw text, with the way back.

The body keeps the paragraphs as they stand in the raw text; what is removed, and why, is listed.

Example: ``clean_text("قتيل في درعا\\n\\nدرعا - خاص\\n\\nقُتل شاب، اليوم، برصاص مجهولين في درعا.").body``
is ``قُتل شاب، اليوم، برصاص مجهولين في درعا.``
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from .datelines import find_date, find_opening, is_date_line, is_dateline, is_initials
from .feet import find_inner, find_last, image_length, tail_length
from .furniture import Furniture, Rule, fold_key, furniture, line_key
from .heads import find_first, shape_of
from .lines import EMOJI_BULLET, Line, split_lines

_FURNITURE_LENGTH = 220
_CAPTION_LENGTH = 160
_LETTERHEAD = 7  # words of the line that says whose statement it is
_RULERS = ("===", "___", "***", "---", "~~~")
_ALNUM = re.compile(r"[^\W_]")
_DATED = frozenset(("date", "dateline"))
_SHORT_DATE = re.compile(r"[0-9٠-٩]{1,4}[-/.][0-9٠-٩]{1,2}[-/.][0-9٠-٩]{2,4}|[0-9٠-٩]{1,2} \S+(?: \S+)?،? [0-9٠-٩]{4}")
_SECTION = re.compile(r"^(?:#|⬅|[▪🔴🔻🔹🔸■●📍])")


@dataclass(slots=True)
class CleanText:
    """The body and what the furniture told.

    ``removed`` holds (start, end, reason) in raw offsets; ``segments`` (body offset, raw offset)
    pairs, one for each slice of the raw text that the body is made of.
    """

    body: str
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None
    dateline_date: str | None = None
    outlet_line: str | None = None
    removed: list[tuple[int, int, str]] = field(default_factory=list)
    segments: list[tuple[int, int]] = field(default_factory=list)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw (start, end) of ``body[start:end]``; a span over a cut includes the cut."""
        if end <= start:
            at = self._raw(start)
            return at, at
        return self._raw(start), self._raw(end - 1) + 1

    def _raw(self, offset: int) -> int:
        if not self.segments:
            return offset
        body_at, raw_at = self.segments[max(0, bisect_right(self.segments, (offset, 1 << 62)) - 1)]
        return raw_at + offset - body_at


def clean_text(raw: str, title: str | None = None) -> CleanText:
    """Body, facts and offset map of a report as received; ``title`` is cut wherever it is repeated."""
    lexicon = furniture()
    lines = split_lines(raw)
    _label(lines, title, lexicon)
    shape = shape_of(lines)
    first = find_first(lines, shape, lexicon)
    result = CleanText("")
    if first is None:
        _read_facts(result, lines, title, lexicon)
        result.removed = [(line.start, line.end, line.kind or "title") for line in lines]
        return result
    last = find_last(lines, first, shape, lexicon)
    _read_facts(result, lines[:first], title, lexicon)
    _read_foot(result, lines[last + 1 :], lexicon)
    cuts = find_inner(lines, first, last, shape)
    _cut_repeated_title(lines, first, last, result.title, cuts)
    start = lines[first].start + _opening_length(lines, first, result, lexicon)
    end = lines[last].end - _tail_length(lines[last], start, lexicon)
    _build(result, raw, lines, (first, last), (start, end), cuts)
    return result


def _label(lines: list[Line], title: str | None, lexicon: Furniture) -> None:
    """Say of each short line which furniture it is; long paragraphs are hardly asked."""
    wanted = fold_key(title).strip() if title else None
    for line in lines:
        text = line.text
        size = len(text)
        if size > _FURNITURE_LENGTH or (size > 60 and line.closed and wanted is None and not lexicon.may_open(text)):
            continue
        if wanted is not None and len(lines) > 1 and fold_key(text).strip() == wanted:
            line.kind = "title"
            continue
        line.rule, line.kind = _labelled(text, line.closed)


@lru_cache(maxsize=20_000)
def _labelled(text: str, closed: bool) -> tuple[Rule | None, str | None]:
    """Rule and kind of a line; remembered, for outlets repeat their furniture on every page."""
    lexicon = furniture()
    key = line_key(text)
    rule = lexicon.rule_of(key)
    return rule, rule.kind if rule is not None else _kind_by_shape(text, closed, key, lexicon)


def _kind_by_shape(text: str, closed: bool, key: str, lexicon: Furniture) -> str | None:
    if closed and len(text) > 14:
        return None
    if len(text) > 90:
        return "caption" if _is_caption(text, lexicon) else lexicon.bar_kind(key)
    if text.startswith(_RULERS) or not _ALNUM.search(text):
        return "end-mark"
    if is_initials(text):
        return "byline"
    if is_date_line(text, lexicon):
        return "date"
    bar = lexicon.bar_kind(key)
    if bar is not None:
        return bar
    if is_dateline(text, lexicon):
        return "dateline"
    if lexicon.is_menu_shaped(key):
        return "menu"
    return "caption" if _is_caption(text, lexicon) else None


def _is_caption(text: str, lexicon: Furniture) -> bool:
    """``آثار القصف على المدينة (عنب بلدي)``: an unfinished line that ends in a named source."""
    if not text.endswith(")") or len(text) > _CAPTION_LENGTH:
        return False
    inside = fold_key(text[text.rfind("(") + 1 : -1])
    return any(part.strip() in lexicon.agencies for part in inside.replace("-", "/").replace("+", "/").split("/"))


def _read_facts(result: CleanText, head: list[Line], title: str | None, lexicon: Furniture) -> None:
    """Title, byline, agency line and date from the lines above the body."""
    titles: list[str] = []
    for line in head:
        if _is_letterhead(line, lexicon):
            result.byline = result.byline or line.text
        if line.kind is None or line.kind == "title":
            titles.append(line.text)
            line.kind = "title"
        elif line.kind == "byline":
            result.byline = result.byline or line.text
        elif line.kind == "dateline":
            result.dateline = line.text
        elif line.kind == "outlet":
            result.outlet_line = result.outlet_line or line.text
        if result.dateline_date is None and (line.kind in _DATED or _SHORT_DATE.search(line.text)):
            result.dateline_date = find_date(line.text)
    if head and result.dateline is None and len(head[-1].text) <= 24 and _SECTION.match(head[-1].text):
        result.dateline = head[-1].text
    result.title = title or max(titles, key=_title_rank, default=None)


def _is_letterhead(line: Line, lexicon: Furniture) -> bool:
    """``المركز الإعلامي لقوات كذا`` alone above a statement: who makes it."""
    short = line.kind in (None, "title") and len(line.text.split()) <= _LETTERHEAD
    return short and fold_key(line.text).startswith(lexicon.letterheads)


def _title_rank(text: str) -> float:
    """Titles are sentences: many words, no separators, no date."""
    rank = min(len(text.split()), 12) - 5 * sum(sign in text for sign in "|•›⟫¦—") - 20 * text.startswith("#")
    return rank - 4 * (_SHORT_DATE.search(text) is not None)


def _read_foot(result: CleanText, foot: list[Line], lexicon: Furniture) -> None:
    """Byline, signature of a statement and source from the lines below the body."""
    for line in foot:
        signs = line.kind is None and fold_key(line.text).startswith(lexicon.signatures)
        if line.kind == "byline" or signs:
            result.byline = result.byline or line.text
        elif line.kind == "outlet":
            result.outlet_line = result.outlet_line or line.text
        line.kind = line.kind or "footer"


def _cut_repeated_title(lines: list[Line], first: int, last: int, title: str | None, cuts: dict[int, str]) -> None:
    if not title or len(title) < 12:
        return
    wanted = fold_key(title).strip(" .")
    size = len(title)
    for i in range(first + 1, last):
        line = lines[i]
        if abs(len(line.text) - size) <= 6 and fold_key(line.text).strip(" .") == wanted:
            cuts[i] = "title"


def _opening_length(lines: list[Line], first: int, result: CleanText, lexicon: Furniture) -> int:
    """Characters before the first sentence: a picture address, a repeated bullet, place and agency."""
    text = lines[first].text
    at = image_length(text)
    bullet = EMOJI_BULLET.match(text, at)
    if bullet is not None and any(other.text[0] == text[at] for other in lines[first + 1 :] if other.bullet):
        at = bullet.end()
    opening = find_opening(text[at : at + 200], lexicon)
    if opening is None:
        return at if at < len(text) else 0
    if opening.text:
        result.dateline = result.dateline or opening.text
        result.dateline_date = result.dateline_date or find_date(opening.text)
    return at + opening.length


def _tail_length(line: Line, start: int, lexicon: Furniture) -> int:
    length = tail_length(line.text, lexicon)
    return length if line.end - length > start else 0


def _build(
    result: CleanText, raw: str, lines: list[Line], ends: tuple[int, int], edges: tuple[int, int], cuts: dict[int, str]
) -> None:
    """Put the body together from the raw slices between the cuts."""
    (first, last), (start, end) = ends, edges
    removed = [(line.start, line.end, line.kind or "title") for line in lines[:first]]
    if start > lines[first].start:
        removed.append((lines[first].start, start, "dateline"))
    pieces: list[str] = []
    at = start
    size = 0
    for i in sorted(cuts):
        removed.append((lines[i].start, lines[i].end, cuts[i]))
        if lines[i].start > at:
            result.segments.append((size, at))
            pieces.append(raw[at : lines[i].start])
            size += lines[i].start - at
        at = lines[i + 1].start
    result.segments.append((size, at))
    pieces.append(raw[at:end])
    if end < lines[last].end:
        removed.append((end, lines[last].end, "end-mark"))
    removed.extend((line.start, line.end, line.kind or "footer") for line in lines[last + 1 :])
    result.body = "".join(pieces)
    result.removed = removed
