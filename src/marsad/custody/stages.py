"""A backup restored beside the data folder in use: to check it, or before it takes that folder's place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import StoreError
from ..store import open_store
from ..store.backends import Backend
from ..store.objects import Objects
from ..store.snapshots import MANIFEST, Manifest, Snapshots, copy_objects, find_changes, load_manifest
from . import keys, tars
from .checks import verify
from .findings import Finding


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder laid out like a data folder, and its database."""

    home: Path
    backend: Backend
    manifest: Manifest
    snapshots: Snapshots


@contextmanager
def open_stage(snapshots: Snapshots, backup: Path, stage: Path, link: bool = False) -> Iterator[Stage]:
    """Restore a backup into ``stage``, with a database beside the one in use; both are gone afterwards, unless they
    were moved. With ``link`` the objects of a folder are hard links.
    """
    shutil.rmtree(stage, ignore_errors=True)
    staged = snapshots.stage(stage)
    try:
        manifest = _unpack(backup, stage, link)
        if manifest.database != snapshots.file:
            raise StoreError(
                f"{backup}: its rows are in {manifest.database}, of another kind of database than this. "
                "Set MARSAD_DATABASE to an address of PostgreSQL, or unset it for SQLite."
            )
        dump = stage / manifest.database
        if Path(staged.name) != dump:
            snapshots.load(stage, staged)
            dump.unlink()
        yield Stage(stage, staged, manifest, snapshots)
    finally:
        snapshots.drop(staged)
        shutil.rmtree(stage, ignore_errors=True)


def _unpack(backup: Path, stage: Path, link: bool) -> Manifest:
    """The files of a backup in a folder of their own, each the one that was written."""
    stage.mkdir(parents=True, mode=0o700)
    if not backup.is_dir():
        tars.unpack(backup, stage)
    manifest = load_manifest(stage if not backup.is_dir() else backup)
    if backup.is_dir():
        objects = Objects(backup / "objects")
        copy_objects(objects, Objects(stage / "objects"), (path.name for path in objects.files()), link)
        for name in manifest.files:
            if (backup / name).is_file():
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(backup / name, stage / name)
    changed = list(find_changes(stage, manifest))
    if changed:
        raise StoreError(f"{backup}: {'; '.join(changed[:5])}. Use another backup.")
    (stage / MANIFEST).unlink(missing_ok=True)
    (stage / keys.FOLDER / keys.PRIVATE).unlink(missing_ok=True)  # whoever made the backup may know it
    return manifest


def check_stage(stage: Stage, on_step: Callable[[str], object]) -> list[Finding]:
    """Verify what was restored; tables of an older version are brought up to date first."""
    with open_store(stage.home, write=True, backend=stage.backend) as store:
        return [finding for finding in verify(store, on_step, derived=False) if not finding.note]
