"""``verify``: everything kept is what it was: bytes, rows, texts, words of evidence, the audit log and its checkpoints.

Findings name what changed. A well-named object without a row is what an interrupted run leaves: never acknowledged,
so a note and not a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

import msgspec
from sqlalchemy import Connection

from ..errors import StoreError
from ..store import Store
from ..store.backends import speech
from ..store.ledgers import row_key
from ..store.lines import expected_rows
from ..store.objects import hash_file
from ..store.projection_checks import find_differences
from ..store.queries import count_missing, iter_quoting, iter_values
from ..store.records import STATES, hash_row, hash_text, hash_values
from ..store.tables import audited_tables, metadata
from .audits import check_audit
from .checkpoints import Checkpoint
from .findings import Finding, attempt

_DERIVED = "not what follows from the events; marsad verify --rebuild derives it anew"
_NEEDS = {"coded": "coding_id", "no_event": "coding_id", "unreadable": "problem", "duplicate": "duplicate_of"}

Values = dict[str, Any]
Step = Callable[[str], object]


def verify(
    store: Store, on_step: Step = lambda _: None, against: Iterable[Checkpoint] = (), derived: bool = True
) -> Iterator[Finding]:
    """Check everything; ``on_step`` is told of each object and row, for a progress bar.

    ``against`` are checkpoints kept elsewhere: the log must go on from them. Without ``derived``, what can be made anew
    from the rest is left out: half of the time.
    """
    try:
        with store.transaction() as connection:
            yield from (Finding("database", damage) for damage in speech(connection).find_damage(connection))
            yield from _objects(store, connection, on_step)
            for table in audited_tables():
                yield from _rows(connection, table, on_step)
            yield from _spans(connection)
            yield from check_audit(store, connection, on_step, against)
            differences = find_differences(connection) if derived else ()
            yield from (Finding(f"filters: {what}", _DERIVED) for what in differences)
    except StoreError as error:
        yield Finding("database", str(error))


def _objects(store: Store, connection: Connection, on_step: Step) -> Iterator[Finding]:
    known: set[str] = set()
    for values in iter_values(connection, "object"):
        key = values["id"]
        known.add(key)
        on_step("object")
        path = store.objects.path(key)
        try:
            found = hash_file(path)
        except OSError as error:
            yield Finding(f"object {key}", f"missing or unreadable ({error.strerror}); restore {path} from a backup")
            continue
        if found != key:
            yield Finding(f"object {key}", f"its bytes were altered (now {found[:12]}…); restore {path} from a backup")
    for path in store.objects.files():
        if path.name in known and path == store.objects.path(path.name):
            continue
        on_step("object")
        with suppress(OSError):
            if path == store.objects.path(path.name) and hash_file(path) == path.name:
                yield Finding(f"object {path.name}", "left by an interrupted run, never acknowledged", note=True)
                continue
        yield Finding(f"object {path}", "no row knows this file; it was put there or renamed by somebody else")


def _rows(connection: Connection, table: str, on_step: Step) -> Iterator[Finding]:
    """Every row of a table has the hash it was written with, and the audit log holds that hash."""
    expected = expected_rows(connection, table)
    keys = [column.name for column in metadata.tables[table].primary_key]
    check = _CHECKS.get(table)
    for values in iter_values(connection, table):
        on_step("row")
        key = attempt(row_key, [values[name] for name in keys]) or "?"
        row_hash, known = values.pop("row_hash"), expected.pop(key, None)
        where = f"{table} {key}"
        if attempt(hash_row, table, values) != row_hash:
            yield Finding(where, "the row was altered")
        elif known is None:
            yield Finding(where, "the log does not know the row; somebody else put it in")
        elif known != row_hash:
            yield Finding(where, "the row was altered, and its hash with it")
        yield from (Finding(where, what) for what in (check(values) if check is not None else ()))
    yield from (Finding(f"{table} {key}", "the row is gone; restore it from a backup") for key in expected)


def _check_text(values: Values) -> Iterator[str]:
    if not isinstance(values["text"], str) or hash_text(values["text"]) != values["text_hash"]:
        yield "the text is not the one that was hashed"


def _check_input(values: Values) -> Iterator[str]:
    state = values["state"]
    if state not in STATES:
        yield f"{state!r} is no state"
    elif values.get(_NEEDS.get(state, "state")) is None:
        yield f"state {state} without {_NEEDS[state]}"
    if attempt(hash_values, [values["raw_id"], values["place"]]) != values["id"]:
        yield "its id does not follow from its bytes and place"


_CHECKS: dict[str, Callable[[Values], Iterator[str]]] = {
    "extraction": _check_text, "text": _check_text, "input": _check_input,
}  # fmt: skip


def _spans(connection: Connection) -> Iterator[Finding]:
    """Every quoted word stands in its text, and no event of a coding is missing."""
    for event_id, event, text in iter_quoting(connection):
        try:
            spans = msgspec.json.decode(event)["evidence"]
        except (msgspec.MsgspecError, TypeError, KeyError):
            yield Finding(f"event {event_id}", "it is no event record")
            continue
        if any(text[span["start"] : span["end"]] != span["text"] for span in spans):
            yield Finding(f"event {event_id}", "its evidence is not in its text")
    for coding, count, here in count_missing(connection):
        yield Finding(f"coding {coding}", f"{count} events were coded, {here} are here")
