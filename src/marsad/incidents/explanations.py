"""Why events are one incident, and what they disagree on: members, the table of each pair, tolls, rival values."""

from __future__ import annotations

from itertools import combinations

import msgspec
from sqlalchemy import Connection

from ..link import Line, Score, explain, sketch
from ..model import Incident, Telling
from ..store.event_versions import find_current
from .standings import Standings


class Member(msgspec.Struct, frozen=True):
    """A telling of the incident; ``title`` is that of its report, ``words`` the sentence-opening words of the event."""

    event_id: str
    report_id: str
    outlet: str | None
    published: str | None
    source: str | None
    title: str | None
    words: str
    background: bool
    status: str


class PairTable(msgspec.Struct, frozen=True):
    """The score of two members and the features it is made of, the heaviest first."""

    a: str
    b: str
    p: float
    veto: str | None
    lines: list[Line]


class Explanation(msgspec.Struct, frozen=True):
    """All that made an incident; tolls and rival values are in ``incident``."""

    incident: Incident
    members: list[Member]
    pairs: list[PairTable]


def explain_incident(connection: Connection, incident: Incident) -> Explanation:
    """Members in the order of the incident, and every pair of them."""
    found = {telling.event.event_id: telling for telling in Standings(connection).tellings(incident.events)}
    titles = {
        key: msgspec.json.decode(row.report).get("title")
        for key, row in find_current(connection, incident.events).items()
    }
    tellings = [found[key] for key in incident.events]
    members = [_member(telling, titles.get(telling.event.event_id)) for telling in tellings]
    sketches = [sketch(telling) for telling in tellings]
    pairs = [_pair(a.event_id, b.event_id, explain(a, b)) for a, b in combinations(sketches, 2)]
    return Explanation(incident, members, pairs)


def _member(telling: Telling, title: str | None) -> Member:
    event = telling.event
    words = next((one.text for one in event.evidence if one.field == "event_type"), "")
    source = event.attribution.source if event.attribution is not None else None
    return Member(
        event.event_id, event.report_id, telling.outlet, telling.published, source, title, words, event.background,
        telling.status,
    )  # fmt: skip


def _pair(a: str, b: str, score: Score) -> PairTable:
    return PairTable(a, b, score.p, score.veto, score.lines)
