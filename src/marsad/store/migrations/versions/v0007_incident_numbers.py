"""ACLED-shaped numbers of incidents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "incident_number", sa.Column("id", sa.Text, primary_key=True), sa.Column("founder", sa.Text, nullable=False),
        sa.Column("merged_into", sa.Text, sa.ForeignKey("incident_number.id"), nullable=True),
        sa.Column("row_hash", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_table(
        "numbered_event", sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("number_id", sa.Text, sa.ForeignKey("incident_number.id"), nullable=False),
        sa.Column("row_hash", sa.Text, nullable=False),
    )  # fmt: skip
