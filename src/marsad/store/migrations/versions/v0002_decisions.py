"""Decisions of people, and the queue of what waits for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "decision", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "by", "action", "topic", "parts")),
        sa.Column("coding_id", sa.Text, sa.ForeignKey("coding.id"), nullable=True),
        sa.Column("event_hash", sa.Text, nullable=True), sa.Column("expected", sa.Integer, nullable=False),
        sa.Column("target", sa.Integer, nullable=True), sa.Column("detail", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=True),
        sa.Column("row_hash", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_table(
        "decision_subject", sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, sa.ForeignKey("decision.number"), primary_key=True),
        sa.Column("report_id", sa.Text, nullable=True), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("decision_by_person", "decision", ["by", "number"])
    op.create_index("decision_by_target", "decision", ["target"])
    op.create_index("decision_subject_by_report", "decision_subject", ["report_id", "topic"])
    op.create_index("input_by_coding", "input", ["coding_id"])
    op.create_index("input_by_raw", "input", ["raw_id"])
    _make_queue()


def _make_queue() -> None:
    op.create_table(
        "waiting", sa.Column("event_id", sa.Text, primary_key=True), sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_table(
        "claim", sa.Column("event_id", sa.Text, primary_key=True), sa.Column("person", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_table(
        "skip", sa.Column("event_id", sa.Text, primary_key=True), sa.Column("person", sa.Text, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
    )  # fmt: skip
    op.create_table(
        "queue_state", sa.Column("seen", sa.Text, primary_key=True),
        sa.Column("decision", sa.Integer, nullable=False),
    )  # fmt: skip
    op.create_index("waiting_by_rank", "waiting", ["rank", "event_id"])
    op.create_index("claim_by_person", "claim", ["person"])
