"""Which event of a new coding is the one that people decided on, when its id went with its day, place or type.

An event id follows from report, type, day, place and trigger, so a better coding of any of them gives another id. The
whole coding that had the event is held against the one of now (``custody.pairings``), as a re-code holds them.

Example: «انفجر لغم في البصيرة» decided on without a day, later coded with one: the same word انفجر, one event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from ..custody.pairings import pair_events
from ..custody.withdrawals import parse_events
from ..model import Event
from ..store.event_versions import find_codings_of, find_report_events
from ..store.versions import find_coded

_event = msgspec.json.Decoder(Event)


def find_successors(connection: Connection, gone: Iterable[str]) -> dict[str, str]:
    """Successors of events that no current coding has, by id; those without one are left out."""
    homes: dict[str, set[str]] = defaultdict(set)  # events by the coding that had them
    reports: dict[str, str] = {}
    for key, (event, coding_id) in find_codings_of(connection, gone).items():
        homes[coding_id].add(key)
        reports[coding_id] = _event.decode(event).report_id
    if not homes:
        return {}
    current: dict[str, dict[str, Event]] = defaultdict(dict)
    for row in find_report_events(connection, reports.values()):
        current[row.report_id].setdefault(row.event_id, _event.decode(row.event))
    coded = find_coded(connection, sorted(homes))
    return {
        before.event_id: after.event_id
        for coding_id, keys in sorted(homes.items())
        for before, after in pair_events(parse_events(coded[coding_id]), list(current[reports[coding_id]].values()))
        if before is not None and after is not None and before.event_id in keys
    }


def find_gone_successors(connection: Connection, gone: Sequence[str]) -> dict[str, str]:
    """Successors among withdrawn events of one report, ``gone`` in order of decisions.

    Somebody rejected an event, decided again when it had another id, and then a coding lost it: it is one event still.
    """
    homes = {key: coding_id for key, (_, coding_id) in find_codings_of(connection, gone).items()}
    events = {name: parse_events(raw) for name, raw in find_coded(connection, sorted(set(homes.values()))).items()}
    heirs: dict[str, str] = {}
    for i, key in reversed(list(enumerate(gone))):
        mine = events[homes[key]]
        others = [later for later in reversed(gone[i + 1 :]) if homes[later] != homes[key]]
        later = next((one for one in others if (key, one) in _pairs(mine, events[homes[one]])), None)
        if later is not None:
            heirs[key] = heirs.get(later, later)
    return heirs


def _pairs(before: list[Event], after: list[Event]) -> set[tuple[str, str]]:
    """Ids of the events that are one in two codings."""
    return {(a.event_id, b.event_id) for a, b in pair_events(before, after) if a is not None and b is not None}
