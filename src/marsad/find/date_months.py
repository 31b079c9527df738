"""Readers of calendar dates: ``9 آذار/مارس 2021``, ``الثاني من الشهر الجاري``, ``19/12/2022``, ``آذار 2019``.

Each is called with the cursor on (digits) or after (entry given) its word and returns whether it could use it.
"""

from __future__ import annotations

from .date_cursor import FROM, DateCursor
from .date_lexicon import ARTICLES, DateWord

_AND = "و"
_THROUGH = frozenset(("الي", "حتي", "وحتي", "او"))


def read_numeric(cursor: DateCursor) -> bool:
    """A date in digits only: ``2020.10.19``, ``22-05-2018``, ``12/19/2022``; ``19/12`` after ``يوم``."""
    found = cursor.found
    if found.day is not None or found.month is not None:
        return False
    parts = _numeric_parts(cursor.word(), cursor.headed)
    if parts is None:
        return False
    day, month, year, swappable = parts
    if not (1 <= day <= 31 and 1 <= month <= 12) or (year is not None and not _calendar_of(year)):
        return False
    found.day, found.month, found.year, found.swappable = day, month, year, swappable
    if year is not None:
        found.calendar = _calendar_of(year)
    cursor.at += 1
    cursor.take_era()
    return True


def _numeric_parts(token: str, headed: bool) -> tuple[int, int, int | None, bool] | None:
    """(day, month, year, whether day and month could be the other way round) of ``19/12/2022``."""
    for separator in "/-.":
        parts = token.split(separator)
        if len(parts) in (2, 3) and all(p.isdigit() and len(p) <= 4 for p in parts):
            break
    else:
        return None
    numbers = [int(p) for p in parts]
    if len(parts) == 2:
        return (numbers[0], numbers[1], None, False) if headed and separator != "." else None
    if len(parts[0]) == 4:
        return numbers[2], numbers[1], numbers[0], False
    day, month, year = numbers[0], numbers[1], numbers[2] + (2000 if len(parts[2]) == 2 else 0)
    if month > 12 >= day:
        return month, day, year, False
    return day, month, year, day <= 12 and day != month


def _calendar_of(year: int) -> str:
    if 1900 <= year <= 2100:
        return "gregorian"
    return "hijri" if 1300 <= year <= 1500 else ""


def read_day_of_month(cursor: DateCursor) -> bool:
    """``9 آذار``, ``الثاني من الشهر الجاري``, ``24 من أيلول``, ``3 و5 آذار``, ``أول أيام العيد``."""
    found, at = cursor.found, cursor.at
    if found.day is not None or found.month is not None or found.unit:
        return False
    opened = at == cursor.first
    read = None if opened and _is_adjective(cursor) else _read_day_number(cursor)
    if read is not None:
        found.day, found.day_end = read
        if _read_month_of_day(cursor):
            if opened and not cursor.headed and cursor.after("veto_date"):
                found.anchor = True  # the uprising of 25 January, the quarter of 9 April: a name
            return True
    found.day = found.day_end = None
    cursor.at = at
    return False


def _is_adjective(cursor: DateCursor) -> bool:
    """``الأسبوع الأول من آذار``: the ordinal belongs to the noun before it."""
    before = cursor.word(-1)
    return not cursor.digits() and cursor.close() and before.startswith("ال") and before not in ("الي", "ال")


def _read_day_number(cursor: DateCursor) -> tuple[int, int | None] | None:
    day = _one_day_number(cursor)
    if day is None:
        head, dash, tail = cursor.word().partition("-")
        if dash and head.isdigit() and tail.isdigit() and 1 <= int(head) < int(tail) <= 31:
            cursor.at += 1
            return int(head), int(tail)
        return None
    end, at = day, cursor.at
    while cursor.at < cursor.last:
        gap = cursor.gaps[cursor.at]
        linked = cursor.word() == _AND or (gap == " " and cursor.word() in _THROUGH)
        if linked:
            cursor.at += 1
        elif gap.strip(" -") or "-" not in gap:
            linked = cursor.word()[:1] == _AND and not cursor.gaps[cursor.at].strip()
            if not linked:
                break
        following = _one_day_number(cursor)
        if following is None or following <= end:
            cursor.at = at
            break
        end, at = following, cursor.at
    return day, end if end != day else None


def _one_day_number(cursor: DateCursor) -> int | None:
    at, word = cursor.at, cursor.word()
    if not word:
        return None
    if word in ARTICLES and cursor.word(1)[:1].isdigit():
        cursor.at += 1
        word = cursor.word()
    if word.isdigit():
        if len(word) <= 2 and 1 <= int(word) <= 31:
            cursor.at += 1
            return int(word)
    elif not cursor.digits():
        ordinal = cursor.numbers.ordinal(cursor.at)
        if ordinal is not None and 1 <= ordinal.value <= 31:
            cursor.at = ordinal.end
            return ordinal.value
    cursor.at = at
    return None


