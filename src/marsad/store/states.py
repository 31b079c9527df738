"""Which state of the store somebody reads: what is kept does not change without a line of the audit log."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select

from .incidents import linkage
from .ledgers import FIRST, WROTE
from .tables import checkpoints, custody

# Lines that say what was told to whom; with them nothing changes that is kept. Nor does it with signatures of the log.
_TOLD = ("exported", "packed", "alert added", "alert renamed", "alert removed", "alerted")
_QUERY = (
    select(custody.c.number, custody.c.row_hash, select(linkage.c.line).limit(1).scalar_subquery())
    .where(and_(*(custody.c.action != action for action in _TOLD)))
    .where(or_(custody.c.action != WROTE, custody.c.subject != checkpoints.name))
    .order_by(custody.c.number.desc())
    .limit(1)
)


class State(NamedTuple):
    """The last line that changed anything, its hash, and the line up to which incidents were derived, at most that."""

    line: int
    row_hash: str
    linked: int


def find_state(connection: Connection) -> State:
    """The state that this connection sees."""
    row = connection.execute(_QUERY).first()
    return State(0, FIRST, 0) if row is None else State(row[0], row[1], min(row[2] or 0, row[0]))
