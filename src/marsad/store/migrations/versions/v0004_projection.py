"""The projection that filters use, and what people decided laid over it: made as the program wants it, and filled."""

from __future__ import annotations

from alembic import op

from marsad.store.projectors import rebuild

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables and derive their rows from the events there are."""
    rebuild(op.get_bind())
