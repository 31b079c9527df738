"""Turns a date mention into a date, by the rules of CODEBOOK sections 4 and 8.

Example: ``أمس الثلاثاء`` in a report published on Wednesday 2021-12-15 is 2021-12-14, precision ``day``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..find.dates import DateMention

_DAY = timedelta(days=1)


@dataclass(slots=True, frozen=True)
class ResolvedDate:
    """``date``/``date_end`` ISO or None; ``precision`` day, week, month, year, unknown; ``text`` as written."""

    date: str | None
    date_end: str | None
    precision: str
    text: str


def resolve_date(mention: DateMention, published: date | None, previous: ResolvedDate | None = None) -> ResolvedDate:
    """The date a mention says; relative wordings need ``published``, anaphoric ones ``previous``."""
    if mention.clock or mention.vague or mention.kind == "anchor":
        return _unknown(mention)
    try:
        if mention.kind == "anaphoric":
            return _follow(mention, previous)
        if mention.kind == "feast":
            return _day(mention, _feast(mention, published))
        if mention.day is not None:
            return _calendar_day(mention, published)
        if mention.weekday is not None or mention.offset is not None:
            return _relative_day(mention, published)
        return _span(mention, published)
    except (ValueError, OverflowError):
        return _unknown(mention)  # 31 February, a Hijri year outside the tables


def _unknown(mention: DateMention) -> ResolvedDate:
    return ResolvedDate(None, None, "unknown", mention.text)


def _day(mention: DateMention, day: date | None, end: date | None = None) -> ResolvedDate:
    if day is None:
        return _unknown(mention)
    if end is not None and end > day:
        return ResolvedDate(day.isoformat(), end.isoformat(), "week", mention.text)
    return ResolvedDate(day.isoformat(), None, "day", mention.text)


def _follow(mention: DateMention, previous: ResolvedDate | None) -> ResolvedDate:
    """``اليوم ذاته`` is the day told before, ``اليوم التالي`` the day after it."""
    if previous is None or previous.date is None:
        return _unknown(mention)
    before = date.fromisoformat(previous.date)
    if mention.day is not None:
        return _day(mention, before.replace(day=mention.day))
    if mention.unit is not None:
        shifted = _shift(before, mention.unit, mention.unit_offset)
        return ResolvedDate(_first_of(shifted, mention.unit).isoformat(), None, mention.unit, mention.text)
    if mention.offset is None:
        return _unknown(mention)
    if previous.precision != "day":
        if mention.offset:
            return _unknown(mention)
        return ResolvedDate(previous.date, previous.date_end, previous.precision, mention.text)
    return _day(mention, before + mention.offset * _DAY)


def _relative_day(mention: DateMention, published: date | None) -> ResolvedDate:
    if published is None:
        return _unknown(mention)
    base = published + (mention.offset or 0) * _DAY
    if mention.weekday is None:
        return _day(mention, base)
    if mention.offset is not None:
        return _day(mention, _agree(base, mention.weekday))
    day = _weekday(mention.weekday, published, mention.relation)
    if mention.weekday_end is None:
        return _day(mention, day)
    end = _weekday(mention.weekday_end, published, mention.relation)
    if end < day and (mention.relation or 0) <= 0:
        day -= 7 * _DAY
    return _day(mention, day, end)


def _agree(base: date, weekday: int) -> date:
    """``أمس الثلاثاء`` on a page dated a day off: the weekday is trusted, so is one days away."""
    apart = (weekday - base.weekday() + 3) % 7 - 3
    if abs(apart) <= 1:
        return base + apart * _DAY
    return base - ((base.weekday() - weekday) % 7) * _DAY


def _weekday(weekday: int, published: date, relation: int | None) -> date:
    """The latest such day not after ``published``; ``الماضي`` strictly before it, ``المقبل`` after it."""
    back = (published.weekday() - weekday) % 7
    if relation is None or relation == 0:
        return published - back * _DAY
    if relation > 0:
        return published + (7 - back) * _DAY
    return published - ((back or 7) + 7 * (-relation - 1)) * _DAY


def _calendar_day(mention: DateMention, published: date | None) -> ResolvedDate:
    day, month, year = mention.day or 1, mention.month, mention.year
    if mention.unit == "month" and published is not None:
        of = _shift(published, "month", mention.unit_offset)
        month, year = of.month, of.year
    elif mention.unit == "year" and published is not None:
        year = published.year + mention.unit_offset
    if month is None:
        return _unknown(mention)
    found = _full_date(mention, day, month, year, published)
    if found is None:
        return _unknown(mention)
    end = None
    if mention.day_end is not None:
        end = found + (mention.day_end - day) * _DAY
    return _day(mention, found, end)


def _full_date(mention: DateMention, day: int, month: int, year: int | None, published: date | None) -> date | None:
    if mention.calendar == "hijri":
        return _hijri_date(day, month, year, published, ahead=(mention.relation or 0) > 0)
    if year is not None:
        found = date(year, month, day)
        if mention.swappable and published is not None and found > published >= date(year, day, month):
            return date(year, day, month)  # month first, as some sites print it
        return found
    if published is None:
        return None
    limit = _limit(mention, day, month, published)
    return _latest(day, month, limit)


def _limit(mention: DateMention, day: int, month: int, published: date) -> date:
    """The last day a date without a year may be: a day named twice (اليوم الثلاثاء 30 أيلول) may be a day ahead."""
    if mention.relation is not None and mention.relation > 0:
        return published.replace(year=published.year + 1)
    if mention.offset is not None or mention.weekday is not None:
        return published + _DAY
    if mention.relation is not None and mention.relation < 0 and month == published.month:
        return published.replace(day=1) - _DAY
    return published


def _latest(day: int, month: int, limit: date) -> date | None:
    for year in range(limit.year, limit.year - 9, -1):  # 29 February may be eight years back
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= limit:
            return found
    return None


def _hijri_date(day: int, month: int, year: int | None, published: date | None, ahead: bool = False) -> date | None:
    """Gregorian date of a Hijri one; without a year the latest not after ``published`` (``ahead``: the next)."""
    from hijridate import Gregorian, Hijri  # its tables are loaded only for reports that need them

    if year is not None:
        return date(*Hijri(year, month, 1).to_gregorian().datetuple()) + (day - 1) * _DAY
    if published is None:
        return None
    current = Gregorian.fromdate(published).to_hijri().year
    for candidate in (current, current + 1) if ahead else (current, current - 1):
        found = date(*Hijri(candidate, month, 1).to_gregorian().datetuple()) + (day - 1) * _DAY
        if (found > published) == ahead:
            return found
    return None


def _feast(mention: DateMention, published: date | None) -> date | None:
    """The day of a feast; ``العيد`` without a name is the latest of the two."""
    if mention.month == 0:
        days = [_hijri_date(d, m, mention.year, published) for m, d in ((10, 1), (12, 10))]
        known = [d for d in days if d is not None]
        day = max(known) if known else None
    else:
        day = _full_date(mention, mention.day or 1, mention.month or 1, mention.year, published)
        if day is None or mention.year is not None or published is None:
            return None if day is None else day + mention.day_shift * _DAY
        if mention.day_shift < 0:
            return _eve(mention, published)
    return None if day is None else day + mention.day_shift * _DAY


def _eve(mention: DateMention, published: date) -> date | None:
    """The night before a feast, which may be published before the feast itself."""
    ahead = published - mention.day_shift * _DAY
    day = _full_date(mention, mention.day or 1, mention.month or 1, None, ahead)
    return None if day is None else day + mention.day_shift * _DAY


def _span(mention: DateMention, published: date | None) -> ResolvedDate:
    """Weeks, months and years: the first day of the month or year, precision as said."""
    if mention.month is not None:
        first = _month(mention, published)
        return _unknown(mention) if first is None else ResolvedDate(first.isoformat(), None, "month", mention.text)
    if mention.year is not None:
        first = _hijri_date(1, 1, mention.year, None) if mention.calendar == "hijri" else date(mention.year, 1, 1)
        return _unknown(mention) if first is None else ResolvedDate(first.isoformat(), None, "year", mention.text)
    if mention.unit is None or published is None:
        return _unknown(mention)
    first = _first_of(_shift(published, mention.unit, mention.unit_offset), mention.unit)
    return ResolvedDate(first.isoformat(), None, mention.unit, mention.text)


def _month(mention: DateMention, published: date | None) -> date | None:
    month, year = mention.month or 1, mention.year
    if mention.unit == "year" and published is not None and year is None:
        year = published.year + mention.unit_offset
    if mention.calendar == "hijri" or year is not None:
        return _full_date(mention, 1, month, year, published)
    if published is None:
        return None
    if mention.relation is not None and mention.relation > 0:
        return date(published.year + (month <= published.month), month, 1)
    return _latest(1, month, _limit(mention, 1, month, published))


def _shift(day: date, unit: str, count: int) -> date:
    if unit == "week":
        return day + 7 * count * _DAY
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        return date(months // 12, months % 12 + 1, 1) if count else day
    return day.replace(year=day.year + count, day=1) if count else day


def _first_of(day: date, unit: str) -> date:
    if unit == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if unit == "month" else day
