"""What is known of the decided events of some reports: as coded now, as coded when people decided, every decision.

An event that a re-code withdrew keeps its dossier, over its last coding; when another event succeeded it, the
decisions are in the successor's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec
from sqlalchemy import Connection

from ..model import Report
from ..store.decisions import Taken, find_decisions, find_reports
from ..store.event_versions import EventNow, find_current, find_former, find_report_events
from ..store.queries import find_texts
from ..store.records import TextRow
from .decisions import EVENT, REMARK, Coded, Decision, read_decision, read_record
from .overlays import Reviewed, overlay
from .successions import find_gone_successors, find_successors


class Dossier(msgspec.Struct, frozen=True):
    """An event, the decisions on it, and the ids that it had in earlier codings."""

    coded: Coded
    decisions: list[Decision]
    withdrawn: bool = False
    former: list[str] = []

    @property
    def last(self) -> Decision | None:
        """The last decision on the event; remarks do not count."""
        return max((one for one in self.decisions if one.topic == EVENT), key=lambda one: one.number, default=None)

    @property
    def version(self) -> int:
        """Its number; 0 for an event that nobody decided on."""
        return self.last.number if self.last is not None else 0

    def review(self) -> Reviewed:
        """The event as it stands."""
        return overlay(self.coded, self.decisions, self.withdrawn)


def find_dossiers(connection: Connection, event_ids: Sequence[str]) -> dict[str, Dossier]:
    """Dossiers by the ids asked for, those of undecided events too; ids that nobody knows are left out.

    The id of a withdrawn event gives the dossier of its successor.
    """
    asked = find_current(connection, event_ids)
    reports = find_reports(connection, event_ids) | {key: row.report_id for key, row in asked.items()}
    decided = find_decisions(connection, (EVENT, REMARK), reports=reports.values()) if reports else {}
    now = asked
    if not decided.keys() <= asked.keys():  # on other events of the report, or on events that have a successor
        rows = find_report_events(connection, reports.values())
        now = {row.event_id: row for row in reversed(rows)}  # of copies with the same bytes, the one that is listed
    found = open_dossiers(connection, now, decided)
    heirs = {former: key for key, dossier in found.items() for former in dossier.former}
    keys = {key: heirs.get(key, key) for key in event_ids}
    return {
        key: found[at] if at in found else Dossier(read_coded(now[at]), [])
        for key, at in keys.items()
        if at in found or at in now
    }


def open_dossiers(
    connection: Connection, now: Mapping[str, EventNow], decided: Mapping[str, Sequence[Taken]]
) -> dict[str, Dossier]:
    """Dossiers of the decided events, by current id; ``now`` holds all current events of their reports."""
    decisions = _read_decisions(connection, now, decided)
    successors = _find_heirs(connection, decisions, decisions.keys() - now.keys())
    merged: dict[str, list[Decision]] = defaultdict(list)
    former: dict[str, list[str]] = defaultdict(list)
    for key, rows in decisions.items():
        merged[successors.get(key, key)].extend(rows)
    for rows in merged.values():
        rows.sort(key=lambda one: one.number)
    for old, new in sorted(successors.items()):
        former[new].append(old)
    texts = _find_texts(connection, now, merged)
    return {
        key: Dossier(read_coded(now[key], texts.get(key, "")), rows, False, former[key])
        if key in now
        else Dossier(_last_coded(rows), rows, True, former[key])
        for key, rows in merged.items()
    }


def _find_heirs(connection: Connection, decisions: Mapping[str, list[Decision]], gone: Set[str]) -> dict[str, str]:
    """Whom withdrawn events go on as: an event of now, else one of their report that was decided on later."""
    successors = find_successors(connection, gone)
    homes: dict[str, list[str]] = defaultdict(list)
    for key in sorted(gone, key=lambda key: decisions[key][-1].number):
        homes[str(_last_coded(decisions[key]).record["report_id"])].append(key)
    for keys in homes.values():
        if len(keys) > 1 and not successors.keys() >= set(keys):
            heirs = find_gone_successors(connection, keys)
            successors = {old: successors.get(new, new) for old, new in heirs.items()} | successors
    return successors


def read_report(text: TextRow) -> Report:
    """The report that a text version is of, with its text."""
    return msgspec.convert({**msgspec.json.decode(text.report), "text": text.text}, Report)


def _read_decisions(
    connection: Connection, now: Mapping[str, EventNow], decided: Mapping[str, Sequence[Taken]]
) -> dict[str, list[Decision]]:
    """The rows with the coded events they were based on."""
    current = {row.row_hash: row for row in now.values()}
    wanted = {
        (row.coding_id, row.event_hash)
        for rows in decided.values()
        for row in rows
        if row.coding_id is not None and row.event_hash is not None
    }  # fmt: skip
    bases: dict[tuple[str | None, str | None], Coded] = {
        (row.coding_id, row.row_hash): read_coded(row)
        for row in current.values()
        if (row.coding_id, row.row_hash) in wanted
    }
    for pair, (event, text_id) in find_former(connection, wanted - bases.keys()).items():
        bases[pair] = Coded(read_record(event), *pair, text_id)
    return {
        key: [read_decision(row, bases.get((row.coding_id, row.event_hash))) for row in rows]
        for key, rows in decided.items()
    }


def read_coded(row: EventNow, text: str = "") -> Coded:
    """A current event; with its text where decisions were based on another one."""
    return Coded(read_record(row.event), row.coding_id, row.row_hash, row.text_id, text)


def _last_coded(rows: Iterable[Decision]) -> Coded:
    """The event as it was when it was last decided on."""
    return [row.coded for row in rows if row.coded is not None][-1]


def _find_texts(
    connection: Connection, now: Mapping[str, EventNow], decided: Mapping[str, Sequence[Decision]]
) -> dict[str, str]:
    """Texts of events of which some decision was based on another version of the text."""
    moved = {
        key: now[key].text_id
        for key, rows in decided.items()
        if key in now and any(row.coded is not None and row.coded.text_id != now[key].text_id for row in rows)
    }
    texts = find_texts(connection, set(moved.values()))
    return {key: texts[text_id].text for key, text_id in moved.items()}
