"""``pack``: the whole store as a BagIt bag (RFC 8493) that anybody can check with the ``verify.py`` inside.

bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt, verify.py
data/objects/ab/cd/<sha256>   the bytes as received
data/texts/<sha256>.txt       every text version
data/rows/<table>.jsonl       every row with its hash, the custody log among them
data/events.jsonl             the events of the current text versions
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
from ..store.queries import iter_values
from ..store.records import EVIDENCE, CustodyRow, canonical
from ..store.writes import log
from .listings import list_events

_CHUNK = 1 << 20


def pack(store: Store, folder: Path) -> int:
    """Write the bag into ``folder``, whole or not at all; the number of payload files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: there is something here already. Name a new folder.")
    if not folder.absolute().parent.is_dir():
        raise StoreError(f"{folder.absolute().parent}: there is no such folder. Make it first.")
    with store.transaction() as connection:
        log(store, connection, [("packed", str(folder.name), {})])
    part = folder.absolute().parent / f".{folder.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        bag = _Bag(part)
        _fill(store, bag)
        bag.close(store)
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return len(bag.manifest)


def _fill(store: Store, bag: _Bag) -> None:
    with store.transaction() as connection:
        for values in iter_values(connection, "object"):
            key = values["id"]
            path = store.objects.path(key)
            if bag.copy(path, f"data/objects/{key[:2]}/{key[2:4]}/{key}") != key:
                raise StoreError(f"{path}: the bytes were altered. Run `marsad verify` and restore what it names.")
        for text_hash, text in {v["text_hash"]: v["text"] for v in iter_values(connection, "text")}.items():
            bag.write(f"data/texts/{text_hash}.txt", [text.encode()])
        for table in (*(kind.table for kind in EVIDENCE), CustodyRow.table):
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

    def close(self, store: Store) -> None:
        """Declaration, description, manifests and the program that checks them."""
        self.write("bagit.txt", [b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"])
        with store.transaction() as connection:
            head = max(iter_values(connection, "custody"), key=lambda values: int(values["number"]))["row_hash"]
        about = {
            "Bagging-Date": store.clock().date().isoformat(),
            "Bag-Software-Agent": f"marsad {VERSION}",
            "External-Description": "Reports as received, their texts, coded events and custody log.",
            "Payload-Oxum": f"{self.size}.{len(self.manifest)}",
            "Marsad-Custody-Head": head,
        }
        self.write("bag-info.txt", [f"{name}: {value}\n".encode() for name, value in about.items()])
        self.write("verify.py", [(files("marsad") / "custody" / "standalone.py").read_bytes()])
        self.write("manifest-sha256.txt", _manifest(self.manifest))
        self.write("tagmanifest-sha256.txt", _manifest(self.tags))


def _manifest(hashes: dict[str, str]) -> list[bytes]:
    return [f"{value}  {name}\n".encode() for name, value in sorted(hashes.items())]
