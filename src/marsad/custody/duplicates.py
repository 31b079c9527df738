"""Duplicates: reports that add nothing to another one, and the state that every report gets for it.

- *Same bytes*, or the same text after cleaning: duplicate of the one published first. A flash of a few words
  (انفجار في مدينة إدلب) is a copy only of one published the same day: the words return with every such event.
- *Contained*: every three-word sequence stands in a longer text of the family that was not published later (an ending
  was cut, a headline left out): duplicate of the longest such text, its *host*.
- *Near copy with something of its own*: linked, and coded as a report of its own.

Which is the duplicate depends on the texts and days alone, never on what came in first. Duplicates are coded too; their
events are only not listed, so nothing is lost when an earlier copy turns up later.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from ..store.copies import Kin, Member, find_kin, find_members, find_origins, set_hosts
from ..store.queries import find_inputs
from ..store.writes import replace_rows
from .families import BITS
from .sequences import Sequences
from .studies import FLASH

_ALL = (1 << BITS) - 1


def settle(connection: Connection, touched: Collection[str], moved: Collection[str], sequences: Sequences) -> None:
    """Give inputs the state that the copies around them ask for.

    ``touched`` are the texts that an input came to have or has no longer, ``moved`` those with new kin.
    """
    hosts: dict[str, str | None] = dict.fromkeys((*touched, *moved))
    members = find_members(connection, hosts)
    families: dict[str, dict[str, str | None]] = {}
    for text, origin in find_origins(connection, hosts).items():
        day = min((member.day for member in members.get(text, ())), default=None)
        families.setdefault(origin, {})[text] = day
    for origin, days in sorted(families.items()):
        family = _Family(find_kin(connection, origin), days, sequences)
        hosts |= family.settle({text for text in days if text in moved})
        set_hosts(connection, family.list_changed())
    wanted = hosts.keys() | {host for host in hosts.values() if host is not None}
    members |= find_members(connection, wanted - members.keys())
    _write_states(connection, members, hosts)


class _Family:
    """The texts of a family, the longest first; ``days`` tells of some when they were first published, as of now."""

    def __init__(self, kin: Sequence[Kin], days: Mapping[str, str | None], sequences: Sequences) -> None:
        self.days = days
        self.sequences = sequences
        self.before = {one.text_hash: one for one in kin}
        now = [one._replace(day=days[one.text_hash]) if one.text_hash in days else one for one in kin]
        ranked = sorted((_rank(one), one) for one in now)
        self.ranks = [rank for rank, _ in ranked]
        self.kin = [one for _, one in ranked]
        self.sketches = [int.from_bytes(one.sketch, "little") for one in self.kin]
        self.lacks = [_ALL ^ bits for bits in self.sketches]
        self.hosts = {one.text_hash: one.host for one in self.kin}
        self.alike: dict[bytes, list[int]] = {}
        for at, one in enumerate(self.kin):
            self.alike.setdefault(one.sketch, []).append(at)

    def settle(self, moved: Collection[str]) -> dict[str, str | None]:
        """Find hosts anew where they may be others now; the host of each text whose inputs need their state written."""
        changed = {text for text, day in self.days.items() if text in moved or day != self.before[text].day}
        unsure = changed | {
            text
            for text, host in self.hosts.items()
            if host is not None and (host in changed or host not in self.before)
        }
        for at, one in enumerate(self.kin):
            if one.text_hash in unsure:
                self.hosts[one.text_hash] = self._find_host(at)
        for at, one in enumerate(self.kin):
            if one.text_hash in changed:
                self._offer(at, unsure)
        return {
            text: host
            for text, host in self.hosts.items()
            if text in self.days or host in self.days or host != self.before[text].host
        }

    def list_changed(self) -> list[Kin]:
        """Texts with another day or host than before."""
        return [
            one._replace(host=self.hosts[one.text_hash])
            for one in self.kin
            if (one.day, self.hosts[one.text_hash]) != (self.before[one.text_hash].day, self.before[one.text_hash].host)
        ]

    def _find_host(self, at: int) -> str | None:
        """The first of the texts that may stand for this one."""
        guest, wanted = self.kin[at], self.sketches[at]
        end = bisect_left(self.ranks, (-guest.shingles,))  # those before are longer
        for other, lack in zip(self.kin[:end], self.lacks, strict=False):
            if not wanted & lack and self._holds(other, guest):
                return other.text_hash
        same = (self.kin[other] for other in self.alike[guest.sketch])
        return next((other.text_hash for other in same if self._holds(other, guest)), None)

    def _offer(self, at: int, but: Collection[str]) -> None:
        """Let a text be the host of those that have none, or one that comes after it."""
        host, lack = self.kin[at], self.lacks[at]
        start = bisect_left(self.ranks, (1 - host.shingles,))  # those from here on are shorter
        shorter = zip(self.kin[start:], self.sketches[start:], strict=True)
        fitting = [guest for guest, bits in shorter if not bits & lack]
        fitting += [self.kin[other] for other in self.alike[host.sketch]]
        for guest in fitting:
            present = self.hosts[guest.text_hash]
            better = present is None or self.ranks[at] < self._rank_of(present)
            if better and guest.text_hash not in but and self._holds(host, guest):
                self.hosts[guest.text_hash] = host.text_hash

    def _rank_of(self, text: str) -> tuple[int, str, str]:
        return _rank(self.before[text]._replace(day=self.days.get(text, self.before[text].day)))

    def _holds(self, host: Kin, guest: Kin) -> bool:
        """Whether a text has all sequences of another one and was not published later; of two alike one is the host."""
        if host.day is None or guest.day is None or _rank(host) >= _rank(guest):
            return False
        return host.day <= guest.day and self.sequences(guest.text_hash) <= self.sequences(host.text_hash)


def _rank(one: Kin) -> tuple[int, str, str]:
    """Which host is taken: the longest, then the one published first."""
    return -one.shingles, one.day or "~", one.text_hash


def _write_states(
    connection: Connection, members: Mapping[str, Sequence[Member]], hosts: Mapping[str, str | None]
) -> None:
    changes: dict[str, tuple[str, str | None]] = {}
    for text, host in sorted(hosts.items()):
        for member in members.get(text, ()):
            origin = _find_origin(member, members[text], members[host] if host is not None else ())
            state = "duplicate" if origin is not None else "coded" if member.events else "no_event"
            if (state, origin) != (member.state, member.duplicate_of):
                changes[member.id] = (state, origin)
    rows = list(find_inputs(connection, changes).values())
    for row in rows:
        row.state, row.duplicate_of = changes[row.id]
    replace_rows(connection, rows)


def _find_origin(member: Member, twins: Sequence[Member], hosts: Sequence[Member]) -> str | None:
    """The input that this one is a duplicate of: the first with its text, else the first with the text of its host."""
    first = min((twin for twin in twins if _same(twin, member)), key=_order)
    if first.id != member.id:
        return first.id
    return min(hosts, key=_order).id if hosts else None


def _same(one: Member, other: Member) -> bool:
    return one.raw_id == other.raw_id or one.shingles >= FLASH or one.day == other.day


def _order(member: Member) -> tuple[str, str]:
    return member.day, member.id
