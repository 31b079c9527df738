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
_QUERY = "select id, names, name_en, kind, country, admin1, admin2, admin3, lat, lon, population from place order by id"
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
    values = (_values(row, source) for row in rows)
    with closing(_connect(path)) as connection:
        try:
            with connection:
                connection.executemany(_UPSERT, values)
        except sqlite3.Error as error:
            raise GazetteerError(f"{path}: cannot be written ({error}). Free disk space or check rights.") from error


def _values(row: Row, source: str) -> tuple[object, ...]:
    units = (row.admin1, row.admin2, row.admin3)
    point = (row.lat, row.lon, row.population)
    return (row.id, "|".join(row.names), row.name_en, row.kind, row.country, *units, *point, source)


def user_rows(path: Path | None = None) -> list[Row]:
    """Every imported place, by id; none when nothing was imported."""
    path = path or user_places_path()
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            found = connection.execute(_QUERY).fetchall()
    except sqlite3.Error as error:
        raise GazetteerError(f"{path}: cannot be read ({error}). Delete it and import the tables again.") from error
    rows = [Row(fields[0], tuple(fields[1].split("|")), *fields[2:]) for fields in found]
    for row in rows:
        row.layer = "user"
    return rows
