"""Says what a number counts: people and things, or a distance, an age, a brigade's name, a year.

Example: the 107 of ``اللواء 107`` is a name, the 30 of ``30 كيلومترا`` a distance, of ``30 عنصرا`` a count.
"""

from __future__ import annotations

from functools import cache

from .date_lexicon import date_lexicon
from .number_lexicon import quantity_lexicon

_CALIBRES = frozenset((23, 57, 60, 81, 82, 85, 100, 107, 120, 122, 130, 152, 155, 160, 240))
_LONGEST_COUNT = 10_000_000
_PERCENT = ("%", "٪")
_ARTICLES = frozenset(("ال", "وال", "بال", "لل"))


def kind_of(words: list[str], gaps: list[str], low: int, end: int, first: int, last: int, value: int | None) -> str:
    """Kind of the number at words ``first``..``last`` of the sentence ``low`` ≤ i < ``end``."""
    following = last + 1
    gap = gaps[following]
    after = words[following] if following < end and (gap == " " or not gap) else ""
    previous = words[first - 1] if first > low and (gaps[first] == " " or not gaps[first].strip(' "(/')) else ""
    lexicon = quantity_lexicon()
    if after in lexicon.nouns or after == "في":
        kind = _by_noun(after, words, last, end, previous)
        if kind:
            return kind
    if (gap != " " or gaps[first] != " ") and _by_sign(gaps, first, last):
        return "percent"
    if following < end and words[following] in month_openings() and _is_date(after, words, gaps, last, end):
        return "date"
    if value is None:
        return "count"
    if previous and previous[-1].isascii() and not gaps[first] and previous not in _ARTICLES:
        return "name"  # M4, RPG7
    kind = _by_previous(previous, value, bool(after), words[last]) if previous else ""
    return kind or ("other" if value > _LONGEST_COUNT and words[last].isdigit() else "count")


def _by_noun(after: str, words: list[str], last: int, end: int, previous: str) -> str:
    lexicon = quantity_lexicon()
    kind = lexicon.nouns.get(after, "")
    if after == "في" and last + 2 < end and lexicon.nouns.get(words[last + 2]) == "percent":
        return "percent"
    if kind == "percent" and not after.startswith("ب"):
        return ""
    if kind == "age" and "duration" in lexicon.before.get(previous, ()):
        return "time"
    return kind


def _by_sign(gaps: list[str], first: int, last: int) -> bool:
    return gaps[last + 1][:2].strip()[:1] in _PERCENT or gaps[first][-1:] in _PERCENT


def _by_previous(previous: str, value: int, followed: bool, token: str) -> str:
    if len(token) == 4 and token.isdigit() and 1300 <= value <= 2100 and previous in month_endings():
        return "year"
    kinds = quantity_lexicon().before.get(previous)
    if not kinds:
        return ""
    if "year" in kinds and len(token) == 4 and token.isdigit() and 1900 <= value <= 2100:
        return "year"
    for kind in ("clock", "calibre", "age", "name"):
        if kind in kinds:
            return kind
    if "weapon" in kinds and value in _CALIBRES:
        return "calibre"
    if "ordinal" in kinds and token.isdigit():
        return "ordinal"
    return "time" if "time" in kinds and not followed else ""


@cache
def month_endings() -> frozenset[str]:
    """Last words of month names (``آذار``, the ``الثاني`` of ``كانون الثاني``): four digits after them are a year."""
    entries = date_lexicon().entries.items()
    return frozenset(e.tail[-1] if e.tail else word for word, found in entries for e in found if e.role == "month")


@cache
def month_openings() -> frozenset[str]:
    """Words after which, or with which, a month may follow a day number: ``من``, ``شهر``, ``آذار``."""
    entries = date_lexicon().entries.items()
    months = (word for word, found in entries if any(e.role in ("month", "defunit_month") for e in found))
    return frozenset(("من", "شهر", *months))


def _is_date(after: str, words: list[str], gaps: list[str], last: int, end: int) -> bool:
    """A month follows: ``2 أيلول``, ``24 من أيلول``, ``29/رمضان``."""
    at = last + 1
    if at >= end or gaps[at].strip(" /-"):
        return False
    if words[at] == "من":
        at += 1
    if at < end and words[at] == "شهر":
        at += 1
    if at >= end:
        return False
    for entry in date_lexicon().entries.get(words[at], ()):
        if (entry.role == "month" and not entry.proclitic) or (entry.role == "defunit_month" and words[at - 1] == "من"):
            tail = entry.tail
            if words[at + 1 : at + 1 + len(tail)] == list(tail):
                return entry.context != "ambiguous" or after != words[at] or words[last].isdigit()
    return False


def stands_for_person(words: list[str], gaps: list[str], after: int, last: int) -> bool:
    """Whether an ordinal without article is one more victim (``وجُرح ثالث في الهجوم``), not ``ثالث هجوم``."""
    if after >= last or gaps[after].strip() or gaps[after] == "":
        return True
    word = words[after]
    if word in quantity_lexicon().after_another:
        return True
    return len(word) > 3 and word[0] in "وبف" and word not in ("وقت", "وفاه", "بلده", "بيان", "وحده", "فرقه", "بناء")
