"""Reads one date phrase from left to right into a DateMention.

``مساء أمس الثلاثاء 9 آذار/مارس 2021`` is five pieces (time of day, day word, weekday, day of the month with its
month, year) and one mention. Pieces fill empty slots only: a second weekday or a second day ends the phrase.
"""

from __future__ import annotations

from collections.abc import Callable

from .date_cursor import FROM, DateCursor
from .date_days import read_anaphora, read_day, read_later_time, read_weekday
from .date_lexicon import DateWord
from .date_mentions import DateMention
from .date_months import read_day_of_month, read_month, read_monthhead, read_numeric
from .date_units import read_feast, read_first_day, read_nth_day, read_part, read_this, read_unit, read_year

_LEADS = frozenset(("clock", "lead", "tod"))


def read_phrase(cursor: DateCursor) -> bool:
    """Read a phrase without preposition; False (cursor unspecified) when there is no date in it."""
    if cursor.at < cursor.last and cursor.words[cursor.at] in cursor.leads:
        _read_lead(cursor)
    read = False
    while cursor.joined() and _read_piece(cursor):
        read = True
        if cursor.found.kind == "anchor":
            break
    return read


def _read_piece(cursor: DateCursor) -> bool:
    at = cursor.at
    word = cursor.words[at]
    if "0" <= word[0] <= "9":
        return read_numeric(cursor) or read_day_of_month(cursor)
    if word not in cursor.pieces:
        return False
    for entry in cursor.readings():
        handler = _PIECES.get(entry.role)
        if entry.role == "block":
            return False  # اليوم العالمي
        if handler is not None:
            cursor.at = at + 1 + len(entry.tail)
            if handler(cursor, entry):
                return True
            cursor.at = at
    if word in cursor.around["link"] and at > cursor.first:
        return _read_link(cursor)
    return word in cursor.days and (read_nth_day(cursor) or read_day_of_month(cursor))


def _read_lead(cursor: DateCursor) -> None:
    """Time of day and what leads to it: ``في ساعة متأخرة من مساء``, ``الساعة الخامسة من فجر``."""
    at = cursor.at
    for opening in cursor.readings():
        if opening.role in _LEADS:
            cursor.at += 1 + len(opening.tail)
            break
    else:
        return
    if opening.role == "clock" and not _read_clock(cursor):
        cursor.at = at
    if opening.role == "lead":
        steps = 0
        while cursor.word() in cursor.around["leadword"] and cursor.close() and steps < 6:
            cursor.at += 1
            steps += 1
        if steps:
            cursor.headed = True
        else:
            cursor.at = at
    entry = opening if opening.role == "tod" else cursor.take("tod")
    if entry is not None:
        cursor.found.tod = cursor.words[cursor.at - 1]
        cursor.found.night = entry.value == 1
        cursor.headed = True


def _read_clock(cursor: DateCursor) -> bool:
    """The hour after ``الساعة``: ``الخامسة والنصف``, ``15:30``, ``5 و20 دقيقة``, ``الثانية إلا ربعا``."""
    if not cursor.close():
        return False
    hour = None if cursor.digits() else cursor.numbers.ordinal(cursor.at) or cursor.numbers.cardinal(cursor.at)
    if hour is None and not cursor.digits():
        return False
    cursor.at = hour.end if hour is not None else cursor.at + 1
    while cursor.close() and _is_clock_part(cursor):
        cursor.at += 1
    if cursor.close() and cursor.entry("todadv") is not None:
        entry = cursor.take("todadv")
        cursor.found.tod = cursor.word(-1) if entry else None
    if cursor.word() == FROM:
        cursor.at += 1
    cursor.found.clock = True
    cursor.headed = True
    return True


def _is_clock_part(cursor: DateCursor) -> bool:
    word = cursor.word()
    if word in cursor.around["clockpart"] or word == "و":
        return True
    return word[0] == "و" and cursor.numbers.cardinal(cursor.at) is not None


def _read_dayhead(cursor: DateCursor, entry: DateWord) -> bool:
    """``يوم`` before a day: ``يوم الجمعة``, ``يوم أمس``, ``يومي السبت والأحد``, ``يوم 19/12``."""
    if cursor.at >= cursor.last or not cursor.joined():
        return False
    cursor.headed = True
    if not _read_piece(cursor):
        return False
    found = cursor.found
    if entry.value == 2 and found.weekday_end is None and found.day_end is None:
        found.anchor = True  # أيام الجمعة is a habit
    return True


def _read_link(cursor: DateCursor) -> bool:
    """``الموافق``: the same day again, perhaps in the other calendar; the Gregorian one is kept."""
    at, first = cursor.at, cursor.found
    cursor.at += 1
    if cursor.word() in ("ل", "يوم"):
        cursor.at += 1
    cursor.headed = True
    if first.month is None:
        if cursor.at < cursor.last and _read_piece(cursor):
            return True
        cursor.at = at
        return False
    second = cursor.found = DateMention(first.first, first.first)
    read = cursor.at < cursor.last and _read_piece(cursor) and second.month is not None
    cursor.found = first
    if not read:
        cursor.at = at
    elif first.calendar == "hijri" and second.calendar == "gregorian":
        first.day, first.month, first.year, first.calendar = second.day, second.month, second.year, "gregorian"
    return read


def _read_vague(cursor: DateCursor, entry: DateWord) -> bool:
    """``مؤخرا``, ``في وقت سابق``: no day can be told."""
    if not cursor.empty():
        return False
    cursor.found.kind, cursor.found.vague = "vague", True
    return True


def _read_recent(cursor: DateCursor, entry: DateWord) -> bool:
    """``الأيام الماضية``, ``الساعات الـ24 الماضية``, ``السنوات الأخيرة``: a stretch of time that ends now."""
    if not cursor.empty():
        return False
    if cursor.word() == "ال":
        cursor.at += 1
    if cursor.digits() and cursor.close():
        cursor.at += 1
    relation = cursor.relation()
    if relation is None and "اخيره" not in cursor.word(-1):
        return False
    found = cursor.found
    found.kind, found.vague, found.relation = "vague", True, relation
    found.anchor = entry.role == "defunit_long"
    return True


_PIECES: dict[str, Callable[[DateCursor, DateWord], bool]] = {
    "day": read_day,
    "anaphora": read_anaphora,
    "weekday": read_weekday,
    "todadv": read_later_time,
    "tod": read_later_time,
    "dayhead": _read_dayhead,
    "month": read_month,
    "monthhead": read_monthhead,
    "defunit_week": read_unit,
    "defunit_month": read_unit,
    "defunit_year": read_unit,
    "defunit_day": _read_recent,
    "defunit_hour": _read_recent,
    "defunit_long": _read_recent,
    "samehead": read_this,
    "yearhead": read_year,
    "part": read_part,
    "feast": read_feast,
    "firstday": read_first_day,
    "vague": _read_vague,
}
