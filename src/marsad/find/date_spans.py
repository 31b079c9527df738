"""Readers of prepositions of time: ``قبل يومين``, ``منذ مطلع العام``, ``بعد ساعة``, ``خلال شهر آب``.

Each is called with the cursor after the preposition and returns whether it made a mention.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .date_cursor import FROM, DateCursor
from .date_lexicon import DateWord
from .date_phrases import read_phrase
from .place_words import load_place_words

_PLACE_TERMS = frozenset(("kind", "region", "near", "inside", "site"))
_UNIT_ROLES = ("day_unit", "week_unit", "month_unit", "year_unit", "hour_unit", "vague_unit")
_PASSED_WINDOW = 8


@dataclass(slots=True)
class Duration:
    """``count`` units; None when the text does not say how many (أيام, عدة أشهر)."""

    count: int | None
    unit: str


def read_duration(cursor: DateCursor) -> Duration | None:
    """``يومين``, ``ثلاثة أيام``, ``نحو أسبوع``, ``الـ24 ساعة``, ``أيام``; the cursor moves only on success."""
    at = cursor.at
    vague = _read_about(cursor)
    count: int | None = None
    if cursor.word() == "ال" and cursor.word(1)[:1].isdigit():
        cursor.at += 1
    number = cursor.numbers.cardinal(cursor.at) if cursor.close() else None
    if number is not None:
        count, cursor.at = number.value, number.end
    unit = cursor.take(*_UNIT_ROLES) if cursor.close() else None
    if unit is None or (count is None and _is_dated(cursor, unit)):
        cursor.at = at
        return None
    if count is None and unit.value:
        count = unit.value
    if cursor.word() == "تقريبا":
        cursor.at += 1
    return Duration(None if vague else count, unit.role.removesuffix("_unit"))


def _read_about(cursor: DateCursor) -> bool:
    """Moves past ``نحو``, ``أكثر من``, ``عدة``; True when it leaves the number open."""
    vague = False
    while cursor.take("approx") is not None:
        vague = vague or cursor.word(-1) in ("عده", "بضعه", "بضع")
    return vague


def _is_dated(cursor: DateCursor, unit: DateWord) -> bool:
    """``شهر آب`` is a month and ``يوم الأحد`` a day, not measures."""
    if not cursor.close():
        return False
    if unit.role == "month_unit":
        return cursor.entry("month") is not None
    return unit.role == "day_unit" and (cursor.digits() or cursor.entry("weekday", "day") is not None)


def read_before(cursor: DateCursor, entry: DateWord) -> bool:
    """``قبل يومين``, ``قبل أيام``, ``قبل ذلك بيومين``; ``قبل نهاية العام`` is an anchor."""
    if _read_then(cursor, -1):
        return True
    at, found = cursor.at, cursor.found
    duration = None if _year_follows(cursor) else read_duration(cursor)
    if duration is None:
        cursor.at = at
        if read_phrase(cursor):
            found.anchor = True
            return True
        return False
    if _is_relative(cursor):
        found.kind, found.anchor = "anchor", True
    else:
        _count_back(cursor, duration)
    return True


def _year_follows(cursor: DateCursor) -> bool:
    return cursor.entry("yearhead") is not None and len(cursor.word(1)) == 4 and cursor.word(1).isdigit()


def _is_relative(cursor: DateCursor) -> bool:
    """``قبل يومين من الهجوم``: counted from something else than the publication; not ``قبل يومين من بلدة نوى``."""
    if not cursor.close() or cursor.word() != FROM or cursor.word(1) == "قبل":
        return False
    term = load_place_words().terms.get(cursor.word(1))
    return term is None or term.group not in _PLACE_TERMS


def _count_back(cursor: DateCursor, duration: Duration) -> None:
    """Fill the mention with ``duration`` before the publication."""
    found, count, unit = cursor.found, duration.count, duration.unit
    if unit == "hour":
        found.kind, found.offset = "day-offset", -((count or 0) // 24)
    elif count is None or unit == "vague":
        found.kind, found.vague = "vague", True
        found.anchor = unit == "year"
    elif unit == "day":
        found.kind, found.offset = "day-offset", -count
    else:
        found.kind, found.unit, found.unit_offset = "relative-span", unit, -count


def read_since(cursor: DateCursor, entry: DateWord) -> bool:
    """``منذ يومين`` dates an event; ``منذ سبع سنوات``, ``منذ مطلع العام``, ``منذ 25 أكتوبر`` are anchors."""
    found = cursor.found
    found.since = True
    going_on = cursor.after("continuing")
    at = cursor.at
    if _read_bare_time(cursor):
        return True
    duration = None if _year_follows(cursor) else read_duration(cursor)
    if duration is not None:
        _count_back(cursor, duration)
        found.anchor = going_on or duration.unit not in ("day", "hour", "vague")
        return True
    cursor.at = at
    cursor.loose = True
    if not read_phrase(cursor) and not (cursor.digits() and _read_bare_year(cursor)):
        return False
    relative = found.offset is not None or (found.weekday is not None and found.day is None)
    found.anchor = found.anchor or going_on or not relative
    return True


def _read_bare_time(cursor: DateCursor) -> bool:
    """``منذ الصباح``, ``منذ ساعات الفجر``: a clock time."""
    at = cursor.at
    cursor.take("lead")
    if cursor.take("todadv") is not None and cursor.entry("day", "weekday") is None and cursor.word() != FROM:
        cursor.found.clock = True
        return True
    cursor.at = at
    return False


def _read_bare_year(cursor: DateCursor) -> bool:
    word = cursor.word()
    if len(word) == 4 and word.isdigit() and 1900 <= int(word) <= 2100:
        cursor.found.year = int(word)
        cursor.at += 1
        return True
    return False


def read_after(cursor: DateCursor, entry: DateWord) -> bool:
    """``بعد ساعة``, ``بعد يومين``, ``بعد ذلك بيومين``; ``بعد يومين من الهجوم`` is an anchor."""
    if _read_then(cursor, 1):
        return True
    found = cursor.found
    duration = read_duration(cursor)
    if duration is None:
        return False
    if cursor.close() and cursor.word() in (FROM, "علي"):
        found.kind, found.anchor = "anchor", True
        return True
    _count_on(cursor, duration, 1)
    return True


def _count_on(cursor: DateCursor, duration: Duration, sign: int) -> None:
    """Fill the mention with ``duration`` after (or before) the day told before."""
    found, count = cursor.found, duration.count
    found.kind = "anaphoric"
    if duration.unit == "hour":
        found.offset = sign * ((count or 0) // 24)
    elif duration.unit == "day" and count is not None:
        found.offset = sign * count
    elif count is not None and duration.unit != "vague":
        found.unit, found.unit_offset = duration.unit, sign * count
    else:
        found.vague = True


def _read_then(cursor: DateCursor, sign: int) -> bool:
    """``بعد ذلك بيومين``, ``قبل هذا بساعات``: the measure comes after, with ب."""
    at = cursor.at
    if cursor.word() in cursor.around["then"] and cursor.close():
        cursor.at += 1
        if read_thenhead(cursor, DateWord("thenhead", sign, ())):
            return True
    cursor.at = at
    return False


def read_thenhead(cursor: DateCursor, entry: DateWord) -> bool:
    """``بعدها بيومين``, ``قبلها بساعات``."""
    word = cursor.word()
    if not cursor.close() or not word.startswith("ب"):
        return False
    if word == "ب":
        cursor.at += 1
    duration = read_duration(cursor)
    if duration is None:
        return False
    _count_on(cursor, duration, entry.value)
    return True


def read_during(cursor: DateCursor, entry: DateWord) -> bool:
    """``خلال شهر آب``, ``خلال يومين``: spans of tallies; ``خلال نهار الأربعاء`` is that day."""
    at, found = cursor.at, cursor.found
    duration = None if _year_follows(cursor) else read_duration(cursor)
    if duration is not None:
        cursor.relation()
        found.kind, found.anchor = "span", True
        return True
    cursor.at = at
    cursor.loose = True
    if not read_phrase(cursor):
        return False
    single = found.offset is not None or found.weekday is not None or found.day is not None
    if not single and not found.vague:
        found.kind, found.anchor = "span", True
    return True


def read_until(cursor: DateCursor, entry: DateWord) -> bool:
    """``حتى مساء الأحد``: says how long, not when."""
    if not read_phrase(cursor):
        return False
    cursor.found.anchor = True
    return True


def read_passed(cursor: DateCursor, entry: DateWord) -> bool:
    """``مضى على خطفهم خمسة أيام``, ``مضت خمسة أيام على الحادثة``: so many days before publication."""
    start, end, on = cursor.at, min(cursor.at + _PASSED_WINDOW, cursor.last), False
    for at in range(start, end):
        cursor.at = at
        word = cursor.words[at]
        if at > start and cursor.gaps[at].strip(' "'):
            return False
        on = on or word.startswith("علي")
        duration = read_duration(cursor)
        if duration is not None:
            on = on or cursor.word().startswith("علي")
            if on:
                _count_back(cursor, duration)
            return on
    return False


READERS: dict[str, Callable[[DateCursor, DateWord], bool]] = {
    "before": read_before,
    "since": read_since,
    "after": read_after,
    "thenhead": read_thenhead,
    "during": read_during,
    "until": read_until,
    "passed": read_passed,
}
