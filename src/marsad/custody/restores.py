"""``restore``: a backup checked beside the data folder, then put in its place; what was there is kept, renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import StoreError
from ..store import open_store, stores
from ..store.ledgers import last_line
from ..store.locks import hold_lock
from ..store.snapshots import Manifest, snapshots_of
from ..store.writes import log
from . import keys
from .backups import name_some
from .checkpoints import open_record
from .findings import Finding
from .stages import Stage, check_stage, open_stage

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, where the data folder of before is now, and what was damaged in the backup already."""

    manifest: Manifest
    aside: Path | None
    damage: list[Finding]


def restore(
    backup: Path, home: Path, replace: bool = False, despite_damage: bool = False,
    on_step: Callable[[str], object] = lambda _: None, clock: Clock = lambda: datetime.now(UTC),
) -> Restored:  # fmt: skip
    """Put a backup in the place of a data folder that holds nothing, or with ``replace`` of one that does.

    Nothing is touched before the backup has been restored beside it and verified.
    """
    home = home.absolute()
    if not replace and holds_anything(home):
        raise StoreError(f"{home}: there is something in it. Add --replace: it is then kept under another name.")
    snapshots = snapshots_of(stores.find_backend(home))
    with ExitStack() as stack:
        if home.exists():
            stack.enter_context(hold_lock(home / "marsad.lock", 0))
        stage = stack.enter_context(open_stage(snapshots, backup, home.with_name(f".{home.name}.restoring")))
        damage = check_stage(stage, on_step)
        if damage and not despite_damage:
            raise StoreError(
                f"{backup}: it is not whole: {name_some(damage)}. Use another backup, or add --despite-damage."
            )
        _carry_keys(home, stage.home)
        os.sync()  # all of it is on the disk before anything takes its name
        aside = _swap(home, stage, f"{clock():%Y%m%dT%H%M%SZ}")
    with open_record(home) as store, store.transaction() as connection:
        made = {"made": stage.manifest.made, "damaged": len(damage)}
        log(store, connection, [("restored", backup.name, made)])
    return Restored(stage.manifest, aside, damage)


def holds_anything(home: Path) -> bool:
    """Whether anything was ever taken into a data folder, or what is there cannot be read."""
    try:
        with open_store(home) as store, store.transaction() as connection:
            return last_line(connection)[0] > 0
    except StoreError:
        return True


def _carry_keys(home: Path, stage: Path) -> None:
    """The key of a data folder stays with it, whatever is restored into it."""
    source = home / keys.FOLDER
    if source.is_dir():
        (stage / keys.FOLDER).mkdir(exist_ok=True, mode=0o700)
        for path in source.iterdir():
            shutil.copy2(path, stage / keys.FOLDER / path.name)


def _swap(home: Path, stage: Stage, stamp: str) -> Path | None:
    """Move the data folder aside and the restored one into its place, then the databases likewise."""
    aside = home.with_name(f"{home.name}.before-{stamp}")
    try:
        if home.exists():
            home.rename(aside)
        stage.home.rename(home)
    except OSError as error:
        if aside.exists() and not home.exists():
            aside.rename(home)
        raise StoreError(
            f"{home}: it cannot be moved ({error.strerror}). Set MARSAD_HOME to a folder in it, and restore there."
        ) from error
    stage.snapshots.promote(stage.backend, f"before_{stamp.lower()}")
    return aside if aside.exists() else None
