"""Signed checkpoints: the Merkle root over the audit log at a time, so that it cannot be rewritten unnoticed later.

A checkpoint is written at the end of each run that changed something: as a row, as ``checkpoint.json`` beside the
database, and in every backup and package. Whoever holds an old one can prove what the log was then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from ..errors import StoreError
from ..store import Store, open_store
from ..store.ledgers import last_line
from ..store.lines import grow_tree, last_checkpoint
from ..store.locks import OnWait
from ..store.merkle import Frontier
from ..store.records import CheckpointRow, canonical
from ..store.stores import PATIENCE
from ..store.writes import add_rows
from .keys import SigningKey, load_key

FILE = "checkpoint.json"


class Checkpoint(msgspec.Struct, frozen=True):
    """A checkpoint as others are given it: JSON with these names. ``size`` in lines, ``root`` and keys in hex."""

    size: int
    at: str
    root: str
    key: str
    public_key: str
    signature: str

    def message(self) -> bytes:
        """What is signed: canonical JSON of time, key id, root and size."""
        return canonical({"at": self.at, "key": self.key, "root": self.root, "size": self.size})

    def as_json(self) -> bytes:
        """Canonical JSON."""
        return canonical(msgspec.structs.asdict(self))


def told(row: CheckpointRow) -> Checkpoint:
    """A row as a checkpoint for others."""
    return Checkpoint(row.size, row.at, row.root, row.key, row.public_key, row.signature)


def sign(store: Store, frontier: Frontier, key: SigningKey) -> Checkpoint:
    """A checkpoint over the tree as it is now."""
    at = store.clock().astimezone(UTC).isoformat(timespec="seconds")
    root = frontier.root().hex()
    unsigned = Checkpoint(frontier.size, at, root, key.public.id, key.public.hex, "")
    return msgspec.structs.replace(unsigned, signature=key.sign(unsigned.message()))


def sign_now(store: Store, connection: Connection) -> Checkpoint:
    """A checkpoint of the log as this connection sees it; nothing is written."""
    return sign(store, grow_tree(connection, last_checkpoint(connection)), load_key(store.home))


def write_checkpoint(store: Store) -> Checkpoint | None:
    """Sign the log as it is, if it has grown since the last checkpoint; the newest checkpoint, None of an empty log.

    The row is told of by a line behind the lines that it signs; ``checkpoint.json`` signs that line too.
    """
    with store.transaction() as connection:
        number, _ = last_line(connection)
        last = last_checkpoint(connection)
        if number > (last.size + 1 if last is not None else 0):
            frontier = grow_tree(connection, last)
            subtrees = canonical([subtree.hex() for subtree in frontier.subtrees]).decode()
            new = sign(store, frontier, load_key(store.home))
            add_rows(connection, [CheckpointRow(frontier=subtrees, **msgspec.structs.asdict(new))])
    with store.transaction() as connection:
        number, _ = last_line(connection)
        if not number:
            return None
        known = load_checkpoint(store.home) if (store.home / FILE).exists() else None
        if known is not None and known.size == number:
            return known
        newest = sign_now(store, connection)
    save_checkpoint(store.home, newest)
    return newest


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Put a checkpoint into a folder, over an older one."""
    part = folder / f".{FILE}.part"
    part.write_bytes(checkpoint.as_json() + b"\n")
    part.replace(folder / FILE)


@contextmanager
def open_record(
    home: Path, *, patience: float = PATIENCE, on_wait: OnWait | None = None, by: str | None = None
) -> Iterator[Store]:
    """The store for a run that changes it; a checkpoint closes the run, however it ends."""
    with open_store(home, write=True, patience=patience, on_wait=on_wait, by=by) as store:
        try:
            yield store
        except BaseException:
            with suppress(StoreError, OSError):  # a full disk: what stopped the run is what counts
                write_checkpoint(store)
            raise
        write_checkpoint(store)


def load_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file, or in the folder of a data folder, backup or package."""
    file = path / FILE if path.is_dir() else path
    try:
        return msgspec.json.decode(file.read_bytes(), type=Checkpoint)
    except (msgspec.MsgspecError, OSError) as error:
        raise StoreError(f"{file}: no checkpoint. Give the {FILE} of a backup or a package.") from error
