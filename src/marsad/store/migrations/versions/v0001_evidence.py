"""The first tables: evidence objects, texts, codings, events, inputs, copies and the custody log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table("object", _key("id"), sa.Column("size", sa.BigInteger, nullable=False), *_texts("kind", "row_hash"))
    op.create_table(
        "extraction", _key("id"), _ref("raw_id", "object.id", False),
        *_texts("extractor", "version", "text_hash", "text", "facts", "row_hash"),
    )  # fmt: skip
    op.create_table(
        "text", _key("id"), _ref("extraction_id", "extraction.id", False), *_texts("cleaner", "text_hash", "text"),
        sa.Column("shingles", sa.Integer, nullable=False), _optional("published"), *_texts("report", "row_hash"),
    )  # fmt: skip
    op.create_table(
        "coding", _key("id"), _ref("text_id", "text.id", False), *_texts("coder", "version", "lexicons"),
        sa.Column("events", sa.Integer, nullable=False), *_texts("row_hash"),
    )  # fmt: skip
    op.create_table(
        "event", sa.Column("coding_id", sa.Text, sa.ForeignKey("coding.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True), *_texts("event_id", "event", "row_hash"),
    )  # fmt: skip
    _make_inputs()
    op.create_table("copy", _key("a"), _key("b"), sa.Column("shared", sa.Integer, nullable=False), *_texts("row_hash"))
    op.create_table(
        "band", sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False), _key("text_hash"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "custody", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("at", "action", "subject", "detail", "previous", "row_hash"),
    )  # fmt: skip
    _make_indexes()


def _make_inputs() -> None:
    op.create_table(
        "input", _key("id"), *_texts("place"), _ref("raw_id", "object.id"), _optional("container"),
        _optional("locator"), _optional("kind"), _optional("fetched"), _ref("exchange_id", "object.id"),
        _ref("extraction_id", "extraction.id"), _ref("text_id", "text.id"), _ref("coding_id", "coding.id"),
        *_texts("state"), _ref("duplicate_of", "input.id"), _optional("problem_kind"), _optional("problem"),
        _optional("remedy"), *_texts("row_hash"),
    )  # fmt: skip


def _make_indexes() -> None:
    op.create_index("text_by_hash", "text", ["text_hash"])
    op.create_index("event_by_id", "event", ["event_id"])
    op.create_index("input_by_text", "input", ["text_id"])
    op.create_index("input_by_state", "input", ["state"])
    op.create_index("input_by_place", "input", ["place"])
    op.create_index("copy_by_b", "copy", ["b"])
    op.create_index("custody_by_subject", "custody", ["subject"])


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _ref(name: str, target: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text, sa.ForeignKey(target), nullable=nullable)


def _optional(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=True)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
