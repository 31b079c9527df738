"""Incidents: the event records of any number of reports that tell the same happening (CODEBOOK section 7).

An incident is derived from its members, never typed over them: every value says which events support it, and every
disagreement is kept (killed: 4 per عنب بلدي, 6 per المرصد السوري).
"""

from __future__ import annotations

from typing import Any

import msgspec

from .records import Actor, Attribution, Cause, Event, Location, Related, Weapon


class Telling(msgspec.Struct, frozen=True):
    """An event record with what linking must know of its report.

    ``origin`` is the same for copies, translations and quotations of one text; ``published`` and ``outlet`` as the
    report says; ``status`` is what people decided on the event (unreviewed, accepted, edited, rejected); ``names`` are
    the uncommon words of the sentences that tell it, folded (``link.passages``).
    """

    event: Event
    outlet: str | None = None
    published: str | None = None
    origin: str | None = None
    status: str = "unreviewed"
    names: tuple[str, ...] = ()


class Support(msgspec.Struct):
    """One value of a field and the events that say so, in the order they were published."""

    value: Any
    events: list[str]


class IncidentCasualty(msgspec.Struct):
    """One group and outcome over all members: ``low`` and ``high`` span them; ``said`` holds every figure told."""

    outcome: str
    group: str
    low: int | None
    best: int | None
    high: int | None
    said: list[Support] = []
    children: int | None = None
    women: int | None = None


class TollStep(msgspec.Struct):
    """A figure as it was told at one time: tolls rise as the days go by."""

    published: str | None
    event_id: str
    outlet: str | None
    source: str | None
    outcome: str
    group: str
    low: int | None
    best: int | None
    high: int | None


class Incident(msgspec.Struct):
    """One happening, as all reports tell it.

    ``events`` are member ids, the first published first; ``incident_id`` follows from the first of them. ``origins``
    counts independent origins. ``disagreements`` maps a field (``date``, ``location``, ``event_type``, ``actors.1`` …)
    to its rival values. ``confidence`` is 0 to 1. ``status``: unreviewed, confirmed, disputed, rejected.
    """

    incident_id: str
    events: list[str]
    reports: list[str]
    event_type: str
    sub_event_type: str
    plover: str
    date: str | None = None
    date_end: str | None = None
    date_precision: str = "unknown"
    location: Location | None = None
    origin: Location | None = None
    destination: Location | None = None
    actors: list[Actor] = []
    casualties: list[IncidentCasualty] = []
    weapons: list[Weapon] = []
    cause: Cause | None = None
    attributions: list[Attribution] = []
    outlets: list[str] = []
    factuality: str = "asserted"
    background: bool = False
    origins: int = 1
    one_source: bool = True
    party_only: bool = False
    disagreements: dict[str, list[Support]] = {}
    timeline: list[TollStep] = []
    related: list[Related] = []
    confidence: float = 0.5
    status: str = "unreviewed"
