"""Bytes as received, kept by their SHA-256: ``objects/ab/cd/<sha256>``, written once, never changed.

What ``save`` returns from is on the disk: temporary file, fsync, rename, fsync of the folder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_THREADS = 8  # fsyncs that wait together; a disk writes them out in one go
_CHUNK = 1 << 20
READ_ONLY = 0o444


class Objects:
    """The object folder of one data folder."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made when the first object is saved."""
        self.folder = folder
        self._part = folder / "tmp"

    def path(self, key: str) -> Path:
        """Where the bytes with this SHA-256 lie."""
        return self.folder / key[:2] / key[2:4] / key

    def read(self, key: str) -> bytes:
        """The bytes; OSError when they are missing."""
        return self.path(key).read_bytes()

    def save(self, blobs: Mapping[str, bytes]) -> list[str]:
        """Put every blob on the disk; the keys of those that had been altered there and were put right."""
        self._prepare()
        wanted = {key: raw for key, raw in blobs.items() if not self.holds(key)}
        altered = [key for key in wanted if self.path(key).exists()]
        folders = {folder for key in wanted for folder in self._make_folders(key)}
        if len(wanted) < _THREADS:
            for key, raw in wanted.items():
                self._write(key, raw)
            for folder in folders:
                sync_folder(folder)
            return altered
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(self._write, wanted.keys(), wanted.values()))
            list(threads.map(sync_folder, folders))
        return altered

    def save_file(self, source: Path) -> tuple[str, int]:
        """Put a copy of a file on the disk, in bounded memory; its key and size."""
        self._prepare()
        part = self._part / f"copy.{os.getpid()}"
        digest, size = hashlib.sha256(), 0
        try:
            with source.open("rb") as file, part.open("wb") as copy:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    size += copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
            key = digest.hexdigest()
            if not self.holds(key):
                folders = self._make_folders(key)
                part.chmod(READ_ONLY)
                part.replace(self.path(key))
                for folder in folders:
                    sync_folder(folder)
        finally:
            part.unlink(missing_ok=True)
        return key, size

    def holds(self, key: str) -> bool:
        """Whether the bytes are there and still have this hash."""
        try:
            return hash_file(self.path(key)) == key
        except OSError:
            return False

    def _prepare(self) -> None:
        if not self._part.is_dir():
            self._part.mkdir(parents=True)
            sync_folder(self.folder.parent)

    def _make_folders(self, key: str) -> list[Path]:
        """The folder of an object, made if need be, and every folder whose entries changed for it."""
        leaf = self.path(key).parent
        changed = [leaf]
        for folder in (leaf, leaf.parent, self.folder):
            if folder.is_dir():
                break
            changed.append(folder.parent)
        leaf.mkdir(parents=True, exist_ok=True)
        return changed

    def _write(self, key: str, raw: bytes) -> None:
        part = self._part / f"{key}.{os.getpid()}"
        try:
            with part.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(READ_ONLY)
            part.replace(self.path(key))
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def sweep(self) -> None:
        """Delete what an interrupted run left half written; only the one writer may."""
        if self._part.is_dir():
            for left in self._part.iterdir():
                left.unlink(missing_ok=True)

    def files(self) -> Iterator[Path]:
        """Every file under the folder but temporary ones, sorted."""
        for name, folders, files in os.walk(self.folder):
            folders[:] = sorted(sub for sub in folders if Path(name, sub) != self._part)
            for file in sorted(files):
                yield Path(name, file)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_file(path: Path) -> str:
    """SHA-256 in hex of a file, in bounded memory."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
