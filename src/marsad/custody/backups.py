"""``back_up``: the whole data folder as it is at one moment, while others write, checked before it is called done.

A backup is a folder, or one ``.tar`` or ``.tar.gz`` of it: the rows, ``objects/``, the newest checkpoint, what the user
imported, and ``backup.json`` with the hash of every file. The private key of the data folder stays where it is.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from ..errors import StoreError
from ..pipeline.coder import VERSION
from ..store import Store, open_store
from ..store.objects import Objects
from ..store.precautions import FOLDER as PRECAUTIONS
from ..store.queries import iter_values
from ..store.snapshots import Manifest, Snapshots, copy_objects, count_rows, snapshots_of
from ..store.sqlite_snapshots import copy_database
from ..store.stores import SCHEMA
from . import keys, tars
from .checkpoints import FILE, Checkpoint, save_checkpoint, sign_now
from .findings import Finding
from .stages import check_stage, open_stage

_LEFT_OUT = frozenset(("marsad.lock", FILE, "objects", "cache", PRECAUTIONS))  # made anew, or copied in another way
_SHOWN = 5  # findings named in an error

Step = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Backup:
    """What was made: where, what it holds, and the checkpoint of the log in it."""

    path: Path
    manifest: Manifest
    checkpoint: Checkpoint


def back_up(home: Path, output: Path, link: bool = False, on_step: Step = lambda _: None) -> Backup:
    """Back a data folder up; with ``link`` objects are hard links, which cost nothing and protect from no bad disk.

    StoreError when what was written, once restored, is not whole; it is then kept under another name.
    """
    _check_output(output.absolute(), home.absolute())
    packed = tars.is_tar(output)
    part = output.with_name(f".{output.name}.part")
    done = output.with_name(f".{output.name}") if packed else part
    shutil.rmtree(part, ignore_errors=True)
    try:
        with open_store(home) as store:
            manifest, checkpoint = _write(store, part, link or packed)
        if packed:
            tars.pack(part, done)
            shutil.rmtree(part)
        found = _check(snapshots_of(store.backend), done, on_step)
        if found:
            kept = output.with_name(f"{output.name}.damaged")
            done.replace(kept)
            raise StoreError(f"{kept}: the backup is not whole: {name_some(found)}. Run `marsad verify`.")
        if output.is_dir():
            output.rmdir()
        done.replace(output)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if packed:
            done.unlink(missing_ok=True)
    return Backup(output, manifest, checkpoint)


def name_some(found: list[Finding]) -> str:
    """The first findings, for an error."""
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(map(str, found[:_SHOWN])) + more


def _check_output(output: Path, home: Path) -> None:
    if home in output.parents:
        raise StoreError(f"{output}: this is inside the data folder. Name a place outside of {home}.")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise StoreError(f"{output}: there is something here already. Name a new folder or file.")
    if not output.parent.is_dir():
        raise StoreError(f"{output.parent}: there is no such folder. Make it first.")


def _write(store: Store, part: Path, link: bool) -> tuple[Manifest, Checkpoint]:
    """Everything but the check."""
    part.mkdir(mode=0o700)
    snapshots = snapshots_of(store.backend)
    with snapshots.freeze(part) as connection:
        wanted = (values["id"] for values in iter_values(connection, "object"))
        count, size = copy_objects(store.objects, Objects(part / "objects"), wanted, link)
        checkpoint = sign_now(store, connection)
        rows = count_rows(connection)
    save_checkpoint(part, checkpoint)
    for path in _others(store.home, snapshots.file):
        _copy(path, part / path.relative_to(store.home))
    made = store.clock().astimezone(UTC).isoformat(timespec="seconds")
    manifest = Manifest(
        version=VERSION, schema=SCHEMA, made=made, database=snapshots.file, objects=count, bytes=size, rows=rows
    )
    manifest.save(part)
    return manifest, checkpoint


def _others(home: Path, database: str) -> Iterator[Path]:
    """What else is in the data folder: imported places, watched feeds, public keys."""
    for entry in sorted(home.iterdir()):
        if entry.name in _LEFT_OUT or entry.name.startswith((database, ".")):
            continue
        inside = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
        yield from (path for path in inside if path.is_file() and path.name != keys.PRIVATE)


def _copy(path: Path, goal: Path) -> None:
    """Copy a file; a database as it is at one moment."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".sqlite":
        copy_database(path, goal)
    elif not path.name.endswith((".sqlite-wal", ".sqlite-shm")):
        shutil.copy2(path, goal)


def _check(snapshots: Snapshots, done: Path, on_step: Step) -> list[Finding]:
    """Restore it into a temporary place and verify all of it."""
    with open_stage(snapshots, done, done.with_name(f"{done.name}.check"), link=True) as stage:
        return check_stage(stage, on_step)
