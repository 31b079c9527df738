"""Files that appear whole or not at all, each with its sidecar (``events.csv.about.json``)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BLOCK = 1 << 20


def about_path(path: Path) -> Path:
    """Where the sidecar of an export lies."""
    return path.with_name(f"{path.name}.about.json")


@contextmanager
def whole_files(*paths: Path) -> Iterator[list[Path]]:
    """Files to write beside ``paths``; all are moved there when the block ends well, and none when it does not.

    The last is moved first: with the sidecar last, no export is ever there without its sidecar.
    """
    folder = paths[0].absolute().parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=f".{paths[0].name}.") as name:
        parts = [Path(name) / path.name for path in paths]
        yield parts
        for part in parts:
            _sync(part)
        for part, path in reversed(list(zip(parts, paths, strict=True))):
            part.replace(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
