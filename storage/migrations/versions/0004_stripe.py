"""A practice's connected account at Stripe, the account on which a payment was begun, refunds, kept balances."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
COLUMNS = (("practices", "stripe_account"), ("payments", "account"))


def upgrade() -> None:
    """Adds them; an empty account is the provider's only one."""
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")))
    _refunds()
    _balances()


def downgrade() -> None:
    """Takes them away. Who asked for which refund is lost; the ledger keeps what went back."""
    op.drop_table("refunds")
    op.drop_table("ledger_balances")
    for table, name in COLUMNS:
        op.drop_column(table, name)


def _refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", ID, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("payment_id", ID, nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("second", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_refunds_amount")),
        sa.CheckConstraint("second IS NULL OR second <> by", name=op.f("ck_refunds_two_people")),
        sa.CheckConstraint(
            "state IN ('proposed', 'asked', 'unknown', 'done', 'refused', 'withdrawn')", name=op.f("ck_refunds_state")
        ),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_refunds_by")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_refunds_practice_id")),
        sa.ForeignKeyConstraint(["second"], ["staff.id"], name=op.f("fk_refunds_second")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("ref", name=op.f("uq_refunds_ref")),
    )
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"])


def _balances() -> None:
    op.create_table(
        "ledger_balances",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_ledger_balances_practice_id")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_ledger_balances")),
    )
    op.execute(
        "INSERT INTO ledger_balances (account, practice_id, cents) "
        "SELECT account, practice_id, SUM(cents) FROM ("
        "SELECT debit AS account, practice_id, cents FROM ledger_lines WHERE debit LIKE '%:%' "
        "UNION ALL SELECT credit, practice_id, -cents FROM ledger_lines WHERE credit LIKE '%:%') AS both_ways "
        "GROUP BY account, practice_id"
    )
