"""The whole comparison: scope, matching, and what each side lacks, as one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from .cards import Card, Entry, country_code
from .features import load_features
from .matches import Match, Matching, match
from .occurrences import Occurrence, Unfit


class Scope(msgspec.Struct, frozen=True):
    """What is compared: ISO days, both included, and a country code; None is no bound."""

    since: str | None = None
    until: str | None = None
    country: str | None = None


class Sized(msgspec.Struct, frozen=True):
    """How many events of one side were given, lie outside the scope, cannot be compared (why), and were compared."""

    given: int
    outside: int
    unfit: dict[str, int]
    compared: int


@dataclass(frozen=True)
class Comparison:
    """Two sets of events laid side by side; those that were compared by id."""

    reference: str
    dataset: str
    scope: Scope
    ours: Sized
    theirs: Sized
    matching: Matching
    our_entries: dict[str, Entry]
    their_entries: dict[str, Entry]

    @property
    def pairs(self) -> list[tuple[Match, Entry, Entry]]:
        """Each match with both events."""
        return [(pair, self.our_entries[pair.ours], self.their_entries[pair.theirs]) for pair in self.matching.matches]


def compare(
    ours: Sequence[Entry], theirs: Sequence[Entry], scope: Scope, reference: str = "", dataset: str = ""
) -> Comparison:
    """Match our entries with theirs inside the scope.

    A bound the scope leaves open is set where the two records begin or end to overlap: an event from before we began
    to read cannot be missed.
    """
    settled = _settle(ours, theirs, scope)
    our_size, mine = _select(ours, settled)
    their_size, other = _select(theirs, settled)
    return Comparison(
        reference,
        dataset,
        settled,
        our_size,
        their_size,
        match([ready(entry) for entry in mine], [ready(entry) for entry in other]),
        {entry.card.id: entry for entry in mine},
        {entry.card.id: entry for entry in other},
    )


def ready(entry: Entry) -> Occurrence:
    """The comparable form of an entry that is fit for comparison."""
    assert isinstance(entry.occurrence, Occurrence)
    return entry.occurrence


def _settle(ours: Sequence[Entry], theirs: Sequence[Entry], scope: Scope) -> Scope:
    """Open bounds set to where both records have begun and neither has ended, give or take the days of a match."""
    spans = [[(e.card.date, e.card.date_end or e.card.date) for e in side if e.card.date] for side in (ours, theirs)]
    country = country_code(scope.country)
    if not all(spans):
        return Scope(scope.since, scope.until, country)
    slack = timedelta(days=load_features()["date"].slack)
    begun = date.fromisoformat(max(min(first for first, _ in side) for side in spans)[:10]) - slack
    ended = date.fromisoformat(min(max(last for _, last in side) for side in spans)[:10]) + slack
    return Scope(scope.since or begun.isoformat(), scope.until or ended.isoformat(), country)


def _select(entries: Sequence[Entry], scope: Scope) -> tuple[Sized, list[Entry]]:
    inside = [entry for entry in entries if _within(entry.card, scope)]
    unfit = Counter(entry.occurrence.reason for entry in inside if isinstance(entry.occurrence, Unfit))
    fit = [entry for entry in inside if isinstance(entry.occurrence, Occurrence)]
    return Sized(len(entries), len(entries) - len(inside), dict(unfit), len(fit)), fit


def _within(card: Card, scope: Scope) -> bool:
    if scope.country and card.country and card.country != scope.country:
        return False
    if card.date is None:
        return True  # not outside, but unfit, and said so
    last = card.date_end or card.date
    return not (scope.since and last < scope.since) and not (scope.until and card.date > scope.until)
