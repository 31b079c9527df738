"""Where the program keeps what it may rebuild or what the user imported, and for whom it runs."""

from __future__ import annotations

import getpass
import os
import tempfile
from pathlib import Path


def data_home() -> Path:
    """The data folder: ``$MARSAD_HOME`` when set, else the platform's data directory for ``marsad``."""
    named = os.environ.get("MARSAD_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_dir

    return Path(user_data_dir("marsad", appauthor=False))


def current_user() -> str:
    """Who runs the program, for the audit log: ``$MARSAD_USER`` when set, else the account of the system."""
    named = os.environ.get("MARSAD_USER")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number that nobody has
        return f"user {os.getuid()}"


def database_address() -> str | None:
    """The database that ``$MARSAD_DATABASE`` names, as an address; None when rows are kept in the data folder."""
    return os.environ.get("MARSAD_DATABASE") or None


def user_lexicons() -> Path:
    """The user's own lexicons, read beside the shipped ones: ``$MARSAD_LEXICONS`` when set, else in the data folder."""
    named = os.environ.get("MARSAD_LEXICONS")
    return Path(named) if named else data_home() / "lexicons"


def cache_folder() -> Path:
    """Folder of what is compiled from shipped or imported data; safe to delete."""
    return data_home() / "cache"


def write_cache(path: Path, content: bytes) -> bool:
    """Write a cache file at once (two processes may race); False when the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        return False
    return True
