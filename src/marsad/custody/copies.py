"""Copies of one text: near copies are linked, and a report that adds nothing to another is its duplicate.

- *Same bytes*, or the same text after cleaning: duplicate of the one published first. A flash of a few words
  (انفجار في مدينة إدلب) is a copy only of one published the same day: the words return with every such event.
- *Contained*: every three-word sequence stands in a longer near copy that was not published later (an ending was cut,
  a headline left out): duplicate of the longer.
- *Near copy with something of its own*: linked, and coded as a report of its own.

Which is the duplicate depends on the texts and days alone, never on what came in first. Duplicates are coded too; their
events are only not listed, so nothing is lost when an earlier copy turns up later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from sqlalchemy import Connection

from ..store.queries import (
    Member,
    find_inputs,
    find_links,
    find_members,
    find_neighbours,
    find_text,
)
from ..store.records import CopyRow
from ..store.writes import add_bands, add_rows, replace_rows
from .fingerprints import shingles
from .studies import FLASH, Study

# Jaccard share of sequences. Measured on tests/corpus/copies.yaml: copies share 57% and more, even with headline,
# share bar and a cut ending at once; other events in the same manner of writing 27% and less.
NEAR = 0.45

Links = Mapping[str, Sequence[tuple[str, int]]]


def link_copies(connection: Connection, texts: Mapping[str, Study]) -> None:
    """Find the near copies of texts that are new here and link them; ``texts`` gives the study by text hash."""
    add_bands(connection, {text_hash: study.bands for text_hash, study in texts.items()})
    wanted = {band for study in texts.values() for band in study.bands}
    meeting = find_neighbours(connection, sorted(wanted))
    pairs: set[tuple[str, str]] = set()
    for text_hash, study in texts.items():
        others = {other for band in study.bands for other in meeting[band]} - {text_hash}
        pairs.update((min(text_hash, other), max(text_hash, other)) for other in others)

    @cache
    def sequences(key: str) -> frozenset[str]:  # a text meets many others: one look-up each
        return shingles(texts[key].text if key in texts else find_text(connection, key) or "")

    rows = (_compare(a, b, sequences(a), sequences(b)) for a, b in sorted(pairs))
    add_rows(connection, [row for row in rows if row is not None])


def _compare(a: str, b: str, first: frozenset[str], second: frozenset[str]) -> CopyRow | None:
    """The link between two texts that share enough of their sequences."""
    shared = len(first & second)
    if shared < NEAR * (len(first) + len(second) - shared):
        return None
    return CopyRow(a=a, b=b, shared=shared)


def settle(connection: Connection, hashes: Iterable[str]) -> None:
    """Give every input with one of these texts, or a near copy of one, the state that the copies around it ask for."""
    touched = set(hashes)
    touched |= {end for row in find_links(connection, sorted(touched)) for end in (row.a, row.b)}
    links: dict[str, list[tuple[str, int]]] = {}
    for row in find_links(connection, sorted(touched)):
        links.setdefault(row.a, []).append((row.b, row.shared))
        links.setdefault(row.b, []).append((row.a, row.shared))
    members = find_members(connection, sorted(touched | links.keys()))
    changes: dict[str, tuple[str, str | None]] = {}
    for member in (m for text_hash in sorted(touched) for m in members.get(text_hash, ())):
        origin = find_origin(member, members, links)
        state = "duplicate" if origin is not None else "coded" if member.events else "no_event"
        if (state, origin) != (member.state, member.duplicate_of):
            changes[member.id] = (state, origin)
    rows = list(find_inputs(connection, changes).values())
    for changed in rows:
        changed.state, changed.duplicate_of = changes[changed.id]
    replace_rows(connection, rows)


def find_origin(member: Member, members: Mapping[str, Sequence[Member]], links: Links) -> str | None:
    """The input that this one is a duplicate of, or None."""
    twins = [m for m in members[member.text_hash] if _same(m, member)]
    first = min(twins, key=_order)
    if first.id != member.id:
        return first.id
    hosts: list[Member] = []
    for other, shared in links.get(member.text_hash, ()):
        if shared == member.shingles and members.get(other):
            host = min(members[other], key=_order)
            if _holds(host, member):
                hosts.append(host)
    return min(hosts, key=lambda host: (-host.shingles, _order(host))).id if hosts else None


def _same(one: Member, other: Member) -> bool:
    return one.raw_id == other.raw_id or one.shingles >= FLASH or one.day == other.day


def _holds(host: Member, member: Member) -> bool:
    """Whether a text that has all of the member's sequences may stand for it: not published later, and not a tie."""
    if host.shingles == member.shingles:
        return _order(host) < _order(member)
    return host.day <= member.day


def _order(member: Member) -> tuple[str, str]:
    return member.day, member.id
