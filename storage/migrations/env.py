"""Alembic runs this: revisions go over the connection, and in the transaction, that the caller holds."""

from __future__ import annotations

from alembic import context

from storage.schema import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Call storage.migrations.upgrade or downgrade with the database's address.")
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False, transactional_ddl=True,
)  # fmt: skip
context.run_migrations()
