"""Links between reports in other languages and the Arabic ones they render."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "translation", sa.Column("a", sa.Text, primary_key=True), sa.Column("b", sa.Text, primary_key=True),
        sa.Column("alike", sa.Integer, nullable=False), sa.Column("row_hash", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_index("translation_by_b", "translation", ["b"])
