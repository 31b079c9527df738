"""Place-and-agency lines, date lines, and openings run into the first sentence.

Examples: ``دمشق-سانا`` and ``الحسكة – من مراسلنا`` stand on a line of their own; ``حمص 23 نوفمبر
2025 / فرضت السلطات`` opens a sentence; ``2023.03.17 | 05:36 دمشق`` is a date line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..text.folding import fold, fold_word
from .furniture import Furniture, fold_key, furniture
from .lines import is_verb_first

_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+")
_PIECES = re.compile(r"\s*[-–—ـ/|،,:()«»\"“”\[\]+.]+\s*")
# not the signs of /12/, as some agencies write their numbers
_OPENING = re.compile(
    r"\s*(\|\||[|:.]|(?<![0-9٠-٩])/|[-–—ـ]+)\s+|\s*(\|\||/(?![0-9٠-٩]+/)|[–—])(?=\S)|(?<=[ء-ي)])(-)\s?(?=\S)"
)
_SIGN = re.compile(r"[|:/.ـ–—-]")  # one of these stands in every opening
_DIGIT = re.compile(r"[0-9٠-٩۰-۹]")
_INITIALS = re.compile(r"^(?:[ء-ي]\s?[./]\s*){1,3}[ء-ي]?\s?\.?$|^[ء-ي](?: [ء-ي]){1,3}$")
_SIGNS = " \t#📍🔴🔻🔹🔸▪⏱👁\ufe0f"
_MAX_LINE = 80
_MAX_OPENING = 64


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening cut from the first sentence: its length and the text without separators."""

    length: int
    text: str


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    months = "|".join(sorted((re.escape(m) for m in furniture().months), key=len, reverse=True))
    month = rf"(?:{months})(?:\s*[/-]?\s*\(?(?:{months})\)?)?"
    return re.compile(
        r"[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}(?:[T ][0-9:]{5,8}[Z0-9:+]*)?"
        r"|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}"
        rf"|[0-9]{{1,2}}(?:\s+من)?\s*[-/]?\s*{month}(?:\s*[,،/-]?\s*[0-9]{{4}})?"
        rf"|{month}\s+[0-9]{{1,2}}(?:\s*[,،]\s*[0-9]{{4}})?"
        r"|[0-9]{1,2}\s+[^\W\d]+(?:\s[^\W\d]+)?\s+1[34][0-9]{2}\s*ه?",
        re.IGNORECASE,
    )


def find_date(text: str) -> str | None:
    """The first calendar date in a short text, as written: ``22 آذار، 2017``."""
    folded = fold(text[:200])
    match = _date_pattern().search(folded.text)
    if match is None:
        return None
    start, end = folded.span(*match.span())
    return text[start:end]


def is_date_line(text: str, lexicon: Furniture) -> bool:
    """True when every word is a number, month, weekday or label, and a number or منذ is there."""
    if len(text) > _MAX_LINE or not (_DIGIT.search(text) or "منذ" in text):
        return False
    tokens = _TOKEN.findall(fold_key(text))
    numbers = [t for t in tokens if t.isdecimal()]
    if not tokens or not (numbers or "منذ" in tokens):
        return False
    if len(numbers) == len(tokens):
        return find_date(text) is not None
    return all(t.isdecimal() or t in lexicon.date_words for t in tokens)


def is_dateline(text: str, lexicon: Furniture) -> bool:
    """True for a line of place, agency, date: ``إدلب - وكالة محلية``, ``الخرطوم: (خاص)``, ``SY24 -خاص``."""
    if len(text) > _MAX_LINE or text.count(" ") > 12:
        return False
    pieces = _pieces(text)
    if not pieces or sum(len(p.split()) for p in pieces) > 9:
        return False
    known = [_known(piece, lexicon) for piece in pieces]
    if all(known):
        return any(mark != "date" for mark in known)
    sure = any(mark in ("mark", "agency", "media") for mark in known)
    return (
        sure
        and len(pieces) > 1
        and all(mark or len(p.split()) <= 2 for mark, p in zip(known, pieces, strict=True))
        and not (is_verb_first(text, lexicon) or _urgent_only(known, pieces))
    )