def _read_month_of_day(cursor: DateCursor) -> bool:
    """What follows a day number: [من] [شهر] آذار, من الشهر الجاري, الجاري."""
    if not cursor.joined() or cursor.at >= cursor.last:
        return False
    spelled = not cursor.word(-1)[:1].isdigit()
    partitive = cursor.word() == FROM
    if partitive:
        cursor.at += 1
    this = cursor.take("samehead")
    if cursor.take("defunit_month"):
        cursor.found.unit_offset = 0 if this else (cursor.relation() or 0)
        cursor.found.unit = "month"
        if cursor.take("same"):
            cursor.found.kind = "anaphoric"
        return True
    if not spelled or partitive:
        entry = cursor.entry("rel")
        if entry is not None and (entry.value == 0 or partitive) and not this:
            cursor.at += 1 + len(entry.tail)
            cursor.found.unit, cursor.found.unit_offset = "month", entry.value
            return True
    headed = cursor.take("monthhead") is not None
    entry = cursor.entry("month")
    if entry is None or (spelled and not partitive and not headed and entry.context == "ambiguous"):
        return False
    if spelled and not partitive and not headed and cursor.word(-1) in ("اول", "ثاني"):
        return False
    cursor.at += 1 + len(entry.tail)
    read_month_tail(cursor, entry)
    return True


def read_month_tail(cursor: DateCursor, entry: DateWord) -> None:
    """Store a month and read what may follow: its other name, the year, ``الماضي``, ``من العام الماضي``."""
    found = cursor.found
    found.month, found.calendar = entry.value, entry.note
    for _ in range(2):
        alias = cursor.entry("month") if cursor.joined() else None
        if alias is None or alias.proclitic or (alias.value, alias.note) != (entry.value, entry.note):
            break
        cursor.at += 1 + len(alias.tail)
    _read_year(cursor)
    if found.year is None:
        relation = cursor.relation()
        if relation is not None:
            found.relation = relation
            _read_year(cursor)


def _read_year(cursor: DateCursor) -> None:
    """``2019``, ``من عام 2019``, ``من العام الماضي``, ``1446هـ`` after a month."""
    found, at = cursor.found, cursor.at
    if not cursor.joined():
        return
    partitive = cursor.word() in (FROM, "لل")
    if partitive:
        cursor.at += 1
    if cursor.take("yearhead"):
        if read_year_number(cursor):
            return
        relation = cursor.relation()
        if relation is None and cursor.take("same"):
            relation = 0
        if relation is not None:
            found.unit, found.unit_offset = "year", relation
            return
    elif not partitive and read_year_number(cursor):
        return
    cursor.at = at


def read_year_number(cursor: DateCursor) -> bool:
    """A year in four digits with its era: ``2019م``, ``1446 هـ``."""
    if cursor.at >= cursor.last or not cursor.joined():
        return False
    word = cursor.word()
    if len(word) != 4 or not word.isdigit() or not _calendar_of(int(word)):
        return False
    if _calendar_of(int(word)) == "hijri" and cursor.found.calendar != "hijri" and cursor.found.month is not None:
        return False
    cursor.found.year = int(word)
    cursor.found.calendar = _calendar_of(int(word))
    cursor.at += 1
    cursor.take_era()
    return True


def read_month(cursor: DateCursor, entry: DateWord) -> bool:
    """A month without a day (``في آذار 2019``, ``تموز الماضي``); a bare name needs a word of time before it."""
    found, first = cursor.found, cursor.at - 1 - len(entry.tail)
    if found.month is not None or found.unit or entry.context == "day" or found.offset is not None:
        return False
    alone = first == cursor.first
    if entry.proclitic and not alone:
        return False  # عام 2020 وآذار الماضي: another date
    read_month_tail(cursor, entry)
    certain = found.year is not None or found.relation is not None or found.unit is not None
    if certain or cursor.loose or (alone and _in_time(cursor, entry)):
        _read_english_order(cursor)
        return True
    if alone and _read_english_order(cursor):
        return True
    found.month, found.calendar = None, "gregorian"
    return False


def _in_time(cursor: DateCursor, entry: DateWord) -> bool:
    return cursor.after("month_before") or (entry.proclitic == "ب" and not entry.context)


def _read_english_order(cursor: DateCursor) -> bool:
    """``أغسطس 9, 2022`` of page headers."""
    at, found = cursor.at, cursor.found
    if found.year is None and cursor.close():
        day = _one_day_number(cursor)
        if day is not None and cursor.at > at and cursor.word(-1).isdigit() and read_year_number(cursor):
            found.day = day
            return True
    cursor.at = at
    return False


def read_monthhead(cursor: DateCursor, entry: DateWord) -> bool:
    """``شهر آب``, ``شهري تموز وآب``, ``شهر 8 الماضي``."""
    if cursor.found.month is not None or not cursor.close():
        return False
    month = cursor.take("month")
    if month is not None:
        read_month_tail(cursor, month)
        if entry.value == 2 and cursor.close() and cursor.entry("month") is not None:
            cursor.take("month")
        return True
    word = cursor.word()
    if word.isdigit() and 1 <= int(word[:9]) <= 12 and entry.value == 1:
        cursor.at += 1
        read_month_tail(cursor, DateWord("month", int(word), (), note="gregorian"))
        return True
    return False
