"""Days, weeks (Monday first, as ISO 8601 has them), months and years as periods named by their first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

Kind = Literal["day", "week", "month", "year"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "year")


def start_of(day: date, kind: Kind) -> date:
    """The first day of the period that holds a day."""
    if kind == "week":
        return day - timedelta(days=day.weekday())
    if kind == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if kind == "year" else day


def next_start(start: date, kind: Kind) -> date:
    """The first day of the following period."""
    if kind == "month":
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    if kind == "year":
        return start.replace(year=start.year + 1)
    return start + timedelta(days=7 if kind == "week" else 1)


def iter_starts(first: date, last: date, kind: Kind) -> Iterator[date]:
    """Every period from the one of ``first`` to the one of ``last``."""
    start = start_of(first, kind)
    while start <= last:
        yield start
        start = next_start(start, kind)
