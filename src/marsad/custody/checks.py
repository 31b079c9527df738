"""``verify``: everything kept is what it was: bytes, rows, texts, words of evidence, the custody log.

Findings name what changed. A well-named object without a row is what an interrupted run leaves: never acknowledged,
so a note and not a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from ..errors import StoreError
from ..store import Store
from ..store.backends import find_damage
from ..store.objects import hash_file
from ..store.queries import count_missing, iter_quoting, iter_values, unlogged
from ..store.records import EVIDENCE, STATES, hash_text, hash_values
from ..store.writes import FIRST

_NEEDS = {"coded": "coding_id", "no_event": "coding_id", "unreadable": "problem", "duplicate": "duplicate_of"}

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it was: where, and what is wrong with it; a ``note`` is no damage."""

    where: str
    what: str
    note: bool = False

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.where}: {self.what}"


def verify(store: Store, on_step: Callable[[str], object] = lambda _: None) -> Iterator[Finding]:
    """Check everything; ``on_step`` is told of each object and row, for a progress bar."""
    try:
        with store.transaction() as connection:
            yield from (Finding("database", damage) for damage in find_damage(connection))
            for check in (_objects, _rows, _spans, _log):
                yield from check(store, connection, on_step)
    except StoreError as error:
        yield Finding("database", str(error))


def _objects(store: Store, connection: Connection, on_step: Callable[[str], object]) -> Iterator[Finding]:
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


def _rows(store: Store, connection: Connection, on_step: Callable[[str], object]) -> Iterator[Finding]:
    for kind in EVIDENCE:
        for values in iter_values(connection, kind.table):
            on_step("row")
            row_hash = values.pop("row_hash")
            where = f"{kind.table} {_name(values)}"
            if _hash(values) != row_hash:
                yield Finding(where, "the row was altered")
            check = _CHECKS.get(kind.table)
            for what in check(values) if check is not None else ():
                yield Finding(where, what)


def _hash(values: Values) -> str | None:
    """Hash of a row; None for values that no row of ours can hold (a flipped bit makes strange types)."""
    with suppress(TypeError, ValueError):
        return hash_values(values)
    return None


def _name(values: Values) -> str:
    return " ".join(str(values[name]) for name in ("id", "coding_id", "number", "a", "b") if name in values)[:140]


def _check_text(values: Values) -> Iterator[str]:
    if not isinstance(values["text"], str) or hash_text(values["text"]) != values["text_hash"]:
        yield "the text is not the one that was hashed"


def _check_input(values: Values) -> Iterator[str]:
    state = values["state"]
    if state not in STATES:
        yield f"{state!r} is no state"
    elif values.get(_NEEDS.get(state, "state")) is None:
        yield f"state {state} without {_NEEDS[state]}"
    if _hash([values["raw_id"], values["place"]]) != values["id"]:  # type: ignore[arg-type]
        yield "its id does not follow from its bytes and place"


_CHECKS: dict[str, Callable[[Values], Iterator[str]]] = {
    "extraction": _check_text, "text": _check_text, "input": _check_input,
}  # fmt: skip


def _spans(store: Store, connection: Connection, on_step: Callable[[str], object]) -> Iterator[Finding]:
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


def _log(store: Store, connection: Connection, on_step: Callable[[str], object]) -> Iterator[Finding]:
    """The custody log is one unbroken chain, and tells of every input."""
    previous, number = FIRST, 0
    received: set[str] = set()
    for values in iter_values(connection, "custody"):
        on_step("row")
        number += 1
        row_hash = values.pop("row_hash")
        where = f"custody {values['number']}"
        if _hash(values) != row_hash:
            yield Finding(where, "the line was altered")
        if values["number"] != number or values["previous"] != previous:
            yield Finding(where, "a line before it is missing or was altered")
        previous, number = row_hash, values["number"]
        if values["action"] == "received":
            received.add(values["subject"])
        elif values["action"] == "superseded":
            received.discard(values["subject"])
    for values in iter_values(connection, "input"):
        received.discard(values["id"])
    yield from (Finding(f"input {key}", "the log says it was received, its row is gone") for key in sorted(received))
    yield from (Finding(f"input {key}", "the log does not know it") for key in unlogged(connection))
