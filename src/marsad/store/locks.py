"""One writer at a time: a lock file in the data folder, freed by the system when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import StoreError

_PAUSE = 0.1  # seconds between two tries

OnWait = Callable[[str], object]


@contextmanager
def hold_lock(path: Path, patience: float, on_wait: OnWait | None = None) -> Iterator[None]:
    """Hold the lock; wait ``patience`` seconds for another writer, telling ``on_wait`` once whom for."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        wait_turn(lambda: _take(handle), str(path.parent), patience, on_wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def wait_turn(take: Callable[[], str | None], where: str, patience: float, on_wait: OnWait | None) -> None:
    """Call ``take`` until it no longer names a process that writes at ``where``; StoreError after ``patience``."""
    end = time.monotonic() + patience
    told = False
    while (holder := take()) is not None:
        if time.monotonic() >= end:
            message = f"{where}: another marsad (process {holder}) is writing here. Wait until it has finished."
            raise StoreError(message, "store.busy", process=holder)
        if on_wait is not None and not told:
            on_wait(holder)
            told = True
        time.sleep(_PAUSE)


def _take(handle: int) -> str | None:
    """Take the lock, or say who has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
    return None
