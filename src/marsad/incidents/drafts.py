"""All incidents derived anew: drafted to a file while the store is only read, and written from it in one go.

Deriving takes minutes for a hundred thousand events and writing seconds, so whoever decides meanwhile need not wait.
What changed between the two is linked by the next update: a draft knows up to which line of the audit log it read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

import msgspec
from sqlalchemy import Connection

from ..link import Judgements, Sketch, find_pairs, merge_tellings, sketch
from ..link.blocks import Keys, keys_of
from ..link.incidents import cluster
from ..model import Incident, Telling
from ..review.judgements import find_judgements
from ..store import incidents as rows
from .standings import Standings, linking_version

_BATCH = 2000  # events held as full records at a time
_LENGTH = 8  # bytes that say how long a part of the file is
_json = msgspec.json.Encoder()

T = TypeVar("T")
KeyRow = tuple[str, bool, str]


class _Part(msgspec.Struct, omit_defaults=True):
    """Rows of a draft."""

    keys: list[KeyRow] = []
    pairs: list[tuple[str, str, float]] = []
    incidents: list[rows.IncidentRow] = []
    members: list[rows.MemberRow] = []


class _Head(msgspec.Struct):
    """What a draft was derived from."""

    version: str
    line: int
    judgements: list[tuple[str, str, str]]


_pack = msgspec.msgpack.Encoder()
_head = msgspec.msgpack.Decoder(_Head)
_part = msgspec.msgpack.Decoder(_Part)


def draft_all(connection: Connection, path: Path) -> int:
    """Derive all incidents of what the connection sees into a file; the number of events."""
    judgements = cast(Judgements, find_judgements(connection))
    standings = Standings(connection)
    now = standings.marks()
    head = _Head(linking_version(), rows.last_line(connection), [(*pair, v) for pair, v in judgements.items()])
    with path.open("wb") as file:
        _append(file, head)
        for part in _derive(standings, now, judgements):
            _append(file, part)
    return len(now)


def adopt(connection: Connection, path: Path) -> None:
    """Replace all incidents by those of a draft."""
    with path.open("rb") as file:
        parts = _iter_parts(file)
        head = _head.decode(next(parts))
        rows.forget_all(connection)
        for part in map(_part.decode, parts):
            rows.add_keys(connection, part.keys)
            rows.add_pairs(connection, part.pairs)
            rows.add_incidents(connection, part.incidents, part.members)
    rows.write_judgements(connection, {(a, b): verdict for a, b, verdict in head.judgements})
    rows.write_linkage(connection, head.version, head.line)


def _derive(standings: Standings, now: dict[str, str], judgements: Judgements) -> Iterator[_Part]:
    sketches = [sketch(telling) for some in in_parts(sorted(now)) for telling in standings.tellings(some)]
    for those in in_parts(sketches):
        yield _Part(keys=[row for item in those for row in key_rows(item)])
    pairs = find_pairs(sketches)
    for found in in_parts(pairs):
        yield _Part(pairs=[(pair.a, pair.b, pair.p) for pair in found])
    yield from (
        _Part(incidents=merged, members=members)
        for merged, members in merge_groups(standings, cluster(sketches, pairs, judgements), now)
    )


def merge_groups(
    standings: Standings, groups: Sequence[list[str]], now: dict[str, str]
) -> Iterator[tuple[list[rows.IncidentRow], list[rows.MemberRow]]]:
    """Groups of events as rows of incidents and of who is in them, some at a time."""
    for some in in_parts(groups):
        tellings = {t.event.event_id: t for t in standings.tellings(name for group in some for name in group)}
        merged = [merge_tellings([tellings[name] for name in group]) for group in some]
        members = [_member_row(incident, tellings[name], now) for incident in merged for name in incident.events]
        yield [_incident_row(incident) for incident in merged], members


def _incident_row(incident: Incident) -> rows.IncidentRow:
    last = incident.date_end or incident.date
    return rows.IncidentRow(incident.incident_id, incident.date, last, _json.encode(incident).decode())


def _member_row(incident: Incident, telling: Telling, now: dict[str, str]) -> rows.MemberRow:
    event = telling.event
    related = _json.encode(event.related).decode() if event.related else None
    return rows.MemberRow(event.event_id, incident.incident_id, now[event.event_id], related)


def key_rows(item: Sketch) -> Iterator[KeyRow]:
    """The keys under which an event is filed, and those under which it asks."""
    keys: Keys = keys_of(item)
    yield from ((key, False, item.event_id) for key in sorted(keys.files))
    yield from ((key, True, item.event_id) for key in sorted(keys.asks))


def in_parts(items: Iterable[T]) -> Iterator[list[T]]:
    """Some thousands at a time."""
    waiting = iter(items)
    while part := list(islice(waiting, _BATCH)):
        yield part


def _append(file: BinaryIO, part: _Head | _Part) -> None:
    packed = _pack.encode(part)
    file.write(len(packed).to_bytes(_LENGTH, "big") + packed)


def _iter_parts(file: BinaryIO) -> Iterator[bytes]:
    while length := file.read(_LENGTH):
        yield file.read(int.from_bytes(length, "big"))
