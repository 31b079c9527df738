"""Files of the gazetteer in the data folder."""

from __future__ import annotations

from pathlib import Path

from ..folders import cache_folder, data_home

__all__ = ["cache_folder", "data_home", "user_places_path", "user_stamp"]


def user_places_path() -> Path:
    """The SQLite file of imported places."""
    return data_home() / "places.sqlite"


def user_stamp(path: Path | None = None) -> str:
    """Changes whenever the user layer does."""
    path = path or user_places_path()
    try:
        stat = path.stat()
    except OSError:
        return "none"
    return f"{stat.st_mtime_ns}:{stat.st_size}"
