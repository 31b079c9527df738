"""The days a briefing is of, and the four weeks before that it is measured against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from ..analyse import Figure
from ..analyse.happenings import Happening, days_of, figure_of

_WEEKS_BEFORE = 4


class Span(msgspec.Struct, frozen=True):
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def weeks_before(self) -> list[Span]:
        """The four weeks before, the latest first."""
        ends = [self.first - timedelta(days=7 * week + 1) for week in range(_WEEKS_BEFORE)]
        return [Span(end - timedelta(days=6), end) for end in ends]

    def select(self, events: Iterable[Happening]) -> list[Happening]:
        """Events that surely lie within the span."""
        return [
            event for event in events if (days := days_of(event)) and self.first <= days[0] and days[1] <= self.last
        ]

    def touches(self, event: Happening) -> bool:
        """Whether the event may lie within, though its days reach beyond."""
        days = days_of(event)
        return days is not None and days[0] <= self.last and days[1] >= self.first


class Delta(msgspec.Struct, frozen=True):
    """A figure of the span beside the four weeks before, those scaled to the length of the span.

    ``before`` is their mean, ``least`` and ``most`` the extremes; ``change`` is a share, None when nothing was before.
    """

    now: Figure
    before: float
    least: float
    most: float

    @property
    def change(self) -> float | None:
        """Growth against the mean: 0.4 is 40 % more."""
        return (self.now.best - self.before) / self.before if self.before else None


def measure(span: Span, events: Sequence[Happening], outcome: str | None) -> Delta:
    """People of an outcome, or events when None, in the span and in the four weeks before."""
    scale = span.days / 7
    weeks = [_total(week.select(events), outcome).best * scale for week in span.weeks_before()]
    return Delta(_total(span.select(events), outcome), sum(weeks) / len(weeks), min(weeks), max(weeks))


def _total(events: Sequence[Happening], outcome: str | None) -> Figure:
    if outcome is None:
        return Figure(len(events), len(events), len(events))
    return sum((figure_of(event, outcome) for event in events), Figure())
