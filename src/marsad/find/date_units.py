"""Readers of weeks, months, years and feasts: ``الأسبوع الماضي``, ``مطلع العام``, ``عام 2018``, ``أول أيام العيد``.

Each is called with the cursor after its word and returns whether it could use it.
"""

from __future__ import annotations

from .date_cursor import FROM, DateCursor
from .date_lexicon import DateWord
from .date_months import read_month_tail, read_monthhead, read_year_number

_UNITS = {"defunit_week": "week", "defunit_month": "month", "defunit_year": "year"}


def read_unit(cursor: DateCursor, entry: DateWord) -> bool:
    """``الأسبوع الفائت``, ``الشهر نفسه``, ``العام 2022``; ``الأمن العام`` is no year."""
    if not cursor.empty() or (not cursor.close() and not cursor.loose):
        return False
    found = cursor.found
    unit = _UNITS[entry.role]
    if unit == "year" and cursor.after("veto_general"):
        return False
    if unit == "year" and read_year_number(cursor):
        return True
    if cursor.close() and cursor.take("same"):
        found.kind = "anaphoric"
    else:
        relation = cursor.relation()
        if relation is None and not cursor.loose:
            return False
        found.unit_offset = relation or 0
    found.unit = unit
    return True


def read_this(cursor: DateCursor, entry: DateWord) -> bool:
    """``هذا الأسبوع``, ``هذه السنة``."""
    unit = cursor.entry("defunit_week", "defunit_month", "defunit_year")
    if unit is None or not cursor.empty():
        return False
    cursor.at += 1
    cursor.found.unit = _UNITS[unit.role]
    return True


def read_year(cursor: DateCursor, entry: DateWord) -> bool:
    """``عام 2018``, ``عامي 2014 و2017`` (an anchor: two years date no event)."""
    if not cursor.empty() or not cursor.close() or not read_year_number(cursor):
        return False
    if entry.value == 2 and cursor.word() in ("و", "الي", "حتي") and len(cursor.word(1)) == 4:
        cursor.at += 2
        cursor.found.anchor = True
    return True


def read_part(cursor: DateCursor, entry: DateWord) -> bool:
    """``مطلع العام الجاري``, ``منتصف تموز``, ``أواخر شهر آب``, ``نهاية 2014``."""
    if not cursor.empty() or not cursor.close():
        return False
    cursor.loose = True
    cursor.found.part = entry.value
    if cursor.word() == FROM:
        cursor.at += 1
    if cursor.digits():
        return read_year_number(cursor)
    head = cursor.take("monthhead")
    if head is not None:
        return read_monthhead(cursor, head)
    month = cursor.take("month")
    if month is not None:
        read_month_tail(cursor, month)
        return True
    cursor.take("samehead")
    for role, reader in (("yearhead", read_year), *((role, read_unit) for role in _UNITS)):
        at = cursor.at
        found = cursor.take(role)
        if found is not None:
            if reader(cursor, found):
                return True
            cursor.at = at
    cursor.found.part = None
    return False


def read_feast(cursor: DateCursor, entry: DateWord) -> bool:
    """``ثاني أيام عيد الفطر``, ``ليلة رأس السنة``; a feast that only names an occasion is no date."""
    found = cursor.found
    if not cursor.headed or found.month is not None or found.day is not None:
        return False
    calendar, month, day = entry.note.split(":")
    found.kind = "feast"
    found.calendar, found.month, found.day = calendar, int(month), int(day)
    if found.night and found.tod == "ليله":
        found.day_shift = -1
    read_year_number(cursor)
    if cursor.close() and (relation := cursor.relation()) is not None:
        found.relation = relation
    return True


def read_nth_day(cursor: DateCursor) -> bool:
    """``أول أيام العام``, ``ثاني أيام عيد الأضحى``, ``ثالث أيام شهر رمضان``; the cursor is on the ordinal."""
    at, found = cursor.at, cursor.found
    if found.day is not None or found.month is not None or found.unit or cursor.digits():
        return False
    ordinal = cursor.numbers.ordinal(at)
    if ordinal is None:
        return False
    cursor.at = ordinal.end
    if cursor.word() in ("ايام", "يوم", "ايّام") and not ordinal.definite:
        cursor.at += 1
    elif not (ordinal.definite and at > cursor.first):
        cursor.at = at
        return False
    if cursor.word() == FROM:
        cursor.at += 1
    cursor.headed = True
    feast = cursor.take("feast")
    if feast is not None and read_feast(cursor, feast):
        found.day_shift += ordinal.value - 1
        return True
    if _read_first_of(cursor, ordinal.value):
        return True
    cursor.at = at
    return False


def read_first_day(cursor: DateCursor, entry: DateWord) -> bool:
    """``فاتحة العام``, ``غرة رمضان``: the first day."""
    found = cursor.found
    return found.day is None and found.month is None and not found.unit and _read_first_of(cursor, 1)


def _read_first_of(cursor: DateCursor, day: int) -> bool:
    """The n-th day of a year, a month or a named month."""
    found = cursor.found
    head = cursor.take("monthhead")
    month = cursor.take("month")
    if month is not None:
        found.day = day
        read_month_tail(cursor, month)
        return True
    if head is None and cursor.take("defunit_year"):
        found.day, found.month = day, 1
        if not read_year_number(cursor):
            found.unit, found.unit_offset = "year", cursor.relation() or 0
        return True
    if head is None and cursor.take("defunit_month"):
        found.day = day
        found.unit, found.unit_offset = "month", cursor.relation() or 0
        return True
    return False
