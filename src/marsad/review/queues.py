"""What to review next: the events of which the coder is least sure and that matter most, each to one person at a time.

The urgency of an event is its uncertainty (how near its confidence is to the threshold) times its impact: one, and the
weight of everything in ``queue.csv`` that holds for it. The order is the same for everybody and changes with the store
alone; what a person skips comes back to that person at the end.

Example: «أنباء عن مقتل سبعة في غارة» told by one outlet with confidence 0.52 comes long before a sure arrest.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

import msgspec
from sqlalchemy import Connection

from ..model import Filter
from ..store import Store, queues
from ..store.decisions import iter_decisions, last_number
from ..store.queues import Candidate
from ..store.terms import find_terms, find_values
from .decisions import REMARK, read_decision, standing
from .ignorings import find_ignored, subject_of

_UNITS = 1000  # ranks are whole numbers
_DOUBTFUL = ("claimed", "possible")
_REOPENED = "reopened"


class Waiting(msgspec.Struct, frozen=True):
    """An event that waits: how urgent it is, and why (names of ``queue.csv``)."""

    event_id: str
    urgency: float
    why: list[str]


@cache
def load_settings() -> dict[str, float]:
    """Settings and weights by name."""
    text = (files("marsad") / "review" / "queue.csv").read_text(encoding="utf-8")
    return {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}


def find_impact(one: Candidate, flagged: bool, settings: Mapping[str, float]) -> list[str]:
    """What makes an event matter."""
    held = {
        "killed_1": one.killed >= 1,
        "killed_5": one.killed >= 5,
        "killed_20": one.killed >= 20,
        "rare_actor": one.scarcest <= settings["rare"],
        "one_source": one.reports == 1,
        "disagreement": bool(one.differing),
        "suspicious_unicode": bool(one.suspicious),
        "doubtful": one.factuality in _DOUBTFUL,
        "reopened": one.status == _REOPENED,
        "flagged": flagged,
    }
    return [name for name, holds in held.items() if holds]


def weigh(one: Candidate, why: Collection[str], settings: Mapping[str, float]) -> float:
    """How urgent an event is: uncertainty times impact."""
    threshold = settings["threshold"]
    uncertainty = 1 - abs(one.confidence - threshold) / max(threshold, 1 - threshold)
    return max(settings["floor"], uncertainty) * (1 + sum(settings[name] for name in why))


def refresh_queue(connection: Connection) -> None:
    """Rank anew what changed: everything after a coding or linking, else the events that were decided on."""
    seen, decision = queues.find_state(connection)
    change, last = queues.last_change(connection), last_number(connection)
    if change != seen:
        queues.write_waiting(connection, _rank(connection, None))
    elif last > decision:
        touched = _find_touched(connection, decision)
        queues.write_waiting(connection, _rank(connection, touched), touched)
    if (change, last) != (seen, decision):
        queues.write_state(connection, change, last)


def _find_touched(connection: Connection, number: int) -> list[str]:
    """The events that decisions after this one are about, and those with an actor whose name they are about."""
    decided = queues.list_decided_since(connection, number)
    names = [name for kind, sign, name in (one.partition(":") for one in decided) if sign and kind == "actor"]
    return sorted({*decided, *queues.list_naming(connection, find_terms(connection, "actor", names))})


def _find_nobody(connection: Connection) -> list[int]:
    """Actors (terms) that stand for nobody in particular: their names are ignored."""
    ignored = find_ignored(connection)
    named = find_terms(connection, "actor", [one.name for one in ignored.values() if one.kind == "actor"])
    shown = find_values(connection, named)
    return [number for number in named if subject_of("actor", shown[number]) in ignored]


def _rank(connection: Connection, event_ids: list[str] | None) -> Iterator[queues.Waiting]:
    settings, flagged = load_settings(), find_flagged(connection)
    for one in queues.iter_candidates(connection, event_ids, _find_nobody(connection)):
        why = find_impact(one, one.event_id in flagged, settings)
        rank = -round(_UNITS * weigh(one, why, settings))
        yield queues.Waiting(one.event_id, rank, msgspec.json.encode(why).decode())


def find_flagged(connection: Connection) -> set[str]:
    """Events on which a flag stands."""
    flagged: set[str] = set()
    for decision in standing(read_decision(row) for row in iter_decisions(connection, (REMARK,))):
        if decision.action == "flag":
            flagged.update(decision.parts[0])
        elif decision.action == "unflag":
            flagged.difference_update(decision.parts[0])
    return flagged


def list_queue(connection: Connection, person: str, now: datetime, wanted: Filter, limit: int) -> list[Waiting]:
    """What waits for a person, the most urgent first, what the person skipped last; nothing is handed out.

    What was decided since ``refresh_queue`` ran last still stands there.
    """
    at = _stamp(now)
    found = queues.find_waiting(connection, person, at, wanted, limit=limit)
    if len(found) < limit:
        found += queues.find_waiting(connection, person, at, wanted, limit=limit - len(found), skipped=True)
    return [_read(one) for one in found]


def hand_out(store: Store, person: str, wanted: Filter = Filter()) -> Waiting | None:  # noqa: B008 - it is frozen
    """The event that a person should look at: the one already handed out and still undecided, else the next.

    For some minutes (``claim_minutes``) nobody else gets it. None when nothing waits.
    """
    with store.transaction() as connection:
        refresh_queue(connection)
        now = store.clock()
        held = queues.find_claimed(connection, person, _stamp(now))
        waiting = [_read(held)] if held is not None else list_queue(connection, person, now, wanted, 1)
        if not waiting:
            return None
        until = _stamp(now + timedelta(minutes=load_settings()["claim_minutes"]))
        queues.write_claim(connection, waiting[0].event_id, person, until, _stamp(now))
        return waiting[0]


def skip(store: Store, person: str, event_id: str) -> None:
    """Put an event off: it comes back to this person after everything else, and others may get it."""
    with store.transaction() as connection:
        queues.write_skip(connection, event_id, person, _stamp(store.clock()))


def _read(one: queues.Waiting) -> Waiting:
    return Waiting(one.event_id, -one.rank / _UNITS, msgspec.json.decode(one.why, type=list[str]))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
