"""Payments for several patients at once, and links to the page for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds them."""
    with op.batch_alter_table("payments") as payments:
        payments.add_column(sa.Column("lead_id", ID, nullable=True))
        payments.add_column(sa.Column("whole_cents", sa.Integer(), nullable=True))
        payments.create_foreign_key(op.f("fk_payments_lead_id"), "payments", ["lead_id"], ["id"])
        payments.create_check_constraint(op.f("ck_payments_whole"), "whole_cents > amount_cents")
        payments.create_check_constraint(op.f("ck_payments_lead"), "lead_id IS NULL OR whole_cents IS NULL")
    op.create_index("ix_payments_lead", "payments", ["lead_id", "id"])
    with op.batch_alter_table("links") as links:
        links.add_column(sa.Column("proved", sa.JSON(), nullable=True))
        links.add_column(sa.Column("as_guarantor", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Takes them away: a share is a payment of its own then, of which the provider knows nothing."""
    with op.batch_alter_table("links") as links:
        links.drop_column("as_guarantor")
        links.drop_column("proved")
    op.drop_index("ix_payments_lead", "payments")
    with op.batch_alter_table("payments") as payments:
        payments.drop_constraint(op.f("ck_payments_lead"), type_="check")
        payments.drop_constraint(op.f("ck_payments_whole"), type_="check")
        payments.drop_constraint(op.f("fk_payments_lead_id"), type_="foreignkey")
        payments.drop_column("whole_cents")
        payments.drop_column("lead_id")
