"""``Selection``: the incidents of the store that a filter means, with their event records and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection

from ..incidents import iter_listed
from ..model import Filter, Incident, Telling
from ..review import find_standings
from ..store.copies import load_origins
from ..store.incidents import find_members
from ..store.selections import iter_event_ids
from .entries import Entry

_MANY = 500  # incidents whose events are looked up at a time
_FEW = 10_000  # incidents that are held: to find them, all of the store are gone through


class Selection:
    """Incidents by day, each with the events that tell it, as people left them; can be gone through again and again.

    An incident fits when one of its events does. ``numbers`` are those of ``number_incidents``. Where the incidents are
    known already, ``chosen`` are these.
    """

    def __init__(
        self, connection: Connection, wanted: Filter, numbers: Mapping[str, str],
        chosen: Sequence[Incident] | None = None,
    ) -> None:  # fmt: skip
        """Find out which incidents are meant; their events are read when they are asked for."""
        self._connection, self._numbers = connection, numbers
        self._origins = load_origins(connection)
        self._fitting: set[str] | None = None
        if chosen is None and wanted != Filter():
            self._fitting = set(find_members(connection, iter_event_ids(connection, wanted)).values())
        few = self._fitting is not None and len(self._fitting) <= _FEW
        self._held = list(self._iter_incidents()) if few else chosen

    def __iter__(self) -> Iterator[Entry]:
        """The incidents, a few hundred read at a time."""
        waiting = self._iter_incidents() if self._held is None else iter(self._held)
        while part := list(islice(waiting, _MANY)):
            tellings = self._read_tellings([event for incident in part for event in incident.events])
            for incident in part:
                yield self._entry(incident, tellings)

    def _iter_incidents(self) -> Iterator[Incident]:
        """The incidents of the store that fit."""
        fitting = self._fitting
        return (one for one in iter_listed(self._connection) if fitting is None or one.incident_id in fitting)

    def _entry(self, incident: Incident, tellings: Mapping[str, Telling]) -> Entry:
        members = tuple(tellings[event] for event in incident.events if event in tellings)
        return Entry(incident, members, self._numbers.get(incident.incident_id))

    def _read_tellings(self, event_ids: Sequence[str]) -> dict[str, Telling]:
        """Events as they stand, by id."""
        found = {}
        for key, (state, text_hash, facts) in find_standings(self._connection, event_ids).items():
            origin = self._origins.get(text_hash, text_hash)
            found[key] = Telling(state.event, facts.get("outlet"), facts.get("published"), origin, state.verdict)
        return found
