"""Events that people coded (ACLED, UCDP GED, HXL), in one form, to lay beside our own.

Nothing is translated: names, types and precisions stay as given; what they mean for comparison is said by the tables
of ``compare/data``.
"""

from __future__ import annotations

import msgspec

DATASETS = ("acled", "ucdp", "hxl")


class Deaths(msgspec.Struct, frozen=True):
    """Deaths of one event: ``low`` ≤ ``best`` ≤ ``high``, and of whom where the dataset says so (``best`` figures)."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    side_a: int | None = None
    side_b: int | None = None
    civilians: int | None = None
    unknown: int | None = None


class Site(msgspec.Struct, frozen=True):
    """Where: ``names`` from the nearest to the widest as written; degrees WGS 84; ``precision`` as given."""

    names: tuple[str, ...] = ()
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None


class ReferenceEvent(msgspec.Struct, frozen=True):
    """One human-coded event.

    ``date`` to ``date_end`` are ISO days, the last included; ``date_precision`` as given (ACLED 1–3, UCDP 1–5).
    ``violence`` is the class of ``data/types.csv`` (state-based, one-sided, battle …); ``sides`` are names as written.
    """

    id: str
    dataset: str
    line: int
    date: str
    date_end: str
    date_precision: str | None
    event_type: str
    sub_event_type: str | None
    violence: str
    site: Site
    side_a: tuple[str, ...] = ()
    side_b: tuple[str, ...] = ()
    deaths: Deaths = Deaths()
    source: str | None = None
    headline: str | None = None


class Complaint(msgspec.Struct, frozen=True):
    """What is wrong with a row: its line in the file (the header is 1), the column, the problem, the remedy.

    ``kept``: the row was read all the same, with the problem put right.
    """

    line: int
    column: str
    problem: str
    remedy: str
    kept: bool = False

    def __str__(self) -> str:
        """One line for people: ``line 7, latitude: «97.1» is no latitude. Give degrees from -90 to 90.``"""
        return f"line {self.line}, {self.column}: {self.problem}. {self.remedy}."


class ReferenceFile(msgspec.Struct, frozen=True):
    """A reference as read: its events, the rows that are none, and the rows that were put right."""

    name: str
    dataset: str
    events: list[ReferenceEvent]
    complaints: list[Complaint]

    @property
    def unread(self) -> list[Complaint]:
        """The rows that gave no event."""
        return [complaint for complaint in self.complaints if not complaint.kept]
