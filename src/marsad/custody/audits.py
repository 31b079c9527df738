"""The audit log checked: an unbroken chain, as every checkpoint signed it, with every word that it commits to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from ..store import Store
from ..store.commitments import commitment, list_private
from ..store.ledgers import FIRST
from ..store.lines import Line, iter_lines, leaf_of, list_checkpoints
from ..store.merkle import EMPTY, Frontier
from ..store.queries import iter_values, unlogged
from ..store.records import hash_row
from ..store.tables import LOG
from .checkpoints import FILE, Checkpoint, load_checkpoint, told
from .findings import Finding, attempt
from .keys import list_trusted

ERASED = "erased"  # the action of a line: what its subject committed to is gone on purpose

Step = Callable[[str], object]


@dataclass(slots=True)
class Reading:
    """What was learned from reading the log once."""

    number: int = 0
    previous: str = FIRST
    tree: Frontier = field(default_factory=Frontier)
    received: set[str] = field(default_factory=set)
    committed: dict[str, int] = field(default_factory=dict)  # commitments and the first line that holds them
    erased: dict[str, int] = field(default_factory=dict)


def check_audit(
    store: Store, connection: Connection, on_step: Step, against: Iterable[Checkpoint] = ()
) -> Iterator[Finding]:
    """The log is one unbroken chain, the one that was signed, and tells of every input; ``against`` are checkpoints
    that were kept elsewhere.
    """
    signed = [told(row) for row in list_checkpoints(connection)]
    if (store.home / FILE).exists():
        signed.append(load_checkpoint(store.home))
    signed = list(dict.fromkeys([*signed, *against]))
    yield from _check_signatures(store, signed)
    reading = Reading()
    yield from _read(connection, reading, on_step, signed)
    yield from _check_private(connection, reading)
    yield from _check_received(connection, reading)


def _check_signatures(store: Store, signed: Iterable[Checkpoint]) -> Iterator[Finding]:
    trusted = list_trusted(store.home)
    for checkpoint in signed:
        key = trusted.get(checkpoint.key)
        if key is None:
            where = f"signed with key {checkpoint.key}, which is not known here"
            yield _about(checkpoint, f"{where}. If you know whose it is: marsad audit trust FILE")
        elif not key.verifies(checkpoint.signature, checkpoint.message()):
            yield _about(checkpoint, f"not what key {checkpoint.key} signed")


def _about(checkpoint: Checkpoint, what: str) -> Finding:
    return Finding(f"checkpoint {checkpoint.size}", f"{what} (of {checkpoint.at})")


def _read(connection: Connection, reading: Reading, on_step: Step, signed: list[Checkpoint]) -> Iterator[Finding]:
    """Every line, then every root that was signed."""
    roots: dict[int, bytes] = dict.fromkeys((checkpoint.size for checkpoint in signed), b"")
    if 0 in roots:
        roots[0] = EMPTY
    for line in iter_lines(connection):
        on_step("row")
        yield from _check_line(line, reading)
        _learn(line, reading)
        if reading.tree.size in roots:
            roots[reading.tree.size] = reading.tree.root()
    for checkpoint in sorted(signed, key=lambda one: one.size):
        root = roots[checkpoint.size]
        if not root:
            what = f"{checkpoint.size} lines were signed, {reading.tree.size} are here: the log was cut or put back"
            yield _about(checkpoint, what)
        elif root.hex() != checkpoint.root:
            yield _about(checkpoint, f"the first {checkpoint.size} lines are not those that were signed")
            return  # nor are those of any later one


def _check_line(line: Line, reading: Reading) -> Iterator[Finding]:
    """One line against the one before it."""
    where = f"custody {line['number']}"
    values = {name: value for name, value in line.items() if name != "row_hash"}
    if attempt(hash_row, LOG, values) != line["row_hash"]:
        yield Finding(where, "the line was altered")
    if line["number"] != reading.number + 1 or line["previous"] != reading.previous:
        yield Finding(where, "a line before it is missing or was altered")


def _learn(line: Line, reading: Reading) -> None:
    reading.number, reading.previous = line["number"], line["row_hash"]
    with suppress(TypeError, ValueError):  # a damaged line has been named already
        reading.tree.append(leaf_of(line))
    if line["action"] == "received":
        reading.received.add(line["subject"])
    elif line["action"] == "superseded":
        reading.received.discard(line["subject"])
    elif line["action"] == ERASED:
        reading.erased[line["subject"]] = line["number"]
    for key in _commitments(line):
        reading.committed.setdefault(key, line["number"])


def _commitments(line: Line) -> list[str]:
    """What a line commits to: who did it, and what was written."""
    found = [line["by"]] if line["by"] is not None else []
    if line["private"] is not None:
        with suppress(msgspec.MsgspecError, TypeError):
            found += msgspec.json.decode(line["private"], type=dict[str, str]).values()
    return found


def _check_private(connection: Connection, reading: Reading) -> Iterator[Finding]:
    """Every name and word is what the log commits to; what is gone was erased by a line of the log."""
    here: set[str] = set()
    for row in list_private(connection):
        here.add(row.id)
        where = f"private {row.id}"
        if attempt(commitment, row) != row.id:
            yield Finding(where, f"the {row.kind} was altered")
        if row.id in reading.erased:
            yield Finding(where, f"line {reading.erased[row.id]} says it was erased, and it is here")
        elif row.id not in reading.committed:
            yield Finding(where, "no line of the log knows it")
    for key, number in reading.committed.items():
        if key not in here and key not in reading.erased:
            yield Finding(f"private {key}", f"what line {number} commits to is gone, and no line says it was erased")


def _check_received(connection: Connection, reading: Reading) -> Iterator[Finding]:
    """Every input was received, and every one received is here."""
    lost = set(reading.received)
    lost.difference_update(values["id"] for values in iter_values(connection, "input"))
    yield from (Finding(f"input {key}", "the log says it was received, its row is gone") for key in sorted(lost))
    yield from (Finding(f"input {key}", "the log does not know it") for key in unlogged(connection))
