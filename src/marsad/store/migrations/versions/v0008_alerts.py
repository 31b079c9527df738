"""Alerts, the events they have told, and what is still to be sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "alert", sa.Column("name", sa.Text, primary_key=True), sa.Column("definition", sa.Text, nullable=False)
    )
    op.create_table(
        "alert_event", sa.Column("alert", sa.Text, primary_key=True), sa.Column("event_id", sa.Text, primary_key=True)
    )
    op.create_table(
        "alert_delivery", sa.Column("id", sa.Text, primary_key=True), sa.Column("alert", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False), sa.Column("target", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False), sa.Column("state", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_index("alert_delivery_by_alert", "alert_delivery", ["alert"])
