"""The user layer: imported places in one SQLite file of the data folder.

Example: after ``marsad gazetteer import SY.zip`` the file ``$MARSAD_HOME/places.sqlite`` holds ``gn:…`` rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from ..errors import GazetteerError
from .home import user_places_path
from .records import Row

_SCHEMA = """
create table if not exists place (
  id text primary key, names text not null, name_en text not null, kind text not null, country text not null,
  admin1 text, admin2 text, admin3 text, lat real, lon real, population integer not null, source text not null
) without rowid"""
_UPSERT = "insert or replace into place values (?,?,?,?,?,?,?,?,?,?,?,?)"


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30)
        connection.execute(_SCHEMA)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(f"{path}: cannot be opened ({error}). Check the rights of the data folder.") from error
    return connection


def save_rows(rows: Iterable[Row], source: str, path: Path | None = None) -> None:
    """Insert or replace rows by id, in one transaction; running it twice changes nothing."""
    path = path or user_places_path()
    values = (
        (r.id, "|".join(r.names), r.name_en, r.kind, r.country, r.admin1, r.admin2, r.admin3, r.lat, r.lon, r.population, source)
        for r in rows
    )
    with closing(_connect(path)) as connection:
        try:
            with connection:
                connection.executemany(_UPSERT, values)
        except sqlite3.Error as error:
            raise GazetteerError(f"{path}: cannot be written ({error}). Free disk space or check its rights.") from error


def user_rows(path: Path | None = None) -> list[Row]:
    """Every imported place, by id; none when nothing was imported."""
    path = path or user_places_path()
    if not path.exists():
        return []
    query = "select id, names, name_en, kind, country, admin1, admin2, admin3, lat, lon, population from place order by id"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            found = connection.execute(query).fetchall()
    except sqlite3.Error as error:
        raise GazetteerError(f"{path}: cannot be read ({error}). Import the tables again or delete the file.") from error
    return [Row(r[0], tuple(r[1].split("|")), *r[2:], layer="user") for r in found]
