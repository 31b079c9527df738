"""The days an incident may have happened on."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from ..model import Incident

_WEEK = timedelta(days=6)


@lru_cache(maxsize=20_000)
def find_span(first: str | None, last: str | None, precision: str) -> tuple[str, str] | None:
    """First and last ISO day that date, end and precision allow; None for an unknown date.

    Example: ``("2021-03-01", None, "month")`` gives ``("2021-03-01", "2021-03-31")``.
    """
    if first is None or precision == "unknown":
        return None
    start = date.fromisoformat(first[:10])
    if precision == "year":
        return start.replace(month=1, day=1).isoformat(), start.replace(month=12, day=31).isoformat()
    if precision == "month":
        end = (start.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return start.replace(day=1).isoformat(), end.isoformat()
    if last is not None:
        return first[:10], max(first[:10], last[:10])
    return first[:10], (start + _WEEK if precision == "week" else start).isoformat()


def span_of(incident: Incident) -> tuple[str, str] | None:
    """First and last day of an incident, or None."""
    return find_span(incident.date, incident.date_end, incident.date_precision)
