"""Publication dates as outlets write them, to ISO.

Examples: ``2021/03/10`` → ``2021-03-10``; ``الأربعاء 15 كانون الأول 2021`` → ``2021-12-15``;
``30 رمضان 1446هـ`` → ``2025-03-30``; ``Fri, 17 Mar 2023 05:36:00 GMT`` → ``2023-03-17T05:36:00+00:00``.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from ..lexicon.tables import load_yaml
from ..text.folding import fold, fold_word

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})\s?[/.\\-]\s?([0-9]{1,2})\s?[/.\\-]\s?([0-9]{1,2})(?![0-9])")
_YEAR_LAST = re.compile(r"(?<![0-9])([0-9]{1,2})\s?[/.\\-]\s?([0-9]{1,2})\s?[/.\\-]\s?([0-9]{4})(?![0-9])")
_COMPACT = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:T?[0-9]{4,6}Z?)?$")
_RFC = re.compile(r"^(?:[A-Za-z]{3,9},?\s+)?[0-9]{1,2}\s+[A-Za-z]{3,9}\s+[0-9]{4}\s+[0-9]{1,2}:[0-9]{2}")
_CLOCK = re.compile(r"(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])")
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
_MAX_LENGTH = 120
_YEARS = range(1900, 2101)
_HIJRI_YEARS = range(1300, 1500)


def parse_published(value: object, *, month_first: bool = False) -> str | None:
    """ISO date or date-time of ``value``, or None when it is no date; ``month_first`` reads 03/04/2023 as 4 March."""
    if not isinstance(value, str) or not value.strip() or len(value) > _MAX_LENGTH:
        return None
    text = (value if value.isascii() else fold(value).text).strip()
    if not any(char.isdecimal() for char in text):
        return None
    found = _read_iso(text) or _read_rfc(text) or _read_numbers(text, month_first)
    return found or _read_words(text) or _read_hijri(text)


def check_dateline(published: str | None, dateline_date: str | None) -> str | None:
    """A warning when the date in the text's own dateline is not the day of ``published`` (which wins)."""
    written = parse_published(dateline_date) if dateline_date else None
    if published is None or written is None or written[:10] == published[:10]:
        return None
    return (
        f"published: the page says {written[:10]} ({dateline_date}), the metadata {published[:10]}; the metadata wins"
    )


def _iso(year: int, month: int, day: int) -> str | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _read_iso(text: str) -> str | None:
    match = _ISO.match(text)
    if match is None:
        return None
    day = _iso(*(int(group) for group in match.groups()))
    rest = text[match.end() :].strip()
    if day is None or not rest:
        return day
    try:
        moment = datetime.fromisoformat(f"{day}T{rest.lstrip('Tt').strip().replace(' ', '')}")
    except ValueError:
        return day if not rest[0].isdecimal() else None
    return moment.isoformat()


def _read_rfc(text: str) -> str | None:
    if not _RFC.match(text):
        return None
    from email.utils import parsedate_to_datetime  # imports sockets; feeds alone write such dates

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.isoformat() if moment.year in _YEARS else None


def _read_numbers(text: str, month_first: bool) -> str | None:
    match = _COMPACT.match(text)
    if match is not None:
        return _iso(*(int(group) for group in match.groups()))
    match = _YEAR_FIRST.search(text)
    if match is not None:
        return _iso(*(int(group) for group in match.groups()))
    match = _YEAR_LAST.search(text)
    if match is None:
        return None
    first, second, year = (int(group) for group in match.groups())
    if (month_first and first <= 12) or second > 12 >= first:
        first, second = second, first
    return _iso(year, second, first)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Folded month names (كانون الاول, ديسمبر, decembre) to numbers, from ``boilerplate.yaml``."""
    table: dict[str, int] = {}
    for number, names in load_yaml("boilerplate.yaml")["months"].items():
        for name in str(names).split(","):
            table[fold_word(name).lower()] = int(number)
    return table


def _read_words(text: str) -> str | None:
    """Day, month name and year in words, in either order: ``15 كانون الاول 2021``, ``March 5, 2021``."""
    tokens = _WORD.findall(_CLOCK.sub(" ", text.lower()))
    months = _months()
    for i, token in enumerate(tokens):
        pair = f"{token} {tokens[i + 1]}" if i + 1 < len(tokens) else ""
        month = months.get(pair) or months.get(token)
        if month is None:
            continue
        end = i + 2 if pair in months else i + 1
        year, day = _year_near(tokens, i, end), _day_near(tokens, i, end)
        if year is not None and day is not None:
            return _iso(year, month, day)
    return None


def _year_near(tokens: list[str], start: int, end: int) -> int | None:
    """The year after a month's name, or else the nearest before it; Hijri years are none."""
    years = [int(t) for t in (*tokens[end:], *reversed(tokens[:start])) if len(t) == 4 and t.isdecimal()]
    return next((year for year in years if year in _YEARS), None)


def _day_near(tokens: list[str], start: int, end: int) -> int | None:
    """The day just before a month's name (``15 من آذار``), or just after it (``March 5``)."""
    for token in (*reversed(tokens[max(0, start - 2) : start]), *tokens[end : end + 1]):
        if token.isdecimal() and len(token) <= 2:
            return int(token)
    return None


def _read_hijri(text: str) -> str | None:
    """``30 رمضان 1446ه`` by the Umm al-Qura calendar."""
    tokens = _WORD.findall(_CLOCK.sub(" ", text))
    years = [int(t) for t in tokens if len(t) == 4 and t.isdecimal() and int(t) in _HIJRI_YEARS]
    days = [int(t) for t in tokens if len(t) <= 2 and t.isdecimal()]
    month = _hijri_month(" ".join(t for t in tokens if not t.isdecimal()))
    if not years or not days or month is None:
        return None
    from hijridate import Hijri  # slow to import and rarely needed

    try:
        # Calendars differ by a day: a 30th that this one lacks is the day after its 29th.
        first = Hijri(years[0], month, 1).to_gregorian()
    except (ValueError, OverflowError):
        return None
    if not 1 <= days[0] <= 30:
        return None
    return date.fromordinal(first.toordinal() + days[0] - 1).isoformat()


def _hijri_month(words: str) -> int | None:
    return next((number for name, number in _hijri_months() if name in words), None)


@lru_cache(maxsize=1)
def _hijri_months() -> tuple[tuple[str, int], ...]:
    """Folded Hijri month names, the longer first, with their numbers."""
    entries = str(load_yaml("boilerplate.yaml")["hijri_month_numbers"]).split(",")
    parts = (entry.partition("=") for entry in entries)
    return tuple((fold_word(name), int(number)) for name, _, number in parts)
