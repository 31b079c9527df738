"""Weeks that are unusual for a place, measured against the place's own past (:mod:`.baselines`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
import numpy as np

from .baselines import Floats, discoveries, expect, exposures, surprise
from .counts import Counts, count
from .happenings import Happening, Named, days_of, select_happened
from .periods import iter_starts
from .tables import load_settings

_SUNDAY = 6


class Week(msgspec.Struct, frozen=True):
    """One place in one week: events, what was expected (mean, 95 of 100 between low and high), and the verdict.

    ``chance`` is of a count at least so far out if nothing unusual happened, ``q`` the same adjusted for all places
    looked at that week. ``flag``: ``rise``, ``quiet`` or empty.
    """

    place: Named
    week: str
    events: int
    expected: float
    low: int
    high: int
    chance: float
    q: float
    flag: str


class Anomalies(msgspec.Struct, frozen=True):
    """Every week judged in each place; ``gaps`` are weeks with too little reporting to judge."""

    grouped: str
    weeks: list[Week]
    gaps: list[str]
    undated: int
    coarse: int

    @property
    def flagged(self) -> list[Week]:
        """The unusual weeks, the most surprising first."""
        return sorted((week for week in self.weeks if week.flag), key=lambda week: (week.q, week.chance, week.week))


def find_anomalies(
    events: Iterable[Happening], grouped: str = "governorate", last_weeks: int = 1, until: date | None = None
) -> Anomalies:
    """Judge the last weeks up to the one of ``until`` (else of the last event) in every place with any event.

    A last week that is not over can already be a rise, but not yet quiet.
    """
    happened = select_happened(events)
    counts = count(happened, "week", grouped)
    last = until or max((days[1] for event in happened if (days := days_of(event))), default=None)
    starts, places, table = _table(counts, until)
    exposure = exposures(table.sum(axis=0)) if len(starts) else np.zeros(0)
    judged: list[Week] = []
    gaps: list[str] = []
    for at in range(max(len(starts) - last_weeks, 0), len(starts)):
        if np.isnan(exposure[at]):
            gaps.append(starts[at])
            continue
        over = last is not None and (last - date.fromisoformat(starts[at])).days >= _SUNDAY
        judged += judge_week(table, exposure, at, places, starts[at], over)
    return Anomalies(grouped, judged, gaps, counts.undated, counts.coarse)


def judge_week(
    table: Floats, exposure: Floats, at: int, places: Sequence[Named], start: str, over: bool = True
) -> list[Week]:
    """Every place in one week; empty when too little history lies behind it. ``over``: the week has ended."""
    expected = expect(table, exposure, at)
    if expected is None:
        return []
    count_now = table[:, at]
    more, fewer = surprise(count_now, expected)
    rises, falls = discoveries(more), discoveries(fewer)
    settings = load_settings()
    found = []
    for row, place in enumerate(places):
        rise = rises[row] <= settings["false_discovery"] and count_now[row] >= settings["least_events"]
        quiet = over and falls[row] <= settings["false_discovery"] and expected.mean[row] >= settings["least_expected"]
        low = fewer[row] < more[row]
        found.append(
            Week(
                place,
                start,
                int(count_now[row]),
                round(float(expected.mean[row]), 2),
                int(expected.low[row]),
                int(expected.high[row]),
                float(f"{fewer[row] if low else more[row]:.3g}"),
                float(f"{falls[row] if low else rises[row]:.3g}"),
                "rise" if rise else "quiet" if quiet else "",
            )
        )
    return found


def _table(counts: Counts, until: date | None) -> tuple[list[str], list[Named], Floats]:
    """Weeks, places and events by place (rows) and week (columns)."""
    if not counts.rows:
        return [], [], np.zeros((0, 0))
    first = date.fromisoformat(counts.rows[0].period)
    last = until or date.fromisoformat(counts.rows[-1].period)
    starts = [start.isoformat() for start in iter_starts(first, last, "week")]
    places = sorted({row.group for row in counts.rows}, key=lambda place: place.key)
    column = {start: at for at, start in enumerate(starts)}
    line = {place.key: at for at, place in enumerate(places)}
    table = np.zeros((len(places), len(starts)))
    for row in counts.rows:
        if row.period in column:
            table[line[row.group.key], column[row.period]] += row.events
    return starts, places, table
