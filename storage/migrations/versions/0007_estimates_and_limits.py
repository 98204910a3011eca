"""What care was to cost, what patients keep to themselves, where letters go, and a practice's word on its Spanish."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STANDING = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    """Adds them."""
    op.add_column("patients", sa.Column("estimate_cents", sa.Integer(), nullable=True))
    op.add_column("patients", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("practices", sa.Column("address", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("practices", sa.Column("is_501r", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("practices", sa.Column("assistance_url", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("practices", sa.Column("spanish_review", sa.JSON(), nullable=True))
    op.create_table(
        "restrictions",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("practice_id", "patient_id")),
        sa.Column("payment_id", ID, nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_restrictions_amount")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("ck_restrictions_lifted")),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], name=op.f(f"fk_restrictions_{name}_id"))
            for name, table in (("practice", "practices"), ("patient", "patients"), ("payment", "payments"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restrictions")),
    )
    op.create_index("ix_restrictions_standing", "restrictions", ["patient_id"], sqlite_where=STANDING,
                    postgresql_where=STANDING)  # fmt: skip


def downgrade() -> None:
    """Takes them away: what was kept from a guarantor is no longer known to be."""
    op.drop_table("restrictions")
    for table, names in (("practices", ("spanish_review", "assistance_url", "is_501r", "address")),
                         ("patients", ("address", "estimate_cents"))):  # fmt: skip
        with op.batch_alter_table(table) as changed:
            for name in names:
                changed.drop_column(name)
