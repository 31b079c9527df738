"""Incidents as they were last derived: members, pairs, keys to find pairs by, the judgements used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; the first command that reads incidents fills them."""
    op.create_table(
        "incident", _key("id"), sa.Column("first_day", sa.Text), sa.Column("last_day", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_index("incident_by_day", "incident", ["last_day"])
    op.create_table(
        "incident_member", _key("event_id"), sa.Column("incident_id", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False), sa.Column("related", sa.Text),
    )  # fmt: skip
    op.create_index("incident_member_by_incident", "incident_member", ["incident_id"])
    op.create_table(
        "incident_pair", _key("a"), _key("b"), sa.Column("p", sa.Float, nullable=False), sqlite_with_rowid=False
    )
    op.create_index("incident_pair_by_b", "incident_pair", ["b"])
    op.create_table(
        "incident_key", _key("key"), sa.Column("asks", sa.Boolean, primary_key=True), _key("event_id"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("incident_key_by_event", "incident_key", ["event_id"])
    op.create_table("incident_judgement", _key("a"), _key("b"), sa.Column("verdict", sa.Text, nullable=False))
    op.create_table("linkage", _key("version"), sa.Column("line", sa.Integer, nullable=False))


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)
