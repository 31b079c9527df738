"""Events and tolls by period and group, with what could not be placed in a period said beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from .happenings import GROUPS, Figure, Happening, Named, figure_of, period_of, select_happened
from .periods import Kind, iter_starts

_ALL = Named("all", "all", "all")


class Count(msgspec.Struct, frozen=True):
    """Events and people of one group in one period; ``period`` is its first day."""

    period: str
    group: Named
    events: int
    killed: Figure
    wounded: Figure


class Counts(msgspec.Struct, frozen=True):
    """Counts by period and group, both in order.

    ``undated`` events have no date, ``coarse`` ones a date that spans several periods, ``ungrouped`` ones no value of
    the group. An event with several actors counts for each of them, so that groups of actors do not add up.
    """

    kind: str
    grouped: str | None
    rows: list[Count]
    events: int
    undated: int
    coarse: int
    ungrouped: int


def count(events: Iterable[Happening], kind: Kind, grouped: str | None = None) -> Counts:
    """Count what happened by ``kind`` of period and, when given, by one of :data:`GROUPS`."""
    happened = select_happened(events)
    cells: dict[tuple[str, Named], list[Happening]] = {}
    undated = coarse = ungrouped = 0
    for event in happened:
        start = period_of(event, kind)
        if start is None:
            undated, coarse = (undated + 1, coarse) if event.date is None else (undated, coarse + 1)
            continue
        groups = GROUPS[grouped](event) if grouped else [_ALL]
        ungrouped += not groups
        for group in groups:
            cells.setdefault((start.isoformat(), group), []).append(event)
    rows = [_count(period, group, members) for (period, group), members in cells.items()]
    rows.sort(key=lambda row: (row.period, row.group.key))
    return Counts(kind, grouped, rows, len(happened), undated, coarse, ungrouped)


def _count(period: str, group: Named, members: list[Happening]) -> Count:
    killed, wounded = (
        sum((figure_of(event, outcome) for event in members), Figure()) for outcome in ("killed", "wounded")
    )
    return Count(period, group, len(members), killed, wounded)


def fill(counts: Counts, groups: Iterable[Named]) -> list[Count]:
    """Rows of the groups with a zero for every period without events, from the first period to the last."""
    if not counts.rows:
        return []
    first, last = (date.fromisoformat(counts.rows[at].period) for at in (0, -1))
    known = {(row.period, row.group.key): row for row in counts.rows}
    return [
        known.get((start.isoformat(), group.key)) or Count(start.isoformat(), group, 0, Figure(), Figure())
        for start in iter_starts(first, last, msgspec.convert(counts.kind, Kind))
        for group in groups
    ]


def rank(counts: Counts, most: int) -> list[Count]:
    """The groups with the most events over all periods, each as one row; ``period`` is the first with events."""
    totals: dict[str, Count] = {}
    for row in counts.rows:
        known = totals.get(row.group.key)
        totals[row.group.key] = row if known is None else _joined(known, row)
    return sorted(totals.values(), key=lambda row: (-row.events, row.group.key))[:most]


def _joined(one: Count, other: Count) -> Count:
    return Count(
        one.period, one.group, one.events + other.events, one.killed + other.killed, one.wounded + other.wounded
    )
