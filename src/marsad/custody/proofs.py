"""Proofs for somebody who has a checkpoint and not the log: that a line was in it, or that it only ever grew.

Example: that a report was received before a day is proved by its line, a path of some twenty hashes and a checkpoint,
without showing any other line.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from ..errors import StoreError
from ..store import Store
from ..store.lines import iter_lines, last_checkpoint, leaf_of
from ..store.merkle import (
    hash_leaf,
    holds_consistency,
    holds_inclusion,
    prove_consistency,
    prove_inclusion,
    tree_root,
)
from ..store.records import canonical, hash_row
from ..store.tables import LOG
from .checkpoints import FILE, Checkpoint, load_checkpoint, told
from .keys import PublicKey


class Proof(msgspec.Struct, omit_defaults=True):
    """A line with the path to the root that ``checkpoint`` signed, or an ``earlier`` checkpoint that it grew from."""

    checkpoint: Checkpoint
    path: list[str]
    line: dict[str, Any] | None = None
    earlier: Checkpoint | None = None

    def as_json(self) -> bytes:
        """One JSON object."""
        return canonical(msgspec.to_builtins(self))


def prove_line(store: Store, number: int) -> Proof:
    """A proof that line ``number`` is in the log that the newest checkpoint signed."""
    newest = _newest(store)
    if not 0 < number <= newest.size:
        raise StoreError(f"line {number}: the newest checkpoint signed 1 to {newest.size}. Name one of these.")
    with store.transaction() as connection:
        leaves = _leaves(connection, newest.size)
        line = next(iter_lines(connection, number - 1))
    path = prove_inclusion(leaves, number - 1)
    return Proof(newest, [step.hex() for step in path], line=line)


def prove_growth(store: Store, earlier: Checkpoint) -> Proof:
    """A proof that the log that the newest checkpoint signed goes on from an earlier one."""
    newest = _newest(store)
    with store.transaction() as connection:
        leaves = _leaves(connection, newest.size)
    if not 0 < earlier.size <= newest.size or tree_root(leaves[: earlier.size]).hex() != earlier.root:
        raise StoreError(f"The log did not grow from the checkpoint of {earlier.at}. Run `marsad verify --against` it.")
    path = prove_consistency(leaves, earlier.size)
    return Proof(newest, [step.hex() for step in path], earlier=earlier)


def _newest(store: Store) -> Checkpoint:
    """What was signed last: beside the database, or in it."""
    if (store.home / FILE).exists():
        return load_checkpoint(store.home)
    with store.transaction() as connection:
        row = last_checkpoint(connection)
    if row is None:
        raise StoreError("There is no checkpoint yet: the first `marsad add` writes one.")
    return told(row)


def _leaves(connection: Connection, size: int) -> list[bytes]:
    return [leaf_of(line) for line in islice(iter_lines(connection), size)]


def parse_proof(path: Path) -> Proof:
    """A proof that was written to a file."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Proof)
    except msgspec.MsgspecError as error:
        raise StoreError(f"{path}: no proof ({error}). Give a file that `marsad audit prove` wrote.") from error


def check_proof(proof: Proof) -> str | None:
    """What is wrong with a proof; None when it holds. Whose key it is, the reader must know from elsewhere."""
    for one in (proof.checkpoint, *([proof.earlier] if proof.earlier is not None else [])):
        key = PublicKey(one.public_key)
        if key.id != one.key or not key.verifies(one.signature, one.message()):
            return f"the checkpoint of {one.size} lines is not what key {one.key} signed"
    path = [bytes.fromhex(step) for step in proof.path]
    root, size = bytes.fromhex(proof.checkpoint.root), proof.checkpoint.size
    if proof.earlier is not None:
        old = bytes.fromhex(proof.earlier.root)
        return None if holds_consistency(proof.earlier.size, size, path, old, root) else "the log did not grow from it"
    line = proof.line or {}
    values = {name: value for name, value in line.items() if name != "row_hash"}
    if "number" not in line or hash_row(LOG, values) != line.get("row_hash"):
        return "the line was altered"
    holds = holds_inclusion(hash_leaf(canonical(line)), line["number"] - 1, size, path, root)
    return None if holds else "the line is not in the log that was signed"
