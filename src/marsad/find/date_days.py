"""Readers of single days: ``أمس``, ``اليوم التالي``, ``الثلاثاء``, ``ليل الثلاثاء - الأربعاء``.

Each is called with the cursor after its word and returns whether it could use it.
"""

from __future__ import annotations

from .date_cursor import FROM, DateCursor
from .date_lexicon import DateWord

_THROUGH = frozenset(("الي", "حتي", "وحتي"))


def read_day(cursor: DateCursor, entry: DateWord) -> bool:
    """``اليوم``, ``أمس``, ``أول أمس``, ``غدا``; not the paper ``المصري اليوم`` nor ``اليوم الثاني على التوالي``."""
    found = cursor.found
    if found.offset is not None or found.weekday is not None or found.day is not None or found.unit:
        return False
    if entry.value == 0 and not entry.tail:
        if not cursor.headed and cursor.after("veto_today") and cursor.entry("weekday") is None:
            return False
        if cursor.words[cursor.at - 1].endswith("ليوم") and _read_streak(cursor):
            return True
    found.offset = entry.value
    return True


def _read_streak(cursor: DateCursor) -> bool:
    """``لليوم الثاني على التوالي``, ``في اليوم الـ80``: counts the days of something, dates nothing."""
    at = cursor.at
    if not cursor.close():
        return False
    if cursor.word() == "ال" and cursor.word(1)[:1].isdigit():
        cursor.at += 2
    else:
        count = cursor.numbers.ordinal(at) if not cursor.digits() else None
        if count is None or not count.definite:
            return False
        cursor.at = count.end
    if cursor.word() == FROM:
        cursor.at += 1
        if cursor.entry("month", "defunit_month", "feast", "monthhead") is not None:
            cursor.at = at
            return False  # the second day of a month or a feast is a day number
    cursor.found.kind = "anchor"
    cursor.found.anchor = True
    if cursor.word(-1) == FROM:
        cursor.at -= 1
    return True


def read_anaphora(cursor: DateCursor, entry: DateWord) -> bool:
    """``اليوم ذاته``, ``اليوم التالي``, ``غداة``: days counted from the day told before."""
    found = cursor.found
    if found.offset is not None or found.weekday is not None or found.unit:
        return False
    if cursor.words[cursor.at - 1] == "يومها" and cursor.close() and not cursor.digits():
        ordinal = cursor.numbers.ordinal(cursor.at)
        if ordinal is not None and ordinal.definite:
            return False  # في يومها الأول: the first day of something
    found.kind = "anaphoric"
    found.offset = entry.value
    return True


def read_weekday(cursor: DateCursor, entry: DateWord) -> bool:
    """``الثلاثاء``, ``الجمعة الماضي``, ``السبت والأحد``; not ``سوق الجمعة``."""
    found = cursor.found
    if found.weekday is not None:
        return False
    alone = cursor.at - 1 == cursor.first
    relation = cursor.relation()
    if relation is not None:
        found.relation = relation
    elif alone and cursor.after("veto_weekday") and not (cursor.digits() and cursor.close()):
        return False
    found.weekday = entry.value
    _read_second_weekday(cursor)
    return True


def _read_second_weekday(cursor: DateCursor) -> None:
    """A second weekday: the morning after a night (which keeps its first day) or the end of a range."""
    if cursor.at >= cursor.last:
        return
    at, gap, found = cursor.at, cursor.gaps[cursor.at], cursor.found
    if gap == " " and cursor.words[at] not in cursor.forms and cursor.words[at] not in _THROUGH:
        return
    dashed = bool(gap.strip()) and not gap.strip(" -/")
    through = gap == " " and cursor.word() in _THROUGH
    if through:
        cursor.at += 1
        cursor.take("dayhead")
    entry = cursor.entry("weekday")
    linked = entry is not None and gap == " " and (entry.proclitic == "و" or found.night)
    if entry is None or not (dashed or through or linked):
        cursor.at = at
        return
    cursor.at += 1
    if not found.night:
        found.weekday_end = entry.value
    relation = cursor.relation()
    if relation is not None:
        found.relation = relation


def read_later_time(cursor: DateCursor, entry: DateWord) -> bool:
    """A time of day after the day: ``أمس مساء``, ``السبت صباحا``; ``أمس فجّر انتحاري`` is a verb."""
    first_word = cursor.at - 1 - len(entry.tail)
    found = cursor.found
    if first_word == cursor.first or found.tod:
        return False
    following = cursor.entry("weekday", "day", "dayhead") is not None
    if entry.role == "tod" and not following and cursor.words[first_word] != "مساء":
        return False
    found.tod = cursor.words[first_word]
    found.night = found.night or entry.value == 1
    return True
