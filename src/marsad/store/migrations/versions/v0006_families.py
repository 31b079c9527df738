"""Bands get heads, so that a text is compared with the first of its like alone; linked texts stand in families."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables, and head the bands that there are."""
    op.create_table(
        "head", sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("text_hash", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "family", sa.Column("text_hash", sa.Text, primary_key=True), sa.Column("origin", sa.Text, nullable=False),
        sa.Column("shingles", sa.Integer, nullable=False), sa.Column("day", sa.Text), sa.Column("host", sa.Text),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
    )  # fmt: skip
    op.create_index("family_by_origin", "family", ["origin"])
    op.execute("insert into head (band, text_hash) select band, min(text_hash) from band group by band")
    op.execute(
        "delete from band where exists "
        "(select 1 from head where head.band = band.band and head.text_hash = band.text_hash)"
    )