def _urgent_only(known: list[str | None], pieces: list[str]) -> bool:
    """``عاجل | قتلى بدرعا`` is news, not an agency line."""
    return not any(mark in ("agency", "media", "place") for mark in known) and "عاجل" in pieces


def is_initials(text: str) -> bool:
    """True for ``ق. و`` and the like: an author by initials."""
    return len(text) <= 14 and _INITIALS.match(text) is not None


def find_opening(text: str, lexicon: Furniture) -> Opening | None:
    """The opening to cut from a first sentence, of up to three parts: ``خاص || ``, ``عفرين – ``."""
    at = 0
    parts: list[str] = []
    for _ in range(3):
        cut = _one_opening(text, at, lexicon)
        if cut is None:
            break
        parts.append(text[at : cut[0]].strip())
        at = cut[1]
    if at == 0 or at >= len(text):
        return None
    return Opening(at, " ".join(part for part in parts if part))


def _one_opening(text: str, at: int, lexicon: Furniture) -> tuple[int, int] | None:
    head = text[at : at + _MAX_OPENING]
    if not _SIGN.search(head):
        return None
    for match in _OPENING.finditer(head):
        if not match.start() and not head.startswith("-"):
            return None
        mark = next(group for group in match.groups() if group)
        if mark == "." and not at:
            return None
        if _is_opening(
            head[: match.start()],
            mark if not at or mark != ":" else "/",
            text[at + match.end() : at + match.end() + 40],
            lexicon,
        ):
            return at + match.start(), at + match.end()
        if match.start() > 44:
            break
    return None


def _is_opening(before: str, mark: str, after: str, lexicon: Furniture) -> bool:
    pieces = _pieces(before)
    words = [word for piece in pieces for word in piece.split()]
    if not pieces or len(words) > 8 or not after.strip():
        return False
    known = [_known(piece, lexicon) for piece in pieces]
    if mark == ".":
        return all(name in ("agency", "media", "mark") for name in known)
    if mark == ":":
        return (
            all(known)
            and (len(known) > 1 or known[0] == "mark")
            and any(k in ("mark", "agency", "date") for k in known)
        )
    if all(known):
        return True
    if any(word in lexicon.no_dateline for word in words):
        return False
    if any(mark_ in ("agency", "media", "date", "mark") for mark_ in known) and len(words) <= 6:
        return all(k or len(p.split()) <= 3 for k, p in zip(known, pieces, strict=True))
    return len(words) <= 3 and is_verb_first(after, lexicon)


def _pieces(text: str) -> list[str]:
    return [piece for piece in (p.strip(_SIGNS) for p in _PIECES.split(fold_key(text))) if piece]


def _known(piece: str, lexicon: Furniture) -> str | None:
    """What a piece of an agency line is: mark, place, agency, media, date, or unknown (None)."""
    for name, words in (("mark", lexicon.marks), ("place", lexicon.places), ("agency", lexicon.agencies)):
        if piece in words:
            return name
    tokens = piece.split()
    if all(t.isdecimal() or t in lexicon.date_words for t in tokens):
        return "date"
    if len(tokens) <= 4 and any(t in lexicon.media_words for t in tokens):
        return "media"
    return _place_and_date(tokens, lexicon)


def _place_and_date(tokens: list[str], lexicon: Furniture) -> str | None:
    """``حمص 23 نوفمبر 2025`` and ``رام الله 30``: a place of one or two words, then a date."""
    for size in (1, 2):
        rest = tokens[size:]
        if rest and any(t.isdecimal() for t in rest) and all(t.isdecimal() or t in lexicon.date_words for t in rest):
            return "date"
    return "place" if len(tokens) > 1 and " ".join(tokens[1:]) in lexicon.places and tokens[0] in _KINDS else None


_KINDS = frozenset(
    fold_word(word)
    for word in ("ريف", "مدينة", "محافظة", "شمال", "جنوب", "شرق", "غرب", "شرقي", "غربي", "جنوبي", "شمالي")
)
