"""When a telling says it happened, as a range of days, and how two such ranges meet."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..model import Event
from ..text.folding import fold_word
from .tables import load_words

_LOOSE_WEEK = 3  # days around a date of precision week that has no end
_LATE = 3  # days before publication within which an undated event of a report is looked for
_LONGEST = 45  # days; longer ranges (a year) are too vague to compare


@dataclass(frozen=True, slots=True)
class Days:
    """First and last possible day (ordinals); ``exact`` when it is one known day; ``night``/``dawn`` as worded."""

    first: int
    last: int
    exact: bool
    night: bool = False
    dawn: bool = False


@lru_cache(maxsize=100_000)
def ordinal(day: str | None) -> int | None:
    """The number of an ISO day; None for what is no whole day."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def days_of(event: Event, published: str | None) -> Days | None:
    """The range of days that an event may have been on; None when nothing bounds it."""
    day, last = ordinal(event.date), ordinal(event.date_end)
    if day is None:
        return _guess(event, published)
    if event.date_precision == "day" and (last is None or last == day):
        return Days(day, day, True, *_hours(event.date_text))
    if event.date_precision in ("day", "week"):
        return Days(day, last, False) if last is not None else Days(day - _LOOSE_WEEK, day + _LOOSE_WEEK, False)
    if event.date_precision == "month":
        start = date.fromordinal(day).replace(day=1)
        return Days(start.toordinal(), start.toordinal() + monthrange(start.year, start.month)[1] - 1, False)
    return None


def _guess(event: Event, published: str | None) -> Days | None:
    """News without a day is of the days before it came out; background may be of any time."""
    out = ordinal(published)
    if out is None or event.background:
        return None
    return Days(out - _LATE, out, False)


@lru_cache(maxsize=50_000)
def _hours(text: str | None) -> tuple[bool, bool]:
    words = set(fold_word(text or "").split())
    known = load_words()
    return not words.isdisjoint(known.night), not words.isdisjoint(known.dawn)


def over_midnight(a: Days, b: Days) -> bool:
    """Whether one tells the night and the other the dawn after it: ليل الأحد and فجر الاثنين."""
    earlier, later = (a, b) if a.first < b.first else (b, a)
    return a.exact and b.exact and later.first - earlier.last == 1 and earlier.night and later.dawn


def apart(a: Days | None, b: Days | None) -> bool:
    """Whether two ranges exclude one another."""
    if a is None or b is None:
        return False
    return (a.last < b.first or b.last < a.first) and not over_midnight(a, b)


def is_comparable(days: Days | None) -> bool:
    """Whether a range is short enough to look for others in it."""
    return days is not None and days.last - days.first <= _LONGEST
