"""``pack``: the whole store as a BagIt bag (RFC 8493) that anybody can check with the ``verify.py`` inside.

bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt, verify.py
data/objects/ab/cd/<sha256>   the bytes as received
data/texts/<sha256>.txt       every text version
data/rows/<table>.jsonl       every row with its hash, the audit log (custody) among them
data/events.jsonl             the events of the current text versions
checkpoint.json, key.pem      the root of the audit log, signed, and the public key to check it with
tables.json                   the keys of the tables, and which columns row hashes leave out while they are null

Names of people who worked with the store, and what they wrote, stay behind unless asked for: the log commits to them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from ..errors import StoreError
from ..pipeline.coder import VERSION
from ..store import Store
from ..store.ledgers import last_line
from ..store.queries import iter_values
from ..store.records import canonical
from ..store.tables import LOG, audited_tables, later_columns, metadata, private
from ..store.writes import log
from .checkpoints import FILE, Checkpoint, write_checkpoint
from .keys import PublicKey
from .listings import list_events

_CHUNK = 1 << 20


def pack(store: Store, folder: Path, with_private: bool = False) -> int:
    """Write the bag into ``folder``, whole or not at all; the number of payload files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: there is something here already. Name a new folder.")
    if not folder.absolute().parent.is_dir():
        raise StoreError(f"{folder.absolute().parent}: there is no such folder. Make it first.")
    with store.transaction() as connection:
        log(store, connection, [("packed", str(folder.name), {"private": with_private})])
    checkpoint = write_checkpoint(store)
    assert checkpoint is not None  # there is the line just written
    part = folder.absolute().parent / f".{folder.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        bag = _Bag(part)
        _fill(store, bag, with_private)
        bag.close(store, checkpoint)
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return len(bag.manifest)


def _fill(store: Store, bag: _Bag, with_private: bool) -> None:
    with store.transaction() as connection:
        for values in iter_values(connection, "object"):
            key = values["id"]
            path = store.objects.path(key)
            if bag.copy(path, f"data/objects/{key[:2]}/{key[2:4]}/{key}") != key:
                raise StoreError(f"{path}: the bytes were altered. Run `marsad verify` and restore what it names.")
        for text_hash, text in {v["text_hash"]: v["text"] for v in iter_values(connection, "text")}.items():
            bag.write(f"data/texts/{text_hash}.txt", [text.encode()])
        for table in (*audited_tables(), LOG, *([private.name] if with_private else [])):
            lines = (canonical(values) + b"\n" for values in iter_values(connection, table))
            bag.write(f"data/rows/{table}.jsonl", lines)
        bag.write("data/events.jsonl", (line + b"\n" for line in list_events(connection)))


class _Bag:
    """A bag being written: payload and tag files with their hashes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.size = 0

    def write(self, name: str, parts: Iterable[bytes]) -> str:
        """Write a file; its SHA-256."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        payload = name.startswith("data/")
        with path.open("wb") as file:
            for piece in parts:
                digest.update(piece)
                file.write(piece)
                self.size += len(piece) if payload else 0
            file.flush()
            os.fsync(file.fileno())
        (self.manifest if payload else self.tags)[name] = digest.hexdigest()
        return digest.hexdigest()

    def copy(self, source: Path, name: str) -> str:
        """Copy a file; the SHA-256 of what was copied."""
        with source.open("rb") as file:
            return self.write(name, iter(lambda: file.read(_CHUNK), b""))

    def close(self, store: Store, checkpoint: Checkpoint) -> None:
        """Declaration, description, checkpoint, manifests and the program that checks them."""
        self.write("bagit.txt", [b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"])
        with store.transaction() as connection:
            _, head = last_line(connection)
        about = {
            "Bagging-Date": store.clock().date().isoformat(),
            "Bag-Software-Agent": f"marsad {VERSION}",
            "External-Description": "Reports as received, their texts, coded events and audit log.",
            "Payload-Oxum": f"{self.size}.{len(self.manifest)}",
            "Marsad-Custody-Head": head,
            "Marsad-Key": checkpoint.key,
        }
        self.write(FILE, [checkpoint.as_json() + b"\n"])
        self.write("tables.json", [canonical({name: _columns(name) for name in (*audited_tables(), LOG)}) + b"\n"])
        self.write("key.pem", [PublicKey(checkpoint.public_key).as_pem().encode()])
        self.write("bag-info.txt", [f"{name}: {value}\n".encode() for name, value in about.items()])
        self.write("verify.py", [(files("marsad") / "custody" / "standalone.py").read_bytes()])
        self.write("manifest-sha256.txt", _manifest(self.manifest))
        self.write("tagmanifest-sha256.txt", _manifest(self.tags))


def _columns(table: str) -> dict[str, list[str]]:
    """What must be known of a table to check its rows."""
    key = [f"{column.name}" for column in metadata.tables[table].primary_key]
    return {"key": key, "later": sorted(later_columns(table))}


def _manifest(hashes: dict[str, str]) -> list[bytes]:
    return [f"{value}  {name}\n".encode() for name, value in sorted(hashes.items())]
