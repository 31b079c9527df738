"""The backup that is made by itself before the tables of a store that holds data are changed.

It lies in ``backups/`` of the data folder, its objects linked; ``marsad restore`` takes it like any other.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from ..errors import StoreError
from .backends import Backend
from .objects import Objects
from .snapshots import Manifest, copy_objects, count_rows, digest_rows, snapshots_of

FOLDER = "backups"


def save_before(home: Path, backend: Backend, schema: str, now: datetime) -> Path:
    """Back a store up as it is, check the copy against it, and give its folder."""
    folder = home / FOLDER / f"schema-{schema}-{now:%Y%m%dT%H%M%SZ}"
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    snapshots = snapshots_of(backend)
    try:
        objects = Objects(home / "objects")
        with snapshots.freeze(part) as connection:
            keys = (path.name for path in objects.files())
            count, size = copy_objects(objects, Objects(part / "objects"), keys, link=True)
            manifest = Manifest(
                version="", schema=schema, made=f"{now:%Y-%m-%dT%H:%M:%SZ}", database=snapshots.file, objects=count,
                bytes=size, rows=count_rows(connection),
            )  # fmt: skip
            wanted = digest_rows(connection)
        manifest.save(part)
        if _digest_copy(part, backend) != wanted:
            raise StoreError(f"{folder}: the copy is not what was copied. Check the disk, and run the command again.")
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _digest_copy(part: Path, backend: Backend) -> dict[str, str]:
    """What the copy gives once it is restored."""
    check = part.with_name(f"{part.name}.check")
    check.mkdir(exist_ok=True)
    snapshots = snapshots_of(backend)
    staged = snapshots.stage(check)
    try:
        snapshots.load(part, staged)
        engine = staged.open_reader()
        with engine.begin() as connection:
            found = digest_rows(connection)
        engine.dispose()
        return found
    finally:
        snapshots.drop(staged)
        shutil.rmtree(check)
