"""Incidents kept up to date: what changed and what it touches is linked anew; the outcome is that of linking all.

What an event meets depends on the two events alone (``link.blocks``), and a connected part of the pairs is grouped for
itself (``link.clusters``): so it is enough to compare the events that changed with those they meet, and to group anew
the parts in which something changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from sqlalchemy import Connection

from ..link import Judgements, Sketch, pair_of, sketch
from ..link.blocks import keys_of
from ..link.incidents import Pair, cluster
from ..link.scores import weigh
from ..link.tables import load_thresholds
from ..review.judgements import find_judgements
from ..store import Store
from ..store import incidents as rows
from ..store.states import find_state
from .drafts import adopt, draft_all, in_parts, key_rows, merge_groups
from .standings import Standings, linking_version

_WHOLE = 0.1  # share of changed events from which linking all is less work


def is_current(connection: Connection) -> bool:
    """Whether the incidents are those of what is kept now; of a store that keeps nothing they are."""
    state = find_state(connection)
    return not state.line or (not is_outdated(connection) and state.linked >= state.line)


def is_outdated(connection: Connection) -> bool:
    """Whether all incidents are to be derived anew: none ever were, or by other rules, lexicons or places."""
    known = rows.find_linkage(connection)
    return known is None or known[0] != linking_version()


def update_incidents(store: Store) -> int:
    """Derive what changed since the last time; the number of events that were linked anew."""
    with store.transaction() as connection:
        if is_outdated(connection):
            return _link_all(store.home, connection)
        line = rows.last_line(connection)
        judgements = cast(Judgements, find_judgements(connection))
        standings = Standings(connection)
        before, now = rows.load_marks(connection), standings.marks()
        fresh = {event for event, mark in now.items() if before.get(event) != mark}
        if len(fresh) > _WHOLE * len(now):
            return _link_all(store.home, connection)
        _Relinking(connection, standings, now, judgements).run(fresh, before.keys() - now.keys())
        rows.write_judgements(connection, judgements)
        rows.write_linkage(connection, linking_version(), line)
    return len(fresh)


def _link_all(home: Path, connection: Connection) -> int:
    with TemporaryDirectory(dir=home, prefix="linking-") as folder:
        path = Path(folder, "draft")
        count = draft_all(connection, path)
        adopt(connection, path)
    return count


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
        for merged, members in merge_groups(self.standings, groups, self.now):
            rows.add_incidents(self.connection, merged, members)

    def _meet(self, fresh: set[str]) -> list[Pair]:
        """Compare fresh events with all they meet, and file their keys."""
        self._load(fresh)
        rows.add_keys(self.connection, (row for name in sorted(fresh) for row in key_rows(self.sketches[name])))
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
        for part in in_parts(sorted(set(event_ids) - self.sketches.keys())):
            self.sketches.update((t.event.event_id, sketch(t)) for t in self.standings.tellings(part))
