"""What people judged of pairs of events, and of the incidents that events make.

A judgement holds events against each other: same, different or unsure. Merging incidents judges every two events of
different parts the same, splitting one judges them different; the last judgement on a pair that stands is the one that
holds. So merging and then splitting the same parts gives the incidents of before, and an undo what was judged before.

Example: an incident of «اشتباكات العشارة» of three outlets is merged with that of a fourth: three pairs, one decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, product

import msgspec
from sqlalchemy import Connection

from ..model import Incident
from ..store.decisions import iter_decisions
from ..store.event_versions import find_current
from .decisions import INCIDENT, Decision, read_decision, standing
from .successions import find_successors

_JUDGING = ("judge", "merge", "split")
Pair = tuple[str, str]


class IncidentReview(msgspec.Struct):
    """What people decided on an incident: ``status`` unreviewed, confirmed or disputed, with the words of who said so.

    ``joined`` and ``left`` are events that came to it or went from it since: then somebody should look again.
    ``version`` is the last decision on any of its events together: what a next decision on it must name.
    """

    status: str = "unreviewed"
    version: int = 0
    by: str | None = None
    at: str | None = None
    words: str = ""
    joined: list[str] = []
    left: list[str] = []


def find_judgements(connection: Connection) -> dict[Pair, str]:
    """The judgement on each pair of events, the smaller id first; for the linking of incidents.

    Pairs of which a re-code withdrew an event speak of its successor.
    """
    found: dict[Pair, str] = {}
    for decision in standing(_read(connection)):
        if decision.action in _JUDGING:
            found.update(dict.fromkeys(_pairs(decision.parts), decision.detail["verdict"]))
    return dict(sorted(found.items()))


def list_reviewed(connection: Connection) -> set[str]:
    """The events of incidents on which people decided, judged pairs among them."""
    return {event for decision in _read(connection) for part in decision.parts for event in part}


def review_incidents(connection: Connection, incidents: Iterable[Incident]) -> dict[str, IncidentReview]:
    """What people decided on incidents, by incident id; undecided ones too.

    A decision holds for the incident that most of its events are in now: linking anew does not change it.
    """
    events = {one.incident_id: set(one.events) for one in incidents}
    owners = {event: key for key, members in events.items() for event in members}
    found = {key: IncidentReview() for key in events}
    taken = _read(connection)
    for decision in standing(taken):
        together = {event for part in decision.parts for event in part}
        counts = Counter(owners[event] for event in sorted(together & owners.keys()))
        if decision.action in _JUDGING or not counts:
            continue
        key = min(counts, key=lambda one: (-counts[one], one))
        status = {"confirm": "confirmed", "dispute": "disputed"}[decision.action]
        joined, left = events[key] - together, together - events[key]
        found[key] = IncidentReview(status, 0, decision.by, decision.at, decision.words, sorted(joined), sorted(left))
    for decision in taken:
        for key in {owners[event] for part in decision.parts for event in part if event in owners}:
            found[key].version = decision.number
    return found


def _pairs(parts: Sequence[Sequence[str]]) -> Iterable[Pair]:
    """Every two events of different parts."""
    for one, other in combinations(parts, 2):
        for a, b in product(one, other):
            yield (a, b) if a < b else (b, a)


def _read(connection: Connection) -> list[Decision]:
    """All decisions on incidents, speaking of the events that are there now."""
    taken = [read_decision(row) for row in iter_decisions(connection, (INCIDENT,))]
    named = {event for decision in taken for part in decision.parts for event in part}
    successors = find_successors(connection, named - find_current(connection, named).keys())
    return [_renamed(decision, successors) for decision in taken] if successors else taken


def _renamed(decision: Decision, successors: dict[str, str]) -> Decision:
    parts = [[successors.get(event, event) for event in part] for part in decision.parts]
    return msgspec.structs.replace(decision, parts=parts)
