"""Mandates to take a plan's instalments from a card, the debits under them, and which payment was a try of which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ON = sa.text("state = 'on'")
OPEN = sa.text("state IN ('announced', 'asked', 'declined', 'put_off', 'letter')")


def upgrade() -> None:
    """Adds them."""
    _mandates()
    _debits()
    with op.batch_alter_table("payments") as payments:
        payments.add_column(sa.Column("debit_id", ID, nullable=True))
        payments.add_column(sa.Column("refusal", sa.Text(), nullable=True))
        payments.create_foreign_key(op.f("fk_payments_debit_id"), "debits", ["debit_id"], ["id"])
        payments.create_check_constraint(op.f("ck_payments_refusal"), "refusal IN ('soft', 'hard')")
    op.create_index("ix_payments_debit", "payments", ["debit_id", "id"])


def downgrade() -> None:
    """Takes them away: no card is charged any more, and what was agreed to is lost. Payments stay."""
    op.drop_index("ix_payments_debit", "payments")
    with op.batch_alter_table("payments") as payments:
        payments.drop_constraint(op.f("ck_payments_refusal"), type_="check")
        payments.drop_constraint(op.f("fk_payments_debit_id"), type_="foreignkey")
        payments.drop_column("refusal")
        payments.drop_column("debit_id")
    op.drop_table("debits")
    op.drop_table("mandates")


def _mandates() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", ID, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("practice_id", "patient_id", "plan_id")),
        sa.Column("link_id", ID, nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("state", "provider", "account")),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("page_ref", "customer_ref", "method_ref", "kind", "last4", "document", "document_sha256",
                         "signed")
        ),
        sa.Column("created_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("on_at", "ended_at")),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'kept', 'on', 'ended')", name=op.f("ck_mandates_state")),
        sa.CheckConstraint("kind IN ('card', 'bank')", name=op.f("ck_mandates_kind")),
        sa.CheckConstraint(
            "state <> 'on' OR (on_at IS NOT NULL AND method_ref IS NOT NULL)", name=op.f("ck_mandates_on")
        ),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_mandates_ended")),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], name=op.f(f"fk_mandates_{name}_id"))
            for name, table in (("practice", "practices"), ("patient", "patients"), ("plan", "plans"),
                                ("link", "links"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("ref", name=op.f("uq_mandates_ref")),
    )  # fmt: skip
    op.create_index(op.f("ix_mandates_plan_id"), "mandates", ["plan_id"])
    op.create_index("ix_mandates_patient", "mandates", ["patient_id", "id"])
    op.create_index("ix_mandates_on", "mandates", ["plan_id"], unique=True, sqlite_where=ON, postgresql_where=ON)


def _debits() -> None:
    op.create_table(
        "debits",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("practice_id", "patient_id", "mandate_id")),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("notice_id", ID, nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("notices", "tries")),
        sa.Column("first_tried_on", sa.Date(), nullable=True),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_debits_amount")),
        sa.CheckConstraint("n >= 1", name=op.f("ck_debits_n")),
        sa.CheckConstraint(
            "state IN ('announced', 'asked', 'declined', 'put_off', 'letter', 'paid', 'over')",
            name=op.f("ck_debits_state"),
        ),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], name=op.f(f"fk_debits_{name}_id"))
            for name, table in (("practice", "practices"), ("patient", "patients"), ("mandate", "mandates"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debits")),
    )  # fmt: skip
    op.create_index(op.f("ix_debits_patient_id"), "debits", ["patient_id"])
    op.create_index("ix_debits_notice", "debits", ["notice_id"])
    op.create_index("ix_debits_n", "debits", ["mandate_id", "n"], unique=True)
    op.create_index("ix_debits_open", "debits", ["mandate_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
