"""Erasing what a person wrote, or who is named in it, from the audit log's side rows; the chain stays whole.

What is erased is gone from the database file. Backups made before, and packages that were given it, still hold it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..store import Store
from ..store.commitments import PERSON, drop_private, list_private
from ..store.records import PrivateRow
from ..store.writes import log
from ..text.folding import fold
from .audits import ERASED


def find_words(store: Store, words: str) -> list[PrivateRow]:
    """Names and writings in which these words stand, whatever their hamza and vowel marks."""
    wanted = fold(words).text.casefold()
    with store.transaction() as connection:
        return [row for row in list_private(connection) if wanted in fold(row.content).text.casefold()]


def find_person(store: Store, name: str) -> list[PrivateRow]:
    """The name of a person who worked with the store, and all that they wrote."""
    with store.transaction() as connection:
        rows = list_private(connection)
    keys = {row.id for row in rows if row.kind == PERSON and row.content == name}
    return [row for row in rows if row.id in keys or row.person in keys]


def erase(store: Store, rows: Sequence[PrivateRow]) -> None:
    """Erase them for good; a line of the log says of each that it was. Who erases their own name leaves none."""
    if any(row.kind == PERSON and row.content == store.by for row in rows):
        store.by = None
    with store.transaction() as connection:
        drop_private(connection, [row.id for row in rows])
        log(store, connection, [(ERASED, row.id, {"kind": row.kind}) for row in rows])
    store.backend.wipe_deleted(store.engine)
