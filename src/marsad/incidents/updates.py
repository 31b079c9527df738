"""Incidents kept up to date: what changed and what it touches is linked anew; the outcome is that of linking all.

What an event meets depends on the two events alone (``link.blocks``), and a connected part of the pairs is grouped for
itself (``link.clusters``): so it is enough to compare the events that changed with those they meet, and to group anew
the parts in which something changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, cast

import msgspec
from sqlalchemy import Connection

from ..link import Judgements, Sketch, find_pairs, merge_tellings, pair_of, sketch
from ..link.blocks import Keys, keys_of
from ..link.incidents import Pair, cluster
from ..link.scores import weigh
from ..link.tables import load_thresholds
from ..model import Incident, Telling
from ..review.judgements import find_judgements
from ..store import Store
from ..store import incidents as rows
from .standings import Standings, linking_version

_BATCH = 2000  # events held as full records at a time
_WHOLE = 0.1  # share of changed events from which linking all is less work
_encoder = msgspec.json.Encoder()

T = TypeVar("T")


def is_current(connection: Connection) -> bool:
    """Whether the incidents are those of what is kept now; of a store that keeps nothing they are."""
    known, line = rows.find_linkage(connection), rows.last_line(connection)
    return known == (linking_version(), line) or (known is None and line == 0)


def update_incidents(store: Store) -> int:
    """Derive what changed since the last time; the number of events that were linked anew."""
    with store.transaction() as connection:
        known = rows.find_linkage(connection)
        line = rows.last_line(connection)
        judgements = cast(Judgements, find_judgements(connection))
        standings = Standings(connection)
        before, now = rows.load_marks(connection), standings.marks()
        fresh = {event for event, mark in now.items() if before.get(event) != mark}
        if known is None or known[0] != linking_version() or len(fresh) > _WHOLE * len(now):
            rows.forget_all(connection)
            fresh = set(now)
            _link_all(connection, standings, now, judgements)
        else:
            _Relinking(connection, standings, now, judgements).run(fresh, before.keys() - now.keys())
        rows.write_judgements(connection, judgements)
        rows.write_linkage(connection, linking_version(), line)
    return len(fresh)


def _link_all(connection: Connection, standings: Standings, now: dict[str, str], judgements: Judgements) -> None:
    sketches = [sketch(telling) for part in _parts(sorted(now)) for telling in standings.tellings(part)]
    for some in _parts(sketches):
        rows.add_keys(connection, (row for item in some for row in _key_rows(item)))
    pairs = find_pairs(sketches)
    for found in _parts(pairs):
        rows.add_pairs(connection, found)
    _write(connection, standings, cluster(sketches, pairs, judgements), now)


class _Relinking:
    """One update of some events among many."""

    def __init__(
        self, connection: Connection, standings: Standings, now: dict[str, str], judgements: Judgements
    ) -> None:
        self.connection, self.standings, self.now, self.judgements = connection, standings, now, judgements
        self.sketches: dict[str, Sketch] = {}

    def run(self, fresh: set[str], gone: set[str]) -> None:
        """Link ``fresh`` events anew, without those that are ``gone``."""
        past = rows.load_judgements(self.connection)
        judged = {event for pair, _ in past.items() ^ dict(self.judgements).items() for event in pair}
        stale = fresh | gone
        touched = stale | (judged & self.now.keys())
        if not touched:
            return
        shaken = {event for pair in rows.find_pairs(self.connection, stale) for event in pair}
        old = set(rows.find_members(self.connection, touched | shaken).values())
        kept = rows.list_members(self.connection, old)
        rows.forget_events(self.connection, stale)
        rows.add_pairs(self.connection, self._meet(fresh))
        region = self._spread((touched | shaken | kept) & self.now.keys())
        rows.forget_incidents(self.connection, {*old, *rows.find_members(self.connection, region).values()})
        pairs = [Pair(a, b, p) for (a, b), p in rows.find_pairs(self.connection, region).items()]
        self._load(region)
        groups = cluster([self.sketches[name] for name in sorted(region)], pairs, self.judgements)
        _write(self.connection, self.standings, groups, self.now)

    def _meet(self, fresh: set[str]) -> list[Pair]:
        """Compare fresh events with all they meet, and file their keys."""
        self._load(fresh)
        rows.add_keys(self.connection, (row for name in sorted(fresh) for row in _key_rows(self.sketches[name])))
        keys = {name: keys_of(self.sketches[name]) for name in sorted(fresh)}
        filed = rows.find_meeting(self.connection, (key for one in keys.values() for key in one.asks), False)
        asked = rows.find_meeting(self.connection, (key for one in keys.values() for key in one.files), True)
        met = {
            pair_of(name, other)
            for name, (files, asks) in keys.items()
            for found, wanted in ((filed, asks), (asked, files))
            for key in wanted
            for other in found.get(key, ())
            if other != name
        }
        self._load({event for pair in met for event in pair})
        scored = (Pair(a, b, weigh(self.sketches[a], self.sketches[b])) for a, b in sorted(met))
        return [pair for pair in scored if pair.p >= load_thresholds().suggest]

    def _spread(self, seeds: set[str]) -> set[str]:
        """The events that pairs, judgements and former incidents connect with ``seeds``."""
        region, edge, link = set(seeds), set(seeds), load_thresholds().link
        same = [pair for pair, verdict in self.judgements.items() if verdict == "same"]
        while edge:
            near = [pair for pair, p in rows.find_pairs(self.connection, edge).items() if p >= link]
            near += [pair for pair in same if not edge.isdisjoint(pair)]
            reached = {event for pair in near for event in pair}
            reached |= rows.list_members(self.connection, rows.find_members(self.connection, reached | edge).values())
            edge = (reached & self.now.keys()) - region
            region |= edge
        return region

    def _load(self, event_ids: Iterable[str]) -> None:
        for part in _parts(sorted(set(event_ids) - self.sketches.keys())):
            self.sketches.update((t.event.event_id, sketch(t)) for t in self.standings.tellings(part))


def _write(connection: Connection, standings: Standings, groups: Sequence[list[str]], now: dict[str, str]) -> None:
    """Merge groups to incidents and write them, some at a time."""
    for some in _parts(groups):
        tellings = {t.event.event_id: t for t in standings.tellings(name for group in some for name in group)}
        merged = [merge_tellings([tellings[name] for name in group]) for group in some]
        rows.add_incidents(
            connection, [_incident_row(incident) for incident in merged],
            [_member_row(incident, tellings[name], now) for incident in merged for name in incident.events],
        )  # fmt: skip


def _incident_row(incident: Incident) -> rows.IncidentRow:
    last = incident.date_end or incident.date
    return rows.IncidentRow(incident.incident_id, incident.date, last, _encoder.encode(incident).decode())


def _member_row(incident: Incident, telling: Telling, now: dict[str, str]) -> rows.MemberRow:
    event = telling.event
    related = _encoder.encode(event.related).decode() if event.related else None
    return rows.MemberRow(event.event_id, incident.incident_id, now[event.event_id], related)


def _key_rows(item: Sketch) -> Iterator[tuple[str, bool, str]]:
    keys: Keys = keys_of(item)
    yield from ((key, False, item.event_id) for key in sorted(keys.files))
    yield from ((key, True, item.event_id) for key in sorted(keys.asks))


def _parts(items: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(items)
    while part := list(islice(waiting, _BATCH)):
        yield part
