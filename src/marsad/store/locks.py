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


@contextmanager
def hold_lock(path: Path, patience: float, on_wait: Callable[[str], object] | None = None) -> Iterator[None]:
    """Hold the lock; wait ``patience`` seconds for another writer, telling ``on_wait`` once whom for."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, path, patience, on_wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _take(handle: int, path: Path, patience: float, on_wait: Callable[[str], object] | None) -> None:
    end = time.monotonic() + patience
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
            if time.monotonic() >= end:
                raise StoreError(
                    f"{path.parent}: another marsad (process {holder}) is writing here. Wait until it has finished."
                ) from None
            if on_wait is not None and not told:
                on_wait(holder)
                told = True
            time.sleep(_PAUSE)
