"""What came of holding the ledger against a provider's account, and each difference."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Adds them."""
    op.create_table(
        "reconciliations",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("since", "until", "at")),
        *(
            sa.Column(f"{name}_cents", sa.BigInteger(), nullable=False)
            for name in ("paid", "back", "fee", "payout")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_reconciliations_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliations")),
    )
    op.create_index("ix_reconciliations_practice", "reconciliations", ["practice_id", "provider", "until"])
    op.create_table(
        "differences",
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", ID, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payment_id", ID, nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("theirs_cents", sa.BigInteger(), nullable=False),
        sa.Column("ours_cents", sa.BigInteger(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", ID, nullable=True),
        sa.CheckConstraint("what IN ('paid', 'given_back', 'taken_back')", name=op.f("ck_differences_what")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_differences_practice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_differences_payment_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_differences_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_differences")),
    )
    op.create_index(op.f("ix_differences_payment_id"), "differences", ["payment_id"])
    op.create_index(
        "ix_differences_open", "differences", ["practice_id", "provider", "subject", "what"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip


def downgrade() -> None:
    """Takes them away; the next run begins anew."""
    op.drop_table("differences")
    op.drop_table("reconciliations")
