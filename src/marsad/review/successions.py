"""Which event of a new coding is the one that people decided on, when its id went with its day, place or type.

An event id follows from report, type, day, place and trigger, so a better coding of any of them gives another id. The
trigger stays: the successor of an event rests on the same word of the report and was not there beside it before.

Example: «انفجر لغم في البصيرة» decided on without a day, later coded with one: the same word انفجر, one event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from sqlalchemy import Connection

from ..store.event_versions import EventNow, find_beside, find_codings_of, find_report_events
from .decisions import Coded, read_record
from .slots import SLOTS, Record, core, slot_evidence


def find_successors(connection: Connection, gone: Iterable[str]) -> dict[str, str]:
    """Successors of events that no current coding has, by id; those without one are left out."""
    former: dict[str, list[Coded]] = defaultdict(list)
    for event, row_hash, coding_id, text_id in find_codings_of(connection, gone).values():
        record = read_record(event)
        former[record["report_id"]].append(Coded(record, coding_id, row_hash, text_id))
    if not former:
        return {}
    beside = find_beside(connection, (one.event_id for events in former.values() for one in events))
    current: dict[str, dict[str, Coded]] = defaultdict(dict)
    for row in find_report_events(connection, former):
        current[row.report_id].setdefault(row.event_id, read_coded(row))
    return {
        old: new
        for report, events in sorted(former.items())
        for old, new in match_former(events, list(current[report].values()), beside).items()
    }


def read_coded(row: EventNow, text: str = "") -> Coded:
    """A current event; with its text where decisions were based on another one."""
    return Coded(read_record(row.event), row.coding_id, row.row_hash, row.text_id, text)


def match_former(
    former: Sequence[Coded], current: Sequence[Coded], beside: Mapping[str, Set[str]]
) -> dict[str, str]:  # fmt: skip
    """Successors of withdrawn events among the current ones of the report, by id.

    ``beside`` gives the ids that ever stood beside an event in one coding: such two are not one event, so neither
    succeeds the other, and no third succeeds both.
    """
    pairs = [
        (-_agreement(old.record, new.record), distance, old.event_id, new.event_id)
        for old in former
        for new in current
        if new.event_id not in beside[old.event_id] and (distance := _distance(old, new)) is not None
    ]
    found: dict[str, str] = {}
    for _, _, old_id, new_id in sorted(pairs):
        rivals = {other for other, successor in found.items() if successor == new_id}
        if old_id not in found and rivals.isdisjoint(beside[old_id]):
            found[old_id] = new_id
    return found


def _agreement(old: Record, new: Record) -> int:
    """Number of slots that are coded alike."""
    return sum(core(old, name) == core(new, name) for name in SLOTS)


def _distance(old: Coded, new: Coded) -> int | None:
    """Characters between their triggers; None when they rest on different words."""
    one = next(iter(slot_evidence(old.record, "event_type")), None)
    other = next(iter(slot_evidence(new.record, "event_type")), None)
    if one is None or other is None:
        return None
    if old.text_id == new.text_id:
        overlap = one["start"] < other["end"] and other["start"] < one["end"]
        return abs(int(one["start"]) - int(other["start"])) if overlap else None
    return abs(int(one["start"]) - int(other["start"])) if one["text"] == other["text"] else None
