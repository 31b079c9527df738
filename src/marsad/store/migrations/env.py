"""Run by Alembic: applies the versions over the connection that the store hands in."""

from __future__ import annotations

from alembic import context

from marsad.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True,
    transactional_ddl=True,
)  # fmt: skip
with context.begin_transaction():
    context.run_migrations()
