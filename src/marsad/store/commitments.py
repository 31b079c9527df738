"""What the audit log only commits to: names of people and what they wrote, in rows that can be erased.

A commitment is the SHA-256 over a random salt, the kind, the person and the content as canonical JSON. The log holds
the commitment; salt and content lie in a row of their own. Once that row is erased nobody can tell the content from the
commitment, not even by trying likely ones, and the chain of the log still verifies.

Example: the comment «الشاهد أبو محمد من الحي الغربي» of a coder can be erased without touching what was decided.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, delete, insert, select

from .queries import chunked
from .records import PrivateRow, hash_values
from .tables import private

PERSON = "person"  # the kind of a row that holds a name
_SALT = 16  # bytes


def commit(connection: Connection, kind: str, content: str, person: str | None = None) -> str:
    """Keep what ``person`` (a commitment) wrote and give the commitment to it."""
    row = PrivateRow(id="", salt=secrets.token_hex(_SALT), kind=kind, person=person, content=content)
    row.id = commitment(row)
    connection.execute(insert(private), msgspec.structs.asdict(row))
    return row.id


def commitment(row: PrivateRow) -> str:
    """The commitment that the row's content gives; its id while nothing was altered."""
    return hash_values([row.salt, row.kind, row.person, row.content])


def commit_person(connection: Connection, name: str) -> str:
    """The commitment to a name: the same for the same name until it is erased."""
    query = select(private.c.id).where(private.c.kind == PERSON, private.c.content == name)
    known = connection.execute(query).scalar()
    return known if known is not None else commit(connection, PERSON, name)


def find_private(connection: Connection, ids: Iterable[str]) -> dict[str, PrivateRow]:
    """Names and words by commitment; those that were erased are left out."""
    found: dict[str, PrivateRow] = {}
    for part in chunked(list(ids)):
        for row in connection.execute(select(private).where(private.c.id.in_(part))):
            found[row.id] = PrivateRow(**row._mapping)
    return found


def list_private(connection: Connection) -> list[PrivateRow]:
    """All names and words that are still here, by kind."""
    query = select(private).order_by(private.c.kind, private.c.id)
    return [PrivateRow(**row._mapping) for row in connection.execute(query)]


def drop_private(connection: Connection, ids: Iterable[str]) -> None:
    """Erase names and words; the caller logs it."""
    for part in chunked(list(ids)):
        connection.execute(delete(private).where(private.c.id.in_(part)))
