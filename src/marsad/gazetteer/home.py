"""Where the program keeps what it may rebuild or what the user imported: ``MARSAD_HOME`` or the platform's folder."""

from __future__ import annotations

import os
from pathlib import Path


def data_home() -> Path:
    """The data folder: ``$MARSAD_HOME`` when set, else the platform's data directory for ``marsad``."""
    named = os.environ.get("MARSAD_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_dir

    return Path(user_data_dir("marsad", appauthor=False))


def user_places_path() -> Path:
    """The SQLite file of imported places."""
    return data_home() / "places.sqlite"


def cache_folder() -> Path:
    """Folder of the compact index; safe to delete."""
    return data_home() / "cache"


def user_stamp(path: Path | None = None) -> str:
    """Changes whenever the user layer does."""
    path = path or user_places_path()
    try:
        stat = path.stat()
    except OSError:
        return "none"
    return f"{stat.st_mtime_ns}:{stat.st_size}"
