"""One commit's worth of decisions: what they are about is looked up at once, then each is checked in turn.

A decision sees those before it in the same sitting. It conflicts when somebody decided on its subject since its author
looked (``expected``), or when the report was coded anew since (``event_hash``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection

from ..errors import ConflictError, ReviewError
from ..store import Store
from ..store.commitments import commit, commit_person
from ..store.decisions import DecisionRow, add_decisions, find_decisions, last_number, log_decisions
from ..store.queries import find_texts
from ..store.records import TextRow, canonical
from .decisions import EVENT, INCIDENT, REMARK, Coded, Decision
from .dossiers import Dossier, find_dossiers
from .projections import lay_decisions
from .proposals import OnEvent, Proposal


class Sitting:
    """Decisions being taken in one transaction."""

    def __init__(self, store: Store, connection: Connection, event_ids: Iterable[str]) -> None:
        """Look up the events that the decisions are about."""
        self.store = store
        self.connection = connection
        self._at = store.clock().astimezone(UTC).isoformat(timespec="milliseconds")
        self._next = last_number(connection) + 1
        self._fresh: list[DecisionRow] = []
        self._dossiers: dict[str, Dossier] = {}
        self._decided: dict[str, Dossier] = {}
        self._people: dict[str, str] = {}  # commitments by name
        self._versions: dict[str, int] = {}  # of what incidents were made of, by event
        self.look_up(event_ids)

    def look_up(self, event_ids: Iterable[str]) -> None:
        """Read the dossiers of events that were not yet asked for."""
        wanted = sorted(set(event_ids) - self._dossiers.keys())
        found = find_dossiers(self.connection, wanted)
        self._dossiers |= found | {dossier.coded.event_id: dossier for dossier in found.values()}
        decided = find_decisions(self.connection, (INCIDENT,), self._dossiers.keys())
        self._versions |= {key: rows[-1].number for key, rows in decided.items()}

    def dossier(self, event_id: str) -> Dossier:
        """An event with its decisions; its successor's when a re-code gave it another id."""
        found = self._dossiers.get(event_id)
        if found is None:
            message = f"event {event_id}: there is no such event here. marsad events --jsonl lists their ids."
            raise ReviewError(message, "missing.event", id=event_id)
        return found

    def text(self, text_id: str) -> TextRow:
        """The text that the evidence of an event counts in."""
        return find_texts(self.connection, [text_id])[text_id]

    def check_event(self, proposal: OnEvent) -> Dossier:
        """The event a proposal is on; ConflictError when it is no longer what its author saw."""
        dossier = self.dossier(proposal.event)
        if proposal.expected is not None and proposal.expected != dossier.version:
            raise _meet(proposal.event, dossier)
        if proposal.event_hash is not None and proposal.event_hash != dossier.coded.event_hash:
            what = f"event {proposal.event}: its report was coded anew since. Look at it again."
            raise ConflictError(what, dossier.review(), "event.recoded")
        return dossier

    def check_incident(self, proposal: Proposal, event_ids: Sequence[str]) -> int:
        """The last decision on what these events make; ConflictError when it is not the one its author saw."""
        version = max(self._versions.get(key, 0) for key in event_ids)
        if proposal.expected is not None and proposal.expected != version:
            what = f"the incident of event {event_ids[0]}: decision {version} came between. Look at it again."
            raise ConflictError(what, version, "incident.decided")
        return version

    def append(
        self, by: str, action: str, topic: str, parts: list[list[str]], detail: dict[str, Any],
        *, words: str = "", basis: Coded | None = None, expected: int = 0, target: int | None = None,
    ) -> Decision:  # fmt: skip
        """Make it the next decision of the log."""
        if not by.strip():
            raise ReviewError("nobody is named who decides. Give --by NAME or set MARSAD_USER.", "decision.nobody")
        coding_id, event_hash = (basis.coding_id, basis.event_hash) if basis is not None else (None, None)
        decision = Decision(self._next, self._at, by, action, topic, parts, target, detail, words.strip(), basis)
        row = DecisionRow(
            number=decision.number, at=self._at, by=self._person(by), action=action, topic=topic,
            parts=canonical(parts).decode(), coding_id=coding_id, event_hash=event_hash, expected=expected,
            target=target, detail=canonical(detail).decode(), words=self._commit(decision),
        )  # fmt: skip
        self._next += 1
        self._fresh.append(row)
        for key in {one for part in parts for one in part} & self._dossiers.keys():
            if topic == INCIDENT:
                self._versions[key] = row.number
            elif topic in (EVENT, REMARK):
                self._dossiers[key].decisions.append(decision)
                if topic == EVENT:
                    self._decided[key] = self._dossiers[key]
        return decision

    def _person(self, name: str) -> str:
        """The commitment to a name."""
        if name not in self._people:
            self._people[name] = commit_person(self.connection, name)
        return self._people[name]

    def _commit(self, decision: Decision) -> str | None:
        """The commitment to what was said."""
        if not decision.words:
            return None
        return commit(self.connection, decision.action, decision.words, self._person(decision.by))

    def write(self) -> None:
        """Append what was taken so far to the table, tell the audit log, and let filters see it."""
        reports = {key: str(one.coded.record["report_id"]) for key, one in self._dossiers.items()}
        add_decisions(self.connection, self._fresh, reports)
        log_decisions(self.store, self.connection, self._fresh)
        lay_decisions(self.connection, self._decided.values())
        self._fresh, self._decided = [], {}


def _meet(event_id: str, dossier: Dossier) -> ConflictError:
    """The error that says who came between."""
    last, state = dossier.last, dossier.review()
    if last is None:
        message = f"event {event_id}: nobody has decided on it yet. Look at it again."
        return ConflictError(message, state, "event.undecided")
    message = (
        f"event {event_id}: {last.by} decided on it meanwhile ({last.action}, number {last.number}). Look at it again."
    )
    return ConflictError(message, state, "event.decided", by=last.by)
