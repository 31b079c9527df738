"""The data folder that a command works on."""

from __future__ import annotations

from pathlib import Path

from ..errors import StoreError
from ..folders import data_home
from ..store import open_store
from ..store.ledgers import last_line


def require_home() -> Path:
    """The data folder, for commands that need something kept in it."""
    home = data_home()
    with open_store(home) as store, store.transaction() as connection:
        number, _ = last_line(connection)
    if not number:
        raise StoreError(f"{home}: nothing is kept here yet. Add reports first: marsad add reports/")
    return home
