"""References kept beside our own events: the file as it was, named by its SHA-256, and a note of what it is.

``MARSAD_HOME/references/<sha256>`` and ``<sha256>.json``. Nothing of a reference enters our own events.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from ..errors import InputError
from .readers import load_reference
from .references import ReferenceFile

_FOLDER = "references"
_SHORT = 12  # characters of a hash that people see


class Kept(msgspec.Struct, frozen=True):
    """A kept reference: ``added`` is UTC; ``rows`` those read, ``unread`` those that could not be."""

    sha256: str
    name: str
    dataset: str
    rows: int
    unread: int
    first: str
    last: str
    added: str

    @property
    def short(self) -> str:
        """The beginning of the hash, enough to name it."""
        return self.sha256[:_SHORT]


def add_reference(home: Path, path: Path, now: datetime) -> tuple[Kept, ReferenceFile]:
    """Keep a reference; the same bytes again are the same reference. InputError when nothing in it can be read."""
    found = load_reference(path)
    if not found.events:
        raise InputError(str(path), f"none of its rows can be read; {found.complaints[0]}", "Mend the file")
    content = path.read_bytes()
    key = hashlib.sha256(content).hexdigest()
    days = sorted(event.date for event in found.events)
    kept = Kept(key, path.name, found.dataset, len(found.events), len(found.unread), days[0], days[-1], now.isoformat())
    folder = home / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / key, content)
    _write(folder / f"{key}.json", msgspec.json.format(msgspec.json.encode(kept)))
    return kept, found


def list_references(home: Path) -> list[Kept]:
    """The kept references, the first added first."""
    return sorted(_iter_kept(home), key=lambda kept: (kept.added, kept.sha256))


def remove_reference(home: Path, name: str) -> Kept:
    """Forget a reference named by file name or beginning of its hash."""
    kept = find_reference(home, name)
    for path in (home / _FOLDER / f"{kept.sha256}.json", home / _FOLDER / kept.sha256):
        path.unlink(missing_ok=True)
    return kept


def find_reference(home: Path, name: str) -> Kept:
    """The kept reference of that file name or beginning of a hash; InputError when none or several are."""
    found = [kept for kept in _iter_kept(home) if kept.name == name or (name and kept.sha256.startswith(name))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(name, "no such file, and no reference of that name is kept", "See marsad reference list")
    hashes = ", ".join(kept.short for kept in found)
    raise InputError(name, f"{len(found)} references are meant ({hashes})", "Give the beginning of its hash")


def open_reference(home: Path, name: str) -> ReferenceFile:
    """A reference by path, else a kept one by name; a kept file that was altered is refused."""
    if Path(name).is_file():
        return load_reference(Path(name))
    kept = find_reference(home, name)
    path = home / _FOLDER / kept.sha256
    if hashlib.sha256(path.read_bytes()).hexdigest() != kept.sha256:
        raise InputError(str(path), "the file was altered since it was added", "Remove the reference and add it again")
    return msgspec.structs.replace(load_reference(path), name=kept.name)


def _iter_kept(home: Path) -> Iterator[Kept]:
    for path in sorted((home / _FOLDER).glob("*.json")):
        with suppress(msgspec.MsgspecError):
            yield msgspec.json.decode(path.read_bytes(), type=Kept)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
