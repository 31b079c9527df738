"""Events that a new coding of their text no longer has: kept with the coding that had them, and shown as withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import orjson
from sqlalchemy import Connection

from ..model import Event
from ..store.records import WithdrawalRow
from ..store.versions import find_coded, find_withdrawals, iter_withdrawn
from ..store.writes import put_rows
from .listings import with_report
from .pairings import pair_events

_decoder = msgspec.json.Decoder(Event)


def parse_events(events: Mapping[str, str]) -> list[Event]:
    """Records of their JSON."""
    return [_decoder.decode(event) for event in events.values()]


def withdraw(connection: Connection, left: Mapping[str, str | None]) -> None:
    """Note what codings had that those in their stead do not have; ``left``: new coding by old, None for none."""
    coded = find_coded(connection, [*left, *(new for new in left.values() if new is not None)])
    rows: dict[tuple[str, str], WithdrawalRow] = {}
    for old, new in left.items():
        before, after = coded[old], coded[new] if new is not None else {}
        if before.keys() <= after.keys():
            continue
        pairs = pair_events(parse_events(before), parse_events(after))
        became = {a.event_id: b.event_id for a, b in pairs if a is not None and b is not None}
        for key in before.keys() - after.keys():
            rows[old, key] = WithdrawalRow(coding_id=old, event_id=key, next_coding=new, became=became.get(key))
    put_rows(connection, dict(sorted(rows.items())), find_withdrawals(connection, list(left)))


def list_withdrawn(connection: Connection, with_text: bool = False, event_ids: Sequence[str] = ()) -> Iterator[bytes]:
    """Withdrawn events, one a line: the record, its report, and ``withdrawn``: what coded it, what it became."""
    for found in iter_withdrawn(connection, event_ids):
        line = with_report(found.told, with_text)
        facts = {
            "coding": found.coding_id, "version": found.version, "lexicons": found.lexicons, "became": found.became,
        }  # fmt: skip
        yield line[:-1] + b"," + orjson.dumps({"withdrawn": facts})[1:]
